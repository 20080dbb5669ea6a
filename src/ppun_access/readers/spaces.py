"""Normalise white space in a line as HTML does, and keep sense lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ppun_access.document.build import SENSE_BREAK
from ppun_access.document.model import Inline, LineBreak, Text

SPACE = re.compile(r"[ \t\r\n\f]+")


def words(text: str, *, sense_lines: bool) -> Iterator[Inline]:
    """Yield the words of ``text``; its line ends are spaces, or sense lines."""
    lines = text.split("\n") if sense_lines else [text]
    for number, line in enumerate(lines):
        if number:
            yield SENSE_BREAK
        if line:
            yield Text(SPACE.sub(" ", line))


def merged(found: Iterable[Inline]) -> list[Inline]:
    """Join neighbouring texts, and let one space stand where two would meet."""
    joined: list[Inline] = []
    run: list[str] = []
    for inline in found:
        if isinstance(inline, Text):
            run.append(inline.text)
            continue
        _join(joined, run, ends_line=isinstance(inline, LineBreak))
        if inline != SENSE_BREAK or not _ends_line(joined):
            joined.append(inline)
    _join(joined, run, ends_line=False)
    return joined


def _join(joined: list[Inline], run: list[str], *, ends_line: bool) -> None:
    """Put the texts of ``run`` after ``joined`` as one, and forget them."""
    text = SPACE.sub(" ", "".join(run))
    run.clear()
    text = text.lstrip(" ") if _ends_line(joined) else text
    text = text.rstrip(" ") if ends_line else text
    if text:
        joined.append(Text(text))


def _ends_line(joined: list[Inline]) -> bool:
    return bool(joined) and isinstance(joined[-1], LineBreak)


def trimmed(found: list[Inline]) -> tuple[Inline, ...]:
    """Return a line of text without white space at either end."""
    while found and isinstance(first := found[0], Text | LineBreak):
        rest = first.text.lstrip(" \n")
        found[:1] = [Text(rest)] if rest else []
        if rest:
            break
    while found and isinstance(last := found[-1], Text | LineBreak):
        rest = last.text.rstrip(" \n")
        found[-1:] = [Text(rest)] if rest else []
        if rest:
            break
    return tuple(found)

"""Cut a line of inlines at a character, whatever they are nested in."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeAlias

from ppun_access.document.model import Image, Inline, LineBreak, Literal, Note
from ppun_access.document.walk import running_text

Line: TypeAlias = tuple[Inline, ...]


def cut(line: Line, offset: int) -> tuple[Line, Line]:
    """Return ``line`` before and after ``offset`` characters of its running text.

    Emphasis, links and the like that span the cut are there on both sides. What has no
    running text (a footnote's mark, a picture) stays with what it follows.
    """
    before: list[Inline] = []
    for at, inline in enumerate(line):
        length = len(running_text((inline,)))
        if length > offset:
            left, right = _cut_inline(inline, offset)
            return (*before, *left), (*right, *line[at + 1 :])
        before.append(inline)
        offset -= length
        if offset == 0 and not _is_mark(line, at + 1):
            return tuple(before), line[at + 1 :]
    return tuple(before), ()


def _is_mark(line: Line, at: int) -> bool:
    return at < len(line) and not running_text((line[at],))


def _cut_inline(inline: Inline, offset: int) -> tuple[Line, Line]:
    if offset == 0:
        return (), (inline,)
    match inline:
        case LineBreak() | Note() | Image():
            return (inline,), ()
        case Literal():
            text = inline.text
            return (replace(inline, text=text[:offset]),), (
                replace(inline, text=text[offset:]),
            )
        case _:
            left, right = cut(inline.children, offset)
            return (replace(inline, children=left),), (replace(inline, children=right),)

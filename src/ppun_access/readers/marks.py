"""Read what an author marks and no page shows: silenced findings, words for the voice.

``<!-- ppun: taire CODE -->`` silences a finding in a passage. It stands in its paragraph,
list item, heading or cell, on the line just below, or alone before any block:
``docs/findings.md`` tells its rules.

``<!-- pause 800 -->``, ``<span data-dire="…">`` and ``<span data-lire="non">`` are for the
voice: ``docs/speech.md`` tells how to use them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from bs4.element import Comment, PageElement, Tag

from ppun_access.document.model import Block, Heading, Inline, Para, Span
from ppun_access.readers.spaces import SPACE
from ppun_access.report import cannot_silence

EXAMPLE = "<!-- ppun: taire phrase-longue -->"
_MARK = re.compile(r"\s*+ppun\s*+:(.*)", re.IGNORECASE | re.DOTALL)
_SILENCE = re.compile(r"taire\b[\s:]*(.*)", re.IGNORECASE | re.DOTALL)
_ALONE = re.compile(r"^ {0,3}<!--\s*ppun\s*:[^\n]*?-->\s*$", re.IGNORECASE)


def marks(elements: Iterable[PageElement]) -> Iterator[tuple[Comment, str]]:
    """Yield each « ppun: » comment in ``elements``, and what it says after « ppun: »."""
    for element in elements:
        if isinstance(element, Comment) and (found := _MARK.fullmatch(str(element))):
            yield element, found[1].strip()
        elif isinstance(element, Tag):
            yield from marks(element.children)


def silenced(mark: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the codes that a mark silences, and its faults, in French."""
    found = _SILENCE.fullmatch(mark)
    codes = re.split(r"[\s,;]+", found[1].strip(" ,;")) if found else []
    if not found or not codes[0]:
        return frozenset(), (f"Le commentaire « ppun: {mark} » n’est pas compris.",)
    faults = {code: cannot_silence(code) for code in codes}
    known = frozenset(code for code, fault in faults.items() if not fault)
    return known, tuple(fault for fault in faults.values() if fault)


def is_empty(tag: Tag) -> bool:
    """Return whether a block shows nothing of its own: a mark before it is for the next."""
    return not any(map(str.isalnum, tag.get_text())) and not tag.find("img")


def is_alone(line: str) -> bool:
    """Tell if a line of Markdown is such a comment and nothing else."""
    return bool(_ALONE.match(line))


# Marks for the voice


_PAUSE = re.compile(r"\s*pause(?:\s+(\d{1,5})(?:\s*ms)?)?\s*", re.IGNORECASE)
USUAL_PAUSE = 500
"""Milliseconds of « <!-- pause --> »."""


def said_instead(tag: Tag) -> str | None:
    """Return what a voice says for a tag: its ``data-dire``, empty if silent, else None."""
    if str(tag.get("data-lire", "")).strip().lower() == "non":
        return ""
    said = SPACE.sub(" ", str(tag.get("data-dire", ""))).strip()
    return said or None


def pauses(element: PageElement) -> Iterator[Span]:
    """Yield the pause that a comment asks for, if it asks for one."""
    found = _PAUSE.fullmatch(str(element)) if isinstance(element, Comment) else None
    if found and int(found[1] or USUAL_PAUSE):
        yield Span((), pause=int(found[1] or USUAL_PAUSE))


def is_pause(inline: Inline) -> bool:
    """Return whether an inline is a pause and nothing else."""
    return isinstance(inline, Span) and inline.pause > 0 and not inline.children


def paused(found: list[Block], element: PageElement) -> bool:
    """Add a lone pause to the paragraph before it; return whether there was one."""
    asked = tuple(pauses(element))
    if not asked:
        return False
    match found[-1] if found else None:
        case Para() | Heading() as last:
            found[-1] = replace(last, children=(*last.children, *asked))
        case _:
            found.append(Para(asked))
    return True

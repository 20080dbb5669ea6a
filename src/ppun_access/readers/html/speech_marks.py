"""Read the marks meant for the voice alone: pauses, pronunciations, « do not read ».

``<!-- pause 800 -->``, ``<span data-dire="…">`` and ``<span data-lire="non">`` show as
nothing on the page: ``docs/speech.md`` tells how to use them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bs4.element import Comment, PageElement, Tag

from ppun_access.document.model import Block, Heading, Inline, Para, Span

_SPACE = re.compile(r"[ \t\r\n\f]+")
_PAUSE = re.compile(r"\s*pause(?:\s+(\d{1,5})(?:\s*ms)?)?\s*", re.IGNORECASE)
USUAL_PAUSE = 500
"""Milliseconds of « <!-- pause --> »."""


def said_instead(tag: Tag) -> str | None:
    """Return what a voice says for a tag: its ``data-dire``, empty if silent, else None."""
    if str(tag.get("data-lire", "")).strip().lower() == "non":
        return ""
    said = _SPACE.sub(" ", str(tag.get("data-dire", ""))).strip()
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

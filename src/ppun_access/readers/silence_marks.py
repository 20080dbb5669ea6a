"""Read comments that silence a finding in a passage: ``<!-- ppun: taire CODE -->``.

Such a comment stands in its paragraph, list item, heading or cell, on the line just below,
or alone before any block. It is never published: ``docs/findings.md`` tells its rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bs4.element import Comment, PageElement, Tag

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

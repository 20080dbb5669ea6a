"""Where an expression of the lexicon does not mean what the easier one says.

Each guard comes from an error that was read: the sheet of the words tells which.
"""

from __future__ import annotations

import re
from typing import Final

from ppun_access.easy.draft.model import Confidence
from ppun_access.easy.draft.words import (
    giving_guards,
    link_guards,
    locution_guards,
    noun_guards,
    time_guards,
    verb_guards,
)
from ppun_access.easy.draft.words.guard_words import FREE, Guard
from ppun_access.easy.draft.words.lexicon import Entry

Verdict = Confidence | None
"""None: the expression stays."""

GUARDS: Final[dict[str, Guard]] = {
    **giving_guards.GUARDS,
    **link_guards.GUARDS,
    **locution_guards.GUARDS,
    **noun_guards.GUARDS,
    **time_guards.GUARDS,
    **verb_guards.GUARDS,
}


def is_causative(before: str) -> bool:
    """« en les faisant bénéficier de », « faire verser »: who acts is somebody else."""
    return bool(re.search(r"\b(?:fai\w+|fass\w+|fer\w+|font|fit|laiss\w+)\s+\Z", before))


def stands(entry: Entry, before: str, after: str) -> Verdict:
    """Return whether an entry may be applied here, and how surely."""
    guard = GUARDS.get(entry.expression)
    if guard is not None and not guard(before, after):
        return None
    if entry.kind == "locutions" and _is_said_twice(
        entry.easier.removesuffix(" {le}"), before
    ):
        return None
    return "auto"


def _is_said_twice(easier: str, before: str) -> bool:
    """Two « pour », or two « grâce à », in a row are hard to read."""
    if easier in FREE:
        return False
    said = re.escape(easier.replace("’", "'"))
    return bool(re.search(rf"\b{said}\b[^,.;]{{0,40}}\Z", before))

"""Dates with their month in letters: « 12/07/2026 » → « 12 juillet 2026 »."""

from __future__ import annotations

import re

from ppun_access.easy.draft.model import Parse, Rewrite, Spans
from ppun_access.easy.draft.parse.text import plain
from ppun_access.easy.draft.words.edits import overlaps
from ppun_access.french.spoken.times import MONTHS

RULE = "dates"
_DAY = re.compile(
    r"(?P<before>\b(?:depuis|dès|avant|après|vers) )?(?<![\d/])(?P<day>\d{1,2})/"
    r"(?P<number>\d{1,2})/(?P<year>(?:19|20)\d\d)(?![\d/])",
    re.IGNORECASE,
)


def _numeric(found: re.Match[str]) -> str:
    """Return « 1er juillet 2026 », nothing for what is no day."""
    day, month = int(found["day"]), int(found["number"])
    if not 1 <= day <= 31 or not 1 <= month <= 12:
        return ""
    opening = f"{found['before']}le " if found["before"] else ""
    return f"{opening}{'1er' if day == 1 else day} {MONTHS[month - 1]} {found['year']}"


def dates(sentence: str, parse: Parse = (), spans: Spans = ()) -> tuple[Rewrite, ...]:
    """Return what the dates of ``sentence`` become; they need no parse."""
    found = ((one, _numeric(one)) for one in _DAY.finditer(plain(sentence)))
    return tuple(
        Rewrite(RULE, *one.span(), text)
        for one, text in found
        if text and not overlaps(*one.span(), spans)
    )


def written_out(text: str) -> str:
    """Return ``text`` with its dates as ``dates`` writes them."""
    for one in reversed(dates(text)):
        text = text[: one.start] + one.text + text[one.end :]
    return text

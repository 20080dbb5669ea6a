"""Dates and centuries, shorter: « 12/07/2026 » → « 12 juillet 2026 ».

The day of the week stays: readers need it. « XXIe siècle » is « 21e siècle ».
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ppun_access.easy.draft.model import Parse, Rewrite, Spans
from ppun_access.easy.draft.parse.text import plain
from ppun_access.easy.draft.words.edits import overlaps
from ppun_access.french.spoken.number_words import roman

RULE = "dates"
_NAMES = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
)
MONTHS = tuple(_NAMES.split())

Written = Callable[[re.Match[str]], str | None]


def _numeric(found: re.Match[str]) -> str | None:
    """Return « 1er juillet 2026 », None for what is no day."""
    day, month = int(found["day"]), int(found["number"])
    if not 1 <= day <= 31 or not 1 <= month <= 12:
        return None
    opening = f"{found['before']}le " if found["before"] else ""
    return f"{opening}{_day(day)} {MONTHS[month - 1]} {found['year']}"


def _day(day: int) -> str:
    return "1er" if day == 1 else str(day)


def _century(found: re.Match[str]) -> str | None:
    """Return « 21e siècle »: Roman numerals are hard to read."""
    value = roman(found["roman"])
    return f"{_rank(value)} {found['century']}" if value else None


def _centuries(found: re.Match[str]) -> str | None:
    """Return « 5e ou 6e siècle »: both in figures, or none."""
    first, second = roman(found["first"]), roman(found["roman"])
    if not first or not second:
        return None
    return f"{_rank(first)}{found['link']}{_rank(second)} {found['century']}"


def _rank(value: int) -> str:
    return "1er" if value == 1 else f"{value}e"


_RULES: tuple[tuple[re.Pattern[str], Written], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), written)
    for pattern, written in (
        (
            r"(?P<before>\b(?:depuis|dès|avant|après|vers) )?(?<![\d/])(?P<day>\d{1,2})/"
            r"(?P<number>\d{1,2})/(?P<year>(?:19|20)\d\d)(?![\d/])",
            _numeric,
        ),
        (
            r"(?<!\w)(?P<first>[IVX]+)(?:er|ème|e)(?P<link> (?:et|ou|au) (?:du |le )?)"
            r"(?P<roman>[IVX]+)(?:er|ème|e) (?P<century>siècles?)\b",
            _centuries,
        ),
        (r"(?<!\w)(?P<roman>[IVX]+)(?:er|ème|e) (?P<century>siècles?)\b", _century),
    )
)


def dates(sentence: str, parse: Parse = (), spans: Spans = ()) -> tuple[Rewrite, ...]:
    """Return what the dates of ``sentence`` become; they need no parse."""
    kept: list[Rewrite] = []
    for one in _all(sentence):
        taken = [*spans, *((k.start, k.end) for k in kept)]
        if not overlaps(one.start, one.end, taken):
            kept.append(one)
    return tuple(sorted(kept, key=lambda one: one.start))


def written_out(text: str) -> str:
    """Return ``text`` with its dates as ``dates`` writes them."""
    for one in reversed(dates(text)):
        text = text[: one.start] + one.text + text[one.end :]
    return text


def _all(sentence: str) -> Iterator[Rewrite]:
    flat = plain(sentence)
    for pattern, written in _RULES:
        for found in pattern.finditer(flat):
            text = written(found)
            if text is not None:
                yield Rewrite(RULE, found.start(), found.end(), text)

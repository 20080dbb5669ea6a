"""Dates and centuries, shorter: « 12/07/2026 » → « 12 juillet 2026 ».

The day of the week stays: readers need it. « XXIe siècle » is « 21e siècle ».
"""

from __future__ import annotations

import re

from ppun_access.easy.draft.model import Parse, Rewrite, Spans
from ppun_access.easy.draft.parse.text import plain
from ppun_access.easy.draft.words.edits import overlaps
from ppun_access.french.spoken.number_words import roman
from ppun_access.french.spoken.times import MONTHS

RULE = "dates"
_DAY = re.compile(
    r"(?P<before>\b(?:depuis|dès|avant|après|vers) )?(?<![\d/])(?P<day>\d{1,2})/"
    r"(?P<number>\d{1,2})/(?P<year>(?:19|20)\d\d)(?![\d/])",
    re.IGNORECASE,
)
_CENTURY = re.compile(
    r"(?<!\w)(?:(?P<first>[IVX]+)(?:er|ème|e)(?P<link> (?:et|ou|au) (?:du |le )?))?"
    r"(?P<roman>[IVX]+)(?:er|ème|e) (?P<century>siècles?)\b",
    re.IGNORECASE,
)


def _numeric(found: re.Match[str]) -> str:
    """Return « 1er juillet 2026 », nothing for what is no day."""
    day, month = int(found["day"]), int(found["number"])
    if not 1 <= day <= 31 or not 1 <= month <= 12:
        return ""
    opening = f"{found['before']}le " if found["before"] else ""
    return f"{opening}{'1er' if day == 1 else day} {MONTHS[month - 1]} {found['year']}"


def _century(found: re.Match[str]) -> str:
    """Return « 5e ou 6e siècle »: Roman numerals are hard to read; both, or none."""
    values = [roman(one) for one in (found["first"], found["roman"]) if one]
    ranks = ["1er" if value == 1 else f"{value}e" for value in values]
    return f"{(found['link'] or '').join(ranks)} {found['century']}" if all(values) else ""


def dates(sentence: str, parse: Parse = (), spans: Spans = ()) -> tuple[Rewrite, ...]:
    """Return what the dates of ``sentence`` become; they need no parse."""
    flat, found = plain(sentence), []
    for pattern, written in ((_DAY, _numeric), (_CENTURY, _century)):
        for one in pattern.finditer(flat):
            if (text := written(one)) and not overlaps(*one.span(), spans):
                found.append(Rewrite(RULE, *one.span(), text))
    return tuple(sorted(found, key=lambda one: one.start))


def written_out(text: str) -> str:
    """Return ``text`` with its dates as ``dates`` writes them."""
    for one in reversed(dates(text)):
        text = text[: one.start] + one.text + text[one.end :]
    return text

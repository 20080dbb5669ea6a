"""Convert dates: to ISO 8601 for the metadata of books, and to French words."""

from __future__ import annotations

import re
from datetime import date

from ppun_access.french.spoken.times import MONTHS
from ppun_access.french.text.dates import parse_date
from ppun_access.writers.units import NBSP

_PART = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2]))?")


def day(text: str) -> str:
    """Return the day that ``text`` names, nothing when it is no whole date.

    >>> day("2025-03-01"), day("3 mars 2023"), day("06/05/2024")
    ('2025-03-01', '2023-03-03', '2024-05-06')
    >>> day("mars 2025"), day("2025-02-31")
    ('', '')
    """
    found = parse_date(text)
    return found.date().isoformat() if found else ""


def full_date(text: str) -> str:
    """Return a date with its month and day, the first ones where an ISO date has none.

    >>> full_date("2026-03"), full_date("6 mai 2024"), full_date("mars")
    ('2026-03-01', '2024-05-06', '')
    """
    if found := _PART.fullmatch(text.strip()):
        return f"{found[1]}-{found[2] or '01'}-01"
    return day(text)


def day_and_month(when: date) -> str:
    r"""Return a day in words.

    >>> day_and_month(date(2024, 5, 1))
    '1er\xa0mai'
    """
    return f"{'1er' if when.day == 1 else when.day}{NBSP}{MONTHS[when.month - 1]}"


def in_words(iso: str) -> str:
    r"""Return an ISO day in words.

    >>> in_words("2026-11-25")
    '25\xa0novembre\xa02026'
    """
    when = date.fromisoformat(iso)
    return f"{day_and_month(when)}{NBSP}{when.year}"

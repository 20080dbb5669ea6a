"""Parse dates as people write them: 2024-05-06, 6 mai 2024, 06/05/2024."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from ppun_access.french.spoken.times import MONTHS

_WRITTEN = re.compile(
    r"(?:le )?(?:(?:lun|mar|mercre|jeu|vendre|same)di |dimanche )?"
    rf"(\d\d?|1er) ({'|'.join(MONTHS)}) (\d{{4}})"
)
_SLASHED = re.compile(r"(\d\d?)/(\d\d?)/(\d{4})")
_NOON = 12


def parse_date(text: str) -> datetime | None:
    """Return the moment that ``text`` names, None when it is no whole date.

    A date alone is at noon, universal time: the same day for almost every reader.

    >>> parse_date("1er mai 2024"), parse_date("octobre 2020")
    (datetime.datetime(2024, 5, 1, 12, 0, tzinfo=datetime.timezone.utc), None)
    """
    plain = " ".join(text.lower().split())
    if found := _WRITTEN.fullmatch(plain):
        return _noon(found[3], MONTHS.index(found[2]) + 1, found[1].removesuffix("er"))
    if found := _SLASHED.fullmatch(plain):
        return _noon(found[3], found[2], found[1])
    try:
        moment = datetime.fromisoformat(plain.upper())
    except ValueError:
        return None
    if not re.search(r"[T ]\d\d:?\d\d", plain.upper()):
        moment = moment.replace(hour=_NOON)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _noon(year: str, month: str | int, day: str) -> datetime | None:
    try:
        return datetime(int(year), int(month), int(day), _NOON, tzinfo=UTC)
    except ValueError:
        return None

"""What judges said of drafts: ``docs/drafting-sheets.tsv``, read for the tests."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

SHEETS = Path(__file__).parents[1] / "docs" / "drafting-sheets.tsv"
ENOUGH, SHARE, FLAWLESS = 20, 0.95, 5
"""Instances that an entry needs, the share that is right, or so many without an error."""

Judged = tuple[int, int]
"""How many instances, and how many of them were right."""
Counts = Counter[tuple[str, bool]]
"""How often each rule was applied (False), and applied rightly (True)."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the sheets: docs/drafting.md tells what each column holds."""

    round: str
    part: str
    kind: str
    rule: str
    source: str
    read: str
    right: str
    sentence: str
    draft: str
    comment: str

    @property
    def judged(self) -> Judged:
        return int(self.read), int(self.right)


@cache
def rows() -> tuple[Row, ...]:
    with SHEETS.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        assert next(lines) == list(Row.__dataclass_fields__)
        return tuple(Row(*line) for line in lines)


def counted(some: list[Row]) -> Counts:
    found: Counts = Counter()
    for row in some:
        found[row.rule, False] += row.judged[0]
        found[row.rule, True] += row.judged[1]
    return found


def rounds() -> list[Counts]:
    """Return what was counted, set by set, the oldest first."""
    some = [row for row in rows() if row.kind == "count" and row.round != "words"]
    return [counted([*of]) for _, of in groupby(some, lambda row: (row.round, row.part))]


def words() -> dict[tuple[str, str], tuple[int, int, int]]:
    """Return, by kind and expression, how many verdicts are right, wrong and guarded."""
    found = dict[tuple[str, str], tuple[int, int, int]]()
    for row in of_words("entry", "case", "fresh"):
        key = row.part.lower(), row.rule
        right, wrong, guarded = found.setdefault(key, (0, 0, 0))
        if row.kind != "entry":
            read, ok = row.judged
            left = read - ok if "before its guard" in row.comment else 0
            found[key] = right + ok, wrong + read - ok - left, guarded + left
    return found


def of_words(*kinds: str) -> list[Row]:
    return [row for row in rows() if row.round == "words" and row.kind in kinds]


@cache
def sets() -> dict[str, list[Judged]]:
    """Return, by expression, the sets since round 11 that read it, the last one last."""
    found: dict[str, list[Judged]] = {}
    for row in of_words("set"):
        found.setdefault(row.rule, []).extend([row.judged] if row.judged[0] else [])
    return found


def is_right(judged: Judged) -> bool:
    """Return whether an entry that was judged so may be applied without asking."""
    read, right = judged
    flawless = read >= FLAWLESS and read == right
    return flawless or (read >= ENOUGH and right >= SHARE * read)


def decides(expression: str) -> Judged | None:
    """Return the last set, if it read enough: it alone saw the guards of today."""
    found = sets().get(expression)
    return found[-1] if found and found[-1][0] >= FLAWLESS else None

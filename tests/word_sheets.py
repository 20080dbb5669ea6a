"""What the sheet of the words tells of each entry, for the tests that compare it."""

from __future__ import annotations

import re
from pathlib import Path

SHEET = Path(__file__).parents[1] / "docs" / "drafting-sheets" / "words.md"
VERDICT = re.compile(
    r"- \w+, (right|\*\*wrong\*\*(?: before its guard)?)(?:, independent)?: "
)
FRESH = re.compile(
    r"- fresh sentences, not in the repository, independent: (\d+) right, (\d+) wrong"
)
"""Judged sentences whose licence is not known: they are counted, not quoted."""
SETS = re.compile(r"\| ([^|`]+) ((?:\| (?:\d+|–) \| (?:\d+|–) )+)\| [^|]+ \|")
"""A row of « Round 11 »: an entry, then each of its sets with what was right."""
ENOUGH, SHARE, FLAWLESS = 20, 0.95, 5
"""Instances that an entry needs, the share that is right, or so many without an error."""

Judged = tuple[int, int]
"""How many instances, and how many of them were right."""


def lines() -> dict[tuple[str, str], tuple[int, int, int]]:
    """Return, by kind and expression, how many verdicts are right, wrong and guarded."""
    found: dict[tuple[str, str], tuple[int, int, int]] = {}
    kind = key = ("", "")
    for line in SHEET.read_text("utf-8").splitlines():
        if line.startswith("## "):
            kind = (line[3:].lower(), "")
        elif line.startswith("### "):
            key = (kind[0], line[4:].split(" → ")[0])
            found[key] = (0, 0, 0)
        elif verdict := VERDICT.match(line):
            right, wrong, guarded = found[key]
            ok, left = verdict[1] == "right", verdict[1].endswith("guard")
            found[key] = (right + ok, wrong + (not ok and not left), guarded + left)
        elif fresh := FRESH.fullmatch(line):
            right, wrong, guarded = found[key]
            found[key] = (right + int(fresh[1]), wrong + int(fresh[2]), guarded)
    return found


def sets() -> dict[str, list[Judged]]:
    """Return, by expression, the sets of round 11 that read it, the last one last."""
    section = SHEET.read_text("utf-8").split("## Round 11\n")[1].split("\n## ")[0]
    rows = [row for row in map(SETS.match, section.splitlines()) if row]
    return {
        row[1]: [
            (int(read), int(right))
            for read, right in re.findall(r"\| (\d+) \| (\d+) ", row[2])
            if read != "0"
        ]
        for row in rows
    }


def is_right(judged: Judged) -> bool:
    """Return whether an entry that was judged so may be applied without asking."""
    read, right = judged
    flawless = read >= FLAWLESS and read == right
    return flawless or (read >= ENOUGH and right >= SHARE * read)


def decides(expression: str) -> Judged | None:
    """Return the last set, if it read enough: it alone saw the guards of today."""
    found = sets().get(expression)
    return found[-1] if found and found[-1][0] >= FLAWLESS else None

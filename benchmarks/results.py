"""Results as JSON, and what became slower since the last ones.

``benchmarks/results.json`` holds, for each subject, its last measure and the one before.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.figures import UNITS, Figure, Missing, Outcome, number, read_figure
from benchmarks.machine import QUIET, alike

RESULTS = Path("benchmarks") / "results.json"
ENOUGH = 3
"""Samples on each side without which two runs are not compared."""

Record = dict[str, Any]


def load(path: Path) -> dict[str, Record]:
    """Return the results by subject; none when there is no file that can be read."""
    try:
        found = json.loads(path.read_text("utf-8"))
        return dict(found["subjects"])
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def save(path: Path, subjects: Mapping[str, Record]) -> None:
    text = json.dumps({"subjects": subjects}, ensure_ascii=False, indent=1)
    fresh = path.with_suffix(".new")
    fresh.write_text(text + "\n", "utf-8")
    fresh.replace(path)


def record(
    outcomes: Iterable[Outcome], circumstances: Record, former: Record | None
) -> Record:
    """Return what is kept of a subject: what was measured, on what, and the last one."""
    kept = list(outcomes)
    return {
        **circumstances,
        "figures": [one.record() for one in kept if isinstance(one, Figure)],
        "missing": [one.record() for one in kept if isinstance(one, Missing)],
        "former": {k: v for k, v in (former or {}).items() if k != "former"} or None,
    }


def figures(one: Record) -> tuple[Figure, ...]:
    return tuple(read_figure(record) for record in one["figures"])


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that moved more than its spread between two runs."""

    now: Figure
    then: Figure

    @property
    def worse(self) -> bool:
        return UNITS[self.now.unit] * (self.now.middle - self.then.middle) < 0

    def __str__(self) -> str:
        word = "MOINS BIEN" if self.worse else "mieux"
        was, is_ = number(self.then.middle), number(self.now.middle)
        return f"{word} : {self.now.name} : {is_} {self.now.unit}, au lieu de {was}"


def changes(now: Record, then: Record) -> Iterator[Change]:
    """Yield what moved more than its spread; nothing from one machine to another.

    Two runs differ when no sample of one lies among those of the other: of five and five
    that are drawn alike, that happens four times in a thousand on each side. A figure with
    an interval differs when the intervals do not touch; an exact one, when it changed.
    """
    if not alike(now, then):
        return
    known = {(one.name, one.unit): one for one in figures(then)}
    for one in figures(now):
        former = known.get((one.name, one.unit))
        if former and UNITS[one.unit] and comparable(one, former) and apart(one, former):
            yield Change(one, former)


def comparable(one: Figure, other: Figure) -> bool:
    """Return whether there is enough on both sides to tell them apart."""
    if one.exact or other.exact:
        return one.exact and other.exact
    counts = [len(figure.samples) for figure in (one, other)]
    return all(not count or count >= ENOUGH for count in counts)


def apart(one: Figure, other: Figure) -> bool:
    (low, high), (least, most) = one.extremes, other.extremes
    return high < least or most < low


def comparison(now: Record, then: Record | None) -> Iterator[str]:
    """Yield, in words, how a subject compares with its last measure."""
    if not then:
        yield "Première mesure : rien à comparer."
        return
    day = f"{then['date'][:10]} ({then['commit']})"
    if not alike(now, then):
        yield f"La mesure du {day} vient d’une autre machine : elle n’est pas comparée."
        return
    found = sorted(changes(now, then), key=lambda change: not change.worse)
    yield from map(str, found)
    gone = {f.name for f in figures(then)} - {f.name for f in figures(now)}
    yield from (f"Plus mesuré : {name}" for name in sorted(gone))
    if max(one.get("others") or 0 for one in (now, then)) > QUIET:
        yield "L’une des deux mesures vient d’une machine partagée : prudence."
    if not any(change.worse for change in found):
        yield f"Rien de plus lent que la dispersion depuis le {day}."

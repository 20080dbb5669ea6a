"""Read and extend ``historique.json``: the measures of each text in earlier builds.

The file lies in the team's folder. A damaged one is reported, set aside and begun anew: it
never stops a build.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from itertools import chain, count
from math import isfinite
from pathlib import Path
from typing import Any

from ppun_access.document.model import Version
from ppun_access.report import Finding, Report
from ppun_access.runtime.disk import json_file
from ppun_access.runtime.untrusted_files import RECORD, parse_json, read_regular
from ppun_access.writers.dates import day_and_month
from ppun_access.writers.model import Files
from ppun_access.writers.units import NBSP

NAME, DAMAGED = "historique.json", "historique-abime.json"
"""The second damaged file is kept as « historique-abime-2.json », and so on."""
MOST_BUILDS = 100
"""Older builds are forgotten."""


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures of one version of one text; ``fingerprint`` changes with its words."""

    id: str
    version: Version
    fingerprint: str
    words: int
    longest_sentence: int
    kandel_moles: float
    lix: float
    difficulty: float
    scale: int = 1
    """The version of the scale of difficulty; files older than versions have the first."""

    @property
    def key(self) -> tuple[str, str]:
        """What two builds call the same text."""
        return self.id, self.version


@dataclass(frozen=True, slots=True)
class Build:
    """One build: when, and the figures of every text."""

    date: datetime
    texts: tuple[Measured, ...]


@dataclass(frozen=True, slots=True)
class History:
    """The builds that are known, the oldest first."""

    builds: tuple[Build, ...] = ()
    damaged: bytes | None = None
    """The content of a file that was not what we write; it is kept aside."""
    aside: str = DAMAGED
    """The name under which it is kept, which no file has."""
    writable: bool = True
    """False when something that is no file of ours stands in its place."""


@dataclass(frozen=True, slots=True)
class Past:
    """The builds in which one text was different, the oldest first, and its difficulty."""

    points: tuple[tuple[datetime, float], ...] = field(default=())
    recomputed: bool = False
    """True when older builds measured in another way and are left out."""


def read_history(folder: Path, report: Report) -> History:
    """Return the history in ``folder``, empty when there is none; report a damaged one."""
    try:
        content = read_regular(folder / NAME, RECORD, links=False)
    except FileNotFoundError:
        return History()
    except OSError:
        report.add(_damaged("ne peut pas être lu : rien n’y est ajouté"))
        return History(writable=False)
    try:
        values = parse_json(content)["constructions"]
        return History(tuple(map(_build, values)))
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
        aside = _free_name(folder)
        message = f"est abîmé : une copie est gardée dans {aside}, un autre est commencé"
        report.add(_damaged(message))
        return History(damaged=content, aside=aside)


def is_damaged(folder: Path) -> bool:
    """Return whether the history in ``folder`` is to be kept aside and begun anew."""
    return read_history(folder, Report()).damaged is not None


def _free_name(folder: Path) -> str:
    """Return a name that no copy has: an older one is never written over."""
    first = Path(DAMAGED)
    names = chain((DAMAGED,), (f"{first.stem}-{n}{first.suffix}" for n in count(2)))
    return next(name for name in names if not os.path.lexists(folder / name))


def recorded(history: History, texts: Sequence[Measured], now: datetime) -> History:
    """Return ``history`` with this build, or unchanged when no figure has changed."""
    last = history.builds[-1].texts if history.builds else ()
    if not texts or frozenset(last) == frozenset(texts):
        return history
    builds = (*history.builds, Build(now, tuple(texts)))[-MOST_BUILDS:]
    return replace(history, builds=builds)


def history_files(history: History) -> Files:
    """Return the files that keep ``history``."""
    if not history.writable:
        return {}
    builds = [
        {
            "date": build.date.isoformat(timespec="seconds"),
            "textes": [asdict(text) for text in build.texts],
        }
        for build in history.builds
    ]
    aside = {} if history.damaged is None else {history.aside: history.damaged}
    return {**aside, NAME: json_file({"constructions": builds})}


def pasts(history: History, texts: Sequence[Measured]) -> tuple[Past, ...]:
    """Return the past of each of the present ``texts``, from ``history``.

    A text that was away is found again; one that has a new id is known by its words.
    """
    comparable = tuple(_comparable(history.builds, texts))
    recomputed = len(comparable) < len(history.builds)
    taken = {other.key for other in texts}
    befores = [(build.date, _Texts(build, taken)) for build in reversed(comparable)]
    return tuple(Past(_points(befores, text), recomputed) for text in texts)


def _points(
    befores: Iterable[tuple[datetime, _Texts]], text: Measured
) -> tuple[tuple[datetime, float], ...]:
    """Return when ``text`` changed, and what it was then, from the latest build back."""
    points: list[tuple[datetime, float]] = []
    for date, texts in befores:
        before = texts.same(text)
        if before is not None and before.fingerprint != text.fingerprint:
            points.append((date, before.difficulty))
        text = before or text
    return tuple(reversed(points))


def date_in_words(when: datetime, now: datetime) -> str:
    r"""Return « le 12 novembre », with its year when it is another, its hour when today.

    >>> date_in_words(datetime(2024, 5, 1), datetime(2025, 6, 2))
    'le 1er\xa0mai 2024'
    """
    when = when.astimezone(now.tzinfo) if now.tzinfo and when.tzinfo else when
    if when.date() == now.date():
        return f"aujourd’hui {_hour(when)}"
    return _day(when) + (f" {when.year}" if when.year != now.year else "")


def moment_in_words(when: datetime) -> str:
    """Return « le 12 novembre 2025 à 14 h 05 »."""
    return f"{_day(when)} {when.year} {_hour(when)}"


def _day(when: datetime) -> str:
    return f"le {day_and_month(when)}"


def _hour(when: datetime) -> str:
    return f"à {when.hour}{NBSP}h{NBSP}{when.minute:02}"


class _Texts:
    """The texts of a build, to look for those of a later one."""

    def __init__(self, build: Build, taken: set[tuple[str, str]]) -> None:
        self._named = {text.key: text for text in reversed(build.texts)}
        free = [text for text in reversed(build.texts) if text.key not in taken]
        self._renamed = {(text.version, text.fingerprint): text for text in free}

    def same(self, text: Measured) -> Measured | None:
        """Return ``text`` as it was: by its id, else under a name now free."""
        by_words = self._renamed.get((text.version, text.fingerprint))
        return self._named.get(text.key) or by_words


def _comparable(builds: Sequence[Build], texts: Sequence[Measured]) -> Iterator[Build]:
    """Yield the last builds that measured as we do, the oldest first.

    Another scale, or the same words with another difficulty: the program has changed, not
    the author.
    """
    first, newer, scales = len(builds), texts, {one.scale for one in texts}
    for place in range(len(builds) - 1, -1, -1):
        known = {t.key: t for t in newer}
        pairs = ((t, known[t.key]) for t in builds[place].texts if t.key in known)
        if {old.scale for old in builds[place].texts} - scales or any(
            old.fingerprint == new.fingerprint and old.difficulty != new.difficulty
            for old, new in pairs
        ):
            break
        first, newer = place, builds[place].texts
    yield from builds[first:]


def _damaged(what: str) -> Finding:
    message = f"L’historique du rapport ({NAME}) {what}."
    return Finding("historique-abime", message)


def _build(value: Any) -> Build:
    date = datetime.fromisoformat(value["date"])
    if date.tzinfo is None:
        raise ValueError("a date without its zone")
    date.astimezone(UTC)  # one that another zone has not
    return Build(date, tuple(map(_measured, value["textes"])))


def _measured(value: Any) -> Measured:
    found = Measured(**value)
    texts = (found.id, found.version, found.fingerprint)
    figures = (
        found.words, found.longest_sentence, found.kandel_moles, found.lix,
        found.difficulty, found.scale,
    )  # fmt: skip
    if not all(isinstance(text, str) for text in texts):
        raise TypeError("not a text")
    if not all(type(n) in (int, float) and isfinite(n) for n in figures):
        raise ValueError("not a number")
    return found

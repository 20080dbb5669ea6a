"""What a measure gives: figures with every sample, and what could not be measured.

A figure is compared with what is wanted of it, and with itself at the last run. Its unit
says which way is better.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import median, quantiles
from typing import Any

LESS, NEITHER, MORE = -1, 0, 1
UNITS: Mapping[str, int] = {
    "s": LESS,
    "ms": LESS,
    "Mo": LESS,
    "ms/page": LESS,
    "Mo/page": LESS,
    "s/min": LESS,
    "fichiers": LESS,
    "phrases dites": LESS,
    "% d’erreurs": LESS,
    "points": LESS,
    "alertes": LESS,
    "fois": MORE,
    "%": MORE,
    "mots/s": MORE,
    "phrases/s": MORE,
    "Mcar/s": MORE,
    "s/s": MORE,
    "mots": NEITHER,
    "minutes": NEITHER,
}
"""Every unit, and whether less or more of it is better. « s/s » is seconds of
sound said in one, « s/min » what a minute of sound takes, « Mcar/s » millions of characters
a second."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured quantity.

    ``low`` and ``high`` are the quartiles of its samples, or an interval that was computed
    otherwise (``samples`` is then empty). ``exact`` is what comes out the same each time.
    """

    name: str
    unit: str
    middle: float
    low: float
    high: float
    samples: tuple[float, ...] = ()
    goal: float | None = None
    """What is wanted at least or at most, as the unit says; None when nothing is."""
    exact: bool = False

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise ValueError(f"unité inconnue : {self.unit} (à ajouter dans UNITS)")

    @property
    def passed(self) -> bool | None:
        """Whether what is wanted is reached; None when nothing is."""
        if self.goal is None:
            return None
        return UNITS[self.unit] * (self.middle - self.goal) >= 0

    @property
    def extremes(self) -> tuple[float, float]:
        """The least and the most that were measured."""
        return min((*self.samples, self.low)), max((*self.samples, self.high))

    def __str__(self) -> str:
        spread = "" if self.exact else f"({number(self.low)} à {number(self.high)})"
        runs = f"{len(self.samples)} ×" if self.samples and not self.exact else ""
        line = f"{self.name:<62} {number(self.middle):>8} {self.unit:<13} {spread:<18} "
        return f"{line}{runs:>5}  {self.verdict}".rstrip()

    @property
    def verdict(self) -> str:
        """What is wanted and whether it is reached, in words; empty when nothing is."""
        if self.goal is None:
            return ""
        limit = "au plus" if UNITS[self.unit] < 0 else "au moins"
        word = "RÉUSSI" if self.passed else "ÉCHEC"
        return f"{word} (voulu : {number(self.goal)} {limit})"

    def record(self) -> dict[str, Any]:
        """Return what is written in JSON: every sample, and whether it passed."""
        return {**asdict(self), "samples": list(self.samples), "passed": self.passed}


@dataclass(frozen=True, slots=True)
class Missing:
    """What was not measured, and why: a peer that is not there, a program that failed."""

    name: str
    reason: str

    def __str__(self) -> str:
        return f"NON MESURÉ : {self.name} : {self.reason}"

    def record(self) -> dict[str, str]:
        return asdict(self)


Outcome = Figure | Missing


def figure(
    name: str, unit: str, samples: Sequence[float], goal: float | None = None
) -> Figure:
    """Return the median and the quartiles of several runs."""
    values = tuple(samples)
    low, high = values[0], values[0]
    if len(values) > 1:
        low, _, high = quantiles(values, n=4, method="inclusive")
    return Figure(name, unit, median(values), low, high, values, goal)


def exact(name: str, unit: str, value: float, goal: float | None = None) -> Figure:
    """Return a count, or what else comes out the same each time."""
    return Figure(name, unit, value, value, value, (value,), goal, exact=True)


def interval(
    name: str, unit: str, middle: float, bounds: tuple[float, float],
    goal: float | None = None,
) -> Figure:  # fmt: skip
    """Return what was measured once, with an interval that was computed from it."""
    return Figure(name, unit, middle, *bounds, goal=goal)


def read_figure(record: Mapping[str, Any]) -> Figure:
    """Return the figure that was recorded; raises KeyError or ValueError if it is none."""
    fields = ("name", "unit", "middle", "low", "high", "goal", "exact")
    return Figure(
        **{name: record[name] for name in fields}, samples=tuple(record["samples"])
    )


def number(value: float) -> str:
    """Return a figure with three significant digits, as French writes it.

    >>> number(0.01234), number(2.0), number(18.71), number(749.4), number(12345.6)
    ('0,0123', '2,00', '18,7', '749', '12346')
    >>> number(0.0), number(-0.5)
    ('0', '−0,500')
    """
    if not value:
        return "0"
    size = abs(value)
    digits = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 1 else 3
    if size < 0.1:
        digits = 4
    return f"{value:.{digits}f}".replace(".", ",").replace("-", "−")

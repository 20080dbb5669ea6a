"""Compute the geometry of the report's charts: gauge, strip, histogram, trend.

Plain numbers for the templates; every drawing has words beside it that say the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import gcd

from ppun_access.settings.thresholds import Thresholds
from ppun_access.site.report.model import HARDEST, LEVELS, SentenceRow

GAUGE = 300
"""Width of a gauge, in units of its drawing."""
STRIP, STRIP_HEIGHT = 600, 40
CELL_HEIGHT = 64
WORD = 3
"""Width of one word in the large strip, in CSS pixels."""
NARROWEST, WIDEST = 28, 264
"""Bounds of a cell: what a finger can touch, what a telephone can show."""
TREND, TREND_HEIGHT = 120, 36
SHOWN_BUILDS = 12


def level_number(difficulty: float) -> int:
    """Return the number of the level of ``difficulty``, 1 for the easiest."""
    bounds = enumerate((band.end for band in LEVELS), start=1)
    return next((n for n, end in bounds if difficulty <= end), len(LEVELS))


# The gauge


@dataclass(frozen=True, slots=True)
class Segment:
    """One level on the gauge."""

    level: int
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Gauge:
    """Where a text stands from 0 to 100, and the threshold."""

    segments: tuple[Segment, ...]
    marker: float
    threshold: float


def gauge(difficulty: float, threshold: float) -> Gauge:
    """Return the gauge of ``difficulty``; its marker never leaves the scale."""
    unit = GAUGE / HARDEST
    ends = [band.end * unit for band in LEVELS]
    segments = tuple(
        Segment(n, x, end - x)
        for n, (x, end) in enumerate(zip((0.0, *ends), ends, strict=False), start=1)
    )
    marker = min(max(difficulty, 0), HARDEST) * unit
    return Gauge(segments, round(marker, 1), threshold * unit)


# The strips


@dataclass(frozen=True, slots=True)
class Shape:
    """Everything of one level in the small strip, as one SVG path."""

    level: int
    path: str


def strip(sentences: Iterable[SentenceRow], most_words: int) -> tuple[Shape, ...]:
    """Return the small strip of a text: a bar a sentence, as wide as it has words.

    ``most_words`` fill the whole width: two versions drawn alike can be compared.
    """
    unit = STRIP / max(most_words, 1)
    paths: dict[int, list[str]] = {}
    x = 0.0
    for sentence in sentences:
        width, height = sentence.words * unit, _height(sentence, STRIP_HEIGHT)
        bar = (
            f"M{x:.1f} {STRIP_HEIGHT}v-{height}h{max(width - 1.5, width / 2):.1f}v{height}z"
        )
        paths.setdefault(level_number(sentence.difficulty), []).append(bar)
        x += width
    return tuple(Shape(level, "".join(bars)) for level, bars in sorted(paths.items()))


@dataclass(frozen=True, slots=True)
class Cell:
    """One sentence in the large strip, in CSS pixels."""

    width: int
    height: int
    """Of its bar, from the bottom of the cell."""


def cell(sentence: SentenceRow) -> Cell:
    """Return the cell of a sentence: as wide as it is long, as high as it is hard."""
    width = min(max(sentence.words * WORD, NARROWEST), WIDEST)
    return Cell(width, _height(sentence, CELL_HEIGHT))


def _height(sentence: SentenceRow, whole: int) -> int:
    """Return the height of a bar; the easiest sentence still has one."""
    share = min(max(sentence.difficulty, 0), HARDEST) / HARDEST
    return max(round(whole * share), whole // 10)


# The lengths of sentences


@dataclass(frozen=True, slots=True)
class Bar:
    """How many sentences have from ``first`` to ``last`` words (None: and more)."""

    first: int
    last: int | None
    count: int


@dataclass(frozen=True, slots=True)
class Zone:
    """The bars between two thresholds: 0 short enough, 1 long, 2 very long."""

    rank: int
    bars: tuple[Bar, ...]


MOST_BARS_BEYOND = 4
"""Bars past the second threshold; the last one takes all that is longer."""


def histogram(lengths: Sequence[int], thresholds: Thresholds) -> tuple[Zone, ...]:
    """Return the distribution of ``lengths`` (words), cut at the thresholds.

    Every length is in one bar. Bars are of one width where the thresholds allow it.
    """
    long, very_long = thresholds.long_sentence, thresholds.very_long_sentence
    step = _step(long, very_long)
    edges = {*range(0, very_long, step), long, very_long}
    beyond = range(very_long, max(lengths, default=0), step)
    edges |= set(beyond[:MOST_BARS_BEYOND])
    starts = sorted(edges)
    ends = [*starts[1:], None]
    zones: tuple[list[Bar], ...] = ([], [], [])
    for start, end in zip(starts, ends, strict=True):
        inside = sum(start < n and (end is None or n <= end) for n in lengths)
        rank = (start >= long) + (start >= very_long)
        zones[rank].append(Bar(start + 1, end, inside))
    return tuple(Zone(rank, tuple(bars)) for rank, bars in enumerate(zones))


def _step(long: int, very_long: int) -> int:
    """Return the width of a bar: one that falls on both thresholds if it is not tiny."""
    common = gcd(long, very_long)
    return next((n for n in (5, 4, 6, 3, 10) if common % n == 0), max(5, very_long // 10))


# The trend


@dataclass(frozen=True, slots=True)
class TrendLine:
    """The difficulty of the last builds, as an SVG path and its last point."""

    path: str
    x: float
    y: float


def trend_line(values: Sequence[float]) -> TrendLine | None:
    """Return the line of ``values``, harder is higher; None when there is one or none."""
    values = values[-SHOWN_BUILDS:]
    if len(values) < 2:
        return None
    low, span = min(values), max(max(values) - min(values), 5)
    edge = 5
    across = (TREND - 2 * edge) / (len(values) - 1)
    points = [
        (
            round(edge + n * across, 1),
            round(
                TREND_HEIGHT - edge - (value - low) / span * (TREND_HEIGHT - 2 * edge), 1
            ),
        )
        for n, value in enumerate(values)
    ]
    return TrendLine("M" + "L".join(f"{x} {y}" for x, y in points), *points[-1])

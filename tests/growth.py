"""What grows with a text: no clock on the wall, no bound in seconds."""

from __future__ import annotations

import time
from collections.abc import Callable

TURNS = 3


def grows_with_its_length(work: Callable[[int], object], few: int) -> None:
    """Hold that ``work`` of four times as much takes four times as long, and not sixteen.

    ``few`` is how much makes some milliseconds. Times are of the processor, that of little
    the best of three turns, each a bit longer than the one before: no cache knows it.
    """
    ratios = [_ratio(work, few)]
    while ratios[-1] >= 9 and len(ratios) < 5:  # the machine may have done something else
        ratios.append(_ratio(work, few))
    told = ", ".join(f"{ratio:.1f}" for ratio in ratios)
    assert ratios[-1] < 9, f"{told} times as long for 4 times as much"


def _ratio(work: Callable[[int], object], few: int) -> float:
    """Return how many times as long much takes: too large where the machine is busy."""
    short = min(_spent(work, few + turn) for turn in range(TURNS))
    return _spent(work, 4 * few) / short


def _spent(work: Callable[[int], object], count: int) -> float:
    begin = time.process_time()
    work(count)
    return time.process_time() - begin

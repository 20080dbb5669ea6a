"""Warp one reading in time onto another that may lack sentences (dynamic time warping).

Every frame of the recording is laid on one state of the reference: a frame of a sentence,
or one of the pauses around sentences. The path that scores highest goes forward by 0 to 3
states a frame (the asymmetric slopes of Sakoe and Chiba, 1978); from a pause it may leap
over a sentence, at a price, and in a pause it may wait, for as long as somebody says what
is not in the text. A score is the logarithm of how many times likelier a frame is in its
state than anywhere else.

For n frames and a band of b states: time n × b, memory n × b bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ppun_access.speech.recordings.features import Indices

Scores = NDArray[np.float32]
Row = Callable[[int, int, int], Scores]
"""The scores of a frame in the states from ``begin`` to ``end``."""

STEPS = (0.6, 0.0, 0.3, 0.9)
"""The price of going forward by 0, 1, 2 or 3 states."""
SKIP = 30.0
"""The price of leaping over a sentence."""
_LEAP = 4
"""What the way back notes for a leap; below, the states that were gone forward."""


@dataclass(frozen=True, slots=True)
class States:
    """The states of a reference: sentences, a pause before each and one after the last."""

    frame: Indices
    """Of each state, its frame; -1 for a pause."""
    sentence: Indices
    """Of each state, its sentence; of a pause, the one that follows."""

    @property
    def pauses(self) -> Indices:
        """The states that are pauses, in order."""
        return np.flatnonzero(self.frame < 0)


def states(sentence_of: Indices, count: int) -> States:
    """Return the states of ``count`` sentences, given the sentence of each frame."""
    bounds = np.searchsorted(sentence_of, np.arange(count + 1))
    frame = np.insert(np.arange(len(sentence_of)), bounds, -1)
    sentence = np.insert(sentence_of, bounds, np.arange(count + 1))
    return States(frame.astype(np.intp), sentence.astype(np.intp))


def best_path(
    row: Row, begins: Indices, ends: Indices, pauses: Indices, count: int,
    skip: float = SKIP,
) -> Indices:  # fmt: skip
    """Return the state of each frame; frame i stays from ``begins[i]`` to ``ends[i]``.

    Both bounds never go down. ``count`` is the number of states.
    """
    padding = len(STEPS) - 1
    before = np.full(count + padding, -np.inf, np.float32)
    after = before.copy()
    before[padding] = 0
    _leap(before[padding:], pauses[pauses < ends[0]], skip)
    written, notes = [0, 0], list[NDArray[np.uint8]]()
    for frame in range(len(begins)):
        begin, end = int(begins[frame]), int(ends[frame])
        best, note = _forward(before, begin, end)
        best += row(frame, begin, end)
        inside = pauses[np.searchsorted(pauses, begin) : np.searchsorted(pauses, end)]
        note[_leap(best, inside - begin, skip)] = _LEAP
        after[padding + written[0] : padding + begin] = -np.inf
        after[padding + begin : padding + end] = best
        written = [written[1], begin]
        notes.append(note)
        before, after = after, before
    return _way_back(before[padding:], begins, notes, pauses)


def _forward(before: Scores, begin: int, end: int) -> tuple[Scores, NDArray[np.uint8]]:
    """Return the best score on the way to each state, and how it was reached."""
    padding = len(STEPS) - 1
    best = before[padding + begin : padding + end] - np.float32(STEPS[0])
    note = np.zeros(end - begin, np.uint8)
    for step, price in enumerate(STEPS[1:], 1):
        shifted = padding + begin - step
        score = before[shifted : shifted + end - begin] - np.float32(price)
        better = score > best
        np.copyto(best, score, where=better)
        note[better] = step
    return best, note


def _leap(best: Scores, pauses: Indices, skip: float) -> Indices:
    """Let each pause be reached from earlier pauses; return those that are."""
    if not len(pauses):
        return pauses
    prices = np.float32(skip) * np.arange(len(pauses), dtype=np.float32)
    own = best[pauses]
    reached = np.maximum.accumulate(own + prices) - prices
    better = reached > own + 1e-3
    best[pauses[better]] = reached[better]
    reachable: Indices = pauses[better]
    return reachable


def _way_back(
    scores: Scores, begins: Indices, notes: list[NDArray[np.uint8]], pauses: Indices
) -> Indices:
    path = np.zeros(len(notes), np.intp)
    last = int(begins[-1])
    final = scores[last : last + len(notes[-1])]
    # a reading may end on the last sounds of the last sentence, without any silence
    state = last + len(final) - 3 + int(np.argmax(final[-3:]))
    before = {int(b): int(a) for a, b in pairwise(pauses)}
    for frame in range(len(notes) - 1, -1, -1):
        note, begin = notes[frame], int(begins[frame])
        while note[state - begin] == _LEAP:
            state = before[state]
        path[frame] = state
        state -= int(note[state - begin])
    return path

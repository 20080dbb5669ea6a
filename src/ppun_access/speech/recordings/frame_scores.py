"""Score how likely two readers say the same thing in two frames.

A score is the logarithm of how many times likelier a frame of the recording is, given the
frame of the reference that it is laid on, than given nothing (pointwise mutual information
of two Gaussians). Above 0 it speaks for, below 0 against. At first the two readers are
taken for alike in a fixed measure; once they are roughly aligned, what one frame says of
the other is learned by ridge regression, which takes most of the two voices out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ppun_access.speech.recordings.dtw import Row, Scores, States
from ppun_access.speech.recordings.features import Flags, Indices, Matrix

Values = NDArray[np.float64]

WORST, BEST = -8.0, 6.0
"""Bounds of a score: no frame may decide alone."""
SILENT = -0.5
"""The worst score of a silent frame: a person breathes where a voice does not."""
WAITING = 2.0
"""The score of silence in a pause; that of a voice there is 0."""
_ALIKE = (0.5, 0.4)
"""Correlation of the cepstra, and of the slopes, of two readers, before it is learned."""
_AROUND = (-3, -1, 0, 1, 3)
"""Frames of the reference that tell of one of the recording."""
_CAUTION = 200.0
"""Frames that it takes to give up what was believed before anything was learned."""


@dataclass(frozen=True, slots=True)
class FrameScores:
    """Scores of any frame of a recording with any of a reference, ready to be computed.

    The score of i and j is ``recording[i] · reference[j] + of_recording[i] +
    of_reference[j]``, then bounded.
    """

    recording: Values
    reference: Values
    of_recording: Values
    of_reference: Values

    def of(self, frames: Indices, others: Indices) -> Values:
        """Return the scores of frames of the recording, each with one of the reference."""
        products = np.sum(self.recording[frames] * self.reference[others], axis=1)
        scores = products + self.of_recording[frames] + self.of_reference[others]
        bounded: Values = np.clip(scores, WORST, BEST)
        return bounded


def first_scores(recording: Matrix, reference: Matrix) -> FrameScores:
    """Return the frame scores of two readers of whom nothing is known."""
    alike = np.repeat(_ALIKE, recording.shape[1] // 2)
    spread = np.eye(recording.shape[1]) * (1 - alike**2)
    everything = np.eye(recording.shape[1])
    return _frame_scores(recording, reference * alike, spread, everything)


def learned_scores(
    recording: Matrix, reference: Matrix, frames: Indices, others: Indices
) -> FrameScores:
    """Return the frame scores that pairs of frames, roughly aligned, teach."""
    size = recording.shape[1]
    context = _context(reference)
    believed = np.zeros((context.shape[1], size))
    middle = _AROUND.index(0) * size
    believed[middle : middle + size] = np.diag(np.repeat(_ALIKE, size // 2))
    seen, wanted = context[others], recording[frames]
    caution = _CAUTION * np.eye(context.shape[1])
    weights = believed + np.linalg.solve(
        seen.T @ seen + caution, seen.T @ (wanted - seen @ believed)
    )
    left = wanted - seen @ weights
    everything = np.cov(recording.T) + 1e-3 * np.eye(size)
    return _frame_scores(recording, context @ weights, _shrunk(left), everything)


def scaled_scores(
    recording: Matrix, reference: Matrix, frames: Indices, others: Indices
) -> FrameScores:
    """Return the frame scores that a few pairs teach: each figure for itself.

    There is too little in a minute to learn how all figures depend on all others.
    """
    seen, wanted = reference[others], recording[frames]
    alike, count = np.repeat(_ALIKE, recording.shape[1] // 2), len(frames)
    seen_middle, wanted_middle = seen.mean(axis=0), wanted.mean(axis=0)
    both = np.sum((seen - seen_middle) * (wanted - wanted_middle), axis=0)
    alone = np.sum((seen - seen_middle) ** 2, axis=0)
    weights = (both + _CAUTION * alike) / (alone + _CAUTION)
    expected = (reference - seen_middle) * weights + wanted_middle
    left = np.sum((wanted - expected[others]) ** 2, axis=0)
    spread = (left + _CAUTION * (1 - alike**2)) / (count + _CAUTION)
    everything = np.diag(recording.var(axis=0) + 1e-3)
    return _frame_scores(recording, expected, np.diag(spread), everything)


def rows(frame_scores: FrameScores, states: States, silent: Flags) -> Row:
    """Return the scores that ``best_path`` asks for; ``silent`` frames are nearly free."""
    pause = states.frame < 0
    reference = frame_scores.reference[states.frame].astype(np.float32)
    of_reference = frame_scores.of_reference[states.frame].astype(np.float32)
    recording = frame_scores.recording.astype(np.float32)
    of_recording = frame_scores.of_recording.astype(np.float32)

    def row(frame: int, begin: int, end: int) -> Scores:
        scores: Scores = reference[begin:end] @ recording[frame]
        scores += of_reference[begin:end]
        scores += of_recording[frame]
        np.clip(scores, SILENT if silent[frame] else WORST, BEST, out=scores)
        scores[pause[begin:end]] = WAITING if silent[frame] else 0.0
        return scores

    return row


def _frame_scores(
    recording: Matrix, expected: NDArray[np.floating], spread: Values, everything: Values
) -> FrameScores:
    """Return the frame scores when a frame is ``expected``, give or take ``spread``."""
    near, far = _whitening(spread), _whitening(everything)
    white, aim = recording @ near, expected @ near
    plain = (recording - recording.mean(axis=0)) @ far
    sizes = np.linalg.slogdet(everything)[1] - np.linalg.slogdet(spread)[1]
    of_recording = (np.sum(plain**2, axis=1) - np.sum(white**2, axis=1) + sizes) / 2
    return FrameScores(white, aim, of_recording, -np.sum(aim**2, axis=1) / 2)


def _whitening(covariance: Values) -> Values:
    inverse: Values = np.linalg.inv(np.linalg.cholesky(covariance)).T
    return inverse


def _shrunk(left: NDArray[np.floating]) -> Values:
    """Return the covariance of what was not foreseen, drawn a little to its diagonal."""
    covariance = left.T @ left / max(1, len(left)) + 1e-3 * np.eye(left.shape[1])
    shrunk: Values = 0.9 * covariance + 0.1 * np.diag(np.diag(covariance))
    return shrunk


def _context(reference: Matrix) -> Matrix:
    """Return each frame with those around it, and a 1."""
    last = len(reference) - 1
    places = np.arange(len(reference))
    parts = [reference[np.clip(places + step, 0, last)] for step in _AROUND]
    context: Matrix = np.hstack((*parts, np.ones((len(reference), 1), np.float32)))
    return context

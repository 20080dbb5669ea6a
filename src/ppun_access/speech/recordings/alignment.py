"""Align a recording with a synthetic reading of the same text, offline.

The recording is laid on a synthetic reading whose sentences have known places: roughly at
first, on blocks of frames, then frame by frame near the rough path, each time with what
the last path taught of the two voices. Silences are cut short on both sides before, so
that it does not matter where a person breathes.

``docs/speech.md`` says how well it does; ``make bench`` measures it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ppun_access.speech.narration.timing import Span
from ppun_access.speech.recordings import frame_scores
from ppun_access.speech.recordings.dtw import SKIP, States, best_path, states
from ppun_access.speech.recordings.features import (
    HOP,
    Features,
    Flags,
    Indices,
    Matrix,
    features_of,
)
from ppun_access.speech.recordings.frame_scores import FrameScores

VERSION = "1"
"""Raised when our code places a sentence elsewhere."""

_BLOCK = 3
"""Frames of a block, at least: 60 ms."""
_ROUGH_CELLS = 64_000_000
"""Blocks of both sides, multiplied, at most: the bytes that the rough path needs."""
_AROUND, _BESIDE = 75, 100
"""The band of a fine path: where the rough one is within 75 frames, and 100 states more."""
_ROUGH_PASSES, _PASSES = 3, 2
_LITTLE = 3000
"""Frames, a minute of speech, under which less is learned of the two voices."""
_SLACK = 0.03
"""Seconds that a sentence may begin before its place, or end after it."""
_NEAR = 15
"""Frames within which a sentence is moved to where a silence ends: 300 ms."""
_BREATH, _REST = 8, 10
"""Frames of sound, at most, and of silence after them, at least, of what is no word."""
_BEFORE = 0.02
"""Seconds kept before the first sound, as everywhere (``synthesis.BEFORE_MS``)."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """A recording aligned with its reference; everything derives from ``path``."""

    recording: Features
    seconds: tuple[float, ...]
    """When each frame of the reference is heard there."""
    silent: Flags
    """Whether each frame of the reference is silent."""
    states: States
    path: Indices
    """The state of each frame of the recording."""
    frame_scores: FrameScores
    count: int
    """Sentences."""

    @property
    def spoken(self) -> Flags:
        """The frames of the recording that are laid on a sentence."""
        on_sentence: Flags = self.states.frame[self.path] >= 0
        return on_sentence

    def frames_of(self, sentence: int) -> Indices:
        """Return the frames of the recording that are laid on a sentence."""
        mine = self.states.sentence[self.path] == sentence
        return np.flatnonzero(mine & self.spoken)

    def when(self, sentence: int, second: float) -> float:
        """Return when a second of the reference, in a sentence, is heard in the recording.

        The sentence must be there.
        """
        own = self.frames_of(sentence)
        loud = own[~self.recording.silent[self.recording.at[own]]]
        own = loud if len(loud) else own
        met, inverse = np.unique(self.states.frame[self.path[own]], return_inverse=True)
        frames = np.bincount(inverse, own) / np.bincount(inverse)
        frame = np.interp(second, np.array(self.seconds)[met], frames)
        return float(np.interp(frame, np.arange(len(self.path)), self.recording.times))

    def begin(self, sentence: int) -> float | None:
        """Return the second at which a sentence begins, or None if it is absent."""
        frames = self.frames_of(sentence)
        if not len(frames):
            return None
        at = self.recording.at[frames]
        loud = at[~self.recording.silent[at]]
        first = _opening(loud) if len(loud) else int(at[0])
        onset = _onset(first, self.recording.silent)
        return max(0.0, self.recording.seconds(onset) - _BEFORE)


def align(recording: bytes, reference: bytes, sentences: Sequence[Span]) -> Alignment:
    """Align a recording with a synthetic reading, both mono 16-bit PCM at 16 kHz.

    ``sentences`` say where each one is heard in ``reference``. For n and m frames of 20 ms
    the rough path takes time and memory n × m / k², k such that 64 MB are enough; the fine
    ones n × a band of some 400 states.
    """
    own = features_of(recording)
    other, sentence_of, at, silent = _sentences(reference, sentences, len(own.frames))
    found = states(sentence_of, len(sentences))
    quiet = own.silent[own.at]
    path = _coarse_states(own.frames, other, sentence_of, found, len(sentences))
    for _ in range(_PASSES):
        alike = _learned_scores(own.frames, other, found, path, len(own.frames) < _LITTLE)
        begins, ends = _band(path, len(found.frame))
        row = frame_scores.rows(alike, found, quiet)
        path = best_path(row, begins, ends, found.pauses, len(found.frame))
    return Alignment(own, at, silent, found, path, alike, len(sentences))


def _sentences(
    reference: bytes, sentences: Sequence[Span], frames: int
) -> tuple[Matrix, Indices, tuple[float, ...], Flags]:
    """Return the frames of the reference inside sentences: figures, sentence, place.

    They are as far apart as it takes for both sides to have as many.
    """
    ratio = len(features_of(reference).frames) / max(1, frames)
    whole = features_of(reference, round(HOP * float(np.clip(ratio, 0.5, 2.0))))
    seconds = whole.times
    starts = np.array([span.begin - _SLACK for span in sentences])
    ends = np.array([span.end + _SLACK for span in sentences])
    owner = np.clip(np.searchsorted(starts, seconds, "right") - 1, 0, None)
    inside = np.flatnonzero((seconds >= starts[0]) & (seconds <= ends[owner]))
    times = tuple(float(second) for second in seconds[inside])
    quiet = whole.silent[whole.at[inside]]
    return whole.frames[inside], owner[inside], times, quiet


# The rough path


def _coarse_states(
    own: Matrix, other: Matrix, sentence_of: Indices, fine: States, count: int
) -> Indices:
    """Return the state of each frame, computed on blocks of frames."""
    size = max(_BLOCK, int(np.ceil(np.sqrt(len(own) * len(other) / _ROUGH_CELLS))))
    starts = np.arange(0, len(own), size)
    blocks = _means(own, starts)
    firsts = _block_starts(sentence_of, size)
    others = _means(other, firsts)
    rough = states(sentence_of[firsts], count)
    alike = frame_scores.first_scores(blocks, others)
    quiet = np.zeros(len(blocks), np.bool_)
    row = frame_scores.rows(alike, rough, quiet)
    last = np.full(len(blocks), len(rough.frame))
    first = np.zeros(len(blocks), np.intp)
    path = best_path(row, first, last, rough.pauses, len(rough.frame), SKIP / 2)
    for _ in range(_ROUGH_PASSES):
        row = frame_scores.rows(
            _learned_scores(blocks, others, rough, path, len(own) < _LITTLE), rough, quiet
        )
        path = best_path(row, first, last, rough.pauses, len(rough.frame))
    return _fine_states(path, rough, firsts, fine, len(own), size)


def _learned_scores(
    own: Matrix, other: Matrix, found: States, path: Indices, little: bool
) -> FrameScores:
    """Return the frame scores that a path teaches."""
    spoken = np.flatnonzero(found.frame[path] >= 0)
    learn = frame_scores.scaled_scores if little else frame_scores.learned_scores
    return learn(own, other, spoken, found.frame[path[spoken]])


def _means(frames: Matrix, starts: Indices) -> Matrix:
    sizes = np.diff(np.append(starts, len(frames)))
    means: Matrix = (np.add.reduceat(frames, starts) / sizes[:, None]).astype(np.float32)
    return means


def _block_starts(sentence_of: Indices, size: int) -> Indices:
    """Return the first frame of each block; no block goes over the end of a sentence."""
    bounds = np.flatnonzero(np.diff(sentence_of, prepend=-1))
    ends = np.append(bounds[1:], len(sentence_of))
    parts = [np.arange(a, b, size) for a, b in zip(bounds, ends, strict=True)]
    return np.concatenate(parts).astype(np.intp)


def _fine_states(
    path: Indices, rough: States, firsts: Indices, fine: States, frames: int, size: int
) -> Indices:  # fmt: skip
    """Return the fine state of each frame, given that of each block."""
    of_frame = np.flatnonzero(fine.frame >= 0)
    state = np.empty(len(rough.frame), np.intp)
    pause = rough.frame < 0
    state[pause] = fine.pauses
    state[~pause] = of_frame[firsts[rough.frame[~pause]]]
    places = np.arange(frames)
    found = state[path[places // size]]
    # inside a block both sides go forward alike, but never out of the sentence
    ahead = np.minimum(found + places % size, len(fine.frame) - 1)
    same = (fine.frame[found] >= 0) & (fine.frame[ahead] >= 0)
    same &= fine.sentence[ahead] == fine.sentence[found]
    return np.where(same, ahead, found)


def _band(path: Indices, count: int) -> tuple[Indices, Indices]:
    """Return the first and last state to search for each frame, around ``path``."""
    padded = np.pad(path, _AROUND, mode="edge")
    views = np.lib.stride_tricks.sliding_window_view(padded, 2 * _AROUND + 1)
    begins = np.maximum.accumulate(np.maximum(views.min(axis=1) - _BESIDE, 0))
    ends = np.maximum.accumulate(np.minimum(views.max(axis=1) + _BESIDE, count))
    ends[-1] = count
    return begins, ends


def _opening(loud: Indices) -> int:
    """Return the first frame of a sentence, given those in which something is heard.

    A breath after the last sentence, or a click, is no beginning: it is short, and silence
    follows it.
    """
    gaps = np.flatnonzero(np.diff(loud[: _BREATH + 1]) > _REST)
    return int(loud[gaps[-1] + 1] if len(gaps) else loud[0])


def _onset(frame: int, silent: Flags) -> int:
    """Return where a silence ends near ``frame``: a long one, a near one."""
    first, last = max(1, frame - _NEAR), min(len(silent), frame + _NEAR + 1)
    near = np.arange(first, last)
    ends = near[silent[near - 1] & ~silent[near]]
    if not len(ends):
        return frame
    before = [min(_silence_before(int(end), silent), _NEAR) for end in ends]
    return int(ends[int(np.argmax(np.array(before) - np.abs(ends - frame)))])


def _silence_before(frame: int, silent: Flags) -> int:
    """Return how many silent frames end at ``frame``."""
    loud = np.flatnonzero(~silent[:frame])
    return frame - (int(loud[-1]) + 1 if len(loud) else 0)

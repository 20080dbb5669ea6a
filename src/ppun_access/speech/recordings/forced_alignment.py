"""Find when each utterance and each word is said in a recording (forced alignment).

It needs NumPy, as ``alignment`` does: import it only when both are there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from ppun_access.speech.narration import joining
from ppun_access.speech.narration.files import Word
from ppun_access.speech.narration.synthesis import Spoken, collected
from ppun_access.speech.narration.timing import Span
from ppun_access.speech.recordings.alignment import VERSION as ALIGNMENT
from ppun_access.speech.recordings.alignment import Alignment, align
from ppun_access.speech.recordings.features import RATE, Flags, Indices
from ppun_access.speech.recordings.frame_scores import Values
from ppun_access.speech.recordings.recording import Difference
from ppun_access.tools import ffmpeg

VERSION = f"2.{ALIGNMENT}.1"
"""Raised when this code changes what is found."""


@dataclass(frozen=True, slots=True)
class ForcedAlignment:
    """The alignment, in seconds of the recording; one begin and words an utterance."""

    begins: tuple[float | None, ...]
    """None for an utterance that is not in the recording."""
    words: tuple[tuple[Word, ...], ...]
    """Nothing for a sentence in doubt, or when the reading does not time its words."""
    differences: tuple[Difference, ...]
    """Their ``sentence`` is the number of an utterance."""
    another_text: bool
    """Nothing of the rest means anything."""


def force_align(
    recording: joining.Track, spoken: Iterable[Spoken], folder: Path
) -> ForcedAlignment | None:
    """Align what a voice has ``spoken`` with a recording by a person.

    What the voice could not say is not looked for; None when it could say nothing.
    """
    said = list[Spoken]()
    track = joining.join_track(collected(spoken, said), folder / "reference.pcm")
    if not track.lengths:
        return None
    numbers = tuple(n for n, s in enumerate(said) if s.audio is not None)
    spans = joining.sound_spans(said, track)
    found = align(_heard(recording), _heard(track), spans)
    lost, told = missing(found), differences(found)
    unsure = {*lost, *(one.sentence for one in told)}
    begins = dict[int, float | None]()
    words = dict[int, tuple[Word, ...]]()
    for n, number in enumerate(numbers):
        begins[number] = None if n in lost else found.begin(n)
        if n not in unsure:
            words[number] = tuple(_words(found, n, said[number], spans[n]))
    every = range(len(said))
    return ForcedAlignment(
        tuple(begins.get(n) for n in every),
        tuple(words.get(n, ()) for n in every),
        tuple(_numbered(one, (*numbers, len(said))) for one in told),
        is_another_text(found),
    )


def expanded(laid: ForcedAlignment, kept: Sequence[int], total: int) -> ForcedAlignment:
    """Return ``laid`` for ``total`` utterances, of which only ``kept`` were aligned."""
    at = {number: place for place, number in enumerate(kept)}
    every = range(total)
    return replace(
        laid,
        begins=tuple(laid.begins[at[n]] if n in at else None for n in every),
        words=tuple(laid.words[at[n]] if n in at else () for n in every),
        differences=tuple(_numbered(one, (*kept, total)) for one in laid.differences),
    )


def _heard(track: joining.Track) -> bytes:
    tool = ffmpeg.probe()
    return ffmpeg.resample(tool=tool, pcm=track.pcm(), rate=track.rate, to=RATE)


def _numbered(one: Difference, numbers: tuple[int, ...]) -> Difference:
    return replace(one, sentence=numbers[one.sentence])


def _words(found: Alignment, sentence: int, said: Spoken, span: Span) -> Iterator[Word]:
    """Yield the words of a sentence: where the reading has them, seen in the recording."""
    for word in said.audio.words if said.audio else ():
        begin, end = (
            round(found.when(sentence, span.begin + second), 3)
            for second in (word.begin, word.end)
        )
        yield word.text, word.at, begin, max(begin, end)


# Differences between the text and the reading


STRETCH = 20
"""Frames that a doubt is judged on: 0.4 s."""
DOUBT = -3.5
"""The mean score under which a stretch is a doubt (``docs/speech.md``). Scores
are measured by the spread of the recording itself: another voice needs no other bound."""
HARDLY = 0.35
"""A sentence with less than this part of its frames, or with…"""
UNLIKE = 0.5
"""…a mean score below this, is missing."""
HALF, ALIKE = 0.5, 2.6
"""With less than this part of its sentences, or a lower mean score, a recording is of
another text: the scores of a right text are 3.4 to 5.7, those of a wrong one 1.2 to 2.0."""
ADDED = 30
"""Frames with a voice that make an addition: 0.6 s."""


def differences(found: Alignment) -> tuple[Difference, ...]:
    """Return the differences that can be heard, in the order of the recording."""
    lost = missing(found)
    told = [_missing(found, sentence) for sentence in lost]
    told += _additions(found)
    told += _doubts(found, set(lost))
    return tuple(sorted(told, key=lambda one: (one.begin, one.sentence)))


def missing(found: Alignment) -> tuple[int, ...]:
    """Return the sentences that are not in the recording."""
    return tuple(n for n in range(found.count) if _is_missing(found, n))


def is_another_text(found: Alignment) -> bool:
    """Return whether a recording holds hardly anything of the text, or fits it hardly."""
    there = set(range(found.count)) - set(missing(found))
    if len(there) < HALF * found.count:
        return True
    frames = np.flatnonzero(found.spoken)
    frames = frames[~found.recording.silent[found.recording.at[frames]]]
    scores = found.frame_scores.of(frames, found.states.frame[found.path[frames]])
    return bool(scores.mean() < ALIKE)


def _is_missing(found: Alignment, sentence: int) -> bool:
    frames = found.frames_of(sentence)
    wanted = np.count_nonzero(
        (found.states.sentence == sentence) & (found.states.frame >= 0)
    )
    if len(frames) < HARDLY * wanted:
        return True
    scores = found.frame_scores.of(frames, found.states.frame[found.path[frames]])
    return bool(scores.mean() < UNLIKE)


def _missing(found: Alignment, sentence: int) -> Difference:
    """Return where a sentence that is absent would be."""
    before = np.flatnonzero(found.states.sentence[found.path] < sentence)
    last = int(before[-1]) if len(before) else 0
    second = float(found.recording.times[last])
    return Difference("absente", sentence, second, second)


def _additions(found: Alignment) -> Iterator[Difference]:
    times = found.recording.times
    loud = ~found.recording.silent[found.recording.at]
    waiting = ~found.spoken
    for begin, end in _runs(waiting):
        voiced = begin + np.flatnonzero(loud[begin:end])
        if len(voiced) >= ADDED:
            sentence = int(found.states.sentence[found.path[begin]])
            span = float(times[voiced[0]]), float(times[voiced[-1]])
            yield Difference("ajoutee", sentence, *span)


def _doubts(found: Alignment, lost: set[int]) -> Iterator[Difference]:
    """Yield the worst stretch of each sentence that has one in which little fits."""
    there = [n for n in range(found.count) if n not in lost]
    for sentence in there:
        frames, values = _stretches(found, sentence)
        if len(values) and values.min() < DOUBT:
            yield _doubt(found, sentence, int(frames[int(values.argmin())]))


def _doubt(found: Alignment, sentence: int, frame: int) -> Difference:
    own = found.frames_of(sentence)
    begin = float(found.recording.times[frame])
    end = float(found.recording.times[min(frame + STRETCH, len(found.path) - 1)])
    part = (frame + STRETCH / 2 - own[0]) / max(1, own[-1] - own[0])
    return Difference("doute", sentence, begin, end, float(np.clip(part, 0, 1)))


def _stretches(found: Alignment, sentence: int) -> tuple[Indices, Values]:
    """Return where stretches of a sentence begin in the recording, and their scores."""
    own = found.frames_of(sentence)
    others = found.states.frame[found.path[own]]
    sides = [_means(own, _scores(found, own, others))]
    wanted = np.arange(others[0], others[-1] + 1)
    places = np.interp(wanted, *_knots(others, own)).round().astype(np.intp)
    sides.append(_means(places, _scores(found, places, wanted)))
    return (
        np.concatenate([frames for frames, _ in sides]),
        np.concatenate([values for _, values in sides]),
    )


def _knots(others: Indices, own: Indices) -> tuple[Indices, Values]:
    """Return each frame of the reference that is met, and the middle of those it meets."""
    met, inverse, counts = np.unique(others, return_inverse=True, return_counts=True)
    return met, np.bincount(inverse, own) / counts


def _scores(found: Alignment, frames: Indices, others: Indices) -> Values:
    """Return the scores of pairs; where either is silent there is nothing to compare."""
    scores = found.frame_scores.of(frames, others)
    scores[found.recording.silent[found.recording.at[frames]]] = np.nan
    scores[found.silent[others]] = np.nan
    return scores


def _means(frames: Indices, scores: Values) -> tuple[Indices, Values]:
    """Return the first frame and the mean of each stretch with something to compare."""
    kept = ~np.isnan(scores)
    frames, scores = frames[kept], scores[kept]
    if len(scores) < STRETCH:
        return frames[:0], scores[:0]
    sums = np.convolve(scores, np.ones(STRETCH), "valid") / STRETCH
    return frames[: len(sums)], sums


def _runs(flags: Flags) -> Iterator[tuple[int, int]]:
    """Yield where each run of true values begins and ends."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], flags.view(np.int8), [0]))))
    yield from ((int(begin), int(end)) for begin, end in edges.reshape(-1, 2))

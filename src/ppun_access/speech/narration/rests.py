"""Insert a short pause where a sense line ends inside a sentence.

For a voice that times its words, the pause is put into the sound that it has made, so that
the tone stays that of one sentence. Where the voice already pauses for as long, nothing is
added: see ``docs/speech.md``.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from ppun_access.speech.model import Audio, Utterance, WordMark
from ppun_access.speech.narration.speakable import speakable
from ppun_access.speech.narration.timing import FLOOR, FRAME_MS, QUIET, frame

REST_MS = 150
"""At least: our voices pause 210 to 330 ms at a comma (measured)."""
REACH = 0.12
"""Seconds around the times of two words in which the place between them is looked for."""
_FADE_MS = 5


def speakable_rests(utterance: Utterance) -> tuple[int, ...]:
    """Return the positions of the rests in the speakable text, which engines are given."""
    return tuple(len(speakable(utterance.text[:at])[0]) for at in utterance.rests)


def with_rests(audio: Audio, rests: Iterable[int]) -> Audio:
    """Return a timed sound with a pause at ``rests``, positions in its text."""
    for at in sorted(rests, reverse=True):
        before = [mark for mark in audio.words if mark.at < at]
        after = [mark for mark in audio.words if mark.at >= at]
        if before and after:
            audio = _with_silence(audio, before[-1], after[0])
    return audio


def _with_silence(audio: Audio, before: WordMark, after: WordMark) -> Audio:
    """Return a sound with at least ``REST_MS`` of silence between two words."""
    first = max(before.begin, before.end - REACH)
    last = min(after.end, after.begin + REACH)
    cut, quiet = _silence(audio, first, last)
    missing = REST_MS * audio.rate // 1000 - quiet
    if missing <= 0:
        return audio
    samples = array("h", audio.pcm)
    if not quiet:
        _fade(samples, cut, _FADE_MS * audio.rate // 1000)
    silence = array("h", bytes(2 * missing))
    pcm = (samples[:cut] + silence + samples[cut:]).tobytes()
    at, longer = cut / audio.rate, missing / audio.rate
    words = tuple(_moved(mark, at, longer, mark.at >= after.at) for mark in audio.words)
    return replace(audio, pcm=pcm, words=words)


def _moved(mark: WordMark, cut: float, longer: float, is_after: bool) -> WordMark:
    """Return a word as it is when silence of ``longer`` seconds is put at ``cut``."""
    if not is_after:
        return replace(mark, end=round(min(mark.end, cut), 3))
    begin = max(mark.begin, cut) + longer
    return replace(mark, begin=round(begin, 3), end=round(mark.end + longer, 3))


def _silence(audio: Audio, first: float, last: float) -> tuple[int, int]:
    """Return the middle of the longest silence between two moments, and its samples.

    Without any, the quietest frame, and 0.
    """
    step = frame(audio.rate)
    samples = memoryview(audio.pcm).cast("h")
    starts = range(0, len(samples), step)
    levels = [max(map(abs, samples[at : at + step])) for at in starts]
    threshold = max(FLOOR, QUIET * max(levels))
    low, high = (int(moment * 1000) // FRAME_MS for moment in (first, last))
    runs = [
        (len(held), held[0])
        for silent, group in groupby(range(len(levels)), lambda n: levels[n] < threshold)
        if silent and (held := list(group)) and held[-1] >= low and held[0] <= high
    ]
    if runs:
        count, start = max(runs)
        return (2 * start + count) * step // 2, count * step
    near = range(low, min(high + 1, len(levels)))
    quietest = min(near, key=lambda n: (levels[n], abs(2 * n - low - high)))
    return quietest * step + step // 2, 0


def _fade(samples: array[int], cut: int, length: int) -> None:
    """Fade both sides of ``cut``, so that the silence does not click."""
    for n in range(length):
        for place in (cut - 1 - n, cut + n):
            if 0 <= place < len(samples):
                samples[place] = samples[place] * n // length

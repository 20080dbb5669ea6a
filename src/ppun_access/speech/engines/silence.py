"""Hum once for each word: a fake engine for tests and trials.

It lasts about as long as speech would, so that levels, pauses and cues can be measured.
"""

from __future__ import annotations

import math
from array import array
from dataclasses import replace

from ppun_access.french import count_syllables, words
from ppun_access.speech.model import Audio, Utterance, Voice

RATE = 24_000
MS_PER_CHARACTER = 80
_REVISION = "3"
_PERIOD = array("h", (round(3000 * math.sin(math.tau * i / 100)) for i in range(100)))
"""One wave of the hum: 240 Hz, so that a character is a whole number of them."""
_GAP = bytes(2 * (RATE * 40 // 1000))


class Silence:
    """The engine; it has no requirements."""

    def __init__(self, voices: tuple[Voice, ...]) -> None:
        self._voices = voices

    def voices(self) -> tuple[Voice, ...]:
        """Return its voices: it is always there."""
        return tuple(replace(voice, revision=_REVISION) for voice in self._voices)

    def say(self, utterance: Utterance, voice: Voice) -> Audio:
        """Return a sound in proportion to the text."""
        parts = map(_length, utterance.text.split())
        return Audio(b"".join(_hum(length) + _GAP for length in parts), RATE)


def _length(part: str) -> int:
    """Return the letters of a part of a text, of its numbers as they are said."""
    return max(len(part), 2 * sum(map(count_syllables, words(part))))


def _hum(characters: int) -> bytes:
    periods = RATE * characters * MS_PER_CHARACTER // 1000 // len(_PERIOD)
    return _PERIOD.tobytes() * periods

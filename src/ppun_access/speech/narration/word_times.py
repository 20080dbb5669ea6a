"""Place the words of a sentence where they are heard.

A voice that times its words tells it in the frames of its model, and those are late: a
consonant is already heard in the frames of the space before its word, a vowel is not. The
cache holds the times as the engine gave them, and they are placed whenever a sound is
taken: to place them better says no sentence again.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from unicodedata import normalize

from ppun_access.speech.model import Audio, WordMark
from ppun_access.speech.narration.timing import Span, voiced_runs

VERSION = "2"
"""Raised when words are placed elsewhere."""
LAG = 0.074
"""Seconds that Kokoro takes off the frames of a word, at the pace of the voice."""
CONSONANT_LAG = 0.04
"""Seconds from the frames of a space to the consonant after it, at any pace. Measured on
the sentences of ``voices/kokoro/calibration.txt``: docs/speech.md."""
SHORT_SPACE, L_LAG = 0.03, 0.07
"""Where the space is that short (one frame), an « l » already sounds in the word before."""
NASAL_LEAD = 0.015
"""Seconds by which an « m » or an « n » is heard before its own frames, at the most."""
LONGEST_SPACE = 0.13
"""Seconds that Kokoro gives to a space; two words that are farther apart have a pause."""
SHORTEST_PAUSE = 0.04
BEFORE, AFTER = 0.15, 0.05
"""Seconds before the end of a word and after the start of the next one, as the engine
gives them, in which the pause between them is looked for."""
_VOWELS = frozenset("aeiouyhœæ")


def with_words_placed(audio: Audio, text: str, rate: float = 1.0) -> Audio:
    """Return a sound with its words where they are heard.

    ``text`` is what it says, and ``rate`` how fast.
    """
    if len(audio.words) < 2:
        return audio
    silences, words = _silences(audio), list(audio.words)
    for at, (one, other) in enumerate(pairwise(audio.words)):
        if _are_joined(one, other, text):
            moment = _start(one, other, LAG / rate)
            rest = Span(moment, moment)
        else:
            rest = _pause(one, other, silences)
        words[at] = _bounded(replace(words[at], end=rest.begin))
        words[at + 1] = _bounded(replace(other, begin=rest.end))
    return replace(audio, words=tuple(words))


def _are_joined(one: WordMark, other: WordMark, text: str) -> bool:
    """Return whether nothing but a space is between two words."""
    between = text[one.at + len(one.text) : other.at]
    return not between.strip() and other.begin - one.end <= LONGEST_SPACE


def _start(one: WordMark, other: WordMark, lag: float) -> float:
    """Return when a word is heard after another one; « h » never is."""
    first = normalize("NFD", other.text[:1].lower())[:1]
    if first in _VOWELS:
        return other.begin
    if first == "l" and other.begin - one.end < SHORT_SPACE:
        return one.end + lag - L_LAG
    moment = one.end + lag - CONSONANT_LAG
    return max(moment, other.begin - NASAL_LEAD) if first in ("m", "n") else moment


def _pause(one: WordMark, other: WordMark, silences: tuple[Span, ...]) -> Span:
    """Return the silence between two words, or what the engine says when there is none."""
    first, last = max(one.begin, one.end - BEFORE), min(other.end, other.begin + AFTER)
    near = [pause for pause in silences if pause.end > first and pause.begin < last]
    told = Span(one.end, other.begin)
    return max(near, key=lambda pause: pause.end - pause.begin, default=told)


def _silences(audio: Audio) -> tuple[Span, ...]:
    runs, rate = voiced_runs(audio.pcm, audio.rate), audio.rate
    found = (Span(one.end / rate, other.begin / rate) for one, other in pairwise(runs))
    return tuple(pause for pause in found if pause.end - pause.begin >= SHORTEST_PAUSE)


def _bounded(word: WordMark) -> WordMark:
    """Return a word that does not end before it begins, in whole milliseconds."""
    begin = round(word.begin, 3)
    return replace(word, begin=begin, end=max(begin, round(word.end, 3)))

"""How late the words of Kokoro are lit, by the first sound of each.

Where a word is heard is told by the sound alone: the place that best cuts what is around
into two spectra (least squares), the sound before and the sound after. Words after a pause
are left out: there the silence tells. So are places that two spectra explain badly, and
words that begin with a sound like the last one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import numpy as np
from numpy.typing import NDArray

from benchmarks.measure import Figure, Outcome, Plan
from benchmarks.texts import editorials, said
from ppun_access.speech.engines.espeak_phonemes import espeak, spoken_words
from ppun_access.speech.engines.kokoro import Kokoro, alphabet
from ppun_access.speech.model import Audio, Utterance
from ppun_access.speech.narration.word_times import with_words_placed
from ppun_access.speech.voices import known_voices, pick

CLASSES = {
    "s, ch, z, j": "szʃʒʧʤ",
    "f, v, r": "fvʁ",
    "p, t, k, b, d, g": "ptkbdɡ",
    "m, n, l": "mnɲl",
    "voyelles": "aeiouyøœəɛɔɑjwɥ",
}
FARTHEST = 10.0
"""Milliseconds by which words may begin late, or early, in median."""
HOP, WINDOW, RATE = 60, 240, 24_000
"""Samples: 2.5 and 10 ms."""
BEFORE, AFTER = 0.03, 0.12
"""Seconds around the end of a word, as the engine gives it, where the next may begin."""
SIDE = 4
"""Frames that each spectrum lasts at the least."""
EXPLAINED = 0.45
"""Part of what varies that two spectra must explain."""
_FLOOR = -45.0

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Onset:
    """A word after another one; seconds in the sound."""

    kind: str
    word: str
    heard: float
    told: float
    """Where the engine begins it."""
    placed: float
    """Where it is lit."""


def figures(plan: Plan) -> Iterator[Outcome]:
    """Yield how far from their sound the words of each class are lit, in median."""
    voice = pick("kokoro-siwis", known_voices())
    engine = Kokoro((voice,))
    texts = [text for one in editorials() for text in said("integral", one)]
    found = list[Onset]()
    for text in texts:
        found += onsets(engine.say(Utterance("s", text, "fr"), voice), text)
    for kind in CLASSES:
        mine = [one for one in found if one.kind == kind]
        for who, name in (("told", "le modèle"), ("placed", "nous")):
            gaps = [1000 * abs(getattr(one, who) - one.heard) for one in mine]
            told = f"Début des {len(mine)} mots en {kind} : écart médian, {name}"
            goal = FARTHEST if who == "placed" else None
            yield Figure(told, "ms", (median(gaps),), goal)


def onsets(audio: Audio, text: str, rate: float = 1.0) -> Iterator[Onset]:
    """Yield the words of a sound whose start can be heard."""
    words = spoken_words(text, espeak(), alphabet())
    sounds = {w.at: w.phonemes.replace("ˈ", "").replace("ˌ", "") for w in words}
    spectra = mel(audio.pcm)
    placed = {word.at: word for word in with_words_placed(audio, text, rate).words}
    for one, other in pairwise(audio.words):
        if text[one.at + len(one.text) : other.at].strip():
            continue
        kinds = (_kind(sounds.get(one.at, "")[-1:]), _kind(sounds.get(other.at, "")[:1]))
        moment = boundary(spectra, one.end - BEFORE, one.end + AFTER)
        if moment is not None and kinds[1] and kinds[0] != kinds[1]:
            at = placed[other.at].begin
            yield Onset(kinds[1], other.text, moment, other.begin, at)


def _kind(sound: str) -> str:
    return next((kind for kind, known in CLASSES.items() if sound and sound in known), "")


def mel(pcm: bytes) -> Array:
    """Return the spectrum in 20 bands (dB) of each frame."""
    samples = np.frombuffer(pcm, "<i2") / 32768
    frames = np.lib.stride_tricks.sliding_window_view(samples, WINDOW)[::HOP]
    power = np.abs(np.fft.rfft(frames * np.hanning(WINDOW), 512)) ** 2
    places = np.fft.rfftfreq(512, 1 / RATE)
    low, high = (np.log10(1 + f / 700) for f in (100.0, 11_500.0))
    edges = 700 * (10 ** np.linspace(low, high, 21) - 1)
    bands = [
        power[:, (places >= a) & (places < max(b, a + RATE / 512))].sum(axis=1)
        for a, b in pairwise(edges)
    ]
    levels: Array = 10 * np.log10(np.stack(bands, 1) + 1e-7)
    return levels.clip(_FLOOR)


def boundary(spectra: Array, begin: float, end: float) -> float | None:
    """Return the moment that best cuts a stretch into two spectra; None when none does."""
    first, last = (max(0, round((s * RATE - WINDOW / 2) / HOP)) for s in (begin, end))
    part = spectra[first:last]
    count = len(part)
    if count < 3 * SIDE:
        return None
    total, squares = part.sum(axis=0), (part**2).sum()
    whole = squares - (total**2).sum() / count
    sums = part.cumsum(axis=0)
    errors = [_error(sums[at - 1], total, squares, at, count) for at in _cuts(count)]
    best = int(np.argmin(errors))
    if 1 - errors[best] / whole < EXPLAINED:
        return None
    return ((first + best + SIDE - 0.5) * HOP + WINDOW / 2) / RATE


def _cuts(count: int) -> Sequence[int]:
    return range(SIDE, count - SIDE)


def _error(before: Array, total: Array, squares: float, at: int, count: int) -> float:
    after = total - before
    error = squares - (before**2).sum() / at - (after**2).sum() / (count - at)
    return float(error)

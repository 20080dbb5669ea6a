"""Speak with Kokoro, the neural voice: 82 million parameters, run by onnxruntime.

A call holds one sentence; a longer one than the model can hold is cut where a reader would
breathe, and never shortened. What is in flight over all threads is bounded, so that memory
does not grow with the length of the text.
"""

from __future__ import annotations

import json
import math
import re
import sys
from array import array
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from functools import cache, lru_cache
from itertools import accumulate
from operator import add
from pathlib import Path
from threading import Lock

from ppun_access.errors import InputError, OutputError, PpunError
from ppun_access.runtime.installing import reinstall
from ppun_access.speech.engines import kokoro_model
from ppun_access.speech.engines.espeak_phonemes import (
    Alphabet,
    SpokenWord,
    espeak,
    joined,
    spoken_words,
)
from ppun_access.speech.engines.files import digest, package_folder, package_version
from ppun_access.speech.engines.kokoro_model import Tell
from ppun_access.speech.engines.onnx_session import PhonemeLimit, Session
from ppun_access.speech.model import Audio, Caution, Utterance, Voice, WordMark
from ppun_access.speech.narration.speakable import fitting
from ppun_access.speech.narration.timing import voiced_runs
from ppun_access.speech.narration.word_times import LAG

RATE = 24_000
LONGEST = 300
"""Phonemes given at once. The model can hold 510 but hurries: 500 of them last 24 s in one
piece, 32 s in two."""
IN_FLIGHT = 420
"""Phonemes at once over all threads: memory grows with them."""
FRAME = 600
"""Samples of one unit of the durations that the model gives."""
PAUSE_LAG = 0.125
"""Seconds by which the durations are late before a pause, where others are by ``LAG``."""
REVISION = "4"
"""Raised when the code of this engine changes the sound."""

_ROWS, _WIDTH = 510, 256
"""Of a table of styles: a row for each number of phonemes."""
_TERM = re.compile(r"(?:(\d+(?:\.\d+)?)\s+)?([a-z]{2}_[a-z]+)")

_FIXES = (
    (re.compile(r"d\^ʒ"), "ʤ"),
    (re.compile(r"t\^ʃ"), "ʧ"),
    (re.compile(r"\^"), ""),
    (re.compile(r"\([a-z-]+\)"), ""),  # « (en)…(fr) » : Kokoro would say the letters
    (re.compile("[-\u0329]"), ""),
    (re.compile("ɲ(?![aeiouyøœəɛɔɑjwˈˌ])"), "ɲə"),  # else heard as n: « Bourgonne »
    (re.compile(r"([ˈˌ])[ˈˌ]+"), r"\1"),
    (re.compile(r"[ˈˌ](?=\s|$)"), ""),
    (re.compile(r"([bdfɡklmnpʁstvzʒʃ])\1(?=\s|$)"), r"\1"),  # « pʁizz e » : a liaison
)
_SAME = str.maketrans({"«": "“", "»": "”", "–": "—", "g": "ɡ"})


class Kokoro:
    """The engine; its voices need ``style``, such as "0.3 ff_siwis + 0.7 pm_alex".

    ``session`` is the model to use instead of the installed one, to compare them.
    """

    def __init__(self, voices: tuple[Voice, ...], session: Session | None = None) -> None:
        for package in ("onnxruntime", "numpy"):
            package_folder(package, package, "kokoro")
        package_folder("espeakng_loader", "espeakng-loader")
        self._store = kokoro_model.store()
        self._voices = voices
        self._lock = Lock()
        self._session = session
        self._room = PhonemeLimit(IN_FLIGHT)

    def voices(self) -> tuple[Voice, ...]:
        """Return the voices whose styles are there, slow ones with why they are."""
        return tuple(
            replace(voice, revision=self._revision(voice), caution=self._caution())
            for voice in self._voices
            if all(path.is_file() for path in _style_paths(voice))
        )

    def is_ready(self) -> bool:
        """Return whether the model is made."""
        return self._store.installed() is not None

    def prepare(self, tell: Tell = kokoro_model.quiet, *, again: bool = False) -> None:
        """Make the model if it is absent; ``again`` verifies it, or makes it faster."""
        if again and self._store.installed() == "officiel":
            self._store.install(tell)
        elif again or not self.is_ready():
            self._store.ready(tell)
            self._store.loadable(again=True)

    def load(self) -> None:
        """Load the model; a fault is told by the first sentence."""
        with suppress(PpunError):
            self._ready()

    def say(self, utterance: Utterance, voice: Voice) -> Audio:
        """Return the sound of ``utterance``, 24,000 samples a second, its words marked."""
        parts, marks, samples = list[bytes](), list[WordMark](), 0
        ipa = utterance.phonemes
        pieces = fitting(utterance.text, LONGEST, lambda t: len(joined(_words(t, ipa))[0]))
        for piece, at in pieces:
            sound = self._say(_words(piece, ipa), voice, utterance.rate)
            marks += (mark.moved(at, samples / RATE) for mark in sound.words)
            parts.append(sound.pcm)
            samples += len(sound.pcm) // 2
        return Audio(b"".join(parts), RATE, tuple(marks))

    def close(self) -> None:
        """Give the memory of the model back; the next sentence loads it again."""
        with self._lock:
            if self._session:
                self._session.close()
            self._session = None

    def _say(self, words: tuple[SpokenWord, ...], voice: Voice, rate: float) -> Audio:
        phonemes, starts = joined(words)
        if not phonemes:
            return Audio(b"", RATE)
        tokens = [vocabulary()[symbol] for symbol in phonemes]
        style = style_of(voice, len(tokens))
        feeds = {"tokens": [[0, *tokens, 0]], "style": [style.tolist()], "speed": [rate]}
        session = self._ready()
        with self._room.taken(len(tokens)):
            content, others = session.run(feeds)
        # the official graph does not give the frames of each token
        frames = [*map(round, others[0])] if others else []
        return Audio(content, RATE, _marks(words, starts, frames, rate, content))

    def _ready(self) -> Session:
        with self._lock:
            if self._session is None:
                again = "Tapez : ppun-access voices install kokoro"
                self._session = Session(self._store.loadable(), "Kokoro", again)
            return self._session

    def _caution(self) -> Caution | None:
        why = self._store.why_slow()
        message = f"la voix est deux fois plus lente qu’elle ne pourrait : {why}"
        return Caution("voix-lente", message) if why else None

    def _revision(self, voice: Voice) -> str:
        kind = self._store.installed() or self._store.variant
        packages = ("onnxruntime", "espeakng-loader")
        versions = [f"{name}-{package_version(name)}" for name in packages]
        graph = kokoro_model.SHA256[kind]
        return "-".join((f"kokoro-{REVISION}", graph, *versions, _styles_digest(voice)))


# Words and phonemes


@lru_cache(256)
def _words(text: str, ipa: tuple[tuple[str, str], ...]) -> tuple[SpokenWord, ...]:
    return spoken_words(text, espeak(), alphabet(), ipa)


@cache
def alphabet() -> Alphabet:
    """Return how the model was taught to write sounds."""
    return Alphabet(
        frozenset(vocabulary()), to_kokoro_ipa, lambda marks: marks.translate(_SAME)
    )


def to_kokoro_ipa(ipa: str) -> str:
    """Convert espeak's IPA to that of Kokoro's training."""
    for pattern, replacement in _FIXES:
        ipa = pattern.sub(replacement, ipa)
    return " ".join(ipa.translate(_SAME).split())


@cache
def vocabulary() -> Mapping[str, int]:
    """Return the number of each symbol that the model knows."""
    table: dict[str, int] = json.loads(_file("vocabulary.json").read_text("utf-8"))
    return table


# Styles


def style_of(voice: Voice, count: int) -> array[float]:
    """Return the style of a voice for a number of phonemes, in floats of 32 bits."""
    total = array("f", bytes(4 * _WIDTH))
    for (weight, name), path in zip(_terms(voice), _style_paths(voice), strict=True):
        row, (share,) = _row(name, path, count - 1), array("f", (weight,))
        total = array("f", map(add, total, array("f", (share * one for one in row))))
    return total


def _row(name: str, path: Path, number: int) -> array[float]:
    return _table(name, path)[number * _WIDTH : (number + 1) * _WIDTH]


@lru_cache(8)
def _table(name: str, path: Path) -> array[float]:
    content = path.read_bytes()
    table = array("f", content[: len(content) // 4 * 4])
    if sys.byteorder == "big":
        table.byteswap()
    if len(content) != 4 * _ROWS * _WIDTH or not all(map(math.isfinite, table)):
        raise OutputError(
            f"Le style de voix « {name} » est abîmé ({path}).",
            next_step=f"Réinstallez le programme : tapez {reinstall()}.",
        )
    return table


def _terms(voice: Voice) -> tuple[tuple[float, str], ...]:
    """Return the styles of a blend, each with its weight."""
    text = str(voice.need("style"))
    found = [_TERM.fullmatch(term.strip()) for term in text.split("+")]
    if not all(found):
        raise InputError(
            f"Voix « {voice.name} » : le style « {text} » est mal écrit.",
            next_step='Écrivez par exemple : style = "0.3 ff_siwis + 0.7 pm_alex".',
        )
    return tuple((float(term[1] or 1), term[2]) for term in found if term)


def _style_paths(voice: Voice) -> list[Path]:
    return [_file(f"{name}.bin") for _, name in _terms(voice)]


@lru_cache(8)
def _digest(paths: tuple[Path, ...]) -> str:
    return digest(paths)


def _styles_digest(voice: Voice) -> str:
    return _digest(tuple(_style_paths(voice)))


def _file(name: str) -> Path:
    from ppun_access.speech.engines.files import packaged_folder

    return packaged_folder() / "kokoro" / name


# Sound


def _marks(
    words: tuple[SpokenWord, ...],
    starts: tuple[int, ...],
    frames: list[int],
    rate: float,
    pcm: bytes,
) -> tuple[WordMark, ...]:
    """Return when each word is said; the first of the frames are those of a start mark.

    The first word begins, and the last one ends, where something is heard.
    """
    runs = voiced_runs(pcm, RATE)
    if not frames or not runs:
        return ()
    ends = list(accumulate(frames))
    found = list[WordMark]()
    for word, following, start in zip(words, (*words[1:], None), starts, strict=True):
        if not word.text:
            continue
        late = LAG if following and following.text else PAUSE_LAG
        begin = ends[start] * FRAME / RATE - LAG / rate
        end = ends[start + len(word.phonemes)] * FRAME / RATE - late / rate
        begin = found[-1].end if found and found[-1].end > begin else max(begin, 0.0)
        found.append(WordMark(word.text, word.at, begin, max(begin, end)))
    return _bounded(found, runs[0].begin / RATE, runs[-1].end / RATE)


def _bounded(marks: list[WordMark], begin: float, end: float) -> tuple[WordMark, ...]:
    """Return marks that begin and end with the sound, in milliseconds."""

    def inside(moment: float) -> float:
        return round(min(max(moment, begin), end), 3)

    inner = [replace(m, begin=inside(m.begin), end=inside(m.end)) for m in marks]
    if inner:
        inner[0] = replace(inner[0], begin=round(begin, 3))
        inner[-1] = replace(inner[-1], end=round(end, 3))
    return tuple(inner)

"""Convert French text to phonemes with espeak-ng (package espeakng-loader), in-process.

espeak-ng drops punctuation, on which the melody of a sentence hangs: the text is cut at
its marks, each clause is given by itself, and the marks are put back. What comes out holds
only symbols that the model knows, word by word, so that the moment of each can be found.
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from threading import Lock
from typing import TypeAlias

from ppun_access.errors import MissingToolError
from ppun_access.runtime.installing import pip_install
from ppun_access.speech.engines.files import missing, package_folder
from ppun_access.speech.narration.speakable import respelled

DISTRIBUTION = "espeakng-loader"
LANGUAGE = "fr"

_SYNCHRONOUS, _DONT_EXIT, _UTF8 = 0x02, 0x8000, 1
TIE = "^"
_IPA_TIED = 0x02 | ord(TIE) << 8 | 0x80
"""IPA, with this tie between the letters of one sound."""

_SOUNDS = frozenset("aeiouyøœəɛɔɑɐɒæɪʊʌɜbdfhjklmnpstvwzɡʁʃʒɲŋɥʤʧrɹ")
_ELIDED = re.compile(r"(?i:[cdjlmnst]|(?:jus|lors|puis|quoi|quel)?qu)['’](?=\w)")
_MARKS = re.compile(r"[;:,.!?…—–()\"“”«»]+")


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """A word of a text, where it begins there, and its phonemes; marks have no ``text``."""

    text: str
    at: int
    phonemes: str


@dataclass(frozen=True, slots=True)
class Alphabet:
    """How a model was taught to write sounds."""

    symbols: Collection[str]
    """Those that it knows; others are left out."""
    sounds: Callable[[str], str]
    """The IPA of espeak-ng → its own; the spaces between words stay."""
    marks: Callable[[str], str]
    """Punctuation marks that touch → its own."""


_LOCK = Lock()
"""Held by whoever calls the library, which has a single state for the whole process."""


class Espeak:
    """espeak-ng, ready to read French; MissingToolError when its data is absent."""

    def __init__(self, folder: Path) -> None:
        library = _library(folder)
        data = folder / "espeak-ng-data"
        if not (data / "phontab").is_file() or not (data / "fr_dict").is_file():
            raise _no_data()
        self._translate = library.espeak_TextToPhonemes
        self._translate.restype = ctypes.c_char_p
        place = str(folder).encode()
        with _LOCK:
            if library.espeak_Initialize(_SYNCHRONOUS, 0, place, _DONT_EXIT) < 0:
                raise _no_data()
            if library.espeak_SetVoiceByName(LANGUAGE.encode()) != 0:
                raise _no_data()

    def ipa(self, clause: str) -> str:
        """Return the IPA of a text without punctuation, words between spaces.

        ``TIE`` is between the letters of one sound, « (en)…(fr) » around foreign words.
        """
        with _LOCK:
            return " ".join(self._clauses(clause))

    def _clauses(self, text: str) -> Iterator[str]:
        pointer = ctypes.c_char_p(text.replace("\0", " ").encode("utf-8", "replace"))
        while pointer.value is not None:
            found = self._translate(ctypes.byref(pointer), _UTF8, _IPA_TIED)
            yield (found or b"").decode("utf-8", "replace")


def espeak() -> Espeak:
    """Return the espeak-ng of our package; MissingToolError with the command to type."""
    with _STARTING:
        return _started(package_folder("espeakng_loader", DISTRIBUTION))


_STARTING = Lock()
"""Started twice, even from two threads at once, espeak-ng crashes the process."""


@cache
def _started(folder: Path) -> Espeak:
    return Espeak(folder)


def _library(folder: Path) -> ctypes.CDLL:
    for path in sorted(folder.glob("libespeak-ng.*")):
        try:
            return ctypes.CDLL(str(path))
        except OSError:
            continue
    raise missing(DISTRIBUTION)


def _no_data() -> MissingToolError:
    return MissingToolError(
        "Les données françaises d’espeak-ng, dont cette voix a besoin, sont absentes.",
        next_step=pip_install("--force-reinstall", DISTRIBUTION),
    )


def spoken_words(
    text: str,
    engine: Espeak,
    alphabet: Alphabet,
    pronunciations: Mapping[str, str] | None = None,
) -> tuple[SpokenWord, ...]:
    """Return the words of ``text`` and its marks, in order, with their phonemes.

    Nothing when no word has a sound: marks alone would make the model mumble. Words found
    in ``pronunciations`` (word → IPA) are said as it tells.
    """

    def say(clause: str) -> str:
        return alphabet.sounds(engine.ipa(respelled(clause, "espeak")))

    given = {word: alphabet.sounds(ipa) for word, ipa in (pronunciations or {}).items()}
    found = list[SpokenWord]()
    for part, at in _parts(unicodedata.normalize("NFC", text)):
        if _MARKS.fullmatch(part):
            found.append(SpokenWord("", at, alphabet.marks(part)))
        else:
            found += _clause(part, at, say, given)
    known = tuple(
        SpokenWord(word.text, word.at, kept)
        for word in found
        if (kept := "".join(s for s in word.phonemes if s in alphabet.symbols))
    )
    return known if any(set(word.phonemes) & _SOUNDS for word in known) else ()


def joined(words: tuple[SpokenWord, ...]) -> tuple[str, tuple[int, ...]]:
    """Return the phonemes of a sentence, and where those of each word begin in them."""
    text, starts = "", []
    for word in words:
        opening = word.phonemes[0] in "(“"
        if text and text[-1] not in "(“" and (word.text or opening):
            text += " "
        starts.append(len(text))
        text += word.phonemes
    return text, tuple(starts)


def _parts(text: str) -> Iterator[tuple[str, int]]:
    """Yield clauses and marks, each with its place; « 4.1.2 » is no place to cut."""
    position = 0
    for mark in _MARKS.finditer(text):
        before, after = text[mark.start() - 1 : mark.start()], text[mark.end() :][:1]
        if before.isalnum() and after.isalnum():
            continue
        if text[position : mark.start()].strip():
            yield text[position : mark.start()], position
        yield mark[0], mark.start()
        position = mark.end()
    if text[position:].strip():
        yield text[position:], position


_Say: TypeAlias = Callable[[str], str]
"""Returns the phonemes of a clause, words between spaces."""


def _clause(
    clause: str, at: int, say: _Say, pronunciations: Mapping[str, str]
) -> list[SpokenWord]:
    """Return the words of a clause: those of a lexicon as it says, the others together."""
    found, waiting = list[SpokenWord](), list[re.Match[str]]()
    for word in re.finditer(r"\S+", clause):
        ipa = _given(word[0], say, pronunciations)
        if ipa is None:
            waiting.append(word)
            continue
        found += _together(waiting, at, say)
        found.append(SpokenWord(word[0], at + word.start(), ipa))
        waiting = []
    return found + _together(waiting, at, say)


def _given(word: str, say: _Say, pronunciations: Mapping[str, str]) -> str | None:
    """Return the sounds that a lexicon gives to a word, be it elided: « d’Ornans »."""
    if word in pronunciations or not (elided := _ELIDED.match(word)):
        return pronunciations.get(word)
    ipa = pronunciations.get(word[elided.end() :])
    # What is elided is said with a vowel after it, which is cut, and has no accent.
    return None if ipa is None else re.sub("[ˈˌ]", "", say(f"{elided[0]}a"))[:-1] + ipa


def _together(words: list[re.Match[str]], at: int, say: _Say) -> list[SpokenWord]:
    """Return words said together, for liaisons, each with its part of the phonemes."""
    if not words:
        return []
    parts = say(" ".join(word[0] for word in words)).split()
    if len(parts) != len(words):
        alone = [say(word[0]).replace(" ", "") for word in words]
        parts = _shared(alone, parts)
    return [
        SpokenWord(word[0], at + word.start(), part)
        for word, part in zip(words, parts, strict=True)
    ]


_LONGEST_SHARE = 24
"""Pieces of phonemes that one word may have: a long number."""


def _shared(alone: list[str], parts: list[str]) -> list[str]:
    """Return ``parts`` shared among words, in order, each near to what it is alone.

    espeak-ng says « 3500 » in three words and joins some short ones. Every piece goes to
    some word; a word that has none is said with its neighbour.
    """
    best: list[dict[int, tuple[float, tuple[int, ...]]]] = [{0: (0.0, (0,))}]
    for word in alone:
        following: dict[int, tuple[float, tuple[int, ...]]] = {}
        for start, (cost, cuts) in best[-1].items():
            for end in range(start, min(len(parts), start + _LONGEST_SHARE) + 1):
                total = cost + _distance(word, "".join(parts[start:end]))
                if end not in following or total < following[end][0]:
                    following[end] = (total, (*cuts, end))
        best.append(following)
    if len(parts) not in best[-1]:
        return [" ".join(parts), *[""] * (len(alone) - 1)]
    cuts = best[-1][len(parts)][1]
    return [" ".join(parts[a:b]) for a, b in pairwise(cuts)]


@cache
def _vowels(text: str) -> int:
    return sum(symbol in "aeiouyøœəɛɔɑɜɪʊɐɒæʌ" for symbol in text)


def _distance(one: str, other: str) -> float:
    """Return how far apart two strings of phonemes are: by length, vowels and letters."""
    letters = len(set(one) ^ set(other))
    ends = (one[:2] != other[:2]) + (one[-1:] != other[-1:])
    return abs(len(one) - len(other)) + abs(_vowels(one) - _vowels(other)) + letters + ends

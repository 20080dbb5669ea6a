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

from ppun_access.errors import MissingToolError
from ppun_access.french.lexical.letters import alike
from ppun_access.french.lexical.morphology import begins_with_h_aspire
from ppun_access.french.lexical.sounds import Pronunciation, pronunciations
from ppun_access.runtime.installing import pip_install
from ppun_access.speech.engines.files import missing, package_folder
from ppun_access.speech.narration.speakable import linked, unlinked

DISTRIBUTION = "espeakng-loader"
LANGUAGE = "fr"

_SYNCHRONOUS, _DONT_EXIT, _UTF8 = 0x02, 0x8000, 1
TIE = "^"
_IPA_TIED = 0x02 | ord(TIE) << 8 | 0x80
"""IPA, with this tie between the letters of one sound."""

_SOUNDS = frozenset("aeiouyøœəɛɔɑɐɒæɪʊʌɜbdfhjklmnpstvwzɡʁʃʒɲŋɥʤʧrɹ")
_VOWELS = frozenset("aeiouyøœəɛɔɑ")
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
    given: tuple[tuple[str, str], ...] = (),
) -> tuple[SpokenWord, ...]:
    """Return the words of ``text`` and its marks, in order, with their phonemes.

    Nothing when no word has a sound: marks alone would make the model mumble. ``given``
    holds words of the text that are said as the team's lexicon tells, in IPA.
    """
    text, found = unicodedata.normalize("NFC", text), list[SpokenWord]()
    sounds = {one.at: (one.end, one.ipa) for one in said_otherwise(text, engine, given)}
    for part, at in _parts(text):
        if _MARKS.fullmatch(part):
            found.append(SpokenWord("", at, alphabet.marks(part)))
        else:
            found += _clause(part, at, engine, sounds)
    known = tuple(
        SpokenWord(word.text, word.at, kept)
        for word in found
        if (kept := _kept(word, alphabet))
    )
    return known if any(set(word.phonemes) & _SOUNDS for word in known) else ()


def _kept(word: SpokenWord, alphabet: Alphabet) -> str:
    """Return the phonemes of a word in the symbols that a model knows."""
    sounds = alphabet.sounds(word.phonemes) if word.text else word.phonemes
    return "".join(symbol for symbol in sounds if symbol in alphabet.symbols)


def said_otherwise(
    text: str, engine: Espeak, given: tuple[tuple[str, str], ...] = ()
) -> Iterator[Pronunciation]:
    """Yield the words of ``text`` that espeak-ng does not say as they must be said.

    What is only guessed from letters serves where it would speak English; a name of our
    list that it says right, elided too, is left to it.
    """
    for one in pronunciations(text, given):
        word = text[one.at : one.end]
        if one.source == "letters":
            wrong = "(" in engine.ipa(word)
        else:
            wrong = one.source != "list" or not _says(engine, word, one.ipa)
        if wrong:
            yield one


def ipa_of(word: str, engine: Espeak) -> str:
    """Return the sounds of a word that stands alone, as a team's lexicon tells them."""
    for one in said_otherwise(word, engine):
        if one.end - one.at == len(word):
            return one.ipa
    return re.sub(rf"[ˈˌ{TIE}-]|\([a-z]+\)", "", engine.ipa(word)).replace(" ", "")


def _says(engine: Espeak, word: str, ipa: str) -> bool:
    """Return whether espeak-ng says a word so, alone and elided.

    Its accents, and whether a vowel is open or long, make no difference.
    """
    contexts = {"": ""}
    if ipa[0] in _VOWELS:
        contexts["d'"] = "d"
    if word[:1] in "hH" and not begins_with_h_aspire(word):
        contexts["qu'"] = "k"
    return all(
        alike(engine.ipa(_MUTE.sub("", before + word)), sound + ipa)
        for before, sound in contexts.items()
    )


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


_STAND_INS = {True: "ouzibou", False: "zoubizou"}
"""Words that espeak-ng says in French anywhere, by whether a vowel begins them.

It says a sentence with one in the place of each word that it says wrong, so that the words
around have their liaisons and elisions; the sounds of the word then take its place.
"""
_STAND_IN = re.compile("z[ˈˌ]?ub[ˈˌ]?iz[ˈˌ]?u|[ˈˌ]?uz[ˈˌ]?ib[ˈˌ]?u")
_MUTE = re.compile(r"(?<=\bqu['’])h(?=\w)", re.I)
"""espeak-ng reads « qu’h… » as English."""


_LIAISON = "z"
"""What espeak-ng adds to a plural before a vowel."""


_AND_ONE = re.compile("(?<=\u0303t)e(?=ˈ?(?:œ\u0303|ɔ\u0303z)\\Z)")
"""« et » in « 321 », « 71 »: whisper hears 320 when it is not a word of its own."""


def _clause(
    clause: str, at: int, engine: Espeak, sounds: Mapping[int, tuple[int, str]]
) -> list[SpokenWord]:
    """Return the words of a clause, said together, with espeak-ng's or a lexicon's IPA."""
    words = list(re.finditer(r"\S+", clause))
    carried = [_carried(word[0], at + word.start(), sounds) for word in words]
    parts = _together([text for text, _ in carried], engine)
    far, near = unlinked(clause), dict(linked(clause))
    for n, word in enumerate(words):
        if word.start() in far:
            alone = engine.ipa(carried[n][0])
            if word[0].isdigit():
                parts[n] = alone
            elif parts[n].endswith(_LIAISON) and not alone.endswith(_LIAISON):
                parts[n] = parts[n][:-1]
        if (link := near.get(word.start())) is not None:
            parts[n] = _AND_ONE.sub(" e ", parts[n]) + link
    return [
        SpokenWord(word[0], at + word.start(), _filled(part, ipa))
        for word, part, (_, ipa) in zip(words, parts, carried, strict=True)
    ]


def _carried(
    word: str, at: int, sounds: Mapping[int, tuple[int, str]]
) -> tuple[str, tuple[str, ...]]:
    """Return ``word`` with stand-ins for the parts that a lexicon says, and their IPA."""
    text, position, ipa = "", 0, list[str]()
    for begin in range(len(word)):
        if begin >= position and at + begin in sounds:
            end, said = sounds[at + begin]
            text += word[position:begin]
            vowel = text[-1:] in ("'", "’") or _has_liaison(word[begin : end - at], said)
            text, position = text + _STAND_INS[vowel], end - at
            ipa.append(said)
    return _MUTE.sub("", text + word[position:]), tuple(ipa)


def _has_liaison(word: str, ipa: str) -> bool:
    """Return whether « les » has its liaison before a word that is said so."""
    return ipa.lstrip("ˈˌ")[:1] in _VOWELS and not begins_with_h_aspire(word)


def _filled(part: str, ipa: tuple[str, ...]) -> str:
    """Return phonemes with ``ipa`` in the place of each stand-in."""
    if not ipa:
        return part
    waiting = iter(ipa)
    said = _STAND_IN.sub(lambda found: stressed(next(waiting, "")), part)
    return " ".join((said, *map(stressed, waiting)))


def stressed(ipa: str) -> str:
    """Return the IPA of a word with an accent on its last full vowel, as French has it."""
    if "ˈ" in ipa:
        return ipa
    full = (at for at, sound in enumerate(ipa) if sound in _VOWELS - {"ə"})
    last = max(full, default=-1)
    return ipa if last < 0 else f"{ipa[:last]}ˈ{ipa[last:]}".replace("dʒ", f"d{TIE}ʒ")


def _together(words: list[str], engine: Espeak) -> list[str]:
    """Return the phonemes of words said together, for liaisons: a part for each."""
    parts = engine.ipa(" ".join(words)).split()
    if len(parts) == len(words):
        return parts
    alone = [engine.ipa(word).replace(" ", "") for word in words]
    return _shared(alone, parts)


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

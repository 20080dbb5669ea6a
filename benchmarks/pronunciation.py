"""How many words are said with other sounds than a reference: Lexique, and names of places.

A third of the forms of Lexique, by their SHA-256, is measured three times: as espeak-ng
says them alone, as we say words that no lexicon has, and as we say them. So are the places
of our list. What nobody hears, or Lexique and espeak-ng write in two ways, is no difference
(``tests/lexique_sounds.py``).
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import TypeAlias

from benchmarks.measure import Figure, Outcome, Plan
from ppun_access.french.lexical.letters import sounds_of
from ppun_access.french.lexical.lists import lines
from ppun_access.french.lexical.sounds import is_english
from ppun_access.speech.engines.espeak_phonemes import espeak, spoken_words
from ppun_access.speech.engines.kokoro import alphabet

Say: TypeAlias = Callable[[str], str]
MOST = 0.1
"""Per cent of words that may be said wrong, homographs and words of our list included."""


def figures(plan: Plan) -> Iterator[Outcome]:
    sys.path.append("tests")  # where the table of Lexique is read
    lexique_sounds = import_module("lexique_sounds")
    words = {
        form: tuple(ways)
        for form, ways in lexique_sounds.sounds().items()
        if len(form) > 1 and is_held_out(form) and form not in lexique_sounds.WRONG
    }
    yield from _wrong("Lexique", words, lexique_sounds.rough, MOST)
    yield from _wrong("Lieux", places(), lexique_sounds.rough, 0.0)


def is_held_out(form: str) -> bool:
    """Return whether a form is in the third that is measured."""
    return int(hashlib.sha256(form.encode()).hexdigest(), 16) % 3 == 0


def places() -> Mapping[str, tuple[str, ...]]:
    """Return the sounds of departments, regions, prefectures, towns and country."""
    rows = (line.split("\t") for line in lines("pronunciations.txt"))
    return {word: (ipa,) for word, ipa, kind in rows if kind not in ("mot", "prénom")}


def _wrong(
    name: str, words: Mapping[str, tuple[str, ...]], plain: Say, most: float
) -> Iterator[Figure]:
    """Yield the shares of words that each way says with other sounds."""
    ways: dict[str, tuple[Say, float | None]] = {
        "espeak-ng seul": (espeak().ipa, None),
        "nous, sans lexique": (_unknown, None),
        "nous": (_ours, most),
    }
    for who, (say, goal) in ways.items():
        wrong = sum(
            plain(say(word)) not in set(map(plain, known)) for word, known in words.items()
        )
        share = 100 * wrong / len(words)
        told = f"{name} ({len(words)}), autres sons : {who}"
        yield Figure(told, "% d’erreurs", (share,), goal)
    english = sum("(" in espeak().ipa(word) for word in words)
    told = f"{name}, mots qu’espeak-ng seul dit en anglais"
    yield Figure(told, "% d’erreurs", (100 * english / len(words),))


def _unknown(word: str) -> str:
    """Return the sounds of a word as if no lexicon had it."""
    said = espeak().ipa(word)
    return sounds_of(word) if "(" in said and not is_english(word) else said


def _ours(word: str) -> str:
    """Return the sounds of a word inside a sentence: a name is no common word there."""
    said = spoken_words(f"à {word}", espeak(), alphabet())
    return "".join(one.phonemes for one in said[1:])

"""Stem French words for a search, in Python here and in a browser by the same table.

A stem stands for the forms of a word that differ by their ending: number, gender, person.
What endings cannot tell (« yeux », « iront ») is looked up in Lexique when an index is
made: ``base_stem`` gives the stem of the base form, ``other_stems`` those of other forms.
The endings are data: ``site/assets/recherche.js`` receives ``ENDINGS`` with the index.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from ppun_access.french.lexical.lists import FUNCTION_WORDS
from ppun_access.french.lexical.morphology import conjugate, inflect, readings

ENDINGS: tuple[tuple[tuple[str, str, int], ...], ...] = (
    (("eaux", "eau", 1), ("aux", "al", 2), ("s", "", 3), ("x", "", 3)),
    (
        ("aient", "", 4), ("ait", "", 4), ("ant", "", 4), ("ent", "", 4), ("ee", "", 3),
        ("ez", "", 4), ("er", "", 4), ("e", "", 3),
    ),
    tuple((letter * 2, letter, 2) for letter in "lmnprst"),
)  # fmt: skip
"""Steps, each of endings: the first that fits is replaced, if so many letters precede."""
_PLAIN = str.maketrans({"œ": "oe", "æ": "ae", "ł": "l", "ø": "o", "đ": "d"})
_MARKS = re.compile("[\u0300-\u036f]")
_LETTERS = "0-9a-z\u00df-\u00f6\u00f8-\u02af\u0370-\u1fff\u2c00-\u2dff\u3040-\ud7ff"
_WORD = re.compile(rf"(?:[a-z]\.)+[a-z](?![{_LETTERS}])|[{_LETTERS}]+")
_FORMS = ("ind:pre:3s", "ind:pre:3p", "ind:fut:3s", "par:pas")
"""The forms of a verb that people look for, beside the infinitive."""


def search_words(text: str) -> list[str]:
    """Return the words of ``text`` as a search compares them.

    They have no capitals, accents or ligatures; an apostrophe or a hyphen ends one.
    Initials are one word.

    >>> search_words("L’Œuvre d’été, rendez-vous n° 12, le P.L.U.")
    ['l', 'oeuvre', 'd', 'ete', 'rendez', 'vous', 'n', '12', 'le', 'plu']
    """
    plain = _MARKS.sub("", unicodedata.normalize("NFD", text).lower())
    return [word.replace(".", "") for word in _WORD.findall(plain.translate(_PLAIN))]


def stem(word: str) -> str:
    """Return the stem of a word of ``search_words``.

    >>> [stem(word) for word in ("demandees", "demander", "regionaux", "actuelle")]
    ['demand', 'demand', 'regional', 'actuel']
    """
    for step in ENDINGS:
        for ending, other, least in step:
            if word.endswith(ending) and len(word) - len(ending) >= least:
                word = word[: len(word) - len(ending)] + other
                break
    return word


STOP_WORDS = frozenset(
    part for word in FUNCTION_WORDS for part in search_words(word)
) - frozenset(("ete", "personne"))
"""Words of the grammar, as ``search_words`` gives them: no index holds them."""


@lru_cache(maxsize=1 << 16)
def base_stem(word: str) -> str:
    """Return the stem of the most frequent base form of a word of a text.

    >>> base_stem("yeux"), base_stem("iront"), base_stem("Besançon")
    ('oeil', 'aller', 'besancon')
    """
    found = readings(word)
    return stem("".join(search_words(found[0].lemma if found else word)))


@lru_cache(maxsize=1 << 16)
def other_stems(word: str) -> frozenset[str]:
    """Return the other stems of all that a word can be: they lead to its base form.

    >>> sorted(other_stems("œil")), sorted(other_stems("maison"))
    (['yeu'], [])
    """
    forms: list[str | None] = [word]
    for lemma, pos in dict.fromkeys((one.lemma, one.pos) for one in readings(word)):
        forms.append(lemma)
        if pos in {"VER", "AUX"}:
            forms += [conjugate(lemma, tag) for tag in _FORMS]
        elif pos in {"NOM", "ADJ"}:
            forms += [inflect(lemma, pos, gen, num) for gen in "mf" for num in "sp"]
    found = {stem("".join(search_words(form))) for form in forms if form}
    return frozenset(found - {base_stem(word)})

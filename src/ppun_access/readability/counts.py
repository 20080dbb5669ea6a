"""Count the words, syllables and long words of a sentence at once.

A text repeats itself: what stands between two white spaces (« l’eau, ») is counted once and
remembered, in one number that holds the three counts, so that a sentence is one sum. What
``words`` joins across a space, a number such as « 3 500 », makes its sentence be counted
word by word; so is one that tells that a word in capitals is no acronym (« M. PETIT »).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeAlias

from ppun_access.french import count_syllables, words
from ppun_access.french.capitals import may_be_no_acronym, without_shouts
from ppun_access.readability.formulas import LONG_WORD

_SYLLABLES, _LONG = 20, 42
"""Where in the number the syllables and the long words begin, in bits: words come first."""
_FIELD = (1 << _SYLLABLES) - 1
_WIDE_FIELD = (1 << _LONG - _SYLLABLES) - 1
_UNSURE = 1 << 61
"""The mark of what may not count alone: a sentence that holds one exceeds any count."""

_SURE_LENGTH = 40
_MOST = 4096
"""Longer pieces, or more of them, might not fit in the fields."""
_REMEMBERED = 1 << 17

_AROUND = '.,;:!?…()«»“”"'
_ELIDING = frozenset("cdjlmnstCDJLMNST")
_THREE_DIGITS = re.compile(r"\d{3}(?!\d)")
_UNSURE_TEXT = re.compile(rf"\d\s\d{{3}}|\S{{{_SURE_LENGTH + 1}}}")


Counts: TypeAlias = tuple[int, int, int]
"""Words, syllables, and words of more than six letters; marks and digits are no letters."""


_KNOWN: dict[str, int] = {}
"""The packed counts of what stands between white spaces; it fills as texts come."""
_known = _KNOWN.get


def count(sentence: str) -> Counts:
    """Return the counts of ``sentence``, by the conventions of ``words``."""
    pieces = sentence.split()
    try:
        packed = sum(map(_known, pieces))  # type: ignore[arg-type]  # None is an error
    except TypeError:
        packed = _learn(pieces)
    if len(pieces) > _MOST or (packed >= _UNSURE and _joins(sentence)):
        return count_words(words(without_shouts(sentence)))
    packed &= _UNSURE - 1
    return packed & _FIELD, packed >> _SYLLABLES & _WIDE_FIELD, packed >> _LONG


def _joins(sentence: str) -> bool:
    """Return whether ``sentence`` is read otherwise than its pieces, each alone."""
    return bool(_UNSURE_TEXT.search(sentence)) or without_shouts(sentence) != sentence


def count_words(found: Iterable[str]) -> Counts:
    """Return the counts of words, as ``words`` gives them."""
    every = tuple(found)
    return len(every), sum(map(count_syllables, every)), sum(map(_is_long, every))


def _is_long(word: str) -> bool:
    """Return whether ``word`` has more than six letters, marks and digits apart."""
    letters = len(word) if word.isalpha() else sum(map(str.isalpha, word))
    return letters > LONG_WORD


def _learn(pieces: Iterable[str]) -> int:
    """Remember ``pieces`` and return the sum of their packed counts."""
    if len(_KNOWN) > _REMEMBERED:
        _KNOWN.clear()
    total = 0
    for piece in pieces:
        packed = _KNOWN.get(piece)
        if packed is None:
            packed = _packed(piece)
            if len(piece) <= _SURE_LENGTH:
                _KNOWN[piece] = packed
        total += packed
    return total


def _packed(piece: str) -> int:
    """Return the three counts of ``piece`` in one number."""
    if len(piece) > _SURE_LENGTH:
        return _UNSURE
    items = _words(piece)
    found, syllables, long_words = count_words(items)
    packed = found | syllables << _SYLLABLES | long_words << _LONG
    unsure = _THREE_DIGITS.match(piece) or any(map(may_be_no_acronym, items))
    return packed | _UNSURE if unsure else packed


def _words(piece: str) -> list[str]:
    """Return ``words(piece)``, quickly when marks and an elision are all that it holds."""
    bare = piece.strip(_AROUND)
    if bare.isalpha():
        return [bare]
    if bare[1:2] in ("’", "'") and bare[0] in _ELIDING and bare[2:].isalpha():
        return [bare[:2], bare[2:]]
    return words(piece)

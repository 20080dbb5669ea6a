"""Count the words, syllables and long words of sentences and texts.

A text repeats itself: what stands between two white spaces (« l’eau, ») is counted once and
remembered, in one number that holds the three counts, so that a sentence is one sum. What
``words`` joins across a space, a number such as « 3 500 », makes its sentence be counted
word by word; so is one that tells that a word in capitals is no acronym (« M. PETIT »).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple, TypeAlias

from ppun_access.french import count_syllables, split_sentences, words
from ppun_access.french.spoken.capitals import may_be_no_acronym, without_shouts

LONG_WORD = 6
"""LIX and RIX call a word long when it has more letters than this."""
_SYLLABLES, _WORDS = 18, 36
"""Where in the number the syllables and the words begin, in bits: long words come first."""
_FIELD = (1 << 18) - 1
_DIGITS, _CAPITALS = 1 << 54, 1 << 58
"""The marks of what may not count alone: three digits, an acronym. A sentence that holds
one exceeds any count; sixteen of the first make one of the second, which costs time."""

_SURE_LENGTH = 40
"""Longer pieces are not met again."""
_MOST = 4096
"""Longer sentences might not fit in the fields: a character has three syllables at most."""
_REMEMBERED = 1 << 14

_AROUND = '.,;:!?…()«»“”"'
_LETTERS = re.compile(r"[^\W\d_]+")
_THREE_DIGITS = re.compile(r"\d{3}(?!\d)")
_THOUSANDS = re.compile(r"\d\s\d{3}")


Counts: TypeAlias = tuple[int, int, int]
"""Words, syllables, and words of more than six letters; marks and digits are no letters."""


class Totals(NamedTuple):
    """The counts of a text; its sentences without words are none."""

    sentences: int
    words: int
    syllables: int
    long_words: int
    longest: int
    """The words of the longest sentence."""


class _Pieces(dict[str, int]):
    """The packed counts of what stands between white spaces; it fills as texts come."""

    def __missing__(self, piece: str) -> int:
        packed = _packed(piece)
        if len(piece) <= _SURE_LENGTH:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[piece] = packed
        return packed


PIECES = _Pieces()


def totals(text: str) -> Totals:
    """Return the counts of the sentences of ``text`` together."""
    return total_counts(map(count, split_sentences(text)))


def count(sentence: str) -> Counts:
    """Return the counts of ``sentence``, by the conventions of ``words``."""
    packed = _CAPITALS
    if len(sentence) <= _MOST:
        packed = sum(map(PIECES.__getitem__, sentence.split()))
    read = _reread(sentence, packed >= _CAPITALS) if packed >= _DIGITS else None
    return read or (
        packed >> _WORDS & _FIELD,
        packed >> _SYLLABLES & _FIELD,
        packed & _FIELD,
    )


def _reread(sentence: str, capitals: bool) -> Counts | None:
    """Return the counts of a sentence that cannot be counted piece by piece, else None.

    Capitals are looked at if there are some that may be no acronym.
    """
    read = without_shouts(sentence) if capitals else sentence
    if len(sentence) > _MOST or read != sentence or _THOUSANDS.search(sentence):
        return count_words(words(read))
    return None


def total_counts(counts: Iterable[Counts]) -> Totals:
    """Return the counts of sentences together."""
    held = [one for one in counts if one[0]]
    number, syllables, long_words = map(sum, zip((0, 0, 0), *held, strict=True))
    longest = max((one[0] for one in held), default=0)
    return Totals(len(held), number, syllables, long_words, longest)


def count_words(found: Iterable[str]) -> Counts:
    """Return the counts of words, as ``words`` gives them."""
    every = tuple(found)
    return len(every), sum(map(count_syllables, every)), sum(map(is_long, every))


def is_long(word: str) -> bool:
    """Return whether ``word`` has more than six letters, marks and digits apart."""
    letters = len(word) if word.isalpha() else sum(map(str.isalpha, word))
    return letters > LONG_WORD


def _packed(piece: str) -> int:
    """Return the three counts of ``piece`` in one number."""
    bare = piece.strip(_AROUND)
    items = [bare] if bare.isalnum() else words(piece)
    found, syllables, long_words = count_words(items)
    packed = found << _WORDS | syllables << _SYLLABLES | long_words
    if any(map(may_be_no_acronym, _LETTERS.findall(piece))):
        packed |= _CAPITALS
    return packed | _DIGITS if _THREE_DIGITS.match(piece) else packed

"""Count the words, syllables and long words of a sentence at once.

A text repeats itself: what stands between two white spaces (« l’eau, ») is counted once and
remembered, in one number that holds the three counts, so that a sentence is one sum. What
``words`` joins across a space, a number such as « 3 500 », makes its sentence be counted
word by word; so is one that tells that a word in capitals is no acronym (« M. PETIT »).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain, filterfalse, repeat
from typing import NamedTuple, TypeAlias

from ppun_access.french import count_syllables, words
from ppun_access.french.capitals import may_be_no_acronym, without_shouts
from ppun_access.french.syllables import count_each_plain
from ppun_access.readability.formulas import LONG_WORD

_SYLLABLES, _WORDS = 18, 36
"""Where in the number the syllables and the words begin, in bits: long words come first."""
_FIELD = (1 << 18) - 1
_DIGITS, _CAPITALS = 1 << 54, 1 << 58
"""The marks of what may not count alone: three digits, an acronym. A sentence that holds
one exceeds any count; sixteen of the first make one of the second, which costs time."""
_UNSURE = _CAPITALS | _DIGITS
"""The mark of what is too long to be known."""

_ONE, _TWO = 1 << _WORDS, 2 << _WORDS
"""A word alone, and one with « l’ » before, a word without a syllable."""
_SURE_LENGTH = 40
_MOST = 4096
"""Longer pieces, or more of them, might not fit in the fields."""
_TOGETHER = 16
"""So many sentences fit in the fields together: a character has three syllables at most."""
_REMEMBERED = 1 << 14

_AROUND = '.,;:!?…()«»“”"'
_ELIDED = re.compile(r"\n(?:[cdjlmnstCDJLMNST]|[Qq]u)['’]")
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


_KNOWN: dict[str, int] = {}
"""The packed counts of what stands between white spaces; it fills as texts come."""
_known = _KNOWN.get


def count(sentence: str) -> Counts:
    """Return the counts of ``sentence``, by the conventions of ``words``."""
    return count_each((sentence,))[0]


def count_each(sentences: Sequence[str]) -> list[Counts]:
    """Return the counts of each of ``sentences``; what is new in them is learnt at once."""
    sums, apart = _sums(sentences)
    counts = [(n >> _WORDS, n >> _SYLLABLES & _FIELD, n & _FIELD) for n in sums]
    for at, counted in apart.items():
        counts[at] = counted
    return counts


def totals(sentences: Sequence[str]) -> Totals:
    """Return the counts of ``sentences`` together, as ``count_each`` has them."""
    sums, apart = _sums(sentences)
    longest = max(sums, default=0) >> _WORDS
    together = (sum(sums[at : at + _TOGETHER]) for at in range(0, len(sums), _TOGETHER))
    groups = [(n >> _WORDS, n >> _SYLLABLES & _FIELD, n & _FIELD) for n in together]
    cut = [counted for counted in apart.values() if counted[0]]
    words, syllables, long_words = map(sum, zip((0, 0, 0), *groups, *cut, strict=True))
    return Totals(
        len(sums) - sums.count(0) + len(cut),
        words,
        syllables,
        long_words,
        max((longest, *(counted[0] for counted in cut))),
    )


def _sums(sentences: Sequence[str]) -> tuple[list[int], dict[int, Counts]]:
    """Return the packed counts of each of ``sentences``, and those of which it is unsure.

    A sentence that may be read otherwise than its pieces is 0 in the first, and stands in
    the second at its place.
    """
    try:
        sums = [sum(map(_known, text.split())) for text in sentences]  # type: ignore[arg-type]
    except TypeError:  # None: a piece is new
        learn(sentences)
        sums = [sum(map(_known, text.split(), repeat(_UNSURE))) for text in sentences]
    apart: dict[int, Counts] = {}
    if max(sums, default=0) >= _DIGITS or max(map(len, sentences), default=0) > _MOST:
        for at, (sentence, packed) in enumerate(zip(sentences, sums, strict=True)):
            if packed >= _DIGITS or len(sentence) > _MOST:
                apart[at] = _count_unsure(sentence, packed)
                sums[at] = 0
    return sums, apart


def _count_unsure(sentence: str, packed: int) -> Counts:
    """Return the counts of a sentence that may be read otherwise than its pieces."""
    read = without_shouts(sentence) if packed >= _CAPITALS else sentence
    long = len(sentence) > _MOST or (
        packed >= _UNSURE and len(max(sentence.split(), key=len)) > _SURE_LENGTH
    )
    if long or read != sentence or _THOUSANDS.search(sentence):
        return count_words(words(read))
    return packed >> _WORDS & _FIELD, packed >> _SYLLABLES & _FIELD, packed & _FIELD


def count_words(found: Iterable[str]) -> Counts:
    """Return the counts of words, as ``words`` gives them."""
    every = tuple(found)
    return len(every), sum(map(count_syllables, every)), sum(map(_is_long, every))


def _is_long(word: str) -> bool:
    """Return whether ``word`` has more than six letters, marks and digits apart."""
    letters = len(word) if word.isalpha() else sum(map(str.isalpha, word))
    return letters > LONG_WORD


def learn(sentences: Iterable[str]) -> None:
    """Remember the pieces of ``sentences``, but those too long to be met again.

    Most are one word of small letters, with marks around it and maybe « l’ » before: their
    syllables are counted together. The others are counted one by one, by ``_packed``, which
    would count all of them the same.
    """
    if len(_KNOWN) > _REMEMBERED:
        _KNOWN.clear()
    met = chain.from_iterable(map(str.split, sentences))
    new = set(filterfalse(_KNOWN.__contains__, met))
    pieces = [piece for piece in new if len(piece) <= _SURE_LENGTH]
    if not pieces:
        return
    bare = [piece.strip(_AROUND) for piece in pieces]
    plain = _ELIDED.sub("\n", "\n".join(("", *bare))).split("\n")[1:]
    syllables = count_each_plain(plain)
    packed = [
        n << _SYLLABLES | (_ONE if word == whole else _TWO) | (len(word) > LONG_WORD)
        for whole, word, n in zip(bare, plain, syllables, strict=True)
    ]
    _KNOWN.update(zip(pieces, packed, strict=True))
    alone = [at for at, n in enumerate(syllables) if n <= 0]
    _KNOWN.update((pieces[at], _packed(pieces[at])) for at in alone)


def _packed(piece: str) -> int:
    """Return the three counts of ``piece`` in one number."""
    bare = piece.strip(_AROUND)
    items = [bare] if bare.isalnum() else words(piece)
    found, syllables, long_words = count_words(items)
    packed = found << _WORDS | syllables << _SYLLABLES | long_words
    if any(map(may_be_no_acronym, _LETTERS.findall(piece))):
        packed |= _CAPITALS
    return packed | _DIGITS if _THREE_DIGITS.match(piece) else packed

"""The measures that need only words, syllables and long words: the fast ones."""

from __future__ import annotations

from typing import NamedTuple

from ppun_access.french import split_sentences
from ppun_access.readability.counts import Totals, count, totals
from ppun_access.readability.formulas import kandel_moles, lix, rix


class BasicScores(NamedTuple):
    """The counts of a text and the published scores; all zero when it has no word."""

    sentences: int
    words: int
    syllables: int
    kandel_moles: float
    """Ease of reading, 100 easiest."""
    lix: float
    rix: float
    longest_sentence: int
    """In words."""
    mean_sentence: float
    """In words."""


class SentenceCount(NamedTuple):
    """A sentence, without the white space around it, and how many words it has."""

    text: str
    words: int


def basic_scores(text: str) -> BasicScores:
    """Return the basic scores of French ``text``; any text, an empty one too."""
    return basics(totals(text))


def basics(counted: Totals) -> BasicScores:
    """Return the basic scores of a text of which the counts are known."""
    sentences, words, syllables, long_words, longest = counted
    return BasicScores(
        sentences=sentences,
        words=words,
        syllables=syllables,
        kandel_moles=kandel_moles(sentences, words, syllables),
        lix=lix(sentences, words, long_words),
        rix=rix(sentences, long_words),
        longest_sentence=longest,
        mean_sentence=words / sentences if sentences else 0.0,
    )


def count_sentences(text: str) -> list[SentenceCount]:
    """Return the sentences of ``text`` that hold a word, in order, with their length."""
    return [
        SentenceCount(piece.strip(), words)
        for piece in split_sentences(text)
        if (words := count(piece)[0])
    ]

"""Compute the fast scores of a text: from words, syllables and long words alone."""

from __future__ import annotations

from typing import NamedTuple

from ppun_access.readability.counts import Totals, totals
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

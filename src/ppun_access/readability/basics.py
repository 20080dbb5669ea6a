"""The measures that need only words, syllables and long words: the fast ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ppun_access.french import split_sentences
from ppun_access.readability.counts import Counts, count
from ppun_access.readability.formulas import kandel_moles, lix, rix


@dataclass(frozen=True, slots=True)
class BasicScores:
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


@dataclass(frozen=True, slots=True)
class SentenceCount:
    """A sentence, without the white space around it, and how many words it has."""

    text: str
    words: int


def basic_scores(text: str) -> BasicScores:
    """Return the basic scores of French ``text``; any text, an empty one too."""
    return basics(map(count, split_sentences(text)))


def basics(counts: Iterable[Counts]) -> BasicScores:
    """Return the basic scores of sentences; those without words do not count."""
    cut = [counted for counted in counts if counted[0]]
    if not cut:
        return BasicScores(0, 0, 0, 0.0, 0.0, 0.0, 0, 0.0)
    words, syllables, long_words = map(sum, zip(*cut, strict=True))
    return BasicScores(
        sentences=len(cut),
        words=words,
        syllables=syllables,
        kandel_moles=kandel_moles(len(cut), words, syllables),
        lix=lix(len(cut), words, long_words),
        rix=rix(len(cut), long_words),
        longest_sentence=max(cut)[0],
        mean_sentence=words / len(cut),
    )


def count_sentences(text: str) -> list[SentenceCount]:
    """Return the sentences of ``text`` that hold a word, in order, with their length."""
    pieces = split_sentences(text)
    return [SentenceCount(p.strip(), n) for p in pieces if (n := count(p)[0])]

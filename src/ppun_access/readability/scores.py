"""Count a text and score it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ppun_access.french import split_sentences
from ppun_access.readability.counts import count
from ppun_access.readability.formulas import kandel_moles, lix, rix


@dataclass(frozen=True, slots=True)
class Scores:
    """The counts and scores of a text; all zero when it has no word."""

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
    difficulty: float | None = None
    """0 to 100, 100 hardest; None until it is measured."""
    level: str | None = None


@dataclass(frozen=True, slots=True)
class SentenceCount:
    """A sentence, without the white space around it, and how many words it has."""

    text: str
    words: int


def score(text: str) -> Scores:
    """Return the scores of French ``text``; any text, an empty one too."""
    return score_sentences(split_sentences(text))


def count_sentences(text: str) -> list[SentenceCount]:
    """Return the sentences of ``text`` that hold a word, in order, with their length."""
    pieces = split_sentences(text)
    return [SentenceCount(p.strip(), n) for p in pieces if (n := count(p)[0])]


def score_sentences(sentences: Sequence[str]) -> Scores:
    """Return the scores of a text already cut; pieces without words do not count."""
    cut = [counts for counts in map(count, sentences) if counts[0]]
    lengths, syllables, long_words = map(sum, zip(*cut, strict=True)) if cut else (0, 0, 0)
    return Scores(
        sentences=len(cut),
        words=lengths,
        syllables=syllables,
        kandel_moles=kandel_moles(len(cut), lengths, syllables),
        lix=lix(len(cut), lengths, long_words),
        rix=rix(len(cut), long_words),
        longest_sentence=max(cut)[0] if cut else 0,
        mean_sentence=lengths / len(cut) if cut else 0.0,
    )


def as_json(scores: Scores) -> dict[str, int | float | str | None]:
    """Return ``scores`` under the catalogue's keys, scores rounded to two decimals."""
    return {
        "sentences": scores.sentences,
        "words": scores.words,
        "syllables": scores.syllables,
        "kandel_moles": round(scores.kandel_moles, 2),
        "lix": round(scores.lix, 2),
        "rix": round(scores.rix, 2),
        "longest_sentence": scores.longest_sentence,
        "mean_sentence": round(scores.mean_sentence, 2),
        "difficulty": scores.difficulty,
        "level": scores.level,
    }

"""Count a text and score it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ppun_access.french import split_sentences
from ppun_access.readability.composite import sentence_difficulty, text_difficulty
from ppun_access.readability.formulas import (
    kandel_moles,
    lix,
    reading_seconds,
    rix,
    share,
)
from ppun_access.readability.levels import level_of
from ppun_access.readability.sentence_counts import SentenceCounts, counts

LONG_SENTENCE = 15
"""Plain language and easy-to-read French aim at sentences of this many words at most."""
VERY_LONG_SENTENCE = 25


@dataclass(frozen=True, slots=True)
class Scores:
    """The counts and scores of a text; all zero when it has no word. Shares are 0 to 1."""

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
    difficulty: float = 0.0
    """0 to 100, 100 hardest: see ``composite``."""
    level: str = ""
    """The difficulty in plain words; empty when there is no text."""
    share_over_15: float = 0.0
    """Sentences of more than 15 words, among sentences."""
    share_over_25: float = 0.0
    share_long_words: float = 0.0
    """Words of four syllables or more (numbers and acronyms are none), among words."""
    share_rare_words: float = 0.0
    """Rare words (see ``vocabulary``), among words."""
    lexical_density: float = 0.0
    """Content words among words: what the closed list of grammar words does not hold.
    Source: J. Ure, « Lexical density and register differentiation », 1971."""
    reading_seconds: int = 0


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
    pieces = (piece.strip() for piece in split_sentences(text))
    return [SentenceCount(p, n) for p in pieces if (n := counts(p).words)]


def score_sentences(sentences: Sequence[str]) -> Scores:
    """Return the scores of a text already cut; pieces without words do not count."""
    found = [c for s in sentences if (c := counts(s.strip())).words]
    return _scores(found) if found else Scores(0, 0, 0, 0.0, 0.0, 0.0, 0, 0.0)


def _scores(found: Sequence[SentenceCounts]) -> Scores:
    """Return the scores of sentences that have words, one at least."""
    n = len(found)
    lengths = [c.words for c in found]
    words = sum(lengths)
    syllables = sum(c.syllables for c in found)
    long_words = sum(c.long_words for c in found)
    difficulty = text_difficulty((c.words, sentence_difficulty(c)) for c in found)
    return Scores(
        sentences=n,
        words=words,
        syllables=syllables,
        kandel_moles=kandel_moles(n, words, syllables),
        lix=lix(n, words, long_words),
        rix=rix(n, long_words),
        longest_sentence=max(lengths),
        mean_sentence=words / n,
        difficulty=difficulty,
        level=level_of(difficulty),
        share_over_15=share(sum(length > LONG_SENTENCE for length in lengths), n),
        share_over_25=share(sum(length > VERY_LONG_SENTENCE for length in lengths), n),
        share_long_words=share(sum(len(c.heavy_words) for c in found), words),
        share_rare_words=share(sum(len(c.rare_words) for c in found), words),
        lexical_density=share(sum(c.content_words for c in found), words),
        reading_seconds=reading_seconds(words),
    )


def as_json(scores: Scores) -> dict[str, int | float | str]:
    """Return ``scores`` under the catalogue's keys: scores to 2 decimals, shares to 4."""
    return {
        "sentences": scores.sentences,
        "words": scores.words,
        "syllables": scores.syllables,
        "kandel_moles": round(scores.kandel_moles, 2),
        "lix": round(scores.lix, 2),
        "rix": round(scores.rix, 2),
        "longest_sentence": scores.longest_sentence,
        "mean_sentence": round(scores.mean_sentence, 2),
        "difficulty": round(scores.difficulty, 1),
        "level": scores.level,
        "share_over_15": round(scores.share_over_15, 4),
        "share_over_25": round(scores.share_over_25, 4),
        "share_long_words": round(scores.share_long_words, 4),
        "share_rare_words": round(scores.share_rare_words, 4),
        "lexical_density": round(scores.lexical_density, 4),
        "reading_seconds": scores.reading_seconds,
    }

"""Count a French text, and compute all its readability scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ppun_access.french import split_sentences
from ppun_access.readability.composite import SCALE_VERSION, difficulty, level_of
from ppun_access.readability.counts import total_counts
from ppun_access.readability.familiarity import DOUBTFUL_FROM
from ppun_access.readability.formulas import basics, reading_seconds, share
from ppun_access.readability.sentence_counts import sentence_counts, unknown_words

LONG_SENTENCE = 15
"""Plain language and easy-to-read French aim at sentences of this many words at most."""
VERY_LONG_SENTENCE = 25


@dataclass(frozen=True, slots=True)
class Scores:
    """Every count and score of a text; all zero when it has no word. Shares are 0 to 1.

    The first ones are those of ``BasicScores``.
    """

    sentences: int
    words: int
    syllables: int
    kandel_moles: float
    lix: float
    rix: float
    longest_sentence: int
    mean_sentence: float
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
    """Words that a reader probably does not know, each once, among words."""
    lexical_density: float = 0.0
    """Content words among words: what the closed list of grammar words does not hold.
    Source: J. Ure, « Lexical density and register differentiation », 1971."""
    reading_seconds: int = 0

    @property
    def rare_words(self) -> float:
        """How many words in a hundred a reader probably does not know."""
        return 100 * self.share_rare_words


def score(text: str) -> Scores:
    """Return the scores of French ``text``; any text, an empty one too."""
    return score_sentences(split_sentences(text))


def score_sentences(sentences: Sequence[str]) -> Scores:
    """Return the scores of a text already cut; pieces without words do not count."""
    found = [c for s in sentences if (c := sentence_counts(s.strip())).words]
    basic = basics(total_counts((c.words, c.syllables, c.long_words) for c in found))
    if not found:
        return Scores(*basic)
    n, words = basic.sentences, basic.words
    hard, unknown = difficulty(found), unknown_words(found)
    return Scores(
        *basic,
        difficulty=hard,
        level=level_of(hard),
        share_over_15=share(sum(c.words > LONG_SENTENCE for c in found), n),
        share_over_25=share(sum(c.words > VERY_LONG_SENTENCE for c in found), n),
        share_long_words=share(sum(len(c.heavy_words) for c in found), words),
        share_rare_words=share(sum(x >= DOUBTFUL_FROM for x in unknown.values()), words),
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
        "scale": SCALE_VERSION,
        "level": scores.level,
        "share_over_15": round(scores.share_over_15, 4),
        "share_over_25": round(scores.share_over_25, 4),
        "share_long_words": round(scores.share_long_words, 4),
        "share_rare_words": round(scores.share_rare_words, 4),
        "lexical_density": round(scores.lexical_density, 4),
        "reading_seconds": scores.reading_seconds,
    }

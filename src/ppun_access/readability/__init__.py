"""How hard a French text is to read: counts, published formulas, scores."""

from ppun_access.readability.scores import (
    Scores,
    SentenceCount,
    as_json,
    count_sentences,
    score,
    score_sentences,
)

__all__ = [
    "Scores",
    "SentenceCount",
    "as_json",
    "count_sentences",
    "score",
    "score_sentences",
]

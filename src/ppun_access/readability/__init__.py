"""How hard a French text is to read: counts, formulas, scores, hard sentences and why."""

from ppun_access.readability.levels import LEVELS, level_of
from ppun_access.readability.scores import (
    Scores,
    SentenceCount,
    as_json,
    count_sentences,
    score,
    score_sentences,
)

__all__ = [
    "LEVELS",
    "Scores",
    "SentenceCount",
    "as_json",
    "count_sentences",
    "level_of",
    "score",
    "score_sentences",
]

"""How hard a French text is to read: counts, formulas, scores, hard sentences and why."""

from ppun_access.readability.basics import (
    BasicScores,
    SentenceCount,
    basic_scores,
    count_sentences,
)
from ppun_access.readability.levels import LEVELS, level_of
from ppun_access.readability.scores import Scores, as_json, score, score_sentences

__all__ = [
    "LEVELS",
    "BasicScores",
    "Scores",
    "SentenceCount",
    "as_json",
    "basic_scores",
    "count_sentences",
    "level_of",
    "score",
    "score_sentences",
]

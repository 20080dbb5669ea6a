"""Score the readability of French text: counts, formulas, hard sentences, causes.

Counts and formulas are loaded first; the difficulty, which needs more tables, at first use.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from ppun_access.readability.composite import LEVELS, level_of
from ppun_access.readability.formulas import BasicScores, basic_scores

if TYPE_CHECKING:
    from ppun_access.readability.scores import Scores, as_json, score, score_sentences

__all__ = [
    "LEVELS",
    "BasicScores",
    "Scores",
    "as_json",
    "basic_scores",
    "level_of",
    "score",
    "score_sentences",
]


def __getattr__(name: str) -> object:
    """Return ``name`` of ``scores``, imported at first use."""
    if name not in {"Scores", "as_json", "score", "score_sentences"}:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.scores"), name)

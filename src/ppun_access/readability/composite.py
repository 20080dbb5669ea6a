"""Compute the difficulty of French administrative text, from 0 (easiest) to 100.

``docs/readability.md`` tells where the weights come from. In short: a sentence has a
**load**, counted in plain words. A word loads 1; a word of more than six letters 1.5 more,
one of four syllables or more 4 more, a rare one 2 more for each Zipf point under the
limit; an embedded clause 3, a negation 2, an aside 2, a number or an acronym 1. The load
becomes a difficulty by a curve without steps: 100 × (1 − exp(−load / 50)).

As loads add up, joining two sentences never makes the result easier than either, and a
rarer or longer word never makes a sentence easier.

A text is the quadratic mean of its sentences, each weighted by its words: a reader who
stumbles on one sentence in four has a hard text, whatever the three others are. Splitting
a sentence never raises it, and a text of one sentence is as hard as that sentence.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from ppun_access.readability.sentence_counts import SentenceCounts

WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "words": 1.0,
        "long_words": 1.5,
        "heavy_words": 4.0,
        "rarity": 2.0,
        "clauses": 3.0,
        "negations": 2.0,
        "asides": 2.0,
        "numbers": 1.0,
        "acronyms": 1.0,
    }
)
"""What one of each loads, in plain words."""
SCALE = 50.0
"""The load that takes a sentence 63 % of the way to the hardest."""


def contributions(
    counts: SentenceCounts, weights: Mapping[str, float] = WEIGHTS
) -> dict[str, float]:
    """Return what each count of a sentence adds to its difficulty, in plain words."""
    return {name: weight * amount(counts, name) for name, weight in weights.items()}


def amount(counts: SentenceCounts, name: str) -> float:
    """Return one count of a sentence as a number (the length, for lists of words)."""
    value = getattr(counts, name)
    return float(len(value)) if isinstance(value, tuple) else float(value)


def sentence_difficulty(
    counts: SentenceCounts, weights: Mapping[str, float] = WEIGHTS
) -> float:
    """Return the difficulty of a sentence, 0.0 when it has no word."""
    if not counts.words:
        return 0.0
    return HARDEST * -math.expm1(-sum(contributions(counts, weights).values()) / SCALE)


def text_difficulty(sentences: Iterable[tuple[int, float]]) -> float:
    """Return the difficulty of a text from the words and difficulty of its sentences."""
    pairs = tuple(sentences)
    total = sum(words for words, _ in pairs)
    if not total:
        return 0.0
    mean = math.sqrt(sum(words * hard * hard for words, hard in pairs) / total)
    return min(mean, HARDEST)


# Levels


HARDEST = 100.0
LEVELS: tuple[tuple[float, str], ...] = (
    (20.0, "très facile"),
    (40.0, "facile"),
    (60.0, "moyen"),
    (80.0, "difficile"),
    (HARDEST, "très difficile"),
)
"""Where each level ends and its name: 20.0 is still « très facile »."""


def level_of(difficulty: float) -> str:
    """Return the name of the level of a ``difficulty`` from 0 to 100."""
    return next((name for bound, name in LEVELS if difficulty <= bound), LEVELS[-1][1])

"""Compute the difficulty of French administrative text, from 0 (easiest) to 100.

``docs/readability.md`` tells where the weights come from. A sentence has a **load**, in
plain words: the sum of what ``WEIGHTS`` gives for its words, its long words, its clauses…
Words that readers may not know load by their share of the whole text: one in a hundred
loads each sentence with three plain words and a half. The load becomes a difficulty by a
curve without steps: 100 × (1 − exp(−load / 60)). A text is the quadratic mean of its
sentences, each weighted by its words: one hard sentence in four makes a hard text.

So a rarer word, where it is new, never makes a text easier; joining two sentences never
does, splitting one never makes it harder, and a text of one sentence is as hard as that
sentence. Easy items of an enumeration load nothing, the four heaviest apart.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from ppun_access.readability.sentence_counts import SentenceCounts, rarity_around

SCALE_VERSION = 2
"""Raised when the same text gets another difficulty: the two are never compared."""
WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "words": 1.0,
        "long_words": 1.5,
        "heavy_words": 4.5,
        "rarity": 350.0,
        "clauses": 3.0,
        "negations": 2.0,
        "asides": 2.0,
        "numbers": 1.0,
        "acronyms": 1.0,
    }
)
"""What one of each loads, in plain words; ``rarity``: a text of unknown words alone."""
SCALE = 60.0
"""The load that takes a sentence 63 % of the way to the hardest."""
FULL_ITEMS = 4
"""How many items of an enumeration load as other words do."""


def contributions(
    counts: SentenceCounts, weights: Mapping[str, float] = WEIGHTS
) -> dict[str, float]:
    """Return what each count of a sentence adds to its difficulty, in plain words."""
    found = {name: weight * amount(counts, name) for name, weight in weights.items()}
    words, long_words = weights["words"], weights["long_words"]
    items = sorted(words * one + long_words * more for one, more in counts.easy_items)
    found["words"] -= sum(items[:-FULL_ITEMS])
    return found


def amount(counts: SentenceCounts, name: str) -> float:
    """Return one count of a sentence as a number (the length, for lists of words)."""
    if name == "rarity":
        return rarity_around((counts,))
    value = getattr(counts, name)
    return float(len(value)) if isinstance(value, tuple) else float(value)


def difficulty(
    sentences: Iterable[SentenceCounts], weights: Mapping[str, float] = WEIGHTS
) -> float:
    """Return the difficulty of a text of ``sentences``, 0.0 when it has no word."""
    found = tuple(one for one in sentences if one.words)
    if not found:
        return 0.0
    shared = weights["rarity"] * rarity_around(found)
    hard = (_hard(one, shared, weights) for one in found)
    squares = sum(one.words * share**2 for one, share in zip(found, hard, strict=True))
    return HARDEST * min(math.sqrt(squares / sum(one.words for one in found)), 1.0)


def _hard(counts: SentenceCounts, shared: float, weights: Mapping[str, float]) -> float:
    """Return from 0 to 1 how hard a sentence is; ``shared`` is the load of rarity."""
    own = contributions(counts, {**weights, "rarity": 0.0})
    return -math.expm1(-(sum(own.values()) + shared) / SCALE)


# Levels


HARDEST = 100.0
LEVELS: tuple[tuple[float, str], ...] = (
    (25.0, "très facile"),
    (45.0, "facile"),
    (60.0, "moyen"),
    (80.0, "difficile"),
    (HARDEST, "très difficile"),
)
"""Where each level ends and its name: 25.0 is still « très facile »."""


def level_of(difficulty: float) -> str:
    """Return the name of the level of a ``difficulty`` from 0 to 100."""
    return next((name for bound, name in LEVELS if difficulty <= bound), LEVELS[-1][1])

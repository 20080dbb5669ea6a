"""What a text should not pass: the one measure by which commands and the report judge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ppun_access.settings.toml_values import Kinds

ENDLESS_SENTENCE = 400
"""Words; no sentence has more: it is a text that lost its stops, or a table its cells.

No parser is given one: its time and its memory grow with the length of a sentence.
"""
ENDLESS_CHARACTERS = 10 * ENDLESS_SENTENCE
"""What has more is no sentence either, however few words are in it: « [[[[ »."""
LONGEST_WORD = 200
"""Characters without a space; what has more is no word: nothing looks inside."""
THRESHOLD_KEYS: Kinds = {
    "phrase_longue": ("long_sentence", int),
    "phrase_tres_longue": ("very_long_sentence", int),
    "difficulte": ("difficulty", int),
    "kandel_moles": ("kandel_moles", int),
    "lix": ("lix", int),
}
"""Key of ``[lisibilite]`` → field of ``Thresholds``, and its type."""


@dataclass(frozen=True, slots=True)
class Limit:
    """The threshold of one measure; ``least`` when a text should have at least that."""

    value: int
    least: bool = False

    def holds(self, measured: float) -> bool:
        """Return whether ``measured`` is on the right side; the threshold itself is."""
        return measured >= self.value if self.least else measured <= self.value

    @property
    def side(self) -> str:
        """« au moins » or « au plus »."""
        return "au moins" if self.least else "au plus"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What a text should not pass: ``[lisibilite]``. Everything judges by them."""

    long_sentence: int = 25
    """Words; a sentence that has more is long."""
    very_long_sentence: int = 40
    difficulty: int = 60
    """The most that a text or a sentence should have, of 100."""
    kandel_moles: int = 50
    """The least that a text should have."""
    lix: int = 55
    """The most that a text should have."""

    def limit(self, measure: str) -> Limit | None:
        """Return the limit of a field of ``Scores``; None for one that is not judged."""
        name = _JUDGED.get(measure)
        return Limit(getattr(self, name), name in _LEAST) if name else None


_JUDGED: Mapping[str, str] = MappingProxyType(
    {
        "difficulty": "difficulty",
        "longest_sentence": "very_long_sentence",
        "mean_sentence": "long_sentence",
        "kandel_moles": "kandel_moles",
        "lix": "lix",
    }
)
"""Field of ``Scores`` → its threshold. The others inform: nobody has set a limit."""
_LEAST = frozenset({"kandel_moles"})

THRESHOLDS = Thresholds()
"""The defaults of ``[lisibilite]``."""
EASY_THRESHOLDS = Thresholds(12, 20, 30, 75, 40)
"""The defaults of ``[lisibilite.facile]``, for easy-to-read versions."""

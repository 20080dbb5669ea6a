"""Define the thresholds of texts (``[lisibilite]``), for commands and the report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ppun_access.settings.fields import Fault, setting

ENDLESS_SENTENCE = 400
"""Words; no sentence has more: it is a text that lost its stops, or a table its cells.

No parser is given one: its time and its memory grow with the length of a sentence.
"""
ENDLESS_CHARACTERS = 10 * ENDLESS_SENTENCE
"""What has more is no sentence either, however few words are in it: « [[[[ »."""
LONGEST_WORD = 200
"""Characters without a space; what has more is no word: nothing looks inside."""


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

    long_sentence: int = setting(
        "phrase_longue", 25,
        "une phrase est longue au-delà de ce nombre de mots",
    )  # fmt: skip
    very_long_sentence: int = setting(
        "phrase_tres_longue", 40,
        "une phrase est très longue au-delà de ce nombre de mots, qui est plus grand ; "
        "c’est aussi le plus que devrait avoir la plus longue phrase d’un texte",
    )  # fmt: skip
    difficulty: int = setting(
        "difficulte", 60,
        "la plus grande difficulté d’un texte, de 0 à 100 ; une phrase qui en a plus est à "
        "réécrire",
    )  # fmt: skip
    kandel_moles: int = setting(
        "kandel_moles", 50, "le plus petit score de Kandel et Moles d’un texte, de 0 à 100"
    )
    lix: int = setting("lix", 55, "le plus grand LIX d’un texte, de 0 à 100")
    rare_words: int = setting(
        "mots_rares", 10,
        "le plus de mots, sur 100, que des lecteurs ne connaissent sans doute pas",
    )  # fmt: skip

    def fault(self, where: str) -> Fault | None:
        """Return the fault of impossible thresholds, if any; ``where`` is the section."""
        lengths = 0 < self.long_sentence < self.very_long_sentence
        scores = (self.difficulty, self.kandel_moles, self.lix, self.rare_words)
        if lengths and all(0 <= score <= 100 for score in scores):
            return None
        return Fault(
            f"les seuils de {where}ne sont pas possibles.",
            "« phrase_tres_longue » doit être plus grand que « phrase_longue » ; "
            "les autres vont de 0 à 100.",
        )

    def limit(self, measure: str) -> Limit | None:
        """Return the limit of a field of ``Scores``; None for one that is not judged."""
        name = _JUDGED.get(measure)
        return Limit(getattr(self, name), name in _LEAST) if name else None


_JUDGED: Mapping[str, str] = MappingProxyType(
    {
        "difficulty": "difficulty",
        "longest_sentence": "very_long_sentence",
        "kandel_moles": "kandel_moles",
        "lix": "lix",
        "rare_words": "rare_words",
    }
)
"""Field of ``Scores`` → its threshold. The others inform: nobody has set a limit."""
_LEAST = frozenset({"kandel_moles"})

THRESHOLDS = Thresholds()
"""The defaults of ``[lisibilite]``."""
EASY_THRESHOLDS = Thresholds(12, 20, 45, 75, 40, 5)
"""The defaults of ``[lisibilite.facile]``, for easy-to-read versions.

A reader who knows 95 words in 100 can guess the others (B. Laufer, « What percentage of
text-lexis is essential for comprehension? », 1989).
"""

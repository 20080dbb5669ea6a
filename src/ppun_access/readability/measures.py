"""The measures that are judged, in French words, and what to aim at.

The aims are rules of thumb of plain language (15 words a sentence, 25 at most), the level
« standard » of Kandel and Moles (60), « medium » of Björnsson (45) and the ninth grade of
Anderson (4). They judge; the composite difficulty does not use them.
"""

from __future__ import annotations

from dataclasses import dataclass

from ppun_access.readability.scores import Scores


@dataclass(frozen=True, slots=True)
class Measure:
    """One field of ``Scores``; ``aim`` is None for what only informs."""

    field: str
    label: str
    aim: float | None = None
    least: bool = False
    """Aim at ``aim`` at least, rather than at most."""
    percent: bool = False

    def value(self, scores: object) -> float | None:
        """Return the measure in ``scores``; None when these do not have it."""
        found = getattr(scores, self.field, None)
        return None if found is None else float(found) * (100 if self.percent else 1)

    def is_good(self, scores: Scores) -> bool | None:
        """Return whether ``scores`` reach the aim; None without one."""
        value = self.value(scores)
        if self.aim is None or value is None:
            return None
        return value >= self.aim if self.least else value <= self.aim

    def shown(self, value: float) -> str:
        """Return a value as a person writes it: « 12,5 », « 38 % »."""
        whole = self.percent or self.field in _WHOLE
        text = f"{value:.0f}" if whole else f"{value:.1f}".replace(".", ",")
        return f"{text}\u00a0%" if self.percent else text

    def goal(self) -> str:
        """Return the aim in words; empty without one."""
        if self.aim is None:
            return ""
        number = f"{self.aim:g}\u00a0%" if self.percent else f"{self.aim:g}"
        return f"{number} au moins" if self.least else f"{number} au plus"


_WHOLE = ("sentences", "words", "syllables", "longest_sentence", "reading_seconds")

MEASURES: tuple[Measure, ...] = (
    Measure("sentences", "Phrases"),
    Measure("words", "Mots"),
    Measure("syllables", "Syllabes"),
    Measure("mean_sentence", "Mots par phrase", 15),
    Measure("longest_sentence", "Plus longue phrase (mots)", 25),
    Measure("share_over_15", "Phrases de plus de 15 mots", 30, percent=True),
    Measure("share_over_25", "Phrases de plus de 25 mots", 0, percent=True),
    Measure("share_long_words", "Mots de 4 syllabes ou plus", 5, percent=True),
    Measure("share_rare_words", "Mots rares", 5, percent=True),
    Measure("lexical_density", "Mots pleins (densité)", percent=True),
    Measure("kandel_moles", "Kandel-Moles (100 = facile)", 60, least=True),
    Measure("lix", "LIX (20 = facile)", 45),
    Measure("rix", "RIX (0 = facile)", 4),
)

"""The measures that are shown, in French words; ``thresholds`` says which are judged."""

from __future__ import annotations

from dataclasses import dataclass

from ppun_access.readability.scores import Scores
from ppun_access.settings.thresholds import Thresholds


@dataclass(frozen=True, slots=True)
class Measure:
    """One field of ``Scores``."""

    field: str
    label: str
    percent: bool = False

    def value(self, scores: object) -> float | None:
        """Return the measure in ``scores``; None when these do not have it."""
        found = getattr(scores, self.field, None)
        return None if found is None else float(found) * (100 if self.percent else 1)

    def is_good(self, scores: Scores, thresholds: Thresholds) -> bool | None:
        """Return whether ``scores`` hold their limit; None for what only informs."""
        value, limit = self.value(scores), thresholds.limit(self.field)
        return None if limit is None or value is None else limit.holds(value)

    def shown(self, value: float) -> str:
        """Return a value as a person writes it: « 12,5 », « 38 % »."""
        whole = self.percent or self.field in _WHOLE
        text = f"{value:.0f}" if whole else f"{value:.1f}".replace(".", ",")
        return f"{text}\u00a0%" if self.percent else text

    def goal(self, thresholds: Thresholds) -> str:
        """Return the limit in words; empty without one."""
        limit = thresholds.limit(self.field)
        return f"{limit.value} {limit.side}" if limit else ""


_WHOLE = (
    "difficulty", "sentences", "words", "syllables", "longest_sentence", "reading_seconds",
)  # fmt: skip

MEASURES: tuple[Measure, ...] = (
    Measure("difficulty", "Difficulté (0 = facile)"),
    Measure("sentences", "Phrases"),
    Measure("words", "Mots"),
    Measure("syllables", "Syllabes"),
    Measure("mean_sentence", "Mots par phrase"),
    Measure("longest_sentence", "Plus longue phrase (mots)"),
    Measure("share_over_15", "Phrases de plus de 15 mots", percent=True),
    Measure("share_over_25", "Phrases de plus de 25 mots", percent=True),
    Measure("share_long_words", "Mots de 4 syllabes ou plus", percent=True),
    Measure("share_rare_words", "Mots rares", percent=True),
    Measure("lexical_density", "Mots pleins (densité)", percent=True),
    Measure("kandel_moles", "Kandel-Moles (100 = facile)"),
    Measure("lix", "LIX (20 = facile)"),
    Measure("rix", "RIX (0 = facile)"),
)

ENGLISH_MEASURES: tuple[Measure, ...] = (
    Measure("flesch", "Flesch (100 = facile)"),
    Measure("flesch_kincaid", "Flesch-Kincaid (classe)"),
    Measure("gunning_fog", "Gunning fog (classe)"),
    Measure("smog", "SMOG (classe)"),
    Measure("automated_readability", "ARI (classe)"),
    Measure("coleman_liau", "Coleman-Liau (classe)"),
    Measure("dale_chall", "Dale-Chall (5 = facile)"),
)
"""textstat's alone, made for English: shown for comparison, never judged."""

"""Make the table of measures of a text: values, verdicts of the thresholds, what to do.

Few, and those made for French alone: a page helps a person to write. The others stand in
the catalogue and in ``score --json``.
"""

from __future__ import annotations

from dataclasses import dataclass

from ppun_access.settings.thresholds import Thresholds
from ppun_access.site.report.model import Figures
from ppun_access.writers.units import number


@dataclass(frozen=True, slots=True)
class MeasureLabel:
    """The name of a measure, what it says in plain words, what to do about it."""

    field: str
    name: str
    meaning: str
    todo: str
    """What a person should do past the threshold, which stands at ``{}``."""
    decimals: int = 0


MEASURES = (
    MeasureLabel(
        "difficulty",
        "Difficulté",
        "De 0 à 100. Plus ce nombre est grand, plus le texte est difficile. "
        "C’est la mesure à regarder d’abord.",
        "Récrivez d’abord les phrases les plus difficiles.",
    ),
    MeasureLabel(
        "rare_words",
        "Mots rares",
        "Sur 100 mots, ceux que des lecteurs ne connaissent sans doute pas.",
        "Remplacez les mots rares, ou expliquez-les.",
        decimals=1,
    ),
    MeasureLabel(
        "longest_sentence",
        "Phrase la plus longue",
        "C’est son nombre de mots.",
        "Coupez les phrases de plus de {} mots.",
    ),
    MeasureLabel(
        "kandel_moles",
        "Kandel-Moles",
        "Plus ce nombre est grand, plus le texte est facile\N{NO-BREAK SPACE}: "
        "au-dessus de 90 il est très facile, au-dessous de 30 il est très difficile.",
        "Coupez les phrases, et prenez des mots plus courts.",
        decimals=1,
    ),
    MeasureLabel(
        "lix",
        "LIX",
        "Plus ce nombre est petit, plus le texte est facile\N{NO-BREAK SPACE}: "
        "au-dessous de 30 il est très facile, au-dessus de 60 il est très difficile.",
        "Remplacez des mots de plus de six lettres.",
        decimals=1,
    ),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One measure of one text, as people read it."""

    name: str
    value: str
    limit: str
    verdict: str
    good: bool
    todo: str
    """What a person should do; nothing where all is well."""


def lines(figures: Figures, thresholds: Thresholds) -> tuple[Line, ...]:
    """Return the measures of a text, judged by ``thresholds``."""
    return tuple(line for one in MEASURES if (line := _line(one, figures, thresholds)))


def _line(measure: MeasureLabel, figures: Figures, thresholds: Thresholds) -> Line | None:
    value, limit = getattr(figures, measure.field), thresholds.limit(measure.field)
    if limit is None or value is None:
        return None
    good = limit.holds(value)
    bad = "Trop bas" if limit.least else "Trop haut"
    return Line(
        measure.name,
        number(value, measure.decimals),
        f"{limit.side}\N{NO-BREAK SPACE}{limit.value}",
        "Bien" if good else bad,
        good,
        "" if good else measure.todo.format(limit.value),
    )

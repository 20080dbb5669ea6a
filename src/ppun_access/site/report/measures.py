"""Make the table of measures of a text: labels, values, verdicts of the thresholds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from ppun_access.settings.thresholds import Thresholds
from ppun_access.site.report.model import Figures
from ppun_access.writers.units import NBSP, length, number

Kind = Literal["number", "share", "time"]


@dataclass(frozen=True, slots=True)
class MeasureLabel:
    """The name of a measure, what it says in plain words, how it is written."""

    field: str
    name: str
    meaning: str
    decimals: int = 0
    kind: Kind = "number"


MEASURES = (
    MeasureLabel(
        "difficulty",
        "Difficulté",
        "De 0 à 100. Plus ce nombre est grand, plus le texte est difficile. "
        "C’est la mesure à regarder d’abord.",
    ),
    MeasureLabel(
        "longest_sentence",
        "Phrase la plus longue",
        "C’est son nombre de mots.",
    ),
    MeasureLabel(
        "mean_sentence",
        "Longueur moyenne",
        "C’est le nombre moyen de mots par phrase.",
        decimals=1,
    ),
    MeasureLabel(
        "kandel_moles",
        "Kandel-Moles",
        "Plus ce nombre est grand, plus le texte est facile : "
        "au-dessus de 90 il est très facile, au-dessous de 30 il est très difficile.",
        decimals=1,
    ),
    MeasureLabel(
        "lix",
        "LIX",
        "Plus ce nombre est petit, plus le texte est facile : "
        "au-dessous de 30 il est très facile, au-dessus de 60 il est très difficile.",
        decimals=1,
    ),
    MeasureLabel(
        "rix",
        "RIX",
        "Plus ce nombre est petit, plus le texte est facile : "
        "c’est le nombre de mots de plus de six lettres par phrase.",
        decimals=1,
    ),
    MeasureLabel(
        "share_over_15",
        "Phrases de plus de 15 mots",
        "C’est leur part dans le texte.",
        kind="share",
    ),
    MeasureLabel(
        "share_over_25",
        "Phrases de plus de 25 mots",
        "C’est leur part dans le texte.",
        kind="share",
    ),
    MeasureLabel(
        "share_long_words",
        "Mots longs",
        "C’est la part des mots de quatre syllabes ou plus.",
        kind="share",
    ),
    MeasureLabel(
        "share_rare_words",
        "Mots rares",
        "C’est la part des mots que l’on rencontre peu en français.",
        kind="share",
    ),
    MeasureLabel(
        "lexical_density",
        "Densité",
        "C’est la part des mots qui portent une idée : noms, verbes, adjectifs. "
        "Plus elle est grande, plus le texte est serré.",
        kind="share",
    ),
    MeasureLabel("sentences", "Phrases", "C’est le nombre de phrases du texte."),
    MeasureLabel(
        "words", "Mots", "C’est le nombre de mots du texte, sans titre ni signature."
    ),
    MeasureLabel(
        "syllables",
        "Syllabes",
        "Plus un texte a de syllabes par mot, plus ses mots sont longs.",
    ),
    MeasureLabel(
        "reading_seconds",
        "Temps de lecture",
        "C’est le temps qu’il faut pour lire le texte avec calme.",
        kind="time",
    ),
)

ENGLISH: Mapping[str, str] = MappingProxyType(
    {
        "flesch": "Flesch",
        "flesch_kincaid": "Flesch-Kincaid",
        "gunning_fog": "Gunning fog",
        "smog": "SMOG",
        "automated_readability": "ARI",
        "coleman_liau": "Coleman-Liau",
        "dale_chall": "Dale-Chall",
    }
)
"""Measures that are made for English, textstat's alone, and their names."""


@dataclass(frozen=True, slots=True)
class Line:
    """One measure of one text, as the report shows it; empty where there is nothing."""

    name: str
    ours: str
    limit: str
    verdict: str
    good: bool | None
    textstat: str
    """For comparison: it is never judged."""


def lines(ours: Figures, other: Figures, thresholds: Thresholds) -> tuple[Line, ...]:
    """Return the measures that somebody has made, judged by ``thresholds``."""
    known = (m for m in MEASURES if _value(ours, m) is not None)
    return tuple(_line(m, ours, other, thresholds) for m in known)


def english_lines(other: Figures) -> tuple[Line, ...]:
    """Return the lines of ``other`` on measures made for English; none is judged."""
    values = ((name, getattr(other, field)) for field, name in ENGLISH.items())
    return tuple(
        Line(name, "", "", "", None, number(value, 1))
        for name, value in values
        if value is not None
    )


def shown(value: float | None, measure: MeasureLabel) -> str:
    """Return a value as the reader sees it; empty for None."""
    if value is None:
        return ""
    if measure.kind == "share":
        return f"{number(100 * value)}{NBSP}%"
    if measure.kind == "time":
        return length(value) if value else f"0{NBSP}s"
    return number(value, measure.decimals)


def _line(
    measure: MeasureLabel, ours: Figures, other: Figures, thresholds: Thresholds
) -> Line:
    value, limit = _value(ours, measure), thresholds.limit(measure.field)
    theirs = shown(_value(other, measure), measure)
    if limit is None or value is None:
        return Line(measure.name, shown(value, measure), "", "", None, theirs)
    good = limit.holds(value)
    bad = "Trop bas" if limit.least else "Trop haut"
    return Line(
        measure.name,
        shown(value, measure),
        f"{limit.side}{NBSP}{limit.value}",
        "Bien" if good else bad,
        good,
        theirs,
    )


def _value(figures: Figures, measure: MeasureLabel) -> float | None:
    value: float | None = getattr(figures, measure.field)
    return value

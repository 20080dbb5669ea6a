"""The report for the people who write: how readable each text is, and what was found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from jinja2 import Environment

from ppun_access.document.model import Version
from ppun_access.report import Finding, Severity
from ppun_access.site.assets import assets
from ppun_access.writers.frame import Place, environment, page_bytes
from ppun_access.writers.labels import status_label
from ppun_access.writers.model import Files
from ppun_access.writers.units import count, number

Measure = Literal["sentences", "words", "syllables", "kandel_moles", "lix", "rix"]


@dataclass(frozen=True, slots=True)
class Figures:
    """The measures of one text; None where a tool gives none."""

    sentences: float | None
    words: float | None
    syllables: float | None
    kandel_moles: float | None
    lix: float | None
    rix: float | None


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One version of one text, measured by us and by textstat."""

    document_id: str
    title: str
    version: Version
    status: str
    ours: Figures
    textstat: Figures | None
    longest_sentence: str
    longest_words: int
    """The number of words of the longest sentence."""
    link: str = ""
    """The way from the report to the page of the text, when it is known."""


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """What the report says beside its figures."""

    site_title: str = ""
    publisher: str = ""
    textstat_version: str = ""


@dataclass(frozen=True, slots=True)
class MeasureLabel:
    """The name of a measure, what it says in one sentence, and its decimals."""

    field: Measure
    name: str
    meaning: str
    decimals: int = 0


MEASURES = (
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
)

_GROUPS = {
    Severity.ERROR: "Erreurs",
    Severity.WARNING: "Avertissements",
    Severity.INFO: "Informations",
}

_KANDEL_MOLES = (
    (90, "très facile"),
    (80, "facile"),
    (70, "assez facile"),
    (60, "moyen"),
    (50, "assez difficile"),
    (30, "difficile"),
)
_LIX = ((30, "très facile"), (40, "facile"), (50, "moyen"), (60, "difficile"))


@dataclass(frozen=True, slots=True)
class Line:
    """One measure of one text, as the report shows it."""

    name: str
    ours: str
    textstat: str
    words: str


@dataclass(frozen=True, slots=True)
class Section:
    """One version of one text, as the report shows it."""

    row: ReportRow
    label: str
    lines: tuple[Line, ...]


def report_page(
    rows: Sequence[ReportRow], findings: Iterable[Finding], options: ReportOptions
) -> Files:
    """Return the report's own folder: ``index.html`` and the assets that it uses."""
    title = "Rapport pour les rédacteurs"
    place = Place(
        title, options.site_title or title, options.publisher, home=True, private=True
    )
    page = (
        _templates()
        .get_template("report.html")
        .render(
            place=place,
            title=title,
            options=options,
            sections=tuple(map(_section, rows)),
            measures=MEASURES,
            groups=_groups(findings),
        )
    )
    return {"index.html": page_bytes(page), **assets()}


@cache
def _templates() -> Environment:
    return environment("ppun_access.site")


def kandel_moles_words(value: float) -> str:
    """Return the difficulty that a Kandel-Moles score stands for (Flesch's scale)."""
    return next(
        (words for least, words in _KANDEL_MOLES if value >= least), "très difficile"
    )


def lix_words(value: float) -> str:
    """Return the difficulty that a LIX stands for (Björnsson's scale)."""
    return next((words for most, words in _LIX if value < most), "très difficile")


def _section(row: ReportRow) -> Section:
    lines = (
        Line(m.name, _shown(row.ours, m), _shown(row.textstat, m), _in_words(row.ours, m))
        for m in MEASURES
    )
    return Section(row, status_label(row.status, row.version), tuple(lines))


def _value(figures: Figures | None, measure: MeasureLabel) -> float | None:
    value: float | None = getattr(figures, measure.field, None)
    return value


def _shown(figures: Figures | None, measure: MeasureLabel) -> str:
    value = _value(figures, measure)
    return "non mesuré" if value is None else number(value, measure.decimals)


def _in_words(figures: Figures, measure: MeasureLabel) -> str:
    scale = {"kandel_moles": kandel_moles_words, "lix": lix_words}.get(measure.field)
    value = _value(figures, measure)
    return scale(value) if scale and value is not None else ""


def _groups(
    findings: Iterable[Finding],
) -> tuple[tuple[str, str, tuple[Finding, ...]], ...]:
    """Return the findings by severity, the gravest first, with the words for each."""
    found = tuple(findings)
    groups = (
        (name, tuple(f for f in found if f.severity is severity))
        for severity, name in _GROUPS.items()
    )
    return tuple((name, count(len(fs), "point"), fs) for name, fs in groups if fs)

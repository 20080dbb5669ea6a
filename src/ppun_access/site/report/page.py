"""The page of the report: what the templates show, put together from plain values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment

from ppun_access.site.assets import assets, report_assets
from ppun_access.site.report import drawing, measures, remarks, words
from ppun_access.site.report.model import (
    NamedFinding,
    ReportOptions,
    ReportText,
    ReportVersion,
    SentenceRow,
)
from ppun_access.writers.frame import Place, environment, page_bytes
from ppun_access.writers.labels import status_label
from ppun_access.writers.model import Files

TITLE = "Rapport de lisibilité"
OPEN_TEXTS = 4
"""With more texts than this, the details of each wait in a box that opens."""
SEEN = 3
"""How many sentences to rewrite are in sight; the next ones wait in a box."""
FIRST_STEPS = 3
"""How many sentences the report begins with."""


@dataclass(frozen=True, slots=True)
class SentenceView:
    """A sentence in the page: its number from 1, its anchor, its level, its cell."""

    row: SentenceRow
    number: int
    anchor: str
    place: str
    link: str
    level: int
    level_name: str
    cell: drawing.Cell


@dataclass(frozen=True, slots=True)
class VersionView:
    """One version of one text, with its drawings and its words."""

    row: ReportVersion
    key: str
    label: str
    name: str
    """« texte complet » or « version simplifiée »."""
    level: int
    level_name: str
    gauge: drawing.Gauge | None
    strip: tuple[drawing.Shape, ...]
    levels: tuple[tuple[int, str, int], ...]
    in_words: str
    trend: words.Trend | None
    trend_line: drawing.TrendLine | None
    sentences: tuple[SentenceView, ...]
    rewrite: tuple[SentenceView, ...]
    zones: tuple[drawing.Zone, ...]
    most: int
    """The tallest bar of ``zones``, at least 1."""
    lines: tuple[measures.Line, ...]
    tallies: tuple[remarks.Tally, ...]


@dataclass(frozen=True, slots=True)
class TextView:
    """One text: its versions, the full one first."""

    text: ReportText
    key: str
    versions: tuple[VersionView, ...]
    comparison: str


def report_page(
    texts: Sequence[ReportText], findings: Iterable[NamedFinding], options: ReportOptions
) -> Files:
    """Return the report's own folder: ``index.html`` and the assets that it uses."""
    site = options.site_title or TITLE
    place = Place(
        TITLE, site, options.publisher, home=not options.public, private=True,
        comfort=False, root="../" if options.public else "",
        state=options.state if options.public else "",
    )  # fmt: skip
    found = remarks.remarks(findings)
    views = tuple(
        _text(text, f"t{n}", found, options) for n, text in enumerate(texts, start=1)
    )
    page = (
        _templates()
        .get_template("report.html")
        .render(
            place=place,
            title=TITLE,
            options=options,
            texts=views,
            first=_first_steps(views),
            to_rewrite=sum(len(v.rewrite) for t in views for v in t.versions),
            opened=len(views) <= OPEN_TEXTS,
            shown=words.FIRST,
            seen=SEEN,
            groups=remarks.grouped(found),
            tallies=remarks.tallies(found),
            measures=measures.MEASURES,
            drawing=drawing,
        )
    )
    shared = {} if options.public else assets(options.colour)
    return {"index.html": page_bytes(page), **shared, **report_assets()}


@cache
def _templates() -> Environment:
    return environment("ppun_access.site")


def _text(
    text: ReportText, key: str, found: Sequence[remarks.Remark], options: ReportOptions
) -> TextView:
    most = max((_words(version) for version in text.versions), default=0)
    own = [r for r in found if r.named.document_id == text.document_id]
    versions = tuple(
        _version(
            version,
            f"{key}{version.version[0]}",
            most,
            [r for r in own if r.named.version == version.version],
            options,
        )
        for version in text.versions
    )
    return TextView(text, key, versions, words.comparison(text.versions))


def _version(
    row: ReportVersion,
    key: str,
    most_words: int,
    own: Iterable[remarks.Remark],
    options: ReportOptions,
) -> VersionView:
    levels, thresholds = options.levels, options.of(row.version)
    difficulty = row.ours.difficulty if row.sentences else None
    rows = row.sentences if difficulty is not None else ()
    level = 0 if difficulty is None else drawing.level_number(difficulty, levels)
    counts = words.level_counts(rows, levels)
    sentences = tuple(
        _sentence(sentence, n, key, row, options)
        for n, sentence in enumerate(rows, start=1)
    )
    worst = words.to_rewrite(rows, thresholds)
    zones = drawing.histogram([s.words for s in rows], thresholds)
    return VersionView(
        row=row,
        key=key,
        label=status_label(row.status, row.version),
        name="version simplifiée" if row.version == "facile" else "texte complet",
        level=level,
        level_name=levels[level - 1].name if level else "",
        gauge=None if difficulty is None
        else drawing.gauge(difficulty, thresholds.difficulty, levels),
        strip=drawing.strip(rows, most_words, levels),
        levels=counts,
        in_words=words.in_words(counts),
        trend=words.trend(row) if rows and not options.public else None,
        trend_line=_trend_line(row),
        sentences=sentences,
        rewrite=tuple(sentences[place] for place in worst),
        zones=zones,
        most=max((bar.count for zone in zones for bar in zone.bars), default=0) or 1,
        lines=measures.lines(row.ours, row.textstat, thresholds) if rows else (),
        tallies=remarks.tallies(own),
    )  # fmt: skip


def _sentence(
    row: SentenceRow, n: int, key: str, version: ReportVersion, options: ReportOptions
) -> SentenceView:
    level = drawing.level_number(row.difficulty, options.levels)
    place = f"{version.file}:{row.line}" if row.line else version.file
    link = f"{version.link}#{row.anchor}" if version.link and row.anchor else ""
    name = options.levels[level - 1].name
    cell = drawing.cell(row)
    return SentenceView(row, n, f"{key}-{n}", place, link, level, name, cell)


def _trend_line(row: ReportVersion) -> drawing.TrendLine | None:
    if row.ours.difficulty is None or not row.earlier:
        return None
    values = [*(p.difficulty for p in row.earlier), row.ours.difficulty]
    return drawing.trend_line(values)


def _words(version: ReportVersion) -> int:
    return sum(sentence.words for sentence in version.sentences)


def _first_steps(texts: Iterable[TextView]) -> tuple[tuple[TextView, SentenceView], ...]:
    """Return the sentence of each text that is worth most, the hardest text first.

    Easy versions have no place here: a person reviews them with the people concerned.
    """
    full = [(t, t.versions[0]) for t in texts if t.versions and t.versions[0].rewrite]
    hardest = sorted(full, key=lambda item: -(item[1].row.ours.difficulty or 0))
    rows = [
        (text, sentence)
        for rank in range(FIRST_STEPS)
        for text, version in hardest
        for sentence in version.rewrite[rank : rank + 1]
    ]
    return tuple(rows[:FIRST_STEPS])

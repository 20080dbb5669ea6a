"""Render the editors' report as HTML pages: prepare the data of its templates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from markupsafe import Markup

from ppun_access.document.packing import Packed
from ppun_access.report import Finding, excerpt, how_to_silence
from ppun_access.site.assets import assets, report_assets
from ppun_access.site.report import (
    decisions,
    drawing,
    measures,
    words,
)
from ppun_access.site.report.model import (
    LEVELS,
    HardSentence,
    NamedFinding,
    Place,
    ReportOptions,
    ReportText,
    ReportVersion,
    SentenceRow,
    ToDo,
    UnknownWord,
)
from ppun_access.writers.html.frame import Place as PagePlace
from ppun_access.writers.html.frame import long_page, rendered, template
from ppun_access.writers.labels import status_label
from ppun_access.writers.model import Files
from ppun_access.writers.units import NBSP, as_sentence, count

_SITE = "ppun_access.site"
TITLE = "Rapport de lisibilité"
OPEN_TEXTS = 4
"""With more texts than this, the details of each wait in a box that opens."""
TOGETHER = 40
"""With more texts than this, each has a page for its details: one would be too heavy."""
TEXT_PAGE = "texte-"
"""How the names of these pages begin."""
SEEN = 3
"""How many sentences to rewrite are in sight; the next ones wait in a box."""
FIRST_STEPS = 3
"""How many sentences to rewrite the report begins with."""


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
    """Of the body and of the lists, those worth most first."""
    apart: tuple[str, ...]
    """What is scored apart, in words."""
    zones: tuple[drawing.Zone, ...]
    most: int
    """The tallest bar of ``zones``, at least 1."""
    lines: tuple[measures.Line, ...]
    tallies: tuple[decisions.Tally, ...]


@dataclass(frozen=True, slots=True)
class TextView:
    """One text: its versions, the full one first."""

    text: ReportText
    key: str
    page: str
    versions: tuple[VersionView, ...]
    comparison: str


@dataclass(frozen=True, slots=True)
class ShowTask:
    """A text to show, under its key, with the remarks that are its own."""

    text: ReportText
    key: str
    own: tuple[decisions.Remark, ...]
    options: ReportOptions
    page: str = ""
    """The page of its details, empty when they are in the report's own."""
    folded: bool = False
    """Whether it waits in a box that opens."""


@dataclass(frozen=True, slots=True)
class TextShown:
    """What the page shows of a text, as HTML, and what the beginning of the page needs."""

    title: str
    key: str
    overview: Packed[str]
    """The HTML of its card, alone: those of all the texts wait for the page."""
    detail: Markup
    page: str = ""
    """Where its details are, empty here; what they are is then ``content``."""
    content: bytes | Path = b""
    to_rewrite: int = 0
    remarks: int = 0
    difficulty: float | None = None
    """That of the full text, None when there is nothing to measure; its level."""
    level_name: str = ""
    easy: str = ""
    """The state of its easy version; empty without any."""
    fault: Finding | None = None
    """What is reported when the program failed to show it."""

    @property
    def failed(self) -> bool:
        """Whether the program failed to show it."""
        return self.fault is not None

    @property
    def card(self) -> Markup:
        """What the page shows of the text."""
        return Markup("".join(self.overview))


Each = Callable[[Sequence[ShowTask]], Iterable[TextShown]]
"""Shows each text, in order, wherever."""


def report_page(
    texts: Sequence[ReportText], findings: Iterable[NamedFinding], options: ReportOptions,
    each: Each = lambda tasks: map(show_text, tasks), words: Sequence[UnknownWord] = (),
    todo: Sequence[ToDo] | None = None,
) -> Files:  # fmt: skip
    """Return the report's own folder: ``index.html`` and the assets that it uses.

    With more texts than ``TOGETHER``, the details of each are in a page of its own.
    ``each`` shows the texts, in any process; ``words`` are those that no lexicon knows;
    ``todo`` is what to do first, the hardest sentences alone without it.
    """
    apart = len(texts) > TOGETHER
    own_pages = {t.document_id: _page_of(t) for t in texts} if apart else {}
    found = decisions.remarks(findings, own_pages)
    own = defaultdict[str, list[decisions.Remark]](list)
    for remark in found:
        own[remark.named.document_id].append(remark)
    tasks = [
        ShowTask(
            text, f"t{n}", tuple(own[text.document_id]), options,
            own_pages.get(text.document_id, ""), len(texts) > OPEN_TEXTS,
        )
        for n, text in enumerate(texts, start=1)
    ]  # fmt: skip
    shown = [*each(tasks)]
    if todo is None:
        todo = [sentence_to_do(one) for one in hard_sentences(texts, options)]
    page = long_page(
        template("report.html", _SITE),
        place=_place(TITLE, options),
        title=TITLE,
        options=options,
        texts=shown,
        todo=todo,
        to_rewrite=sum(text.to_rewrite for text in shown),
        opened=len(shown) <= OPEN_TEXTS,
        groups=decisions.grouped(found),
        tallies=decisions.tallies(found),
        silence=how_to_silence(remark.finding for remark in found),
        measures=measures.MEASURES,
        words=words,
    )
    shared = {} if options.public else assets(options.colour)
    pages = {text.page: text.content for text in shown if text.page}
    return {**pages, "index.html": page, **shared, **report_assets()}


SHORTEST = 12
"""Words: a shorter sentence is hard by its words alone, and rewriting it gains little."""


def _page_of(text: ReportText) -> str:
    return f"{TEXT_PAGE}{text.document_id}.html"


def hard_sentences(
    texts: Sequence[ReportText], options: ReportOptions
) -> tuple[HardSentence, ...]:
    """Return the sentences of the full texts that are worth most to rewrite, each once.

    Easy versions have no place here: a person reviews them with the people concerned.
    """
    apart, best = len(texts) > TOGETHER, dict[str, tuple[float, HardSentence]]()
    for n, text in enumerate(texts, start=1):
        page = _page_of(text) if apart else ""
        for version in text.versions[:1]:
            for worth, hard in _hard(text, version, f"{page}#t{n}", options):
                best.setdefault(hard.row.text, (worth, hard))
        kept = sorted(best.items(), key=lambda item: -item[1][0])[:FIRST_STEPS]
        best = dict(kept)
    return tuple(hard for _, hard in best.values())


def _hard(
    text: ReportText, version: ReportVersion, link: str, options: ReportOptions
) -> Iterator[tuple[float, HardSentence]]:
    """Yield the sentences of a text that are worth most, each with what it is worth."""
    thresholds, key = options.of(version.version), f"{link}{version.version[0]}"
    body = version.sentences if version.ours.difficulty is not None else ()
    rows = [
        *((f"{key}-{n}-r", row) for n, row in enumerate(body, start=1)),
        *((f"{key}l-{n}-r", row) for n, row in enumerate(version.listed, start=1)),
    ]
    rows = [(place, row) for place, row in rows if row.words >= SHORTEST]
    worst = words.to_rewrite([row for _, row in rows], thresholds)
    for anchor, row in (rows[place] for place in worst[:FIRST_STEPS]):
        file = f"{version.file}:{row.line}" if row.line else version.file
        yield words.worth(row, thresholds), HardSentence(text, row, file, anchor)


def sentence_to_do(
    one: HardSentence, proposal: str = "", ideas: tuple[str, ...] = ()
) -> ToDo:
    """Return the thing to do about a sentence: to write it again, why, and as what."""
    row, title = one.row, one.text.title
    what = "un point de liste" if row.in_list else "une phrase"
    where = f", {row.place}" if row.place else ""
    advice = next((cause.suggestion for cause in row.causes if cause.suggestion), "")
    wanted = f"Récrivez {what} de {count(row.words, 'mot')} de «{NBSP}{title}{NBSP}»"
    return ToDo(
        wanted,
        as_sentence(advice) if advice else "",
        (Place(f"page «{NBSP}{title}{NBSP}»{where}", one.link, one.file),),
        quote=row.text,
        proposal=proposal,
        ideas=ideas,
        told=f"{wanted}{NBSP}: «{NBSP}{excerpt(row.text)}{NBSP}»",
    )


def _place(title: str, options: ReportOptions) -> PagePlace:
    return PagePlace(
        title, options.site_title or TITLE, options.publisher, home=not options.public,
        private=True, comfort=False, root="../" if options.public else "",
        state=options.state if options.public else "",
    )  # fmt: skip


def show_text(task: ShowTask) -> TextShown:
    """Return one text as the report shows it."""
    view, options = _text(task), task.options
    level = 2 if task.page else 4 if task.folded else 3
    overview = template("report/overview.html", _SITE).module
    card = overview.card(view, options, drawing, level, not task.folded)  # type: ignore[attr-defined]
    first = view.versions[0] if view.versions else None
    shown = TextShown(
        view.text.title, view.key, Packed.of([str(card)]), Markup(), task.page,
        to_rewrite=sum(len(version.rewrite) for version in view.versions),
        remarks=len(task.own),
        difficulty=first.row.ours.difficulty if first and first.level else None,
        level_name=first.level_name if first else "",
        easy=next((v.label for v in view.versions if v.row.version == "facile"), ""),
    )  # fmt: skip
    if task.page:
        own = _own_page(view, task, shown.card)
        return replace(shown, overview=Packed.of(()), content=own)
    text = template("report/text.html", _SITE).module
    detail = text.detail(view, options, drawing, words.FIRST, SEEN)  # type: ignore[attr-defined]
    return replace(shown, detail=detail)


def _own_page(view: TextView, task: ShowTask, card: Markup) -> bytes:
    """Return the page of one text: its card, its remarks, its details."""
    place = _place(f"{view.text.title} – {TITLE}", task.options)
    return rendered(
        "report_text.html", _SITE,
        place=place, title=TITLE, text=view, options=task.options, drawing=drawing,
        most=words.FIRST, seen=SEEN, card=card, groups=decisions.grouped(task.own),
    )  # fmt: skip


def placeholder(task: ShowTask, fault: Finding) -> TextShown:
    """Return the placeholder of a text that could not be shown, with its ``fault``."""
    message = Markup("<p>{}</p>").format(fault.message)
    return TextShown(task.text.title, task.key, Packed.of(()), message, fault=fault)


def _text(task: ShowTask) -> TextView:
    text, key = task.text, task.key
    lengths = (sum(one.words for one in version.sentences) for version in text.versions)
    most = max(lengths, default=0)
    versions = tuple(
        _version(
            version,
            f"{key}{version.version[0]}",
            most,
            [r for r in task.own if r.named.version == version.version],
            task.options,
        )
        for version in text.versions
    )
    return TextView(text, key, task.page, versions, words.comparison(text.versions))


def _version(
    row: ReportVersion,
    key: str,
    most_words: int,
    own: Iterable[decisions.Remark],
    options: ReportOptions,
) -> VersionView:
    thresholds = options.of(row.version)
    difficulty = row.ours.difficulty if row.sentences else None
    rows = row.sentences if difficulty is not None else ()
    level = 0 if difficulty is None else drawing.level_number(difficulty)
    counts = words.level_counts(rows)
    sentences = _sentences(rows, key, row)
    every = (*sentences, *_sentences(row.listed, f"{key}l", row))
    worst = words.to_rewrite([one.row for one in every], thresholds)
    zones = drawing.histogram([s.words for s in rows], thresholds)
    return VersionView(
        row=row,
        key=key,
        label=status_label(row.status, row.version),
        name="version simplifiée" if row.version == "facile" else "texte complet",
        level=level,
        level_name=LEVELS[level - 1].name if level else "",
        gauge=None if difficulty is None
        else drawing.gauge(difficulty, thresholds.difficulty),
        strip=drawing.strip(rows, most_words),
        levels=counts,
        in_words=words.in_words(counts),
        trend=words.trend(row) if rows and not options.public else None,
        trend_line=_trend_line(row),
        sentences=sentences,
        rewrite=tuple(every[place] for place in worst),
        apart=words.separate_scores(row),
        zones=zones,
        most=max((bar.count for zone in zones for bar in zone.bars), default=0) or 1,
        lines=measures.lines(row.ours, thresholds) if rows else (),
        tallies=decisions.tallies(own),
    )  # fmt: skip


def _sentences(
    rows: Sequence[SentenceRow], key: str, version: ReportVersion
) -> tuple[SentenceView, ...]:
    return tuple(_sentence(row, n, key, version) for n, row in enumerate(rows, start=1))


def _sentence(row: SentenceRow, n: int, key: str, version: ReportVersion) -> SentenceView:
    level = drawing.level_number(row.difficulty)
    place = f"{version.file}:{row.line}" if row.line else version.file
    link = f"{version.link}#{row.anchor}" if version.link and row.anchor else ""
    name = LEVELS[level - 1].name
    cell = drawing.cell(row)
    return SentenceView(row, n, f"{key}-{n}", place, link, level, name, cell)


def _trend_line(row: ReportVersion) -> drawing.TrendLine | None:
    if row.ours.difficulty is None or not row.earlier:
        return None
    values = [*(p.difficulty for p in row.earlier), row.ours.difficulty]
    return drawing.trend_line(values)

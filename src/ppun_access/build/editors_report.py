"""Make the editors' report and ``build.json``, and read what the last build found."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any

from ppun_access.build.automatic_drafts import FOLDER as DRAFTS
from ppun_access.build.automatic_drafts import AutomaticDraft
from ppun_access.build.automatic_drafts import files as draft_files
from ppun_access.build.catalogue import Publication, PublishedVersion
from ppun_access.build.context import Build
from ppun_access.build.history import (
    History,
    Measured,
    date_in_words,
    history_files,
    moment_in_words,
    pasts,
    read_history,
    recorded,
)
from ppun_access.build.todo import things_to_do
from ppun_access.build.unknown_words import FOLDER as WORDS
from ppun_access.build.unknown_words import unknown_words
from ppun_access.document.model import Document, Pos, Version
from ppun_access.document.place_in_page import PlacesInPage, places_in_page
from ppun_access.document.sources import page_of_source
from ppun_access.document.walk import nodes
from ppun_access.easy.draft.pictograms import pictograms, proposals
from ppun_access.easy.review.record import AUTOMATIC
from ppun_access.failures import isolated
from ppun_access.project.project import shown_pictograms
from ppun_access.readability.composite import SCALE_VERSION
from ppun_access.report import Finding, Report, Severity, plain_title
from ppun_access.runtime.console import from_folder
from ppun_access.runtime.untrusted_files import RECORD, parse_json, read_regular
from ppun_access.settings.ppun_toml import Settings
from ppun_access.site.pages.downloads import FOLDER as BLOCKS
from ppun_access.site.pages.downloads import gitbook_block
from ppun_access.site.pages.rgaa import PAGE as GRID
from ppun_access.site.report.decisions import decisions
from ppun_access.site.report.model import (
    EarlierMeasure,
    NamedFinding,
    PictogramShown,
    Place,
    ReportOptions,
    ReportText,
    ReportVersion,
    ToDo,
)
from ppun_access.site.report.page import TEXT_PAGE, Each, hard_sentences, report_page
from ppun_access.tools import spacy_french
from ppun_access.writers.model import Files

LOG = "build.json"
WITHOUT_SYNTAX = (
    "Ces brouillons sont faits sans l’analyse de la syntaxe : seuls les mots et les lignes "
    "sont travaillés. Pour en avoir de meilleurs, tapez : "
    + spacy_french.INSTALL.removeprefix("Tapez : ")
)
NO_BLOCK = (
    "Pour avoir le bloc de liens à coller en haut de vos pages GitBook, écrivez dans "
    "ppun.toml l’adresse du site, base_url."
)
PICTOGRAMS = "pictogrammes"
"""Where the drawings stand that the report proposes."""
PARTS = (f"{DRAFTS}/", f"{BLOCKS}/", f"{WORDS}/", f"{PICTOGRAMS}/", TEXT_PAGE)
"""How the names begin of what the report needs, beside its first page."""
PUBLIC = "rapport"
"""Where the published copy of the report stands in the site."""


@dataclass(frozen=True, slots=True)
class Reports:
    """The report of one build: the one to publish, often empty, and the team's own."""

    public: Files
    team: Callable[[Sequence[AutomaticDraft]], TeamReport]
    """Makes that of the team, with the drafts and all that was found until then."""


@dataclass(frozen=True, slots=True)
class TeamReport:
    """The files of the team's report, and the first things to do that it begins with."""

    files: Files
    todo: tuple[ToDo, ...] = ()


def reports(
    build: Build, publications: Sequence[Publication], title: str, each: Each,
    dates: Mapping[str, str],
) -> Reports:  # fmt: skip
    """Return the report to publish, and a function that makes that of the team.

    The team's has links to the published texts, the history, and the drafts. ``each``
    shows the texts, wherever. ``dates`` are those of easy versions, by id, where known.

    What is published has neither dates nor trends: the same texts give the same bytes.
    """
    settings, report, folder = build.settings, build.report, build.folder
    now = datetime.now().astimezone()
    texts = tuple(map(_text, publications))
    options = _options(settings, title, now)

    def team(drafts: Sequence[AutomaticDraft]) -> TeamReport:
        link = os.path.relpath(build.request.out.resolve(), folder)
        with_files = _with_files(past, drafts, blocks)
        own = _linked(_with_pictograms(with_files, publications, report), link)
        advice = WITHOUT_SYNTAX if drafts and not spacy_french.is_installed() else ""
        found = known
        if later := report.findings[len(known) :]:
            found += named(later, publications)
        told = replace(options, draft_advice=advice)
        words, sounds = unknown_words(build, publications)
        todo = things_to_do(
            replace(settings, title=build.project.title), own, hard_sentences(own, told),
            decisions(one.finding for one in found), drafts, dates,
        )  # fmt: skip
        pages = dict(report_page(own, found, told, each, words, todo))
        sources = build.request.sources
        for path, page in pages.items():
            if path.endswith(".html") and isinstance(page, bytes):
                pages[path] = from_folder(page.decode(), sources, escape).encode()
        drafted = draft_files(drafts)
        drawn = {
            one.image: pictograms()[one.name].drawing
            for text in own
            for one in text.pictograms
        }
        others = {**drafted, **blocks, **sounds, **drawn}
        files = {**pages, **history_files(history), **others}
        return TeamReport(files, todo)

    known = named(report.findings, publications)
    public: Files = {}
    if settings.public_report:
        state = settings.accessibility.state
        shared = replace(
            options, public=True, date="", block_advice="", state=state, grid=""
        )
        hidden = {p.document.id for p in publications if p.document.meta.hidden}
        listed = [text for text in texts if text.document_id not in hidden]
        found = tuple(one for one in known if one.document_id not in hidden)
        public = report_page(_linked(listed, ".."), found, shared, each)
    history = read_history(folder, report)
    history, past = _with_trends(history, texts, now, report)
    blocks = dict(_blocks(publications, settings.base_url, report))
    return Reports(public, team)


def _options(settings: Settings, title: str, now: datetime) -> ReportOptions:
    """Return the options of the team's report: the site, the day, the thresholds."""
    return ReportOptions(
        title,
        settings.publisher,
        moment_in_words(now),
        settings.thresholds,
        settings.easy_thresholds,
        block_advice="" if settings.base_url else NO_BLOCK,
        grid=GRID,
        colour=settings.site.colour,
    )


def _with_files(
    texts: Iterable[ReportText], drafts: Iterable[AutomaticDraft], blocks: Files
) -> tuple[ReportText, ...]:
    """Return ``texts`` with the draft and the block of links that each has."""
    linked = {one.document.id: one.path for one in drafts}
    return tuple(
        replace(
            text, draft=linked.get(text.document_id, ""),
            block=path if (path := _block_path(text.document_id)) in blocks else "",
        )
        for text in texts
    )  # fmt: skip


def _with_pictograms(
    texts: Iterable[ReportText], publications: Iterable[Publication], report: Report
) -> Iterator[ReportText]:
    """Yield ``texts`` with the pictograms that the easy version of each may show."""
    easy = {
        v.document.id: v.document
        for publication in publications
        for v in publication.versions
        if v.version == "facile" and v.document.meta.status != AUTOMATIC
    }
    for text in texts:
        if document := easy.get(text.document_id):
            with isolated(report, text.title, "Ses pictogrammes ne sont pas proposés"):
                text = replace(text, pictograms=tuple(_proposed(document)))
        yield text


def _proposed(document: Document) -> Iterator[PictogramShown]:
    for one in proposals(document, shown_pictograms(document)):
        name = one.pictogram.name
        yield PictogramShown(
            name, one.pictogram.shows, one.passage, f"{source_file(document)}:{one.line}",
            f"{PICTOGRAMS}/{name}.svg",
        )  # fmt: skip


def _blocks(
    publications: Iterable[Publication], base_url: str, report: Report
) -> Iterator[tuple[str, bytes]]:
    """Yield the path and the content of each text's GitBook block, where it has one."""
    for item in publications:
        downloads = [d for version in item.versions for d in version.downloads]
        block = None
        with isolated(report, item.document.title, "Son bloc de liens n’est pas fait"):
            block = gitbook_block(downloads, base_url)
        if block:
            yield _block_path(item.document.id), block


def _block_path(document_id: str) -> str:
    return f"{BLOCKS}/{document_id}.md"


def read_findings(folder: Path, key: str | None = None) -> tuple[Finding, ...] | None:
    """Return the findings of the build of ``key``, None when its report is incomplete.

    Without a key, any build will do.
    """
    log = read_log(folder)
    found, drafts = _read(folder, "findings"), log.get("drafts", ())
    drafts = drafts if isinstance(drafts, list) else ()
    is_whole = all((folder / str(path)).is_file() for path in ("index.html", *drafts))
    ours = key is None or log.get("key") == key
    return found if is_whole and ours else None


def read_todo(folder: Path) -> tuple[ToDo, ...]:
    """Return the first things to do after the last build; nothing where none is told."""
    try:
        return tuple(map(_todo, read_log(folder)["todo"]))
    except (KeyError, TypeError, AttributeError):
        return ()


def _todo(one: Mapping[str, Any]) -> ToDo:
    own: dict[str, Any] = {f.name: str(one[f.name]) for f in fields(ToDo)}
    own["places"] = tuple(Place(*map(str, p.values())) for p in one["places"])
    own["ideas"] = tuple(map(str, one["ideas"]))
    return ToDo(**own)


def read_silenced(folder: Path) -> tuple[Finding, ...]:
    """Return the findings of the last build that were silenced."""
    return _read(folder, "silenced") or ()


def _read(folder: Path, name: str) -> tuple[Finding, ...] | None:
    try:
        return tuple(map(finding_from_json, read_log(folder)[name]))
    except (ValueError, KeyError, TypeError):
        return None


def read_log(folder: Path) -> dict[str, Any]:
    """Return the values of ``build.json``, empty when it cannot be read."""
    try:
        log = parse_json(read_regular(folder / LOG, RECORD, links=False))
    except (OSError, ValueError):
        return {}
    return log if isinstance(log, dict) else {}


def finding_as_json(finding: Finding) -> dict[str, Any]:
    """Return a finding as ``build.json`` and ``check --json`` hold it."""
    told: dict[str, Any] = {"trace": finding.trace} if finding.trace else {}
    if finding.subject:
        told |= {"subject": finding.subject, "times": finding.times}
    if finding.line:
        told["lexicon"] = finding.line
    if finding.pages:
        told["pages"] = list(finding.pages)
    return {
        "code": finding.code,
        "message": finding.message,
        "severity": finding.severity.name,
        "file": finding.pos.file if finding.pos else None,
        "line": finding.pos.line if finding.pos else None,
        "page": finding.page,
        "passage": finding.passage,
        **told,
    }


def finding_from_json(value: dict[str, Any]) -> Finding:
    """Return the finding that ``finding_as_json`` gave ``value`` for."""
    names = ("code", "message", "severity", "page", "passage")
    code, message, severity, page, passage = (value[name] for name in names)
    place = (value["file"] or "", value["line"] or 0)
    texts = (code, message, severity, page, passage, place[0], value.get("trace", ""))
    if not all(isinstance(text, str) for text in texts) or type(place[1]) is not int:
        raise TypeError("not a finding")
    pos = Pos(*place) if place[0] else None
    subject, times = str(value.get("subject", "")), int(value.get("times", 1))
    pages = tuple(map(str, value.get("pages", ())))
    minor = Severity[severity] is Severity.INFO
    line = str(value.get("lexicon", ""))
    said = (code, message, pos, page, passage, texts[-1])
    return Finding(*said, minor, pages, subject, times, line)


# The figures


def _text(publication: Publication) -> ReportText:
    document = publication.document
    versions = tuple(map(_version, publication.versions))
    return ReportText(document.id, document.title, versions)


def _version(item: PublishedVersion) -> ReportVersion:
    document = item.document
    pages = [d.path for d in item.downloads if d.format == "html"]
    found = item.measures
    return ReportVersion(
        version=item.version,
        status=document.meta.status,
        file=source_file(document),
        ours=found.ours,
        sentences=found.sentences,
        listed=found.listed,
        lists=found.lists,
        headings=found.headings,
        link=pages[0] if pages else "",
    )


def _linked(texts: Iterable[ReportText], root: str) -> tuple[ReportText, ...]:
    """Return ``texts`` with links to their pages below ``root``."""
    return tuple(
        replace(
            text,
            versions=tuple(
                replace(v, link=f"{root}/{v.link}" if v.link else "") for v in text.versions
            ),
        )
        for text in texts
    )


# The trend


def _with_trends(
    history: History, texts: Sequence[ReportText], now: datetime, report: Report
) -> tuple[History, tuple[ReportText, ...]]:
    """Return the history with this build in it, and the texts with their past."""
    of_now: dict[tuple[str, Version], Measured] = {}
    for text in texts:
        with isolated(report, text.title, "L’historique ne garde pas ce texte"):
            of_now |= {
                (text.document_id, v.version): _measured(text.document_id, v)
                for v in text.versions
                if v.sentences
            }
    every = tuple(of_now.values())
    known = dict(zip(of_now, pasts(history, every), strict=True))

    def with_past(text: ReportText, item: ReportVersion) -> ReportVersion:
        found = known.get((text.document_id, item.version))
        if found is None:
            return item
        points = tuple(
            EarlierMeasure(date_in_words(d, now), value) for d, value in found.points
        )
        return replace(item, earlier=points, recomputed=found.recomputed)

    told = tuple(
        replace(text, versions=tuple(with_past(text, v) for v in text.versions))
        for text in texts
    )
    return recorded(history, every, now), told


def _measured(document_id: str, item: ReportVersion) -> Measured:
    words = "\n".join(sentence.text for sentence in item.sentences)
    figures = item.ours
    return Measured(
        document_id,
        item.version,
        hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:16],
        int(figures.words or 0),
        int(figures.longest_sentence or 0),
        round(figures.kandel_moles or 0.0, 2),
        round(figures.lix or 0.0, 2),
        round(figures.difficulty or 0.0, 2),
        SCALE_VERSION,
    )


# Which text and which version a finding belongs to


@dataclass(frozen=True, slots=True)
class _Owner:
    """A version of a text: its file, where it begins there, how findings call it."""

    document_id: str
    version: Version
    file: str
    first_line: int
    title: str
    places: PlacesInPage


def source_file(document: Document) -> str:
    """Return the page of ``document`` in its source folder, as findings name it."""
    return page_of_source(document.meta.source)


def named(
    findings: Iterable[Finding], publications: Sequence[Publication]
) -> tuple[NamedFinding, ...]:
    """Return the findings, each with the text it belongs to, if it belongs to one.

    The place decides; two texts of one page are told apart by their title, else by the
    line. A finding without a place goes by its title.
    """
    owners = [
        _Owner(
            p.document.id, v.version, source_file(v.document), _first_line(v.document),
            plain_title(v.document.title),
            places_in_page(v.document, source_file(v.document)),
        )
        for p in publications
        for v in p.versions
    ]  # fmt: skip
    files, titles = dict[str, list[_Owner]](), dict[str, list[_Owner]]()
    for owner in owners:
        files.setdefault(owner.file, []).append(owner)
        titles.setdefault(owner.title, []).append(owner)
    return tuple(_named(finding, files, titles) for finding in findings)


def _named(
    finding: Finding,
    files: Mapping[str, Sequence[_Owner]],
    titles: Mapping[str, Sequence[_Owner]],
) -> NamedFinding:
    """Return a finding with its text; ``files`` and ``titles`` have the texts of each."""
    title, pos = plain_title(finding.page), finding.pos
    near = files.get(pos.file, ()) if pos else titles.get(title, ())
    titled = [o for o in near if title and o.title == title]
    above = [o for o in near if pos is not None and o.first_line <= pos.line]
    if titled:
        owner = titled[0]
    elif above:
        owner = max(above, key=lambda o: o.first_line)
    elif pos is not None and len(near) == 1:
        owner = near[0]
    else:
        return NamedFinding(finding)
    place = owner.places.at(pos.line) if pos else ""
    return NamedFinding(finding, owner.document_id, owner.version, place)


def _first_line(document: Document) -> int:
    lines = (node.pos.line for node in nodes(document) if node.pos)
    return min(lines, default=1)

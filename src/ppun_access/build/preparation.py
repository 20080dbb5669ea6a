"""Prepare the texts of all pages for writing, each with what it needs of the site.

The facts of the whole site (where the pages and their headings are, what they are called)
are gathered first; each text gets those that its links ask for, and no others: a change
elsewhere leaves it as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ppun_access.build.context import Build
from ppun_access.build.ledger import Ledger, Parts, Unit, picked
from ppun_access.build.measures import Measures
from ppun_access.build.navigation import (
    groups_of,
    navigation,
    pages_of,
    places_of,
    titles_of,
    withheld,
)
from ppun_access.build.page_tasks import (
    NO_EASY,
    EasyPage,
    EasyReadTask,
    PreparedPage,
    PrepareTask,
    ReadPage,
    parts_of,
)
from ppun_access.checks import CHECKS, Check
from ppun_access.document.build import with_meta
from ppun_access.document.model import Block, Document, Version
from ppun_access.document.sources import page_of_source
from ppun_access.errors import InputError
from ppun_access.failures import Breakdown, attempt, isolated, leaves_nothing
from ppun_access.project.attachments import attachments, own_addresses
from ppun_access.project.project import (
    EASY_FOLDER,
    Project,
    Source,
    easy_file,
    easy_pictures,
    pictures,
    report_orphans,
    surroundings,
    with_licensed_pictos,
    written_easy,
)
from ppun_access.readers.space.pages import short_names
from ppun_access.report import Finding, Report, plain_title
from ppun_access.runtime.progress import Phase
from ppun_access.settings.ppun_toml import Settings
from ppun_access.transforms import TransformOptions
from ppun_access.transforms.anchors import wanted
from ppun_access.transforms.links import asked_pages, leads_to_page
from ppun_access.writers.model import Files

PAGE = "page"
"""What the ledger calls a text that is prepared."""


Measured = Mapping[tuple[Version, str], Measures]
"""A version and the id of a document → what was measured of it."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the pages became: the opening of the book, its texts, their easy versions."""

    opening: tuple[Block, ...]
    integral: tuple[Document, ...]
    easy: tuple[Document, ...]
    pictures: Files
    measures: Measured = field(default_factory=dict)
    """Those of the texts that were measured."""
    contents: tuple[Mapping[str, Any], ...] = ()
    """The lines of the contents of the site, as ``navigation`` nests them."""

    def texts(self) -> Iterator[tuple[Version, Document]]:
        """Yield every text to narrate, the full ones first."""
        yield from (("integral", document) for document in self.integral)
        yield from (("facile", document) for document in self.easy)


@dataclass(frozen=True, slots=True)
class _Site:
    """What the whole site says of its pages: see ``TransformOptions``."""

    pages: Mapping[str, str]
    names: Mapping[str, str]
    anchors: Mapping[str, Mapping[str, str]]
    titles: Mapping[str, str]
    wanted: frozenset[str]
    withheld: frozenset[str]

    def options(self, document: Document, name: str) -> TransformOptions:
        """Return the options for one document; ``name`` is that of its page."""
        names = picked(asked_pages(document), self.names)
        asked = asked_pages(document) | {name, *names.values()}
        places = picked(asked, self.anchors)
        led = wanted(document)
        headings = {p[key] for p in places.values() for key in led.intersection(p)}
        return TransformOptions(
            pages=picked(asked, self.pages),
            names=names,
            anchors=places,
            wanted=self.wanted.intersection(self.anchors.get(name, ())),
            titles=picked(asked | headings, self.titles),
            withheld=self.withheld & asked,
        )


@dataclass(slots=True)
class _Text:
    """What is kept of a text that is prepared, and what its easy version brings with it."""

    source: Source
    files: dict[str, bytes | Path]
    key: str = ""
    parts: Parts = field(default_factory=dict)
    """What it is made from, and the key of that, if it is kept."""
    told: tuple[Finding, ...] = ()
    """What was found when its easy version was read."""
    shown: Mapping[str, Path] = field(default_factory=dict)
    """The pictures of its easy version."""


def prepare(
    build: Build,
    sources: Sequence[Source],
    *,
    around: Sequence[Source] = (),
    orphans: bool = True,
    easy: bool = True,
    checks: Sequence[Check] = CHECKS,
) -> Prepared:
    """Return the texts as they will be published, and their easy versions.

    Where the runner has a cache, they are kept there, and measured too: a build shows that.
    ``around``: the texts to which links may lead, ``sources`` alone without any.
    ``orphans``: look for easy versions that belong to no text; ``easy``: read those that
    belong to one. ``checks`` are made of each text; the report no longer tells what the
    settings silence. Raises OutputError when the program fails on the only text.
    """
    project, report = build.project, build.report
    if orphans:
        report_orphans(project, sources, report)
    site = _site(project, around or sources, report)
    texts, taken = list[_Text](), dict[str, bool]()
    lost = list[tuple[Source, Finding]]()

    def tasks() -> Iterator[PrepareTask]:
        for source, made in _texts(build, sources, site, checks, easy):
            if isinstance(made, Breakdown):
                lost.append((source, made.finding(source.document.title)))
            else:
                texts.append(made[0])
                yield made[1]

    made = build.runner.map(
        tasks(), on_done=lambda task, kept: taken.update({task.key: kept})
    )
    done = tuple(Phase("Préparation des pages", len(sources), build.tell).over(made))
    lost += _lost(texts, done, report)
    if lost:
        left = _without(sources, lost, report)
        gone = {id(source) for source, _ in lost}
        around = [source for source in around if id(source) not in gone]
        return prepare(build, left, around=around, orphans=False, easy=easy, checks=checks)
    _note(build.ledger, texts, taken)
    prepared = _assembled(texts, done)
    _check(project, prepared, done, report)
    return replace(prepared, contents=tuple(navigation(project, sources, site.anchors)))


def _site(project: Project, sources: Sequence[Source], report: Report) -> _Site:
    """Gather where the pages and their headings are, and what they are called."""
    listed = {page.name: page.title for page in project.pages if page.title}
    there = pages_of(sources)
    pages = dict.fromkeys((page.name for page in project.pages), "")
    named = pages_of(source for source in sources if not source.document.meta.hidden)
    pages |= groups_of(project, named, report) | there
    return _Site(
        pages, {**short_names(project.pages), **project.aliases}, places_of(sources),
        listed | titles_of(sources),
        frozenset(key for source in sources for key in source.places.wanted),
        frozenset(withheld(report)),
    )  # fmt: skip


def _lost(
    texts: Iterable[_Text], done: Iterable[PreparedPage], report: Report
) -> Iterator[tuple[Source, Finding]]:
    """Report the findings on texts and easy versions; yield the lost ones, and why."""
    for text, one in zip(texts, done, strict=True):
        report.add(*one.findings)
        if one.document is None:
            yield from ((text.source, fault) for fault in one.faults)
            continue
        if not one.document.meta.opening:
            report.add(*text.told)
        if one.easy:
            report.add(*one.easy.findings)
            if one.easy.document is None:
                report.add(*one.easy.faults)


def _without(
    sources: Sequence[Source], lost: Iterable[tuple[Source, Finding]], report: Report
) -> Sequence[Source]:
    """Return the texts left to publish, without links to those that are lost."""
    gone = {id(source): fault for source, fault in lost}
    left = [source for source in sources if id(source) not in gone]
    if not left:
        (fault, *_) = gone.values()
        raise leaves_nothing(fault, "Corrigez la page, ou retirez-la.", report)
    report.add(*gone.values())
    return left


def _assembled(texts: Iterable[_Text], done: Iterable[PreparedPage]) -> Prepared:
    opening: list[Block] = []
    integral: list[Document] = []
    easy: list[Document] = []
    files: dict[str, bytes | Path] = {}
    measures: dict[tuple[Version, str], Measures] = {}
    for text, one in zip(texts, done, strict=True):
        files |= text.files
        document = one.document
        if document is None or document.meta.opening:
            if document and not document.meta.hidden:
                opening.extend(document.blocks)
            continue
        integral.append(document)
        if one.measures:
            measures["integral", document.id] = one.measures
        if one.easy and one.easy.document:
            easy.append(one.easy.document)
            files |= text.shown
            if one.easy.measures:
                measures["facile", document.id] = one.easy.measures
    return Prepared(tuple(opening), tuple(integral), tuple(easy), files, measures)


def _check(
    project: Project, made: Prepared, done: Iterable[PreparedPage], report: Report
) -> None:
    """Apply the silences of the settings, then run the checks for authors."""
    pages = tuple(done)
    easy = [one.easy for one in pages if one.easy and one.easy.document]
    texts = [*pages, *easy]
    apply_silences(
        report, project.settings, [text.document for text in texts if text.document]
    )
    for text in texts:
        report.add(*text.checked, *text.faults)


def _note(ledger: Ledger, texts: Iterable[_Text], taken: Mapping[str, bool]) -> None:
    """Note in the ledger which texts were prepared again, and why."""
    for text in texts:
        if text.key:
            document = text.source.document
            unit = Unit(PAGE, "integral", document.id, document.title)
            ledger.note(unit, text.parts, taken=taken[text.key])


# What each text needs


def _texts(
    build: Build, sources: Sequence[Source], site: _Site, checks: Sequence[Check],
    easy: bool,
) -> Iterator[tuple[Source, tuple[_Text, PrepareTask] | Breakdown]]:  # fmt: skip
    """Yield each text, with its task, or with why none could be made."""
    pages = _easy_pages(build, sources if easy else ())
    read = {id(source): one for source, one in pages}
    for source in sources:
        own = read.get(id(source))

        def make(
            source: Source = source, own: ReadPage | None = own
        ) -> tuple[_Text, PrepareTask] | Breakdown:
            return _text(build, source, site, checks, own)

        yield source, attempt(make, lambda breakdown: breakdown, build.runner.seconds)


def _text(
    build: Build, source: Source, site: _Site, checks: Sequence[Check],
    easy: ReadPage | None,
) -> tuple[_Text, PrepareTask]:  # fmt: skip
    project, kept = build.project, build.runner.cache is not None
    found = pictures(source)
    folder, root = source.page.path.parent, source.page.root
    date = project.settings.of(source.document.id).date or source.document.meta.date
    document = with_meta(source.document, date=date)
    options = site.options(document, source.page.name)
    files = (a for a in own_addresses(document) if not leads_to_page(a, document, options))
    attached = attachments(files, folder, root, source.page.reach)
    unfit = {**attached.unfit, **found.unfit}
    options = replace(options, images=found.paths, unfit=unfit, files=attached.paths)
    settings = project.settings
    task = PrepareTask(
        document, options, settings.thresholds.very_long_sentence, checks,
        measured=kept and not document.meta.opening, spoken=build.speaks(document),
    )  # fmt: skip
    text = _Text(source, {**found.files, **attached.files})
    text.told = easy.findings if easy else ()
    for page in easy.documents if easy else ():
        shown = easy_pictures(page, source, settings)
        text.shown = shown.files
        around = surroundings(page, source, project)
        own = site.options(page, source.page.name)
        own = replace(own, images=shown.paths, unfit=shown.unfit, wanted=frozenset())
        limit = settings.easy_thresholds.very_long_sentence
        task = replace(task, easy=EasyPage(page, around, own, limit))
    task = task.knowing(project.lexicon)
    if source.key and kept:
        text.parts = parts_of(source.key, task, easy.key if easy else "")
        task = replace(task, parts=text.parts)
        text.key = task.key
    return text, task


def _missing_easy(source: Source, settings: Settings) -> InputError | None:
    """Return the error of an easy version that has its own name and is not there."""
    name, path = easy_file(source, settings)
    if name == f"{EASY_FOLDER}/{source.document.id}.md" or path.is_file():
        return None
    return InputError(
        f"{name} : cette version simplifiée n’existe pas.",
        next_step="Corrigez son nom (« facile ») dans l’en-tête de la page ou dans "
        "ppun.toml.",
    )


def _easy_pages(
    build: Build, sources: Iterable[Source]
) -> Iterator[tuple[Source, ReadPage]]:
    """Yield the texts that have an easy version, and what it holds."""
    waiting = list[tuple[Source, EasyReadTask]]()
    for source in sources:
        if source.document.meta.opening:
            continue
        own, report = None, Report()
        with _easy_faults(source, report):
            own = _easy_task(source, build.settings)
        if own:
            waiting.append((source, own))
        elif report.findings:
            yield source, ReadPage(findings=tuple(report.findings))
    tasks = [task for _, task in waiting]
    read = build.runner.map(tasks)
    phase = Phase("Lecture des versions simplifiées", len(tasks), build.tell)
    for (source, task), one in zip(waiting, phase.over(read), strict=True):
        yield source, _licensed(source, task, one, build.project)


def _easy_task(source: Source, settings: Settings) -> EasyReadTask | None:
    """Return the task that reads an easy version, None without one."""
    if found := written_easy(source, settings):
        return EasyReadTask(found[0], source.document.lang, found[1])
    if lost := _missing_easy(source, settings):
        raise lost
    return None


def _licensed(
    source: Source, task: EasyReadTask, one: ReadPage, project: Project
) -> ReadPage:
    """Return an easy version with the pictograms that it may show; report the others."""
    report, page = Report(), None
    report.add(*one.findings)
    if one.fault:
        report.add(replace(one.fault, page=source.document.title))
    with _easy_faults(source, report):
        if one.error:
            raise one.error
        for read in one.documents:
            page = with_licensed_pictos(read, source, project.settings, report)
    findings = (*report.findings, *report.silenced)
    return ReadPage((page,) if page else (), findings, key=task.key)


@contextmanager
def _easy_faults(source: Source, report: Report) -> Iterator[None]:
    """Tell why the easy version of a text cannot be read: the text itself can be."""
    title = source.document.title
    with isolated(report, title, NO_EASY):
        try:
            yield
        except InputError as error:
            message = f"{error.message} {error.next_step}"
            report.add(Finding("facile-illisible", message, page=title))


# Silenced findings


def apply_silences(
    report: Report, settings: Settings, documents: Iterable[Document]
) -> None:
    """Silence in ``report`` what the settings say, now and from now on.

    A finding is about one of ``documents`` when it names its title, or its file when no
    other text is in it.
    """
    titles: dict[str, set[str]] = defaultdict(set)
    files: dict[str, set[str]] = defaultdict(set)
    for document in documents:
        titles[plain_title(document.title)].add(document.id)
        files[page_of_source(document.meta.source)].add(document.id)

    def is_silenced(finding: Finding) -> bool:
        if finding.code in settings.silenced:
            return True
        file = finding.pos.file if finding.pos else ""
        ids = files[file] if len(files[file]) == 1 else titles[plain_title(finding.page)]
        return any(finding.code in settings.of(id_).silenced for id_ in ids)

    report.set_filter(is_silenced)

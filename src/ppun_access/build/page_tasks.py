"""Read a page and prepare its texts, in tasks: pure functions of records.

A task holds all that its work depends on, and its cache key covers all of it
(``runner.py``). Of the facts of the whole site (ids, titles, places), a task holds only
those that its page needs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain

from ppun_access.build.ledger import LINKED, Parts, fingerprint, making
from ppun_access.build.measures import Measures, measures_of
from ppun_access.build.runner import Task
from ppun_access.checks import Check, CheckOptions, check
from ppun_access.document.build import compressed, size_of
from ppun_access.document.model import Document, Pos
from ppun_access.document.packing import register
from ppun_access.document.sources import page_of_source
from ppun_access.document.walk import plain_text
from ppun_access.easy.review.digests import Surroundings
from ppun_access.easy.review.record import LABELS
from ppun_access.errors import InputError, MissingToolError
from ppun_access.failures import Breakdown, attempt, isolated
from ppun_access.project.text_lexicon import page_lexicon, spoken_texts
from ppun_access.readers import (
    ReaderOptions,
    included,
    kind_of,
    read,
    read_bytes,
    read_markdown,
)
from ppun_access.readers.decoding import text_of
from ppun_access.readers.space.pages import PageFile
from ppun_access.report import Finding, Report
from ppun_access.runtime.cache import cache_key
from ppun_access.settings.lexique_toml import Lexicon
from ppun_access.tools import pandoc
from ppun_access.transforms import EASY, STANDARD, TransformOptions, apply
from ppun_access.transforms.anchors import Places, find_places
from ppun_access.transforms.editorials import editorials

READ, EASY_READ, PREPARED = "lecture", "lecture-facile", "preparation"
CRASHED_PAGE = "Cette page n’est pas publiée"
NO_EASY = "La version simplifiée n’est pas publiée"
UNCHECKED = "Ce texte n’est pas vérifié"
UNMEASURED = "La lisibilité de ce texte n’est pas mesurée"


# Read


@dataclass(frozen=True, slots=True)
class ReadPage:
    """The documents of a page and the findings on it, or the error in reading it."""

    documents: tuple[Document, ...] = ()
    findings: tuple[Finding, ...] = ()
    error: InputError | MissingToolError | None = None
    fault: Finding | None = None
    """What is told when the program failed on it."""
    places: tuple[Places, ...] = ()
    """Those of each document."""
    key: str = ""
    """The key of its reading, where it goes on without its task."""

    @property
    def failed(self) -> bool:
        """Whether it is to be read again."""
        return self.error is not None or self.fault is not None


@dataclass(frozen=True, slots=True)
class ReadTask(Task[ReadPage]):
    """A page to read; ``variables`` are those of its space."""

    page: PageFile
    lang: str
    variables: Mapping[str, str]
    key: str = ""

    @property
    def weight(self) -> float:
        """The size of the file."""
        try:
            return self.page.path.stat().st_size
        except OSError:
            return 0.0

    def run(self) -> ReadPage:
        """Read the page; why it cannot be read is in the result."""
        page, report = self.page, Report()
        try:
            documents = read(
                page.path, name=page.name, lang=self.lang, report=report, root=page.root,
                title=page.title, variables=self.variables, reach=page.reach,
                mkdocs=page.mkdocs,
            )  # fmt: skip
            places = tuple(map(_places, documents))
        except (InputError, MissingToolError) as error:
            return ReadPage(error=error)
        return ReadPage(tuple(map(compressed, documents)), _all_of(report), places=places)

    def on_failure(self, breakdown: Breakdown) -> ReadPage:
        """Return the result that replaces a page on which the program fails."""
        fault = breakdown.finding("", CRASHED_PAGE)
        return ReadPage(fault=replace(fault, pos=Pos(self.page.name, 1)))


def read_task(page: PageFile, lang: str, variables: Mapping[str, str]) -> ReadTask:
    """Return the task of reading ``page``; without a key when its file cannot be read.

    Why it cannot is told when it is read.
    """
    key = attempt(partial(_read_key, page, lang, variables), lambda breakdown: "")
    return ReadTask(page, lang, variables, key)


def _read_key(page: PageFile, lang: str, variables: Mapping[str, str]) -> str:
    content, site = read_bytes(page.path, page.most), page.mkdocs
    kind = kind_of(page.path, site)
    text = text_of(content) if kind in ("gitbook", "mkdocs") else ""
    files = included(text, kind, page.name, page.root, page.reach, site)
    dialect = site.key if site else ()
    own = (page.name, page.title, page.path.suffix, pandoc_version(page), dialect)
    told = (*own, lang, dict(variables), files)
    return cache_key(READ, making(), hashlib.sha256(content).hexdigest(), *told)


def pandoc_version(page: PageFile) -> str:
    """Return the version of pandoc where it reads ``page``; empty where there is none."""
    if kind_of(page.path, page.mkdocs) != "pandoc":
        return ""
    try:
        return pandoc.probe().version
    except MissingToolError:
        return ""


def _places(document: Document) -> Places:
    return find_places(editorials(document, TransformOptions(), Report()))


@dataclass(frozen=True, slots=True)
class EasyReadTask(Task[ReadPage]):
    """The Markdown of an easy version, to read."""

    name: str
    lang: str
    text: str

    @property
    def key(self) -> str:
        """The key of what it holds."""
        return cache_key(EASY_READ, making(), self.name, self.lang, self.text)

    @property
    def weight(self) -> float:
        """The length of the text."""
        return len(self.text)

    def run(self) -> ReadPage:
        """Read the easy version that a person wrote; what stops it is in the result."""
        report, options = Report(), ReaderOptions(self.lang, sense_lines=True)
        try:
            documents = read_markdown(self.text, self.name, options, report)
        except InputError as error:
            return ReadPage(findings=_all_of(report), error=error)
        return ReadPage(documents, _all_of(report))

    def on_failure(self, breakdown: Breakdown) -> ReadPage:
        """Return the result that replaces an easy version on which the program fails."""
        fault = breakdown.finding("", NO_EASY)
        return ReadPage(fault=replace(fault, pos=Pos(self.name, 1)))


# Prepare


@dataclass(frozen=True, slots=True)
class EasyPage:
    """The easy version of a text as it was read, and what is shown with it."""

    page: Document
    around: Surroundings
    options: TransformOptions
    very_long: int


@dataclass(frozen=True, slots=True)
class PreparedPage:
    """A text ready to publish, with the findings of its preparation and of the checks."""

    document: Document | None
    findings: tuple[Finding, ...] = ()
    checked: tuple[Finding, ...] = ()
    measures: Measures | None = None
    faults: tuple[Finding, ...] = ()
    """What is told of what the program failed to do for it."""
    easy: PreparedPage | None = None
    """Its easy version, if there is one."""

    @property
    def failed(self) -> bool:
        """Whether the program failed on a part of it."""
        return bool(self.faults or (self.easy and self.easy.faults))


@dataclass(frozen=True, slots=True)
class PrepareTask(Task[PreparedPage]):
    """A document to prepare, with its easy version.

    ``very_long``: how many words a very long sentence has; ``measured``: whether the texts
    are to be measured; ``spoken``: whether a voice reads them. ``parts`` is what the result
    is made from, each with its digest; empty when it is not to be kept.
    """

    document: Document
    options: TransformOptions
    very_long: int
    checks: Sequence[Check]
    easy: EasyPage | None = None
    measured: bool = False
    spoken: bool = True
    parts: Parts = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The key of what it becomes."""
        return cache_key(PREPARED, "1", dict(self.parts)) if self.parts else ""

    def knowing(self, lexicon: Lexicon) -> PrepareTask:
        """Return it with the words of ``lexicon`` that its texts may hold."""
        own = page_lexicon(lexicon, self._texts())
        options = replace(self.options, lexicon=own)
        if self.easy is None:
            return replace(self, options=options)
        easy = replace(self.easy, options=replace(self.easy.options, lexicon=own))
        return replace(self, options=options, easy=easy)

    def _texts(self) -> Iterator[str]:
        """Yield what may be read of the texts, once they are prepared."""
        yield from spoken_texts(self.document)
        yield from self.options.titles.values()
        if self.easy:
            around = self.easy.around
            yield from spoken_texts(self.easy.page)
            yield from self.easy.options.titles.values()
            words = (*around.definitions.items(), *around.acronyms.items())
            yield from chain(*LABELS.values(), *words)
            yield from map(plain_text, around.credits)

    @property
    def weight(self) -> float:
        """How many blocks the text has."""
        return size_of(self.document)

    def run(self) -> PreparedPage:
        """Prepare one document and its easy version, which may fail by itself."""
        report = Report()
        document = apply(STANDARD, self.document, self.options, report)
        text = _checked(document, report, self.very_long, self.options, self)
        if document.meta.opening or self.easy is None:
            return text
        return replace(text, easy=_easy(self.easy, document, self))

    def on_failure(self, breakdown: Breakdown) -> PreparedPage:
        """Return the result that replaces a text on which the program fails."""
        fault = breakdown.finding(self.document.title)
        return PreparedPage(None, faults=(fault,))


def _easy(easy: EasyPage, source: Document, task: PrepareTask) -> PreparedPage:
    from ppun_access.easy.review.version import easy_version

    report, lost = Report(), Report()
    with isolated(lost, source.title, NO_EASY):
        version = easy_version(easy.page, source, report, easy.around)
        made = apply(EASY, version, easy.options, report)
        return _checked(made, report, easy.very_long, easy.options, task)
    return PreparedPage(None, _all_of(report), faults=tuple(lost.findings))


def _checked(
    document: Document, report: Report, very_long: int, made_by: TransformOptions,
    task: PrepareTask,
) -> PreparedPage:  # fmt: skip
    """Return a text with what its author can write better, and its measures."""
    options = CheckOptions(
        task.options.lexicon, very_long, images=made_by.images, spoken=task.spoken
    )
    found, lost, measures = list[Finding](), Report(), None
    with isolated(lost, document.title, UNCHECKED):
        found.extend(check(document, options, task.checks))
    with isolated(lost, document.title, UNMEASURED):
        measures = measures_of(document) if task.measured else None
    faults = tuple(lost.findings)
    return PreparedPage(
        compressed(document), _all_of(report), tuple(found), measures, faults
    )


def _all_of(report: Report) -> tuple[Finding, ...]:
    return (*report.findings, *report.silenced)


def parts_of(read_key: str, task: PrepareTask, easy_key: str) -> Parts:
    """Return the inputs of the preparation of a text, each with its digest.

    ``read_key`` is the key of its document, ``easy_key`` that of its easy version (empty
    without one).
    """
    document, options, easy = task.document, task.options, task.easy
    name = page_of_source(document.meta.source)
    there = [_said(o, name) for o in _options(task)]
    own = {name, *(a for o in _options(task) for a in o.anchors.get(name, {}).values())}
    links = [[place for place in places if place[0] not in own] for places in there]
    names = [sorted(o.names.items()) for o in _options(task)]
    withheld = [sorted(o.withheld) for o in _options(task)]
    here = [[place for place in places if place[0] in own] for places in there]
    files = [(o.images, o.unfit, o.files) for o in _options(task)]
    version = (easy_key, easy.around, easy.page.meta) if easy else ()
    checks = [one.__qualname__ for one in task.checks]
    very_long = (task.very_long, easy.very_long if easy else 0)
    limits = (very_long, checks, task.measured, task.spoken)
    meta = document.meta
    settings = (document.id, meta.level, meta.group, meta.date, meta.hidden)
    return {
        "sa page": fingerprint((read_key, here)),
        "sa version simplifiée": fingerprint(version),
        LINKED: fingerprint((links, names, sorted(options.wanted), withheld)),
        "une image ou un fichier": fingerprint((files, options.files)),
        "le lexique": fingerprint(options.lexicon),
        "un réglage": fingerprint((settings, limits)),
        "le programme": making(),
    }


def _said(options: TransformOptions, name: str) -> Iterable[tuple[str, object]]:
    """Return what is known of each page that a text may name, its own among them."""
    names = dict.fromkeys((name, *options.pages, *options.anchors, *options.titles))
    known = (options.pages, options.anchors, options.titles)
    return [(one, [values.get(one) for values in known]) for one in names]


def _options(task: PrepareTask) -> Iterable[TransformOptions]:
    return (task.options, task.easy.options) if task.easy else (task.options,)


register(Places, ReadPage, PreparedPage)

"""Load the texts of one file, for commands that work on a single page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from ppun_access.build.context import looking_at
from ppun_access.build.preparation import prepare
from ppun_access.build.sources import read_sources
from ppun_access.checks import acronyms
from ppun_access.document.model import Document
from ppun_access.errors import (
    ExitCode,
    InputError,
    OutputError,
    UsageError,
    did_you_mean,
)
from ppun_access.failures import breakdown_of
from ppun_access.project.project import (
    EASY_FOLDER,
    Project,
    Source,
    easy_file,
    load_project,
    orphan_versions,
)
from ppun_access.readers import ReaderOptions, decode, read_markdown
from ppun_access.report import Finding, Report, plain_title
from ppun_access.runtime.processor_time import OverBudgetError, time_limit
from ppun_access.transforms import STANDARD, TransformOptions, apply
from ppun_access.transforms.links import asked_pages

R = TypeVar("R")

CHECKS = (acronyms,)
"""The others are for the authors: build tells them."""
STDIN = "-"
"""Stands for standard input where a file is expected."""
STDIN_NAME = "entrée standard"


_OF_THE_SITE = ("page-hors-sommaire", "page-retenue")
"""Which pages a site publishes: these findings stand at a page and speak of others."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command prints on standard output, the messages beside it, its exit code."""

    text: str
    notes: tuple[str, ...] = ()
    exit_code: ExitCode = ExitCode.DONE


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one file, prepared as for publication, and the project they are in."""

    project: Project
    documents: tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class SpaceAround:
    """A space as it was read: its links lead there, and give its texts their ids."""

    project: Project
    sources: tuple[Source, ...]
    findings: tuple[Finding, ...] = ()


Spaces = dict[Path, SpaceAround]
"""The spaces that a command has read, by folder: each is read once."""


def texts(file: str, report: Report, spaces: Spaces | None = None) -> Texts:
    """Return the texts of ``FILE`` or the one of ``FILE#id``.

    An easy version is the one of its text: with its settings, its state told. The pages
    around are read, for links lead to them; ``report`` gets what was found in the texts
    that are returned, and nothing of others. ``spaces`` keeps what was read around.

    Raises InputError when the file cannot be read, UsageError when it has no such text.
    """
    path, _, wanted = file.partition("#")
    spaces = {} if spaces is None else spaces
    if found := _easy(Path(path), report, spaces):
        return found
    around, own, told = _page_in_space(path, spaces)
    build = looking_at(around.project, told)
    asked = [one for one in own if one.document.id == wanted] or own
    made = prepare(
        build, asked, around=around.sources, orphans=False, easy=False, checks=CHECKS
    )
    documents = _wanted(made.integral, wanted, path)
    _tell(told.findings, own[0].page.name, documents, report)
    return Texts(around.project, documents)


def _page_in_space(
    path: str, spaces: Spaces
) -> tuple[SpaceAround, tuple[Source, ...], Report]:
    """Return the space of a page, what the page holds, and what was found in reading."""
    alone, told = _project(path), Report()
    own = read_sources(alone, told, every=True)
    around = _space_around(alone, own, spaces)
    here = Path(path).resolve()
    named = tuple(one for one in around.sources if one.page.path.resolve() == here)
    if not named:  # its space keeps it back, and a command was asked for it all the same
        around = replace(around, sources=(*around.sources, *own))
    report = Report(list(around.findings))
    report.add(*told.findings)
    return around, named or own, report


def _space_around(alone: Project, own: tuple[Source, ...], spaces: Spaces) -> SpaceAround:
    """Return the space of a page alone; its page alone where there is no space to read.

    In a folder that nothing says to be a space, the pages that links lead to are read, and
    no others: a folder of downloads may hold a thousand.
    """
    space, report = alone.spaces[0], Report()
    if found := spaces.get(space.source):
        return found
    try:
        whole = load_project((space.source,))
        contents = any(one.entries for one in whole.spaces)
        declared = alone.settings_file or space.mkdocs or contents
        if not declared:
            names = frozenset().union(*(asked_pages(one.document) for one in own))
            pages = (page for page in whole.pages if page.name in names)
            whole = replace(whole, pages=tuple(pages) or alone.pages, whole=False)
        sources = read_sources(whole, report)
    except InputError:  # as when the pages around are all kept back
        return SpaceAround(alone, ())
    found = SpaceAround(whole, sources, tuple(report.findings))
    if declared:
        spaces[space.source] = found
    return found


def _tell(
    findings: Iterable[Finding], name: str, documents: Iterable[Document], report: Report
) -> None:
    """Report what was found in ``documents``, texts of the page ``name``."""
    titles = {plain_title(document.title) for document in documents}
    for finding in findings:
        title = plain_title(finding.page)
        here = finding.pos.file == name if finding.pos else bool(title)
        if here and (not title or title in titles) and finding.code not in _OF_THE_SITE:
            report.add(finding)


def _easy(path: Path, report: Report, spaces: Spaces) -> Texts | None:
    """Return the easy version that ``path`` holds, None when it is that of no text."""
    if path.parent.name != EASY_FOLDER or not path.is_file():
        return None
    root, told = path.parent.parent, Report()
    try:
        if root not in spaces:
            project = load_project((root,))
            sources = read_sources(project, told)
            spaces[root] = SpaceAround(project, sources, tuple(told.findings))
    except InputError:  # it stands alone: it is read as any page
        return None
    around = spaces[root]
    project, sources = around.project, around.sources
    own = [one for one in sources if _is_easy_of(path, one, project)]
    if not own:  # it is read as any page, and told as « build » tells it
        _report_orphan(path, project, sources, report)
        return None
    told = Report(list(around.findings))
    build = looking_at(project, told)
    easy = prepare(build, own, around=sources, orphans=False, checks=CHECKS).easy
    for finding in told.findings:
        if finding.pos and finding.pos.file == easy_file(own[0], project.settings)[0]:
            report.add(finding)
    return Texts(project, easy) if easy else None


def _is_easy_of(path: Path, source: Source, project: Project) -> bool:
    file = easy_file(source, project.settings)[1]
    return not source.document.meta.opening and file.resolve() == path.resolve()


def _report_orphan(
    path: Path, project: Project, sources: Iterable[Source], report: Report
) -> None:
    """Report that the easy version in ``path`` belongs to no text."""
    for orphan, finding in orphan_versions(project, sources):
        if orphan.resolve() == path.resolve():
            report.add(finding)


def one_text(file: str, report: Report) -> tuple[Project, Document]:
    """Return the only text of ``FILE``, or that of ``FILE#id``; UsageError if several."""
    found = texts(file, report)
    return found.project, _only(found.documents, file)


def one_page(file: str, report: Report) -> tuple[Project, Document]:
    """Return the only text of ``FILE``, or that of ``FILE#id``, as a reader leaves it."""
    path, _, wanted = file.partition("#")
    around, own, told = _page_in_space(path, {})
    documents = tuple(s.document for s in own if not s.document.meta.opening)
    document = _only(_wanted(documents, wanted, path), file)
    _tell(told.findings, own[0].page.name, (document,), report)
    return around.project, document


def within_time(file: str, work: Callable[[], R], seconds: float) -> R:
    """Return the result of ``work`` on a text of ``file``, within a limit of time.

    Raises OutputError once it took ``seconds`` of processor, all that a text has in a
    build too.
    """
    try:
        with time_limit(seconds):
            return work()
    except OverBudgetError as error:
        found = breakdown_of(error)
        raise OutputError(f"{file}{found.why}", next_step=found.advice) from error


def _only(documents: tuple[Document, ...], file: str) -> Document:
    if len(documents) != 1:
        choices = "".join(f"\n      {file}#{d.id}" for d in documents)
        raise UsageError(
            f"{file} contient plusieurs textes.",
            next_step=f"Choisissez-en un :{choices}",
        )
    return documents[0]


def _project(path: str) -> Project:
    """Return the project of one page; InputError for a folder."""
    project = load_project((Path(path),))
    if Path(path).is_dir():
        raise InputError(
            f"{path} est un dossier.",
            next_step=f"Donnez une page, par exemple {project.pages[0].path}.",
        )
    return project


def _wanted(
    documents: tuple[Document, ...], wanted: str, path: str
) -> tuple[Document, ...]:
    """Return the text called ``wanted``, all of them when it is empty."""
    found = tuple(d for d in documents if not wanted or d.id == wanted)
    if wanted and not found:
        ids = [document.id for document in documents]
        raise UsageError(
            f"{path} : il n’y a pas de texte « {wanted} ».",
            next_step=f"{did_you_mean(wanted, ids)}Textes de cette page : "
            f"{', '.join(ids)}.",
        )
    return found


def stdin_text(content: bytes, report: Report) -> Document:
    """Return the text of what came on standard input, read as Markdown.

    Raises InputError when it is empty or no text.
    """
    text = decode(content, STDIN_NAME)
    if not text.strip():
        raise InputError(
            "L’entrée standard est vide.",
            next_step="Envoyez-y un texte, par exemple « cat page.md | ppun-access score "
            "- ».",
        )
    (document,) = read_markdown(text, STDIN_NAME, ReaderOptions(), report)
    return apply(STANDARD, document, TransformOptions(), report)

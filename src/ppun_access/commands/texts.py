"""Load the texts of one file, for commands that work on a single page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from ppun_access.build.context import looking_at
from ppun_access.build.preparation import prepare
from ppun_access.build.sources import read_sources
from ppun_access.checks import acronyms
from ppun_access.document.model import Document
from ppun_access.errors import InputError, OutputError, UsageError
from ppun_access.failures import breakdown_of
from ppun_access.project.project import (
    EASY_FOLDER,
    Project,
    Source,
    load_project,
    orphan_versions,
)
from ppun_access.readers import ReaderOptions, decode, read_markdown
from ppun_access.report import Report
from ppun_access.runtime.processor_time import OverBudgetError, time_limit
from ppun_access.transforms import STANDARD, TransformOptions, apply

R = TypeVar("R")

CHECKS = (acronyms,)
"""The others are for the authors: build tells them."""
STDIN = "-"
"""Stands for standard input where a file is expected."""
STDIN_NAME = "entrée standard"


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one file, prepared as for publication, and the project they are in."""

    project: Project
    documents: tuple[Document, ...]


def texts(file: str, report: Report) -> Texts:
    """Return the texts of ``FILE`` or the one of ``FILE#id``.

    An easy version is the one of its text: with its settings, its state told.

    Raises InputError when the file cannot be read, UsageError when it has no such text.
    """
    path, _, wanted = file.partition("#")
    if found := _easy(Path(path), report):
        return found
    project = _project(path)
    sources = read_sources(project, report)
    build = looking_at(project, report)
    documents = prepare(build, sources, orphans=False, checks=CHECKS).integral
    return Texts(project, _wanted(documents, wanted, path))


def _easy(path: Path, report: Report) -> Texts | None:
    """Return the easy version that ``path`` holds, None when it is that of no text."""
    if path.parent.name != EASY_FOLDER or not path.is_file():
        return None
    found, name = Report(), f"{EASY_FOLDER}/{path.name}"
    try:
        project = load_project((path.parent.parent,))
        sources = read_sources(project, found)
    except InputError:  # it stands alone: it is read as any page
        return None
    easy = prepare(looking_at(project, found), sources, orphans=False, checks=CHECKS).easy
    mine = tuple(document for document in easy if document.meta.source == name)
    if not mine:  # it is read as any page, and told as « build » tells it
        _report_orphan(path, project, sources, report)
        return None
    for finding in found.findings:
        if finding.pos and finding.pos.file == name:
            report.add(finding)
    return Texts(project, mine)


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
    project = _project(path)
    sources = read_sources(project, report)
    documents = tuple(s.document for s in sources if not s.document.meta.opening)
    return project, _only(_wanted(documents, wanted, path), file)


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
        ids = ", ".join(document.id for document in documents)
        raise UsageError(
            f"{path} : il n’y a pas de texte « {wanted} ».",
            next_step=f"Textes de cette page : {ids}.",
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

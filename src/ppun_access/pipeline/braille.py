"""Braille in a build: the texts made ready for it, and what happens without liblouis."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ppun_access.document.model import Document, Edition, Link
from ppun_access.document.walk import nodes
from ppun_access.errors import ExitCode, MissingToolError, OutputError
from ppun_access.formats import BrailleSettings
from ppun_access.pipeline.remake import Make
from ppun_access.report import Finding, Report, Severity
from ppun_access.tools import louis
from ppun_access.transforms import BRAILLE as TRANSFORMS
from ppun_access.transforms import TransformOptions, apply
from ppun_access.writers.braille import BrailleOptions
from ppun_access.writers.model import Files, titles_of

BRAILLE = ("brf", "pef")
NO_BRAILLE, FAILED_BRAILLE = "braille-absent", "braille-rate"
"""Codes of the findings: no liblouis; a text that it could not write."""
TRIED_AGAIN = (NO_BRAILLE, FAILED_BRAILLE)
"""Codes of the findings after which the next build tries again, even without a change."""


def possible(
    formats: Sequence[str], asked: Iterable[str], report: Report
) -> tuple[str, ...]:
    """Return ``formats``, less those in braille when there is no liblouis.

    Raises MissingToolError when one of them was ``asked`` for by name; else a finding says
    what to install.
    """
    if not set(BRAILLE) & set(formats):
        return tuple(formats)
    try:
        louis.probe()
    except MissingToolError as error:
        if set(BRAILLE) & set(asked):
            raise
        message = f"Pas de braille. {error.message} {error.next_step}"
        report.add(Finding(NO_BRAILLE, message))
        return tuple(name for name in formats if name not in BRAILLE)
    return tuple(formats)


def version(formats: Iterable[str]) -> str:
    """Return the version of liblouis where ``formats`` need it; empty without it."""
    if not set(BRAILLE) & set(formats):
        return ""
    try:
        return louis.probe().version
    except MissingToolError:
        return ""


def exit_code(findings: Iterable[Finding]) -> ExitCode:
    """Return DONE, or OUTPUT_FAILED when the braille of a text could not be made."""
    failed = any(finding.code == FAILED_BRAILLE for finding in findings)
    return ExitCode.OUTPUT_FAILED if failed else ExitCode.DONE


def braille_files(
    edition: Edition, formats: Sequence[str], page: BrailleSettings, make: Make,
    report: Report,
) -> Files:  # fmt: skip
    """Return the files in braille of ``edition``; a text that fails is a finding."""
    tool = version(formats)
    files: dict[str, bytes | Path] = {}
    titles = titles_of(edition)
    for name in (name for name in formats if name in BRAILLE):
        for document in edition.book.documents:
            own = Report()
            try:
                alone = _ready(document, edition, own)
                options = BrailleOptions(page, _titles(document, titles))
                files |= make(name, alone, options, own, tool)
            except OutputError as error:
                message = f"Pas de braille pour ce texte. {error.message} {error.next_step}"
                own.add(Finding(FAILED_BRAILLE, message, Severity.ERROR))
            for finding in own.findings:  # under the title that the page has
                report.add(replace(finding, page=document.title))
    return files


def _titles(document: Document, titles: Mapping[str, str]) -> dict[str, str]:
    """Return what the texts are called to which ``document`` leads, by their pages."""
    links = (node for node in nodes(document) if isinstance(node, Link))
    paths = sorted({link.href.partition("#")[0] for link in links})
    return {path: titles[path] for path in paths if path in titles}


def _ready(document: Document, edition: Edition, report: Report) -> Edition:
    """Return ``edition`` with one text alone, as it is written in braille."""
    ready = apply(TRANSFORMS, document, TransformOptions(), report)
    book = edition.book
    title = ready.title if book.title == document.title else book.title
    return replace(edition, book=replace(book, title=title, documents=(ready,)))

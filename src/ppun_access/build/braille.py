"""Braille in a build: the texts made ready for it, and what happens without liblouis."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ppun_access.document.model import Document, Edition
from ppun_access.errors import MissingToolError, OutputError
from ppun_access.formats import FORMATS
from ppun_access.report import Finding, Report
from ppun_access.tools import louis
from ppun_access.transforms import BRAILLE as TRANSFORMS
from ppun_access.transforms import TransformOptions, apply

BRAILLE = tuple(name for name, one in FORMATS.items() if one.cells)
NO_BRAILLE = "braille-absent"
"""The code of the finding: no liblouis."""


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


def ready(edition: Edition, report: Report) -> Edition:
    """Return ``edition``, of one text alone, as it is written in braille."""
    book, (document,) = edition.book, edition.book.documents
    own = Report()
    made = apply(TRANSFORMS, document, TransformOptions(), own)
    for finding in own.findings:  # under the title that the page has
        report.add(replace(finding, page=document.title))
    title = made.title if book.title == document.title else book.title
    return replace(edition, book=replace(book, title=title, documents=(made,)))


def unwritten(document: Document, error: OutputError) -> Finding:
    """Return what is told of a text that liblouis could not write."""
    message = f"Pas de braille pour ce texte. {error.message} {error.next_step}"
    return Finding("braille-rate", message, page=document.title)

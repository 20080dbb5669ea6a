"""Write every format of every edition, and list what was written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ppun_access.document.model import Document, Edition
from ppun_access.pipeline.catalogue import Publication, PublishedVersion
from ppun_access.readability.document import parts_as_json, score_document, score_parts
from ppun_access.readability.scores import Scores
from ppun_access.report import Report
from ppun_access.settings import Settings
from ppun_access.writers import WRITERS, chapters
from ppun_access.writers.archive import HELD, Held, archive
from ppun_access.writers.audio import COVER_SUFFIX
from ppun_access.writers.html import missing_easy_page, page_path
from ppun_access.writers.model import (
    Download,
    Files,
    HtmlOptions,
    Length,
    TextOptions,
    file_path,
)
from ppun_access.writers.vtt import words_path

SUFFIXES: Mapping[str, str] = {
    "text": ".txt",
    "mp3": ".mp3",
    "opus": ".opus",
    "m4b": ".m4b",
    "zip": ".zip",
    "cover": COVER_SUFFIX,
    "vtt": ".vtt",
    "chapters": chapters.SUFFIX,
}
"""Format → how its file's name ends; a page is always ``index.html``."""
SOUNDS = ("mp3", "opus", "m4b")
"""The formats that last."""


@dataclass(frozen=True, slots=True)
class Written:
    """The files of the texts, and the publications that they make."""

    files: Files
    publications: tuple[Publication, ...]


def write_editions(
    editions: Sequence[Edition],
    formats: Sequence[str],
    settings: Settings,
    report: Report,
) -> Written:
    """Return the files of ``editions`` (the full one first) in ``formats``.

    Pages come last: they list the other files with their sizes.
    """
    files: dict[str, bytes | Path] = {}
    for edition in editions:
        texts = TextOptions(settings.announcements, _lengths(edition))
        for name in (name for name in formats if name in WRITERS and name != "html"):
            files |= WRITERS[name](edition, texts, report)
        if "zip" in formats:
            files |= _archives(edition, texts, report)
    if "html" in formats:
        files |= _pages(editions, formats, files, report)
    integral, *others = editions
    publications = tuple(
        _publication(document, (integral, *others), formats, files)
        for document in integral.book.documents
    )
    return Written(files, publications)


def _archives(edition: Edition, options: TextOptions, report: Report) -> Files:
    """Return a ZIP of each text that has sound, whatever else is published."""
    held: dict[str, bytes | Path] = {}
    for name in HELD:
        held |= WRITERS[name](edition, options, report)
    return {
        path_of(document.id, edition, "zip"): archive(
            document,
            edition.version,
            edition.book.publisher,
            tuple(_held(document.id, edition, held)),
        )
        for document in edition.book.documents
        if edition.narration(document.id)
    }


def _held(document_id: str, edition: Edition, files: Files) -> Iterator[Held]:
    narration = edition.narration(document_id)
    for name in HELD:
        path = path_of(document_id, edition, name)
        if path in files and narration:
            content, last = files[path], path.rpartition("/")[2]
            whole = content if isinstance(content, bytes) else content.read_bytes()
            if name in SOUNDS:
                seconds, voice = narration.seconds, narration.voice
                yield Held(name, last, whole, seconds, voice, narration.recorded)
            else:
                yield Held(name, last, whole)


def _pages(
    editions: Sequence[Edition], formats: Sequence[str], files: Files, report: Report
) -> Files:
    downloads = tuple(
        download
        for edition in editions
        for document in edition.book.documents
        for download in _downloads(document, edition, formats, files)
    )
    integral, easy = editions
    with_easy = tuple(document.id for document in easy.book.documents)
    book = integral.book
    options = HtmlOptions(book.title, book.publisher, downloads, with_easy)
    pages: dict[str, bytes | Path] = {}
    for edition in editions:
        pages |= WRITERS["html"](edition, options, report)
    for document in book.documents:
        if document.id not in with_easy:
            pages |= missing_easy_page(document, options)
    return pages


def _publication(
    document: Document, editions: Iterable[Edition], formats: Sequence[str], files: Files
) -> Publication:
    versions = tuple(
        PublishedVersion(
            edition.version,
            own,
            parts_as_json(score_parts(own)),
            _downloads(own, edition, ("html", *formats), files),
        )
        for edition in editions
        for own in edition.book.documents
        if own.id == document.id
    )
    return Publication(document, versions)


def _downloads(
    document: Document, edition: Edition, formats: Sequence[str], files: Files
) -> tuple[Download, ...]:
    """Return the files of one version that were written, in the order of ``formats``."""
    narration = edition.narration(document.id)
    found: dict[str, Download] = {}
    for name in formats:
        path = path_of(document.id, edition, name)
        if path in files:
            seconds = narration.seconds if narration and name in SOUNDS else None
            size = _size(files[path])
            found[path] = Download(document.id, edition.version, name, path, size, seconds)
    if "vtt" in formats and (path := words_path(document.id, edition.version)) in files:
        words = Download(document.id, edition.version, "vtt", path, _size(files[path]))
        found[path] = replace(words, variant="words")
    return tuple(found.values())


def path_of(document_id: str, edition: Edition, name: str) -> str:
    """Return where a format of one version of a document stands in the site."""
    if name == "html":
        return page_path(document_id, edition.version)
    return file_path(document_id, edition.version, SUFFIXES[name])


def _size(content: bytes | Path) -> int:
    return len(content) if isinstance(content, bytes) else content.stat().st_size


def _lengths(edition: Edition) -> tuple[Length, ...]:
    return tuple(
        _length(document.id, score_document(document))
        for document in edition.book.documents
    )


def _length(document_id: str, scores: Scores) -> Length:
    return Length(document_id, scores.words, max(1, round(scores.reading_seconds / 60)))

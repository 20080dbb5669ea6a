"""Write every format of every edition, and list the files that were written."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from ppun_access.build.catalogue import Publication, PublishedVersion
from ppun_access.build.context import Build
from ppun_access.build.kit_tasks import KIT, kit_sound, write_kit
from ppun_access.build.measures import Measures, measures_of
from ppun_access.build.navigation import site_places
from ppun_access.build.page_tasks import UNMEASURED
from ppun_access.build.preparation import Measured, Prepared
from ppun_access.build.search import searched
from ppun_access.build.write_tasks import write_format
from ppun_access.document.model import Document, Edition, Version
from ppun_access.errors import MissingToolError
from ppun_access.failures import WHOLE_SITE, isolated
from ppun_access.formats import PAGE, Format, every_format, records
from ppun_access.project.recordings import sign_videos
from ppun_access.report import Finding, Report
from ppun_access.runtime.disk import write_private
from ppun_access.runtime.progress import Phase
from ppun_access.runtime.untrusted_files import content_size
from ppun_access.site.assets import accent, assets, script_files
from ppun_access.site.kit.contents import items, kit_downloads
from ppun_access.site.pages.offline import content_of, with_weight
from ppun_access.writers import WRITERS
from ppun_access.writers.epub import write as epub
from ppun_access.writers.labels import format_label
from ppun_access.writers.model import (
    BrailleOptions,
    DaisyOptions,
    Download,
    EpubOptions,
    Files,
    HtmlOptions,
    Length,
    PdfOptions,
    TextOptions,
    listed,
    page_path,
    path_of,
    shared_words,
    titles_of,
    versions_of,
)
from ppun_access.writers.picture_sizes import sizes_of

NO_FORMAT = "format-absent"
"""The code of the finding: a format lacks a tool."""


@dataclass(frozen=True, slots=True)
class Written:
    """The files of the texts, and the publications that they make."""

    files: Files
    publications: tuple[Publication, ...]
    whole: tuple[Download, ...] = ()
    """The files of the whole site, which belong to no text."""


def write_editions(
    build: Build, prepared: Prepared, editions: Sequence[Edition], *,
    front: Path | None = None, feed: str = "",
) -> Written:  # fmt: skip
    """Return the files of ``editions`` (the full one first) in the formats possible here.

    Pages come last: they list the other files with their sizes. ``front`` is the cover of
    the whole, ``feed`` the path of the podcast, if there is one. What lacks a tool is told;
    if it is required, MissingToolError.
    """
    formats, settings, pictures = build.possible, build.settings, prepared.pictures
    phase = Phase("Formats", _files_to_make(editions, formats), build.tell)
    files: dict[str, bytes | Path] = (
        {**sign_videos(build.project, prepared.integral, build.report)}
        if PAGE in formats
        else {}
    )
    books = EpubOptions(pictures, settings.base_url, front, settings.epub.certifier)
    pdf = PdfOptions(settings.pdf, settings.contact, settings.base_url, pictures)
    daisy_books = DaisyOptions(pictures, settings.base_url)
    sounds: tuple[Download, ...] = ()
    measures = _measured(editions, prepared.measures, build.report)
    for edition in editions:
        lengths, titles = lengths_of(edition, measures), titles_of(edition)
        base = settings.base_url
        texts = TextOptions(settings.announcements, lengths, titles, base)
        shared = shared_words(edition)
        cells = BrailleOptions(settings.braille, titles, base, shared)
        known = {type(one): one for one in (books, pdf, daisy_books, texts, cells)}
        for name in (name for name in formats if name in WRITERS and name != PAGE):
            options = known.get(WRITERS[name].options)
            with _skipped_without_tool(build, name):
                files |= write_format(build, name, edition, options, phase)
    named = listed(editions)
    stick = settings.kit.stick
    printed = items(named, pdf, stick=stick) if KIT in formats else ()
    if KIT in formats:
        with _skipped_without_tool(build, KIT):
            files |= write_kit(build, printed, phase)
        sounds, heard = kit_sound(build, named, files, daisy_books)
        files |= heard
    if PAGE in formats:
        given = tuple(_every_download(build, editions, files)) + sounds
        shown = page_options(build, prepared, editions, given, feed)
        pages = _pages(build, editions, shown, phase)
        served = {**assets(settings.site.colour), **script_files()}
        files |= _weighed(pages, {**files, **pictures, **served, **pages})
    publications = tuple(
        _publication(build, versions, files, sounds, measures)
        for versions in versions_of(editions).values()
    )
    whole = [*kit_downloads(printed, files)]
    if "epub" in formats:
        lost_book = "Le livre de tous les textes n’est pas publié"
        with isolated(build.report, epub.WHOLE, lost_book, WHOLE_SITE):
            files |= epub.write_whole_epub(named, books, build.report)
        whole += _whole("epub", epub.WHOLE, files, "book", _heard(named))
    phase.ends()
    return Written(files, publications, tuple(whole))


def _files_to_make(editions: Sequence[Edition], formats: Collection[str]) -> int:
    """Return how many files take time: one a text, and those of the kit."""
    texts = sum(len(edition.book.documents) for edition in editions)
    kit = len(items(listed(editions), PdfOptions())) if KIT in formats else 0
    return texts * sum(one.in_processes for one in records(formats)) + kit


def _pages(
    build: Build, editions: Sequence[Edition],
    options: Callable[[Version, Collection[str]], HtmlOptions], phase: Phase,
) -> Files:  # fmt: skip
    """Return the pages of every text; their menus lead to none that could not be written.

    ``options`` are those of a version whose site lacks some pages, at their paths.
    """
    pages: dict[str, bytes | Path] = {}
    for edition in editions:
        own = options(edition.version, ())
        pages |= write_format(build, PAGE, edition, own, phase)
    every = {page_path(one.id, e.version) for e in editions for one in e.book.documents}
    if lost := every - {*pages}:
        silent = replace(build, report=Report())
        for edition in editions:
            kept = (
                document
                for document in edition.book.documents
                if page_path(document.id, edition.version) not in lost
            )
            book, own = edition.book, options(edition.version, lost)
            edition = replace(edition, book=replace(book, documents=tuple(kept)))
            pages |= write_format(silent, PAGE, edition, own)
    return pages


def _weighed(pages: Files, site: Files) -> Files:
    """Return ``pages`` that say what it takes to keep them; one on the disk stays there."""
    made: dict[str, bytes | Path] = {}
    for path, page in pages.items():
        made[path] = with_weight(path, site)
        if isinstance(page, Path):
            write_private(page, content_of(made, path))
            made[path] = page
    return made


def _whole(
    format_: str, path: str, files: Files, variant: str, seconds: float | None
) -> Iterator[Download]:
    """Yield a file of the whole site, if it was written."""
    if path in files:
        size = content_size(files[path])
        yield Download("", "integral", format_, path, size, seconds, variant)


def _heard(editions: Iterable[Edition]) -> float | None:
    """Return how long the sounds of a book of everything last, None without any."""
    lengths = [
        narration.seconds
        for edition in editions
        for document in edition.book.documents
        if (narration := edition.narration(document.id))
        and "mp3" in narration.encodings
        and narration.clips
    ]
    return sum(lengths) if lengths else None


@contextmanager
def _skipped_without_tool(build: Build, name: str) -> Iterator[None]:
    """Skip a format whose tool is missing, with a finding; raise if it is required."""
    try:
        yield
    except MissingToolError as error:
        if name in build.request.required:
            raise
        label = "kit hors ligne" if name == KIT else format_label(name).name
        message = f"Pas de {label}. {error.message} {error.next_step}"
        build.report.add(Finding(NO_FORMAT, message))


def _every_download(
    build: Build, editions: Sequence[Edition], files: Files
) -> Iterator[Download]:
    for edition in editions:
        for document in edition.book.documents:
            yield from _downloads(build, document, edition, build.possible, files)


def page_options(
    build: Build, prepared: Prepared, editions: Sequence[Edition],
    downloads: tuple[Download, ...], feed: str,
) -> Callable[[Version, Collection[str]], HtmlOptions]:  # fmt: skip
    """Return the function that gives the options of the pages of a version.

    Each page lists the downloads of its own text, and leads to no page that is lost.
    """
    integral, easy = editions
    settings, book = build.settings, integral.book
    options = HtmlOptions(
        book.title,
        book.publisher,
        downloads,
        tuple(document.id for document in easy.book.documents),
        feed,
        settings.accessibility.state,
        accent(settings.site.colour),
        sizes_of(prepared.pictures),
        contact=settings.asked,
    )
    contents, many = prepared.contents, searched(editions)
    return lambda version, lost: replace(
        options,
        places=site_places(contents, editions, version, lost=lost, searched=many),
    )


def _publication(
    build: Build, versions: Sequence[tuple[Edition, Document]], files: Files,
    sounds: Sequence[Download], measures: Measured,
) -> Publication:  # fmt: skip
    """Return the publication of a text; ``sounds`` are those of the kit."""
    formats = (PAGE, *build.possible)
    published = tuple(
        PublishedVersion(
            edition.version,
            own,
            measures[edition.version, own.id],
            (
                *_downloads(build, own, edition, formats, files),
                *(s for s in sounds if (s.document_id, s.version) == _name(own, edition)),
            ),
        )
        for edition, own in versions
    )
    return Publication(versions[0][1], published)


def _name(document: Document, edition: Edition) -> tuple[str, Version]:
    return document.id, edition.version


def _downloads(
    build: Build, document: Document, edition: Edition, formats: Sequence[str], files: Files
) -> tuple[Download, ...]:
    """Return the files of one version that were written, in the order of ``formats``."""
    given = [one for one in every_format() if any(kind.given for kind in one.files)]
    made = {one.name: one for one in (*records(formats), *given)}
    return tuple(
        download
        for one in made.values()
        for download in _files_of(build, one, document, edition, files)
    )


def _files_of(
    build: Build, format_: Format, document: Document, edition: Edition, files: Files
) -> Iterator[Download]:
    """Yield the files of one version that were written in a format."""
    narration, page = edition.narration(document.id), build.settings.braille
    seconds = narration.seconds if narration and format_.has_length else None
    for kind in (kind for kind in format_.files if kind.suffix):
        path = path_of(format_.name, document.id, edition.version, kind.variant)
        if path in files:
            sized = (kind.cells or page.cells, page.lines) if format_.cells else ()
            yield Download(
                document.id, edition.version, format_.name, path, content_size(files[path]),
                seconds, kind.variant, *sized,
            )  # fmt: skip


def _measured(editions: Iterable[Edition], known: Measured, report: Report) -> Measured:
    """Return the measures of every text; those not known yet are measured here.

    What cannot be measured has the figures of an empty text.
    """
    found: dict[tuple[Version, str], Measures] = {}
    for edition in editions:
        for document in edition.book.documents:
            key = edition.version, document.id
            with isolated(report, document.title, UNMEASURED):
                found[key] = known.get(key) or measures_of(document)
            if key not in found:
                found[key] = measures_of(replace(document, blocks=()))
    return found


def lengths_of(edition: Edition, measures: Measured) -> tuple[Length, ...]:
    """Return how long the texts of an edition are, as what was measured of them tells."""
    found = ((d.id, measures[edition.version, d.id]) for d in edition.book.documents)
    return tuple(Length(id_, one.words, one.minutes) for id_, one in found)

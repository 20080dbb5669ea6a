"""Write every format of every edition, and list what was written."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import MappingProxyType

from ppun_access.build import braille
from ppun_access.build.catalogue import Publication, PublishedVersion
from ppun_access.build.kit_tasks import kit_sound
from ppun_access.build.measures import Measures, measures_of
from ppun_access.build.page_tasks import UNMEASURED
from ppun_access.build.prepared import Measured
from ppun_access.build.remake import Make, make_again
from ppun_access.document.model import Document, Edition, Version
from ppun_access.errors import MissingToolError
from ppun_access.failures import WHOLE_SITE, isolated
from ppun_access.formats import FORMATS, PAGE, UNASKED, every_format
from ppun_access.report import Finding, Report
from ppun_access.runtime.disk import write_apart
from ppun_access.settings.ppun_toml import Settings
from ppun_access.settings.sections import Contact
from ppun_access.site.assets import accent, assets, scripts
from ppun_access.site.kit.contents import KitText, items, kit_downloads
from ppun_access.site.kit.sound import player_downloads
from ppun_access.site.pages.offline import weighed
from ppun_access.site.pages.weight import content_of
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
    path_of,
    titles_of,
    versions_of,
)
from ppun_access.writers.pdf.poster import nobody_to_ask
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
    editions: Sequence[Edition], formats: Sequence[str], settings: Settings, report: Report,
    *,
    pictures: Files = MappingProxyType({}),
    signed: Files = MappingProxyType({}),
    front: Path | None = None,
    feed: str = "",
    required: Collection[str] = (),
    make: Make = make_again,
    measures: Measured = MappingProxyType({}),
) -> Written:  # fmt: skip
    """Return the files of ``editions`` (the full one first) in ``formats``.

    Pages come last: they list the other files with their sizes. ``pictures`` are those of
    the site; ``signed`` the videos in sign language, which go with the pages; ``front`` is
    the cover of the whole, ``feed`` the path of the podcast, if there is one; ``measures``
    are those known. What lacks a tool is told; if it is ``required``, MissingToolError.
    """
    files: dict[str, bytes | Path] = dict(signed) if "html" in formats else {}
    books = EpubOptions(pictures, settings.base_url, front)
    pdf = PdfOptions(settings.pdf, settings.contact, settings.base_url, pictures)
    daisy_books = DaisyOptions(pictures, settings.base_url)
    in_kit: tuple[KitText, ...] = ()
    sounds: tuple[Download, ...] = ()
    attempt = Attempt(required, report)
    measures = _measured(editions, measures, report)
    for edition in editions:
        lengths, titles = _lengths(edition, measures), titles_of(edition)
        texts = TextOptions(settings.announcements, lengths, titles)
        cells = BrailleOptions(settings.braille, titles)
        known = {type(one): one for one in (books, pdf, daisy_books, texts, cells)}
        for name in (name for name in formats if name in WRITERS and name != PAGE):
            options, tool = known.get(WRITERS[name].options), braille.version([name])
            files |= attempt(name, partial(make, name, edition, options, report, tool))
    printed = items(editions, pdf) if "kit" in formats else ()
    if "kit" in formats:
        files |= attempt("kit", partial(make.kit, printed, report))
        if "kit" in required and settings.contact == Contact():
            report.add(nobody_to_ask())
        in_kit, sounds, heard = kit_sound(editions, files, settings, daisy_books, report)
        files |= heard
    if "html" in formats:
        pages = _pages(
            editions, formats, files, settings, report, feed, sounds, pictures, make,
        )  # fmt: skip
        files |= _weighed(pages, {**files, **_served(pictures, settings), **pages})
    publications = tuple(
        _publication(versions, formats, files, settings, sounds, measures)
        for versions in versions_of(editions).values()
    )
    whole = [*kit_downloads(printed, files), *player_downloads(in_kit, files)]
    if "epub" in formats:
        lost_book = "Le livre de tous les textes n’est pas publié"
        with isolated(report, epub.WHOLE, lost_book, WHOLE_SITE):
            files |= epub.write_whole_epub(editions, books, report)
        whole += _whole("epub", epub.WHOLE, files, "book", _heard(editions))
    return Written(files, publications, tuple(whole))


def _weighed(pages: Files, site: Files) -> Files:
    """Return ``pages`` that say what it takes to keep them; one on the disk stays there."""
    told: dict[str, bytes | Path] = {}
    for path, page in pages.items():
        told[path] = weighed(path, site)
        if isinstance(page, Path):
            write_apart(page, content_of(told, path))
            told[path] = page
    return told


def _served(pictures: Files, settings: Settings) -> Files:
    """Return what pages show and ask for, beside what belongs to one text."""
    return {**pictures, **assets(settings.site.colour), **scripts()}


def _whole(
    format_: str, path: str, files: Files, variant: str, seconds: float | None
) -> Iterator[Download]:
    """Yield a file of the whole site, if it was written."""
    if path in files:
        size = _size(files[path])
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


@dataclass(frozen=True, slots=True)
class Attempt:
    """Makes a format if its tools are here; without them the others are still made."""

    required: Collection[str]
    report: Report

    def __call__(self, name: str, make: Callable[[], Files]) -> Files:
        """Return what ``make`` returns; nothing, and a finding, when a tool is missing."""
        try:
            return make()
        except MissingToolError as error:
            if name in self.required:
                raise
            label = "kit hors ligne" if name == "kit" else format_label(name).name
            message = f"Pas de {label}. {error.message} {error.next_step}"
            self.report.add(Finding(NO_FORMAT, message))
            return {}


def _pages(
    editions: Sequence[Edition], formats: Sequence[str], files: Files, settings: Settings,
    report: Report, feed: str, sounds: Sequence[Download], pictures: Files, make: Make,
) -> Files:  # fmt: skip
    """Return the pages; each lists the files of its text, ``sounds`` of the kit as well."""
    downloads = tuple(
        download
        for edition in editions
        for document in edition.book.documents
        for download in _downloads(document, edition, formats, files, settings)
    )
    downloads += tuple(sounds)
    integral, easy = editions
    with_easy = tuple(document.id for document in easy.book.documents)
    book = integral.book
    state = settings.accessibility.state
    colour = accent(settings.site.colour)
    options = HtmlOptions(
        book.title,
        book.publisher,
        downloads,
        with_easy,
        feed,
        state,
        colour,
        sizes_of(pictures),
    )
    pages: dict[str, bytes | Path] = {}
    for edition in editions:
        pages |= make("html", edition, options, report)
    return pages


def _publication(
    versions: Sequence[tuple[Edition, Document]], formats: Sequence[str], files: Files,
    settings: Settings, sounds: Sequence[Download], measures: Measured,
) -> Publication:  # fmt: skip
    """Return what is published of a text; ``sounds`` are those of the kit."""
    published = tuple(
        PublishedVersion(
            edition.version,
            own,
            measures[edition.version, own.id].readability,
            (
                *_downloads(own, edition, ("html", *formats), files, settings),
                *(s for s in sounds if (s.document_id, s.version) == _name(own, edition)),
            ),
            measures[edition.version, own.id],
        )
        for edition, own in versions
    )
    return Publication(versions[0][1], published)


def _name(document: Document, edition: Edition) -> tuple[str, Version]:
    return document.id, edition.version


def _downloads(
    document: Document, edition: Edition, formats: Sequence[str], files: Files,
    settings: Settings,
) -> tuple[Download, ...]:  # fmt: skip
    """Return the files of one version that were written, in the order of ``formats``."""
    found = list[Download]()
    given = [f.name for f in every_format() if any(kind.given for kind in f.files)]
    for name in dict.fromkeys((*formats, *given)):  # pages come with any other format
        found += _files_of(name, document, edition, files, settings)
    return tuple(found)


def _files_of(
    name: str, document: Document, edition: Edition, files: Files, settings: Settings
) -> Iterator[Download]:
    """Yield the files of one version that were written in a format."""
    format_, narration = FORMATS.get(name) or UNASKED[name], edition.narration(document.id)
    seconds = narration.seconds if narration and format_.has_length else None
    page = settings.braille
    sized = (page.cells, page.lines) if format_.cells else ()
    for kind in format_.files:
        if not kind.suffix:
            continue
        path = path_of(name, document.id, edition.version, kind.variant)
        if path in files:
            size = _size(files[path])
            yield Download(
                document.id, edition.version, name, path, size, seconds, kind.variant,
                *sized,
            )  # fmt: skip


def _size(content: bytes | Path) -> int:
    return len(content) if isinstance(content, bytes) else content.stat().st_size


def _measured(editions: Iterable[Edition], known: Measured, report: Report) -> Measured:
    """Return what is measured of every text; what is not known is measured here.

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


def _lengths(edition: Edition, measures: Measured) -> tuple[Length, ...]:
    found = ((d.id, measures[edition.version, d.id]) for d in edition.book.documents)
    return tuple(Length(id_, one.words, one.minutes) for id_, one in found)

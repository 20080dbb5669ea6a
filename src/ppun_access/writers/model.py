"""Define the options of each format's writer, and the path of every file it makes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal as OneOf
from typing import TypeAlias

from ppun_access.document.model import Document, Edition, Version
from ppun_access.formats import PAGE, suffix_of
from ppun_access.settings.sections import BrailleSettings, Contact, PdfSettings

Files: TypeAlias = Mapping[str, bytes | Path]
"""Path inside the site (with ``/``), and its content or a file of the cache to copy."""


@dataclass(frozen=True, slots=True)
class Download:
    """A file that a reader can take away; ``path`` is inside the site."""

    document_id: str
    version: Version
    format: str
    path: str
    bytes: int
    seconds: float | None = None
    variant: str = ""
    cells: int = 0
    """In a line of braille; 0 for what is not braille."""
    lines: int = 0
    """In a page of braille."""
    volume: int = 0
    """Of a booklet that has several, ``volumes`` in all; 0 for what is whole."""
    volumes: int = 0


@dataclass(frozen=True, slots=True)
class MenuLine:
    """A line of the menu of the texts."""

    title: str
    path: str = ""
    """In the site; empty for a heading, and for a line that leads to another site."""
    url: str = ""
    """An address in another site."""
    below: tuple[MenuLine, ...] = ()
    here: bool = False
    """True for the page that shows the menu."""


@dataclass(frozen=True, slots=True)
class SitePlace:
    """Where a page stands among the texts of its site."""

    trail: tuple[MenuLine, ...] = ()
    """The lines that the page is below, from the outermost."""
    previous: MenuLine | None = None
    next: MenuLine | None = None
    menu: tuple[MenuLine, ...] = ()
    searched: bool = False
    """Whether the texts can be searched."""


@dataclass(frozen=True, slots=True)
class HtmlOptions:
    """What the pages need to know beside the edition."""

    site_title: str = ""
    """The name of the site; empty: the title of the book."""
    publisher: str = ""
    """Who publishes; empty: the publisher of the book."""
    downloads: tuple[Download, ...] = ()
    """Every file of the site; a page takes those of its own text and version."""
    easy: tuple[str, ...] = ()
    """The ids of the documents that have an easy version."""
    feed: str = ""
    """The path of the podcast in the site; empty when there is none."""
    state: str = ""
    """How accessible the site is declared to be, when it has the pages around."""
    colour: str = ""
    """The accent of the site."""
    sizes: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Path of a picture → its width and height."""
    places: Mapping[str, SitePlace] = field(default_factory=dict)
    """Id of a text → where its page stands; hidden ones stand nowhere."""
    contact: Contact = field(default_factory=Contact)
    """Whom readers may ask."""


@dataclass(frozen=True, slots=True)
class EpubOptions:
    """What an EPUB needs beside the edition."""

    pictures: Files = field(default_factory=dict)
    """Path in the site of each picture, and its file."""
    base_url: str = ""
    """Where the site is published: links to what is not in the book lead there."""
    cover: Path | None = None
    """The cover of the book of the whole collection, a PNG file."""
    certifier: str = ""
    """Who certifies that the books are accessible; empty: nobody."""


@dataclass(frozen=True, slots=True)
class Length:
    """How long a text is; ``minutes`` of reading, None to leave it unsaid."""

    document_id: str
    words: int
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class TextOptions:
    """How plain text says its structure: ``complet`` names headings and lists."""

    annonces: OneOf["sobre", "complet"] = "sobre"
    lengths: tuple[Length, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    """The titles of texts beside those of the edition, by the paths of their pages."""
    base_url: str = ""
    """Where the site is published: addresses of its files begin so."""


@dataclass(frozen=True, slots=True)
class DaisyOptions:
    """What a DAISY book needs beside the edition."""

    pictures: Files = field(default_factory=dict)
    """Path in the site of each picture, and its file."""
    base_url: str = ""
    """Where the site is published: links to what is not in the book lead there."""


@dataclass(frozen=True, slots=True)
class PdfOptions:
    """What PDFs need to know beside the edition."""

    settings: PdfSettings = field(default_factory=PdfSettings)
    contact: Contact = field(default_factory=Contact)
    base_url: str = ""
    """Where the site will be; empty: links to its pages are only words."""
    pictures: Files = field(default_factory=dict)
    """The pictures of the site, at their paths."""


@dataclass(frozen=True, slots=True)
class BrailleOptions:
    """The page of braille, and what the texts are called to which a text leads."""

    page: BrailleSettings = field(default_factory=BrailleSettings)
    titles: Mapping[str, str] = field(default_factory=dict)
    """Path in the site of the page of a text → its title."""
    base_url: str = ""
    """Where the site is published: addresses of its files begin so."""
    shared: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Id of a text → the words of its title that other titles have too."""


def folder(document_id: str, version: Version) -> str:
    """Return the folder of one version of a document, without a final slash."""
    return document_id if version == "integral" else f"{document_id}/facile"


def versions_of(
    editions: Sequence[Edition],
) -> dict[str, list[tuple[Edition, Document]]]:
    """Return the versions of each text of the first edition, in its order, by its id."""
    found = dict[str, list[tuple[Edition, Document]]]()
    for edition in editions:
        for document in edition.book.documents:
            if edition is editions[0] or document.id in found:
                found.setdefault(document.id, []).append((edition, document))
    return found


def listed(editions: Sequence[Edition]) -> tuple[Edition, ...]:
    """Return ``editions`` without the texts that no list of the site names."""
    return tuple(
        replace(one, book=replace(one.book, documents=tuple(
            document for document in one.book.documents if not document.meta.hidden
        )))
        for one in editions
    )  # fmt: skip


def titles_of(edition: Edition) -> dict[str, str]:
    """Return the title of each text, by the path in the site of its complete page."""
    documents = edition.book.documents
    return {f"{folder(d.id, 'integral')}/index.html": d.title for d in documents}


def shared_words(edition: Edition) -> dict[str, tuple[str, ...]]:
    """Return the words of the title of each text that other titles have, by its id."""
    words = {
        document.id: dict.fromkeys(document.title.lower().split())
        for document in edition.book.documents
    }
    times = Counter(word for own in words.values() for word in own)
    return {id_: tuple(w for w in own if times[w] > 1) for id_, own in words.items()}


def file_path(document_id: str, version: Version, suffix: str) -> str:
    """Return the path of a file: ``edito/edito.txt``, ``edito/facile/edito-facile.txt``."""
    stem = document_id if version == "integral" else f"{document_id}-facile"
    return f"{folder(document_id, version)}/{stem}{suffix}"


def page_path(document_id: str, version: Version) -> str:
    """Return the path of the page of one version of a document."""
    return f"{folder(document_id, version)}/index.html"


def path_of(format_: str, document_id: str, version: Version, variant: str = "") -> str:
    """Return the path of the file of one version of a document in a format."""
    if format_ == PAGE:
        return page_path(document_id, version)
    return file_path(document_id, version, suffix_of(format_, variant))

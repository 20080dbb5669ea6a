"""Package a book: manifest, metadata and ZIP (EPUB 3.3, OCF)."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from urllib.parse import quote

from lxml import etree

from ppun_access.document.model import Meta
from ppun_access.tools import typst
from ppun_access.writers.dates import day
from ppun_access.writers.epub.book import (
    COVER,
    CREDITS,
    NAV,
    PACKAGE,
    ROOT,
    STYLE,
    EpubBook,
    Item,
    Page,
    Part,
)
from ppun_access.writers.epub.metadata import (
    STANDARD,
    accessibility,
    certifier,
    facts,
    modified,
    narrator_names,
)
from ppun_access.writers.epub.overlays import ACTIVE, PLAYING
from ppun_access.writers.epub.text import TITLE
from ppun_access.writers.html.frame import rendered, template
from ppun_access.writers.html.xhtml import (
    HEADINGS,
    declare_languages,
    elements,
    languages,
    parsed,
    serialised,
    tag,
)
from ppun_access.writers.units import clock
from ppun_access.writers.zip_files import zipped

MIMETYPE = b"application/epub+zip"
CONTAINER = f"""<?xml version="1.0" encoding="utf-8"?>
<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">
<rootfiles>
<rootfile full-path="{ROOT}/{PACKAGE}" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
"""
_XHTML = "application/xhtml+xml"


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the manifest; ``ms`` is how long an overlay lasts."""

    id: str
    href: str
    media_type: str
    properties: str = ""
    overlay: str = ""
    ms: int = 0


def packed(book: EpubBook) -> bytes:
    """Return ``book`` as an EPUB file; the same book gives the same bytes."""
    items = {item.href: item for item in _items(book)}
    contents = {f"{ROOT}/{href}": item.bytes() for href, item in items.items()}
    entries = {"mimetype": MIMETYPE, "META-INF/container.xml": CONTAINER.encode()}
    package = _package(book, list(items.values()), _identifier(book, contents))
    entries[f"{ROOT}/{PACKAGE}"] = package
    return zipped(entries | contents, first="mimetype")


def _items(book: EpubBook) -> Iterator[Item]:
    pages = book.pages()
    yield Item(NAV, _XHTML, navigation(book), "nav")
    for page in pages:
        yield Item(page.href, _XHTML, serialised(page.root))
        yield from page.items()
    wanted = faces([page.root for page in pages])
    style = template("epub.css").render(faces=wanted, active=ACTIVE)
    yield Item(STYLE, "text/css", style.encode())
    yield from font_items(wanted)
    if book.cover:
        yield Item(COVER, "image/png", book.cover, "cover-image")


def _identifier(book: EpubBook, contents: dict[str, bytes]) -> uuid.UUID:
    """Return an identifier made from all that is in the book: it changes when that does."""
    digest = hashlib.sha256(f"{book.title}\0{book.author}\0{book.publisher}".encode())
    for path, content in sorted(contents.items()):
        digest.update(f"\0{path}\0".encode() + hashlib.sha256(content).digest())
    return uuid.uuid5(uuid.NAMESPACE_URL, digest.hexdigest())


def _package(book: EpubBook, items: list[Item], identifier: uuid.UUID) -> bytes:
    pages = book.pages()
    listed = tuple(_listed(book, items))
    by_href = {line.href: line.id for line in listed}
    spine = [by_href[page.href] for page in pages]
    if book.shows_contents:
        title = next(n for n, page in enumerate(pages, 1) if page.kind == "titlepage")
        spine.insert(title, by_href[NAV])
    spoken = [book.lang, *(tongue for page in pages for tongue in languages(page.root))]
    return rendered(
        "epub-package.opf",
        book=book,
        lang=book.lang,
        identifier=identifier,
        languages=tuple(dict.fromkeys(spoken)),
        date=day(book.date),
        modified=modified(book),
        accessibility=accessibility(book),
        certifier=certifier(book, facts(book)),
        standard=STANDARD,
        narrators=narrator_names(book),
        ms=sum(line.ms for line in listed),
        clock=clock,
        active=ACTIVE,
        playing=PLAYING,
        manifest=listed,
        spine=spine,
    )


def _listed(book: EpubBook, items: list[Item]) -> Iterator[Listed]:
    """Yield the lines of the manifest; an overlay is named by the page that it says."""
    numbers = {item.href: f"f{n}" for n, item in enumerate(items, 1)}
    overlays = {page.href: page for page in book.pages() if page.overlay}
    smils = {f"{page.stem}.smil": page for page in overlays.values()}
    for item in items:
        page = overlays.get(item.href)
        spoken = smils.get(item.href)
        yield Listed(
            numbers[item.href],
            item.href,
            item.media_type,
            item.properties,
            numbers[f"{page.stem}.smil"] if page else "",
            spoken.overlay.ms if spoken and spoken.overlay else 0,
        )


# Fonts


_PACKAGE = "fontpkg_atkinson_hyperlegible"
_BOLD = HEADINGS | {tag(name) for name in ("strong", "th", "dt", "caption", "mark")}
_BOLD_CLASSES = ("chapeau", "note-nom", "encart-nom")


@dataclass(frozen=True, slots=True)
class Face:
    """One face of the font."""

    name: str
    weight: str = "normal"
    style: str = "normal"
    family: str = "Atkinson Hyperlegible"

    @property
    def href(self) -> str:
        """Where it is in the book."""
        return f"fonts/AtkinsonHyperlegible-{self.name}.ttf"


REGULAR, BOLD = Face("Regular"), Face("Bold", "bold")
ITALIC, BOLD_ITALIC = Face("Italic", style="italic"), Face("BoldItalic", "bold", "italic")
ZEROS = dict(zip(
    (Face("ZeroRegular", family=typst.PLAIN_ZERO),
     Face("ZeroBold", "bold", family=typst.PLAIN_ZERO)),
    typst.ZEROS, strict=True,
))  # fmt: skip
"""The faces of one sign, the zero without its slash, of easy pages, and their files."""


def faces(pages: Sequence[etree._Element]) -> tuple[Face, ...]:
    """Return the faces that ``pages`` need; each weighs 55 kB, one of one sign 1.5 kB."""
    easy = any(root.get("class") == "facile" for root in pages)
    leaning = {_is_bold(em) for root in pages for em in elements(root, "em")}
    italics = {False: ITALIC, True: BOLD_ITALIC}
    italic = (italics[bold] for bold in sorted(leaning))
    return (REGULAR, BOLD, *italic, *(ZEROS if easy else ()))


def _is_bold(em: etree._Element) -> bool:
    return any(
        above.tag in _BOLD or above.get("class") in _BOLD_CLASSES
        for above in (*em.iterancestors(), *em.iterdescendants())
    )


def font_items(wanted: Iterable[Face]) -> list[Item]:
    """Return the files of ``wanted`` and their licence."""
    items = [Item(face.href, "font/ttf", _content(face)) for face in wanted]
    return [*items, Item("fonts/OFL.txt", "text/plain", _read("LICENSE"))]


def _content(face: Face) -> bytes:
    zero = ZEROS.get(face)
    return typst.zero_face(zero) if zero else _read(f"files/{face.href[6:]}")


@cache
def _read(name: str) -> bytes:
    return (files(_PACKAGE) / name).read_bytes()


# The navigation


@dataclass(slots=True)
class Branch:
    """A line of the table of contents, and those below it."""

    label: str
    href: str = ""
    lang: str = ""
    below: list[Branch] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Landmark:
    """A place that reading systems have a button for."""

    type: str
    label: str
    href: str


def navigation(book: EpubBook) -> bytes:
    """Return the navigation document of ``book``."""
    page = template("epub-nav.xhtml").render(
        title=book.title,
        lang=book.lang,
        contents=contents(book),
        landmarks=tuple(_landmarks(book)),
    )
    root = parsed(page)
    declare_languages(root)
    return serialised(root)


def contents(book: EpubBook) -> list[Branch]:
    """Return the table of contents: parts, their pages, the headings of each."""
    found: list[Branch] = []
    for part in book.parts:
        pages = _nested(page for page in part.pages if page.kind != "cover")
        if part.title:
            href = f"{part.opening.href}#{TITLE}" if part.opening else ""
            found.append(Branch(part.title, href, below=pages))
        else:
            found += pages
    return found


def _nested(pages: Iterable[Page]) -> list[Branch]:
    """Return pages under those that hold them, in the groups of their space."""
    found: list[Branch] = []
    into, group = found, ""
    open_: list[tuple[int, Branch]] = []
    for page in pages:
        meta = page.document.meta if page.document else Meta()
        if meta.group != group:
            group, into, open_ = meta.group, found, []
            if group:
                found.append(Branch(group))
                into = found[-1].below
        while open_ and open_[-1][0] >= meta.level:
            open_.pop()
        branch = _branch(page)
        (open_[-1][1].below if open_ else into).append(branch)
        open_.append((meta.level, branch))
    return found


def _branch(page: Page) -> Branch:
    """Return the title of a page with its headings below, nested by their levels."""
    top = Branch(page.title, f"{page.href}#{TITLE}", page.lang)
    open_: list[tuple[int, Branch]] = [(1, top)]
    for entry in page.entries:
        if entry.anchor == TITLE:
            continue
        branch = Branch(entry.label, f"{page.href}#{quote(entry.anchor)}", page.lang)
        while len(open_) > 1 and open_[-1][0] >= entry.level:
            open_.pop()
        open_[-1][1].below.append(branch)
        open_.append((entry.level, branch))
    return top


def _landmarks(book: EpubBook) -> Iterator[Landmark]:
    pages = book.pages()
    if book.shows_contents:  # a landmark is a place among the pages
        yield Landmark("toc", "Sommaire", f"{NAV}#toc")
    yield from _first("cover", "Couverture", pages)
    yield from _first("titlepage", "Page de titre", pages)
    yield from _first("bodymatter", "Début du texte", pages)
    yield from _easy(book.parts)
    yield from _first("colophon", CREDITS, pages)


def _first(kind: str, label: str, pages: Iterable[Page]) -> Iterator[Landmark]:
    for page in pages:
        if page.kind == kind:
            yield Landmark(kind, label, f"{page.href}#{TITLE}")
            return


def _easy(parts: Iterable[Part]) -> Iterator[Landmark]:
    """Yield the part of the easy versions: people who need it must find it at once."""
    for part in parts:
        if part.opening and any(page.version == "facile" for page in part.pages):
            yield Landmark("part", part.title, f"{part.opening.href}#{TITLE}")

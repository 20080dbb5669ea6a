"""Make the navigation document of a book: table of contents and landmarks.

There is no list of pages: none of what we publish has a print edition whose pages could be
named (EPUB Accessibility 1.1, « Page navigation »: only where static pages exist).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import quote

from ppun_access.document.model import Meta
from ppun_access.writers.epub.book import CREDITS, NAV, EpubBook, Page, Part
from ppun_access.writers.epub.text import TITLE, templates
from ppun_access.writers.html.xhtml import declare_languages, parsed, serialised


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
    page = (
        templates()
        .get_template("epub-nav.xhtml")
        .render(
            title=book.title,
            lang=book.lang,
            contents=contents(book),
            landmarks=tuple(_landmarks(book)),
        )
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

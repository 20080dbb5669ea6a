"""Write EPUB 3.3: a book for each text and version, and one for the whole site.

Pages are those of the site as XHTML; media overlays play the sound sentence by sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from ppun_access.document.build import para
from ppun_access.document.model import (
    Block,
    Document,
    Edition,
    Link,
    List,
    ListItem,
    Text,
    Version,
)
from ppun_access.report import Report
from ppun_access.writers.dates import day
from ppun_access.writers.epub.book import COVER, CREDITS, EpubBook, Page, Part
from ppun_access.writers.epub.links import repair_links
from ppun_access.writers.epub.metadata import facts, narrators, standing
from ppun_access.writers.epub.package import packed
from ppun_access.writers.epub.text import give_sound, plain_page, text_page
from ppun_access.writers.html.frame import template
from ppun_access.writers.html.xhtml import declare_languages, parsed
from ppun_access.writers.labels import labelled, status_inside, status_label
from ppun_access.writers.model import EpubOptions, Files, page_path, path_of
from ppun_access.writers.units import as_sentence

WHOLE = "ppun.epub"
"""The path of the book of the whole collection."""
FULL_PART, EASY_PART = "Textes complets", "Versions simplifiées"
_EASY = "version simplifiée"


def write_epub(edition: Edition, options: EpubOptions, report: Report) -> Files:
    """Return the EPUB of each document of ``edition``."""
    return {
        path_of("epub", document.id, edition.version): packed(
            text_book(document, edition, options, report)
        )
        for document in edition.book.documents
    }


def write_whole_epub(
    editions: Sequence[Edition], options: EpubOptions, report: Report
) -> Files:
    """Return the EPUB of the collection; ``editions`` has the full texts first."""
    if not any(edition.book.documents for edition in editions):
        return {}
    return {WHOLE: packed(whole_book(editions, options, report))}


def text_book(
    document: Document, edition: Edition, options: EpubOptions, report: Report
) -> EpubBook:
    """Return one version of one text as a book."""
    publisher = edition.book.publisher
    page = text_page(document, edition, options, report, publisher=publisher)
    _finish((page,), options, report)
    meta, easy = document.meta, edition.version == "facile"
    title = f"{page.title} ({_EASY})" if easy and _EASY not in page.title else page.title
    book = EpubBook(
        title,
        document.lang or edition.book.lang,
        (Part("", (page,)),),
        publisher,
        meta.author,
        meta.role,
        meta.date,
        meta.description,
        edition.book.title if edition.book.title != page.title else "",
        status_label(meta.status, edition.version) if easy else "",
        edition.covers.get(document.id),
        changed=edition.dates.get(document.id, ""),
        certifier=options.certifier,
    )
    return with_cover_and_credits(book, options, report)


def whole_book(
    editions: Sequence[Edition], options: EpubOptions, report: Report
) -> EpubBook:
    """Return the collection: a title page, the full texts, then the easy versions."""
    book = editions[0].book
    pages = {
        edition.version: tuple(
            text_page(document, edition, options, report)
            for document in edition.book.documents
        )
        for edition in editions
    }
    parts = (
        _opening(editions, options, report),
        *_parts(pages, options, report, book.lang),
    )
    whole = EpubBook(
        book.title, book.lang, parts, book.publisher,
        date=max((day(d.meta.date) for d in book.documents), default=""),
        cover=options.cover, shows_contents=True,
        changed=max((d for e in editions for d in e.dates.values()), default=""),
        certifier=options.certifier,
    )  # fmt: skip
    _finish(whole.pages(), options, report)
    return with_cover_and_credits(whole, options, report)


def _opening(editions: Sequence[Edition], options: EpubOptions, report: Report) -> Part:
    """Return the title page: what opens the book, and who publishes it."""
    book = editions[0].book
    publisher = (para(labelled("Éditeur", book.publisher)),) if book.publisher else ()
    blocks: tuple[Block, ...] = (*publisher, *book.opening)
    page = plain_page(
        "page-de-titre", book.title, book.lang, blocks, options, report, "titlepage"
    )
    return Part("", (page,))


def _parts(
    pages: Mapping[Version, tuple[Page, ...]],
    options: EpubOptions,
    report: Report,
    lang: str,
) -> Iterable[Part]:
    full, easy = pages.get("integral", ()), pages.get("facile", ())
    if not easy:
        yield Part("", full)
        return
    yield Part(FULL_PART, full)
    labels = tuple(ListItem((para(_labelled(page)),)) for page in easy)
    words = (
        para("Voici les mêmes textes avec des phrases courtes et des mots faciles."),
        List(labels),
    )
    opening = plain_page("versions-simplifiees", EASY_PART, lang, words, options, report)
    yield Part(EASY_PART, easy, opening)


def _labelled(page: Page) -> str:
    status = page.document.meta.status if page.document else ""
    return labelled(page.title, status_inside(status, "facile"))


def _finish(pages: Iterable[Page], options: EpubOptions, report: Report) -> None:
    """Settle what needs every page to be there: links, then sound."""
    finished = tuple(pages)
    places = {
        page_path(page.document.id, page.version): page.href
        for page in finished
        if page.document
    }
    home = next((page.href for page in finished if page.kind == "titlepage"), "")
    if home:
        places["index.html"] = home
    repair_links(finished, places, options.base_url, report)
    for page in finished:
        give_sound(page, report)


# The cover and the credits


def with_cover_and_credits(
    book: EpubBook, options: EpubOptions, report: Report
) -> EpubBook:
    """Return ``book``, whose sound is settled, between its cover and its credits."""
    told = tuple(_credits(book, options))
    end = plain_page("livre_credits", CREDITS, "fr", told, options, report, "colophon")
    opening = (Part("", (_cover(book),)),) if book.cover else ()
    return replace(book, parts=(*opening, *book.parts, Part("", (end,))))


def _cover(book: EpubBook) -> Page:
    named = ", ".join(part for part in (book.title, book.author) if part)
    alt = labelled("Couverture", named)
    page = template("epub-cover.xhtml").render(lang=book.lang, src=COVER, alt=alt)
    root = parsed(page)
    declare_languages(root)
    return Page("livre_couverture.xhtml", "Couverture", book.lang, root, kind="cover")


def _credits(book: EpubBook, options: EpubOptions) -> Iterator[Block]:
    held = facts(book)
    author = ", ".join(part for part in (book.author, book.role) if part)
    yield para(labelled("Titre", book.title))
    if book.label:
        yield para(as_sentence(book.label))
    for name, text in (
        ("Auteur", author),
        ("Éditeur", book.publisher),
        ("Date", book.date),
        ("Ce livre fait partie de", book.collection),
    ):
        if text:
            yield para(labelled(name, text))
    yield from (para(as_sentence(one)) for one in narrators(book))
    if not held.sound:
        yield para("Ce livre n’a pas de son.")
    yield para(standing(book, held))
    if site := options.base_url:
        yield para(labelled("Sur internet", ""), Link((Text(site),), site))

"""Make the pages around the texts of a book: its cover, and its credits at the end.

Reading systems show a cover only if it is also a page, and metadata to nobody who reads.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ppun_access.document.build import para
from ppun_access.document.model import Block, Link, Text
from ppun_access.report import Report
from ppun_access.writers.epub.book import COVER, CREDITS, EpubBook, Page, Part
from ppun_access.writers.epub.metadata import facts, narrators, standing
from ppun_access.writers.epub.text import plain_page, templates
from ppun_access.writers.html.xhtml import declare_languages, parsed
from ppun_access.writers.labels import labelled
from ppun_access.writers.model import EpubOptions
from ppun_access.writers.units import as_sentence


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
    page = (
        templates()
        .get_template("epub-cover.xhtml")
        .render(lang=book.lang, src=COVER, alt=labelled("Couverture", named))
    )
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

"""Write a booklet of a whole site: every text, in large print, black on white, to print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from ppun_access.document.model import (
    Block,
    Book,
    Document,
    Edition,
    Heading,
    Link,
    Version,
)
from ppun_access.document.walk import nodes, plain_text
from ppun_access.report import Report
from ppun_access.tools import typst
from ppun_access.writers.html import easy_title, page_path
from ppun_access.writers.model import PdfOptions
from ppun_access.writers.outline import outlined
from ppun_access.writers.pdf import Supplies
from ppun_access.writers.pdf_blocks import blocks
from ppun_access.writers.pdf_document import (
    About,
    fact_source,
    signs_of,
    text_source,
    typesetting,
    ways_to_ask,
    whole_source,
)
from ppun_access.writers.pdf_look import look
from ppun_access.writers.pdf_source import NOTHING, call, joined, literal, quoted, stacked
from ppun_access.writers.pdf_typesetting import Typesetting, plain

BOOK = "book"
_SUBTITLE = "Livret en gros caractères"
_ORDER = "Quand un texte a une version simplifiée, elle vient après le texte complet."
_LOOK: Version = "integral"


def write_booklet(
    editions: Sequence[Edition], options: PdfOptions, report: Report
) -> bytes:
    """Return one PDF of every text: the full one, then its easy version.

    ``editions`` are of one book. Raises as ``write_pdf`` does.
    """
    book = editions[0].book
    texts = tuple(_texts(editions))
    supplies = Supplies(report, options.pictures)
    opening = Document("ouverture", book.lang, book.title, _opening(book))
    asked = tuple(ways_to_ask(options.contact))
    everything = (opening, *(document for _, document in texts))
    signs = signs_of(*everything, *asked, book.title, book.publisher)
    means = supplies.means(book.title, signs, *everything)
    drawn = look(_LOOK, options.settings, BOOK)
    t = typesetting(opening, drawn, means, options, report)
    t.prefix = "ouverture-"
    every = (n for document in everything for n in nodes(document))
    hrefs = {node.href for node in every if isinstance(node, Link)}
    t.places = places = _places(texts, hrefs)
    easy = any(version == "facile" for version, _ in texts)
    parts = [*_front(book, opening, t, easy=easy)]
    for n, (version, document) in enumerate(texts):
        drawn = look(version, options.settings, BOOK)
        own = typesetting(document, drawn, means, options, report)
        own.prefix, own.places = _prefix(n), places
        own.targets |= _led_to(version, document, hrefs)
        begin = call("anchor", literal(f"{_prefix(n)}debut"))
        parts += ["fresh()", begin, text_source(document, version, own)]
    parts += _back(asked, t)
    drawn = look(_LOOK, options.settings, BOOK)
    about = About(
        book.title, book.publisher, _SUBTITLE, tuple(d.title for _, d in texts), book.lang
    )
    main = whole_source(stacked(parts), about, drawn, means)
    return typst.pdf(supplies.sources(main, "pdf.typ"), about=book.title)


def _prefix(number: int) -> str:
    """Return what keeps apart the marks of a text."""
    return f"texte-{number}-"


def _places(
    texts: Sequence[tuple[Version, Document]], hrefs: AbstractSet[str]
) -> dict[str, str]:
    """Return the mark of each text, and of each passage that a link leads to."""
    found: dict[str, str] = {}
    for n, (version, document) in enumerate(texts):
        path = page_path(document.id, version)
        found[path] = f"{_prefix(n)}debut"
        for id_ in _led_to(version, document, hrefs):
            found[f"{path}#{id_}"] = f"{_prefix(n)}a-{id_}"
    return found


def _led_to(
    version: Version, document: Document, hrefs: AbstractSet[str]
) -> frozenset[str]:
    """Return the ids of the passages of a text to which ``hrefs`` of others lead."""
    path = page_path(document.id, version)
    ids = {node.id for node in nodes(document) if node.id}
    return frozenset(id_ for id_ in ids if f"{path}#{id_}" in hrefs)


def _texts(editions: Sequence[Edition]) -> Iterator[tuple[Version, Document]]:
    """Yield the versions of each text in the order of the kit, with titles that differ."""
    order = dict.fromkeys(d.id for e in editions for d in e.book.documents)
    for id_ in order:
        for edition in sorted(editions, key=lambda e: e.version == "facile"):
            for document in edition.book.documents:
                if document.id == id_:
                    yield edition.version, _titled(document, edition.version)


def _titled(document: Document, version: Version) -> Document:
    if version == "integral":
        return document
    return replace(document, title=easy_title(document.title))


def _opening(book: Book) -> tuple[Block, ...]:
    """Return what comes before the texts, without a title that the cover repeats."""
    match book.opening:
        case (Heading() as first, *rest) if plain_text(first).strip() == book.title:
            return tuple(rest)
        case found:
            return found


def _front(book: Book, opening: Document, t: Typesetting, *, easy: bool) -> Iterator[str]:
    """Yield the cover and the contents."""
    presented = blocks(outlined(opening.blocks), t)
    said = (_SUBTITLE, _ORDER) if easy else (_SUBTITLE,)
    yield call(
        "booklet-cover", plain(book.publisher, t), plain(book.title, t),
        joined([call("par", quoted(line)) for line in said]), presented or NOTHING,
    )  # fmt: skip
    yield call("contents", quoted("Sommaire"))


def _back(asked: Sequence[str], t: Typesetting) -> list[str]:
    """Return a last page that says whom to ask for another form, if that is known."""
    if not asked:
        return []
    lines = (call("par", fact_source(line, t)) for line in asked)
    forms = "Vous pouvez demander ces textes en braille, en gros caractères ou sur CD."
    title = call("heading", quoted("Demander une autre forme"), level="1")
    return ["fresh()", title, call("par", quoted(forms)), *lines]

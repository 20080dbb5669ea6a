"""Write the XML files of a DAISY book: ncc.html, the text, the SMIL files.

From the « DAISY 2.02 Specification », recommendation of 28 February 2001: what each must
hold is in its sections 2.1 (ncc), 2.2 (SMIL), 2.3 (text) and in its appendix 2 (metadata).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment

from ppun_access.document.model import Document, Edition, Narration
from ppun_access.document.walk import nodes
from ppun_access.writers.characters import clean, one_line
from ppun_access.writers.daisy.content import book_title
from ppun_access.writers.daisy.inlines import language_of
from ppun_access.writers.daisy.model import Part, clock, smil_name, whole_clock
from ppun_access.writers.dates import full_date
from ppun_access.writers.html.frame import environment, html
from ppun_access.writers.html.page import EASY
from ppun_access.writers.labels import status_label

NCC, TEXT, MASTER, SOUND = "ncc.html", "content.html", "master.smil", "a0001.mp3"
STYLE = "default.css"
"""Names in plain ASCII, eight letters and an extension: any reader opens them."""
GENERATOR = "ppun-access"
NO_DATE = "1980-01-01"
"""The specification wants a date, and a build looks at no clock: that of ZIP archives."""
NOBODY = "Auteur non indiqué"
NO_PUBLISHER = "Éditeur non indiqué"
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")


@dataclass(frozen=True, slots=True)
class Book:
    """The facts that all the files of a book share."""

    title: str
    lang: str
    identifier: str = ""
    easy: bool = False
    generator: str = GENERATOR


@dataclass(frozen=True, slots=True)
class Item:
    """One line of metadata."""

    name: str
    content: str
    scheme: str = ""


@dataclass(frozen=True, slots=True)
class Size:
    """How many files a book has, itself included, and how many bytes."""

    files: int = 0
    bytes: int = 0


def book_of(document: Document, edition: Edition, identifier: str) -> Book:
    """Return the facts that the files of a book share; an easy version is told apart."""
    title, easy = book_title(document), edition.version == "facile"
    if easy and EASY not in title:
        title = f"{title} ({EASY})"
    return Book(title, languages(document)[0], identifier, easy)


def languages(document: Document) -> tuple[str, ...]:
    """Return the languages of a document, its own first."""
    found = (document.lang, *(node.lang for node in nodes(document)))
    valid = tuple(dict.fromkeys(lang for lang in found if _LANGUAGE.fullmatch(lang)))
    return valid or ("fr",)


def ncc(book: Book, parts: Sequence[Part], metadata: Sequence[Item]) -> bytes:
    """Return the navigation control centre: metadata, then one line a heading."""
    return _page("ncc.html", book=book, parts=parts, metadata=metadata)


def text_files(book: Book, body: str) -> dict[str, bytes]:
    """Return the text and its style sheet."""
    tongue = html(language_of(book.lang))
    page = _page("content.html", book=book, body=html(body), tongue=tongue, style=STYLE)
    return {TEXT: page, STYLE: _page(STYLE)}


def smil_files(book: Book, parts: Sequence[Part]) -> dict[str, bytes]:
    """Return one SMIL file a part, and the one that lists them all."""
    files = {
        smil_name(part.number): _page(
            "part.smil", book=book, part=part, text=TEXT, sound=SOUND
        )
        for part in parts
    }
    total = sum(part.length for part in parts)
    return files | {MASTER: _page("master.smil", book=book, parts=parts, total=total)}


def metadata(
    document: Document,
    edition: Edition,
    book: Book,
    parts: Sequence[Part],
    size: Size,
) -> tuple[Item, ...]:
    """Return everything that the ncc says of a book; nothing that is not known."""
    narration = edition.narration(document.id)
    total = sum(part.length for part in parts)
    items = (
        *_bibliography(document, edition, book),
        *_production(document, edition, narration if total else None),
        *_counts(parts, size),
        Item("ncc:totalTime", whole_clock(total), "hh:mm:ss"),
        Item("ncc:multimediaType", _multimedia(parts) if total else "textNcc"),
    )
    return tuple(item for item in items if item.content)


def _bibliography(document: Document, edition: Edition, book: Book) -> Iterator[Item]:
    meta, publisher = document.meta, _line(edition.book.publisher)
    yield Item("dc:title", book.title)
    yield Item("dc:creator", _line(meta.author) or publisher or NOBODY)
    yield Item("dc:publisher", publisher or NO_PUBLISHER)
    known = full_date(meta.date) or edition.dates.get(document.id, NO_DATE)
    yield Item("dc:date", known, "yyyy-mm-dd")
    for lang in languages(document):
        yield Item("dc:language", lang, "ISO 639")
    yield Item("dc:identifier", book.identifier)
    yield Item("dc:format", "Daisy 2.02")
    yield Item("dc:description", _line(meta.description))
    whole = _line(edition.book.title)
    yield Item("dc:source", "" if whole == book_title(document) else whole)


def _production(
    document: Document, edition: Edition, narration: Narration | None
) -> Iterator[Item]:
    yield Item("ncc:generator", GENERATOR)
    yield Item("ncc:producer", _line(edition.book.publisher))
    yield Item("ncc:sourceDate", full_date(document.meta.date), "yyyy-mm-dd")
    yield Item("ncc:sourcePublisher", _line(edition.book.publisher))
    yield Item("ncc:sourceTitle", book_title(document))
    yield Item("ncc:narrator", _narrator(narration) if narration else "")
    yield Item("ncc:charset", "utf-8")
    yield Item("ncc:setInfo", "1 of 1", "k of n")
    if edition.version == "facile":
        label = status_label(document.meta.status, edition.version)
        yield Item("prod:version", label)


def _counts(parts: Sequence[Part], size: Size) -> Iterator[Item]:
    yield Item("ncc:depth", str(max(part.entry.level for part in parts)))
    yield Item("ncc:tocItems", str(len(parts)))
    for name in ("pageFront", "pageNormal", "pageSpecial", "maxPageNormal"):
        yield Item(f"ncc:{name}", "0")
    for name in ("footnotes", "prodNotes", "sidebars"):  # none that a reader may skip
        yield Item(f"ncc:{name}", "0")
    yield Item("ncc:files", str(size.files))
    yield Item("ncc:kByteSize", str(-(-size.bytes // 1024)))


def _multimedia(parts: Sequence[Part]) -> str:
    """Return what a book that has sound is: all of its words are heard, or some."""
    partly = any(mark.partly for part in parts for mark in part.marks)
    return "textPartAudio" if partly else "audioFullText"


def _narrator(narration: Narration) -> str:
    """Return who reads; a synthetic voice is said to be one."""
    name = _line(narration.voice)
    if narration.recorded:
        return name or "une personne"
    return f"{name} (voix de synthèse)" if name else "Voix de synthèse"


def _line(text: str) -> str:
    return one_line(text).strip(" ")


@cache
def _templates() -> Environment:
    env = environment()
    env.filters |= {"clock": clock, "smil_name": smil_name, "seconds": _seconds}
    return env


def _seconds(ms: int) -> str:
    return f"{ms // 1000}.{ms % 1000:03}s"


def _page(name: str, **values: object) -> bytes:
    text = _templates().get_template(f"daisy/{name}").render(**values)
    return clean(text).encode()

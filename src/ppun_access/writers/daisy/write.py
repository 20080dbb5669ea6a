"""Write DAISY 2.02 books: full text and full audio, one folder in a ZIP.

For the readers that libraries for blind people lend to (Victor Reader and the like): a
table of contents (``ncc.html``), one SMIL file a heading, which ties each sentence to its
sound, the text and one MP3. Without sound, the book is text only, and says so.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ppun_access.document.model import Document, Edition, Image, Narration, Version
from ppun_access.document.walk import nodes, plain_text
from ppun_access.report import Finding, Report
from ppun_access.runtime.untrusted_files import content_bytes
from ppun_access.writers.characters import one_line
from ppun_access.writers.daisy.content import book_title, render_book
from ppun_access.writers.daisy.inlines import language_of
from ppun_access.writers.daisy.model import (
    Part,
    Writing,
    parts,
    smil_name,
    whole_clock,
)
from ppun_access.writers.dates import full_date
from ppun_access.writers.html.frame import html, rendered
from ppun_access.writers.html.page import EASY
from ppun_access.writers.html.rendering import clips_of
from ppun_access.writers.labels import quoted, status_label
from ppun_access.writers.model import DaisyOptions, Files, path_of
from ppun_access.writers.picture_sizes import kind_of
from ppun_access.writers.units import clock, exact_seconds
from ppun_access.writers.zip_files import ascii_name, zipped

LONGEST_FOLDER = 60
"""Characters of the name of the folder: what a CD holds."""
PICTURES = ("image/jpeg", "image/png", "image/gif")
"""What a DAISY 2.02 reader shows."""


def write_daisy(edition: Edition, options: DaisyOptions, report: Report) -> Files:
    """Return a DAISY book for each document of ``edition``."""
    return {
        path_of("daisy202", document.id, edition.version): _zip(
            document, edition, options, report
        )
        for document in edition.book.documents
    }


def _zip(
    document: Document, edition: Edition, options: DaisyOptions, report: Report
) -> bytes:
    folder = book_folder(document.id, edition.version)
    files = _files(document, edition, options, report)
    return zipped({f"{folder}/{name}": data for name, data in files.items()})


def book_folder(document_id: str, version: Version) -> str:
    """Return the name of the folder that a book is, in plain ASCII."""
    ending = "-facile" if version == "facile" else ""
    stem = ascii_name(document_id)[: LONGEST_FOLDER - len(ending)]
    return stem.rstrip("-.") + ending


@dataclass(frozen=True, slots=True)
class _Sound:
    """What is heard of a document: bytes of the MP3, none when the book is silent."""

    narration: Narration | None = None
    content: bytes = b""


def _files(
    document: Document, edition: Edition, options: DaisyOptions, report: Report
) -> dict[str, bytes]:
    """Return the files of one book, name → content."""
    sound = _sound(edition.narration(document.id))
    names, images = _pictures(document, options, report)
    writing = Writing(
        report, document.title, clips_of(sound.narration), names, options.base_url,
        silent=sound.narration is None,
        unsaid=sound.narration.unsaid if sound.narration else frozenset(),
    )  # fmt: skip
    body = render_book(document, sound.narration, writing)
    for id_ in writing.clips:
        message = (
            f"un passage est lu dans l’audio et n’est pas dans le livre DAISY (« {id_} »)"
        )
        report.add(Finding("passage-hors-livre", message, page=document.title))
    made = parts(writing.entries, writing.marks)
    media = images | ({SOUND: sound.content} if sound.content else {})
    identifier = _identifier(document, edition, body, media)
    book = book_of(document, edition, identifier)
    files = media | smil_files(book, made) | text_files(book, body)
    return files | {NCC: _ncc(document, edition, book, made, files)}


def _ncc(
    document: Document,
    edition: Edition,
    book: Book,
    made: tuple[Part, ...],
    others: Mapping[str, bytes],
) -> bytes:
    """Return the ncc, which tells the size of the book that it is part of."""
    total, content = sum(map(len, others.values())), b""
    for _ in range(3):  # its own size changes what it says of one digit at most
        size = Size(len(others) + 1, total + len(content))
        items = metadata(document, edition, book, made, size)
        content = ncc(book, made, items)
    return content


def _sound(narration: Narration | None) -> _Sound:
    """Return the MP3 of a narration, without its tag: some readers count bytes."""
    path = narration.encodings.get("mp3") if narration else None
    if narration is None or path is None or not narration.clips:
        return _Sound()
    return _Sound(narration, without_tag(content_bytes(path)))


def without_tag(mp3: bytes) -> bytes:
    """Return an MP3 file without the ID3 version 2 tag that may open it."""
    if mp3[:3] != b"ID3":
        return mp3
    size = 0
    for byte in mp3[6:10]:
        size = size << 7 | byte & 0x7F
    return mp3[10 + size :]


def _pictures(
    document: Document, options: DaisyOptions, report: Report
) -> tuple[dict[str, str], dict[str, bytes]]:
    """Return the pictures of a document: address → name in the book, name → content."""
    names: dict[str, str] = {}
    files: dict[str, bytes] = {}
    for image in (node for node in nodes(document) if isinstance(node, Image)):
        picture = options.pictures.get(image.src)
        if picture is None or image.src in names:
            continue
        content = content_bytes(picture)
        kind = kind_of(content)
        if kind is None or kind[0] not in PICTURES:
            report.add(_unknown(image, document))
            continue
        names[image.src] = f"i{len(files) + 1:04}{kind[1]}"
        files[names[image.src]] = content
    return names, files


def _unknown(image: Image, document: Document) -> Finding:
    message = (
        f"l’image {quoted(image.src)} ne peut pas entrer dans le livre DAISY : sa "
        "description y est écrite à sa place. Enregistrez-la en PNG, JPEG ou GIF"
    )
    words = plain_text(image)
    return Finding(
        "image-hors-livre", message, pos=image.pos, page=document.title, passage=words
    )


def _identifier(
    document: Document, edition: Edition, body: str, media: Mapping[str, bytes]
) -> str:
    """Return a name that changes with the book: readers tie their bookmarks to it."""
    digest = hashlib.sha256(body.encode("utf-8", "replace"))
    for name, data in sorted(media.items()):
        digest.update(name.encode() + hashlib.sha256(data).digest())
    return f"{book_folder(document.id, edition.version)}-{digest.hexdigest()[:12]}"


# The pages of the book and their SMIL


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


def _page(name: str, **values: object) -> bytes:
    times = {"clock": clock, "seconds": exact_seconds, "smil_name": smil_name}
    return rendered(f"daisy/{name}", **times, **values)

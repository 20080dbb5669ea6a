"""Write DAISY 2.02 books: full text and full audio, one folder in a ZIP.

For the readers that libraries for blind people lend to (Victor Reader and the like): a
table of contents (``ncc.html``), one SMIL file a heading, which ties each sentence to its
sound, the text and one MP3. Without sound, the book is text only, and says so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from ppun_access.document.model import Document, Edition, Image, Narration, Version
from ppun_access.document.walk import nodes, plain_text
from ppun_access.report import Finding, Report
from ppun_access.runtime.untrusted_files import content_bytes
from ppun_access.writers.daisy import pages
from ppun_access.writers.daisy.content import render_book
from ppun_access.writers.daisy.model import Part, Writing, parts
from ppun_access.writers.daisy.pages import Book, Size
from ppun_access.writers.html.rendering import clips_of
from ppun_access.writers.labels import quoted
from ppun_access.writers.model import DaisyOptions, Files, path_of
from ppun_access.writers.picture_kinds import kind_of
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
    media = images | ({pages.SOUND: sound.content} if sound.content else {})
    identifier = _identifier(document, edition, body, media)
    book = pages.book_of(document, edition, identifier)
    files = media | pages.smil_files(book, made) | pages.text_files(book, body)
    return files | {pages.NCC: _ncc(document, edition, book, made, files)}


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
        items = pages.metadata(document, edition, book, made, size)
        content = pages.ncc(book, made, items)
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

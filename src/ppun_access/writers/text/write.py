"""Write plain text for screen readers: one sentence per line, no decoration.

The title and the text come first, and what is known of the text last: whoever opens the
file wants to read it.
Blank lines and numbers carry the structure. The items of an unordered list open with a
hyphen: most readers keep silent on it or say one short word, braille shows it in one
cell, and without it an item cannot be reported from a sentence.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from ppun_access.document.model import Block, Div, Document, Edition
from ppun_access.document.walk import nodes
from ppun_access.report import Report
from ppun_access.writers.characters import one_line, text_file
from ppun_access.writers.labels import labelled, status_inside
from ppun_access.writers.model import Files, TextOptions, path_of, titles_of
from ppun_access.writers.outline import outlined
from ppun_access.writers.text.blocks import Chunk, chunks
from ppun_access.writers.text.inlines import InlineState
from ppun_access.writers.units import count, spoken_length

ABOUT = "À propos de ce texte"


def write_text(edition: Edition, options: TextOptions, report: Report) -> Files:
    """Return a text file for each document of ``edition``."""
    return {
        path_of("text", document.id, edition.version): text_file(
            whole_text(document, edition, options, report)
        )
        for document in edition.book.documents
    }


def plain(
    blocks: tuple[Block, ...], report: Report, *, page: str = "", full: bool = False
) -> str:
    """Return ``blocks`` as plain text, with their notes and addresses at the end.

    ``page`` is the title to name in findings; ``full`` names the structure in words.
    """
    return _joined(_body(blocks, InlineState(report, page, full)))


def whole_text(
    document: Document, edition: Edition, options: TextOptions, report: Report
) -> str:
    """Return a document as plain text, then what is known of it."""
    full = options.annonces == "complet"
    title = one_line(document.title).strip(" ")
    head = [labelled("Titre de niveau 1", title) if full else title]
    titles = {**options.titles, **titles_of(edition)}
    telling = InlineState(report, document.title, full, titles=titles)
    body = _body(document.blocks, telling)
    facts = list(_facts(document, edition, options))
    return _joined([head, *body, _section(ABOUT, telling), facts])


def _body(blocks: tuple[Block, ...], t: InlineState) -> list[Chunk]:
    body = chunks(outlined(blocks), t)
    return [*body, *_notes(t), *_addresses(t)]


def _joined(parts: Iterable[Chunk]) -> str:
    """Return the chunks with a blank line between, in composed characters."""
    text = "\n\n".join("\n".join(part) for part in parts if part)
    return unicodedata.normalize("NFC", text.lstrip("\n")) + "\n"


def _facts(document: Document, edition: Edition, options: TextOptions) -> Iterator[str]:
    """Yield what is known of the text, one short line each."""
    meta = document.meta
    version = status_inside(meta.status, edition.version).removeprefix("version ")
    if any(isinstance(n, Div) and n.role == "status" for n in nodes(document)):
        version = version.split(", ")[0]  # the text itself says the rest
    known = (
        ("Auteur", meta.author),
        ("Fonction", meta.role),
        ("Version", version),
        ("Date", meta.date),
        ("Source", edition.book.title),
        ("Éditeur", edition.book.publisher),
        ("Longueur", _length(document.id, options)),
        ("Durée de l’audio", _heard(document.id, edition)),
    )
    for name, text in known:
        if said := one_line(text).strip(" "):
            yield labelled(name, said)


def _length(document_id: str, options: TextOptions) -> str:
    given = next((x for x in options.lengths if x.document_id == document_id), None)
    if given is None:
        return ""
    words = count(given.words, "mot")
    if given.minutes is None:
        return words
    return f"{words}, environ {count(given.minutes, 'minute')} de lecture"


def _heard(document_id: str, edition: Edition) -> str:
    narration = edition.narration(document_id)
    return spoken_length(narration.seconds) if narration else ""


def _notes(t: InlineState) -> list[Chunk]:
    told: list[Chunk] = []
    while len(told) < len(t.notes):  # a note may hold another one
        n = len(told) + 1
        inside = chunks(outlined(t.notes[n - 1].blocks, 3), t)
        flat = [line for chunk in inside for line in chunk if line]
        told.append([labelled(f"Note {n}", flat[0] if flat else ""), *flat[1:]])
    return [_section("Notes", t), *told] if told else []


def _addresses(t: InlineState) -> list[Chunk]:
    listed = [
        f"{n}. {address if words in ('', address) else labelled(words, address)}"
        for n, (address, words) in enumerate(t.links.items(), 1)
    ]
    return [_section("Adresses des liens", t), listed] if listed else []


def _section(name: str, t: InlineState) -> Chunk:
    return ["", labelled("Titre de niveau 2", name) if t.full else name]

"""Write plain text for screen readers: one sentence per line, no decoration.

The title and the text come first, and what is known of the text last: whoever opens the
file wants to read it.
Blank lines and numbers carry the structure. The items of an unordered list open with a
hyphen: most readers keep silent on it or say one short word, braille shows it in one
cell, and without it an item cannot be reported from a sentence.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import assert_never

from ppun_access.document.model import (
    Abbr,
    Block,
    Callout,
    Cell,
    Code,
    CodeBlock,
    Definition,
    DefinitionList,
    Deleted,
    Div,
    Document,
    Edition,
    Emph,
    Figure,
    Heading,
    Image,
    Inline,
    LineBreak,
    Link,
    List,
    ListItem,
    Note,
    Para,
    Quote,
    Rule,
    Sentence,
    Span,
    Strong,
    Table,
    Text,
)
from ppun_access.document.walk import (
    apart,
    deleted_line,
    heard_deleted,
    nodes,
    raised,
    repeats_description,
)
from ppun_access.report import Report
from ppun_access.writers.addresses import Told
from ppun_access.writers.characters import clean, description, one_line, text_file
from ppun_access.writers.labels import (
    CALLOUT,
    TASK,
    code_label,
    labelled,
    says_image,
    status_inside,
)
from ppun_access.writers.model import Files, TextOptions, path_of, titles_of
from ppun_access.writers.outline import outlined
from ppun_access.writers.tables import column_headers, grid
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
    return _joined(_body(blocks, InlineState(report, page, full=full)))


def whole_text(
    document: Document, edition: Edition, options: TextOptions, report: Report
) -> str:
    """Return a document as plain text, then what is known of it."""
    full = options.annonces == "complet"
    title = one_line(document.title).strip(" ")
    head = [labelled("Titre de niveau 1", title) if full else title]
    titles = {**options.titles, **titles_of(edition)}
    telling = InlineState(
        report, document.title, titles=titles, base_url=options.base_url, full=full
    )
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


# Blocks


Chunk = list[str]
"""Lines that belong together."""


def chunks(blocks: tuple[Block, ...], t: InlineState) -> list[Chunk]:
    """Return the chunks of ``blocks``, in reading order."""
    return [chunk for block in blocks for chunk in _block(block, t) if chunk]


def _block(block: Block, t: InlineState) -> list[Chunk]:  # noqa: C901 - one case a node
    match block:
        case Heading():
            return [_heading(block, t)]
        case Para():
            return [lines(block.children, t)]
        case List():
            return _list(block, t)
        case DefinitionList():
            return [_definition(item, t) for item in block.items]
        case Quote():
            return _between("Citation", chunks(block.blocks, t), "la citation", t)
        case Callout():
            return _named(CALLOUT[block.kind], chunks(block.blocks, t))
        case CodeBlock():
            code = clean(block.text).strip("\n").split("\n")
            return _between(code_label(block.language), [code], "le code", t)
        case Table():
            return _table(block, t)
        case Figure():
            return [_figure(block, t)]
        case Rule():
            return [["Séparation."]] if t.full else []
        case Div():
            return _div(block, t)
        case _:
            assert_never(block)


def _heading(heading: Heading, t: InlineState) -> Chunk:
    text = " ".join(lines(heading.children, t))
    if not text:
        return []
    return ["", labelled(f"Titre de niveau {heading.level}", text) if t.full else text]


def _named(name: str, inside: list[Chunk]) -> list[Chunk]:
    """Put ``name`` and a colon on a line before the first chunk."""
    return [[labelled(name, "").rstrip(" "), *inside[0]], *inside[1:]] if inside else []


def _between(opening: str, inside: list[Chunk], what: str, t: InlineState) -> list[Chunk]:
    """Open ``inside`` with a word, and say where ``what`` ends when all is said."""
    if not any(inside):
        return []
    end = f"Fin de {what}.".replace("de le ", "du ")
    return [*_named(opening, inside), *([[end]] if t.full else [])]


def _list(list_: List, t: InlineState) -> list[Chunk]:
    """Return a list: one chunk when its items are one line each, else one an item."""
    told = (
        _item(f"{list_.start + n}." if list_.ordered else "-", item, t)
        for n, item in enumerate(list_.items)
    )
    items = [item for item in told if item]
    if not items:
        return []
    if all(len(item) == 1 for item in items):
        named = [[line for item in items for line in item]]
    else:
        named = items
    if not t.full:
        return named
    return _between(f"Liste de {count(len(items), 'élément')}", named, "la liste", t)


def _item(marker: str, item: ListItem, t: InlineState) -> Chunk:
    """Return an item: its marker, then its lines, set under the first one."""
    inside = [line for chunk in chunks(item.blocks, t) for line in chunk if line]
    if not inside:
        return []
    task = TASK[item.checked]
    first = labelled(task, inside[0]) if task else inside[0]
    margin = " " * (len(marker) + 1)
    return [f"{marker} {first}", *(f"{margin}{line}" for line in inside[1:])]


def _definition(item: Definition, t: InlineState) -> Chunk:
    term = " ".join(lines(item.term, t))
    meaning = [line for chunk in chunks(item.blocks, t) for line in chunk if line]
    if not meaning:
        return [term] if term else []
    return [labelled(term, meaning[0]), *meaning[1:]]


def _figure(figure: Figure, t: InlineState) -> Chunk:
    words = description(figure.image.children)
    caption = [] if repeats_description(figure) else lines(figure.caption, t)
    told = [labelled("Image", words)] if words else []
    return told + ([labelled("Légende", caption[0]), *caption[1:]] if caption else [])


def _div(div: Div, t: InlineState) -> list[Chunk]:
    inside = chunks(div.blocks, t)
    if div.title:
        inside = [[clean(div.title)], *inside]
    if div.role != "description" or not inside or says_image(inside[0][0]):
        return inside
    return [[labelled("Image", inside[0][0]), *inside[0][1:]], *inside[1:]]


def _table(table: Table, t: InlineState) -> list[Chunk]:
    """Return a table row by row, each cell after the header of its column."""
    cells = grid(table)
    caption = " ".join(lines(table.caption, t))
    told: dict[int, str] = {}
    for cell in (cell for row in (*cells.head, *cells.body) for cell in row):
        if id(cell) not in told:  # a cell that spans rows is told once: notes count
            told[id(cell)] = _cell(cell, t)
    opening = [labelled("Tableau", caption)] if caption else ["Tableau"]
    headers = [", ".join(one) for one in column_headers(cells, lambda c: told[id(c)])]
    if headers:
        opening.append(labelled("Colonnes", ", ".join(h for h in headers if h)))
    rows = [_row(n, row, headers, told) for n, row in enumerate(cells.body, 1)]
    if not any(told.values()):
        return [opening] if caption else []
    return [opening, *rows, *([["Fin du tableau."]] if t.full else [])]


def _cell(cell: Cell, t: InlineState) -> str:
    inside = chunks(cell.blocks, t)
    return " ".join(line.strip() for chunk in inside for line in chunk if line.strip())


def _row(
    number: int, row: tuple[Cell, ...], headers: list[str], told: dict[int, str]
) -> Chunk:
    title = f"Ligne {number}"
    told_row = [title]
    for n, cell in enumerate(row):
        text = told[id(cell)]
        header = headers[n] if n < len(headers) else ""
        if n == 0 and cell.header and text:
            told_row[0] = labelled(title, text)
        elif text and not (n and row[n - 1] is cell):
            told_row.append(labelled(header or f"Colonne {n + 1}", text))
    return told_row


# Inlines


_JOINT = "\x1f"
"""Where a space is missing if a word follows; no cleaned text holds it."""


@dataclass(slots=True)
class InlineState(Told):
    """The same for plain text."""

    full: bool = False
    """True to name headings, lists and other structure in words."""


def lines(inlines: tuple[Inline, ...], t: InlineState) -> list[str]:
    """Return ``inlines`` as lines: one a sentence, and one after each line break."""
    told = apart("".join(_inline_text(inline, t) for inline in inlines))
    told = re.sub(rf"{_JOINT}(?=\w)", " ", told).replace(_JOINT, "")
    spaced = (re.sub(" {2,}", " ", line).strip(" ") for line in told.split("\n"))
    return [line for line in spaced if line]


def _inline_text(inline: Inline, t: InlineState) -> str:
    match inline:
        case Text() | Code():
            return one_line(inline.text)
        case LineBreak():
            return "\n"
        case Sentence():
            return f"\n{_sentence(inline, t)}\n"
        case Emph() | Strong() | Span():
            words = _children(inline, t)
            is_raised = isinstance(inline, Span) and inline.role == "sup"
            return raised(words) if is_raised else words  # « 10⁶ » is not 106
        case Deleted():
            return heard_deleted(_children(inline, t))
        case Abbr():
            return _abbreviation(inline, t)
        case Link():
            return _link(inline, t)
        case Image():
            words = description(inline.children)
            return f" ({labelled('image', words)}){_JOINT}" if words else ""
        case Note():
            t.notes.append(inline)
            return f" (note {len(t.notes)})"
        case _:
            assert_never(inline)


def _children(
    node: Emph | Strong | Deleted | Span | Sentence | Abbr | Link, t: InlineState
) -> str:
    return "".join(_inline_text(child, t) for child in node.children)


def _sentence(sentence: Sentence, t: InlineState) -> str:
    if whole := deleted_line(sentence.children):
        return heard_deleted(_children(Sentence(whole), t), alone=True)
    return _children(sentence, t)


def _abbreviation(abbr: Abbr, t: InlineState) -> str:
    short = _children(abbr, t)
    return short + t.meaning(abbr, short)


def _link(link: Link, t: InlineState) -> str:
    words = _children(link, t)
    shown = t.address(link, words)
    if not shown or not t.full:
        return words or shown
    return f"{words or shown} (lien {list(t.links).index(shown) + 1})"

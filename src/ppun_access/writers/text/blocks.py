"""Render blocks as plain text: chunks separated by blank lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from ppun_access.document.model import (
    Block,
    Callout,
    Cell,
    CodeBlock,
    Definition,
    DefinitionList,
    Div,
    Figure,
    Heading,
    List,
    ListItem,
    Para,
    Quote,
    Rule,
    Table,
)
from ppun_access.writers.characters import clean, description
from ppun_access.writers.labels import CALLOUT, code_label, labelled, says_image
from ppun_access.writers.tables import Grid, grid
from ppun_access.writers.text.inlines import InlineState, lines
from ppun_access.writers.units import count

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
    task = {None: "", True: "Fait", False: "À faire"}[item.checked]
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
    caption = lines(figure.caption, t)
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
    headers = list(_headers(cells, told))
    if headers:
        opening.append(labelled("Colonnes", ", ".join(h for h in headers if h)))
    rows = [_row(n, row, headers, told) for n, row in enumerate(cells.body, 1)]
    if not any(told.values()):
        return [opening] if caption else []
    return [opening, *rows, *([["Fin du tableau."]] if t.full else [])]


def _cell(cell: Cell, t: InlineState) -> str:
    inside = chunks(cell.blocks, t)
    return " ".join(line.strip() for chunk in inside for line in chunk if line.strip())


def _headers(cells: Grid, told: dict[int, str]) -> Iterator[str]:
    """Yield the header of each column; two rows of headers make one: « 2020, coût »."""
    for n in range(max(map(len, cells.head), default=0)):
        above = (told[id(row[n])] for row in cells.head if n < len(row))
        yield ", ".join(dict.fromkeys(text for text in above if text))


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

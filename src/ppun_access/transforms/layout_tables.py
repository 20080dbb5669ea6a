"""Read tables that hold no data, only a box or a grid of links, as paragraphs and lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ppun_access.document.model import (
    Block,
    Cell,
    Div,
    Document,
    Heading,
    Image,
    Inline,
    LineBreak,
    Link,
    List,
    ListItem,
    Node,
    Para,
    Strong,
    Table,
    Text,
)
from ppun_access.document.walk import nodes, plain_text, running_text, walk
from ppun_access.french import words
from ppun_access.report import Report
from ppun_access.transforms.model import TransformOptions

LONGEST_LABEL = 12
"""Words of the head of a box; a longer one is a sentence."""
LONGEST_ITEM = 30
"""Words of each row that makes an item of a list; longer ones are paragraphs."""
LOWEST = 6
_STOP = re.compile(r"[.!?…:;,]\s*$")


def layout_tables(
    document: Document, options: TransformOptions, report: Report
) -> Document:
    """Replace the tables of one column, and those of links alone, by what they hold.

    The head of a column is a heading where the text under it is all that the heading
    opens; elsewhere what follows would seem to belong to it, and it is a line in bold.
    """
    own = Div(tuple(_with_headings(document.blocks)))
    return replace(document, blocks=walk(own, _flat).blocks)


def _with_headings(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks of a document, its own tables replaced."""
    level = 1
    for at, block in enumerate(blocks):
        if isinstance(block, Heading):
            level = block.level
        below = min(level + 1, LOWEST)
        alone = _opens_part(blocks[at + 1 :], below)
        yield from _replaced(block, below if alone else 0)


def _opens_part(after: Sequence[Block], level: int) -> bool:
    """Return whether nothing follows before the next heading of this level or above."""
    if not after:
        return True
    match after[0]:
        case Heading():
            return after[0].level <= level
        case Table() if (rows := _column(after[0])) and _label(rows[0]):
            return _opens_part(after[1:], level)
        case _:
            return False


def _flat(node: Node) -> Node | tuple[Node, ...]:
    return tuple(_replaced(node, 0)) if isinstance(node, Table) else node


def _replaced(block: Block, level: int) -> Iterator[Block]:
    """Yield what a table holds, its head at ``level`` (0: in bold); or the block."""
    if not isinstance(block, Table):
        yield block
    elif links := _links(block):
        yield from _captioned(block, level)
        yield List(links, lang=block.lang, pos=block.pos)
    elif cells := _column(block):
        yield from _captioned(block, 0 if _label(cells[0]) else level)
        yield from _in_language(_box(cells, level, block), block.lang)
    else:
        yield block


def _captioned(table: Table, level: int) -> Iterator[Block]:
    if _has_content(Para(table.caption)):
        yield _head(table.caption, level, table)


def _head(line: tuple[Inline, ...], level: int, table: Table) -> Block:
    """Return the head of a box: a heading, or a line in bold before what follows."""
    match line:
        case (Strong(children=inside),):
            line = inside
    if level:
        return Heading(level, line, pos=table.pos)
    mark = () if _STOP.search(running_text(line)) else (Text("\N{NO-BREAK SPACE}:"),)
    return Para((Strong((*line, *mark)),), pos=table.pos)


def _in_language(blocks: Iterable[Block], lang: str) -> Iterator[Block]:
    for block in blocks:
        yield replace(block, lang=block.lang or lang) if lang else block


# One column


def _column(table: Table) -> tuple[Cell, ...]:
    """Return the cells of a table of one column that have some content; else nothing.

    A column that is empty from top to bottom is none.
    """
    if any(cell.rowspan > 1 for row in table.rows for cell in row.cells):
        return ()
    alone = all(len(row.cells) <= 1 for row in table.rows)
    if not alone and any(cell.colspan > 1 for row in table.rows for cell in row.cells):
        return ()
    shown = [(x, c) for row in table.rows for x, c in enumerate(row.cells) if _is_shown(c)]
    return tuple(cell for _, cell in shown) if len({x for x, _ in shown}) == 1 else ()


def _is_shown(cell: Cell) -> bool:
    return any(not isinstance(b, Para) or _has_content(b) for b in cell.blocks)


def _has_content(line: Para) -> bool:
    """Return whether a line has words or a picture."""
    return bool(plain_text(line).strip()) or any(isinstance(n, Image) for n in nodes(line))


def _box(cells: Sequence[Cell], level: int, table: Table) -> Iterator[Block]:
    if cells[0].header and len(cells) > 1:
        label = _label(cells[0])
        yield from (_head(label, level, table),) if label else cells[0].blocks
        cells = cells[1:]
    if len(cells) > 1 and all(map(_is_item, cells)):
        items = (ListItem(cell.blocks, lang=cell.lang) for cell in cells)
        yield List(tuple(items), pos=table.pos)
        return
    for cell in cells:
        yield from _in_language(cell.blocks, cell.lang)


def _label(cell: Cell) -> tuple[Inline, ...]:
    """Return the words of a cell that is the head of what is below it; else nothing."""
    match cell:
        case Cell(blocks=(Para(children=line),), header=True):
            kinds = (Image, LineBreak)
            plain = not any(isinstance(n, kinds) for one in line for n in nodes(one))
            few = 0 < len(words(running_text(line))) <= LONGEST_LABEL
            return line if plain and few else ()
        case _:
            return ()


def _is_item(cell: Cell) -> bool:
    match cell.blocks:
        case (Para(children=line),):
            return len(words(running_text(line))) <= LONGEST_ITEM
        case _:
            return False


# Links


def _links(table: Table) -> tuple[ListItem, ...]:
    """Return an item for each target of a table that holds links alone; else nothing.

    What leads to the same place in several cells, a picture and a title, is one link.
    """
    found: dict[str, list[Link]] = {}
    for cell in (cell for row in table.rows for cell in row.cells):
        if not all(map(_is_link, _inlines(cell))):
            return ()
        for link in (node for node in nodes(cell) if isinstance(node, Link)):
            found.setdefault(link.href, []).append(link)
    items = tuple(ListItem((Para((_joined(links),)),)) for links in found.values())
    return items if len(items) > 1 else ()


def _inlines(cell: Cell) -> Iterator[Node]:
    """Yield what the paragraphs of a cell hold, and its other blocks as they are."""
    for block in cell.blocks:
        yield from block.children if isinstance(block, Para) else (block,)


def _is_link(node: Node) -> bool:
    """Return whether an inline is a link, one that is stressed, or nothing to read."""
    match node:
        case Link() | LineBreak():
            return True
        case Strong(children=inside):
            return all(map(_is_link, inside))
        case Text():
            return not node.text.strip()
        case _:
            return False


def _joined(links: Sequence[Link]) -> Link:
    """Return links to one place as one, without the words that come again."""
    first, seen = links[0], set[str]()
    line: list[Inline] = []
    for link in links:
        said = plain_text(link).strip()
        if said and said in seen:
            continue
        seen.add(said)
        line += [*([Text(" ")] if line else []), *link.children]
    return replace(first, children=tuple(line))

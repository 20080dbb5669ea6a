"""Render tables as typst source, with columns as wide as their words.

A table that is too wide stands on a page turned sideways; one that no page can hold in
large print is written row by row, each cell with the name of its column.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from ppun_access.document.model import (
    Cell,
    Image,
    LineBreak,
    Link,
    ListItem,
    Note,
    Row,
    Sentence,
    Table,
)
from ppun_access.document.walk import nodes, plain_text
from ppun_access.report import Finding
from ppun_access.writers.characters import one_line
from ppun_access.writers.labels import labelled
from ppun_access.writers.pdf.inlines import inlines
from ppun_access.writers.pdf.source import NOTHING, call, joined, quoted, stacked
from ppun_access.writers.pdf.typesetting import Typesetting, placed, within, words
from ppun_access.writers.tables import WIDEST, column_headers, grid, heads_of

INSET = 0.4
"""Around the words of a cell, in times the size."""
_UNDER_HEAD = 0.8
"""Of a page, that a row may take: the rest is for the head of its table."""
_SHORT = 12
"""Rows of a table that is kept on one page."""
_LONGEST = 0.45
"""Of the room, that the longest word of a column may ask for: beyond, it is broken. In an
easy text none is: the page is turned, or the table is written row by row (RLS-1.8.1)."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell and the places that it takes; ``head``: it names a column or a row."""

    cell: Cell
    x: int
    y: int
    across: int
    down: int


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each cell stands; the first ``heads`` rows are headers."""

    cells: tuple[Placed, ...]
    columns: int
    heads: int


def table(item: Table, t: Typesetting) -> str:
    """Return ``item`` as source."""
    where = laid_out(item)
    caption = inlines(item.caption, t)
    title = call("par", call("strong", caption)) if caption else ""
    if not any(plain_text(placed_.cell).strip() for placed_ in where.cells):
        held = [t.inside.blocks(placed_.cell.blocks, t) for placed_ in where.cells]
        return stacked([title, *held])
    if not where.heads and all(row.cells and row.cells[0].header for row in item.rows):
        return stacked([title, *_named(item, t)])
    upright = _widths(where, t.room, t)
    if upright:
        return _drawn(where, upright, caption, t)
    across = None if t.depth or t.in_cell else _widths(where, t.look.room_across, t)
    if across:
        return call("sideways", _drawn(where, across, caption, t))
    t.report.add(_row_by_row(item, t))
    return stacked([title, *_rows(item, t)])


def _named(item: Table, t: Typesetting) -> Iterator[str]:
    """Yield the rows of a table that names only its rows, each as a term and its meaning.

    typst tags no other header than that of a column.
    """
    for row in item.rows:
        name, *others = row.cells
        with within(t, heavy=True, in_cell=True, depth=t.depth + 1):
            term = placed(name, t.inside.run_in(name.blocks, t), t)
        with within(t, in_cell=True, depth=t.depth + 1):
            first, *rest = others or [Cell(())]
            meaning = [placed(first, t.inside.run_in(first.blocks, t), t)]
            meaning += [placed(cell, t.inside.blocks(cell.blocks, t), t) for cell in rest]
        yield call("defined", term or '""', stacked(meaning) or '""')


def laid_out(item: Table) -> Layout:
    """Return the cells of a table in their places, none over another.

    A cell that spans further than the head, the table or the next cell is cut short, and
    what is missing at the end of a row is an empty cell.
    """
    heads = heads_of(item.rows)
    taken: set[tuple[int, int]] = set()
    cells: list[Placed] = []
    for y, row in enumerate(item.rows):
        last = heads if y < heads else len(item.rows)
        cells += _row(row, y, last, taken)
    width = max((x + 1 for x, _ in taken), default=0)
    empty = (
        Placed(Cell((), header=y < heads), x, y, 1, 1)
        for y, x in product(range(len(item.rows)), range(width))
        if (x, y) not in taken
    )
    cells += list(empty)
    return Layout(tuple(sorted(cells, key=lambda c: (c.y, c.x))), width, heads)


def _row(row: Row, y: int, last: int, taken: set[tuple[int, int]]) -> list[Placed]:
    """Place the cells of one row; they may not go down beyond the row ``last``."""
    cells, x = [], 0
    for cell in row.cells:
        while (x, y) in taken:
            x += 1
        wanted = min(max(cell.colspan, 1), WIDEST)
        across = next((n for n in range(wanted) if (x + n, y) in taken), wanted)
        down = min(max(cell.rowspan, 1), WIDEST, last - y)
        taken |= set(product(range(x, x + across), range(y, y + down)))
        cells.append(Placed(cell, x, y, across, down))
        x += across
    return cells


def _widths(where: Layout, room: float, t: Typesetting) -> list[float] | None:
    """Return the width of each column in points, None when they do not fit in ``room``."""
    padding = 2 * INSET * t.look.size + 1
    least, wanted = [0.0] * where.columns, [0.0] * where.columns
    most = room if t.look.easy else room * _LONGEST
    for placed_ in where.cells:
        word, whole = _measures(placed_.cell, t)
        for x in range(placed_.x, placed_.x + placed_.across):
            least[x] = max(least[x], min(word, most) / placed_.across)
            wanted[x] = max(wanted[x], whole / placed_.across)
    least = [max(width, 1.5 * t.look.size) + padding for width in least]
    wanted = [max(a + padding, b) for a, b in zip(wanted, least, strict=True)]
    spare = room - sum(least)
    if spare < 0:
        return None
    more = [b - a for a, b in zip(least, wanted, strict=True)]
    share = min(1.0, spare / sum(more)) if sum(more) else 0.0
    return [a + extra * share for a, extra in zip(least, more, strict=True)]


def _measures(cell: Cell, t: Typesetting) -> tuple[float, float]:
    """Return the width of the longest word of a cell and of all its words, in points."""
    face = t.bold if cell.header or t.look.easy else t.regular
    text = one_line(" ".join(map(plain_text, cell.blocks)))
    longest = max((face.width(word) for word in text.split(" ")), default=0.0)
    return longest * t.look.size * 1.05, face.width(text) * t.look.size


def _drawn(where: Layout, widths: list[float], caption: str, t: Typesetting) -> str:
    rows: dict[int, list[str]] = {}
    long = {c.y for c in where.cells if not _surely_fits(c, widths, t)}
    uncut = {c.y for c in where.cells} - long
    for placed_ in where.cells:
        source = _cell(placed_, widths, t, whole=placed_.y in uncut)
        rows.setdefault(placed_.y, []).append(source)
    head = [cell for y in range(where.heads) for cell in rows.pop(y, [])]
    parts = [call("table.header", *head, repeat=_repeated(where))] if head else []
    for y in sorted(rows):
        parts += rows[y]
    columns = ", ".join(f"{width:.2f}pt" for width in widths)
    name = "measured" if long and not t.in_cell else "data"
    made = call(name, f"({columns},)", caption or NOTHING, *parts)
    short = where.cells[-1].y < _SHORT and not t.depth
    return call("whole", made) if short else made


def _repeated(where: Layout) -> str:
    """Return whether the head stands again on each page: links and notes cannot."""
    heads = (placed_.cell for placed_ in where.cells if placed_.y < where.heads)
    held = any(isinstance(n, Link | Note) for cell in heads for n in nodes(cell))
    return "false" if held else "true"


def _cell(placed_: Placed, widths: list[float], t: Typesetting, *, whole: bool) -> str:
    """Return a cell; ``whole``: its row is lower than a page, else typst measures it."""
    cell, size = placed_.cell, t.look.size
    width = _inner(placed_, widths, t)
    with within(
        t, room=max(width, size), depth=t.depth + 1, in_cell=True, heavy=cell.header
    ):
        source = placed(cell, t.inside.run_in(cell.blocks, t), t) or '""'
    if cell.header and source != '""':
        source = call("strong", source)
    return call(
        "table.cell", source, x=str(placed_.x), y=str(placed_.y),
        colspan=str(placed_.across), rowspan=str(placed_.down),
        breakable="false" if whole and placed_.down == 1 else "auto",
    )  # fmt: skip


def _inner(placed_: Placed, widths: list[float], t: Typesetting) -> float:
    """Return the points that the words of a cell have from side to side."""
    whole = sum(widths[placed_.x : placed_.x + placed_.across])
    return whole - 2 * INSET * t.look.size


def _surely_fits(placed_: Placed, widths: list[float], t: Typesetting) -> bool:
    """Return whether a cell is surely lower than what a page has under a head.

    Words that do not fit end lines early: more so in narrow cells.
    """
    held = nodes(placed_.cell)
    if any(isinstance(node, Image | LineBreak | Note | Table) for node in held):
        return False
    lines = 0.0
    for block in placed_.cell.blocks:
        width = t.bold.width(one_line(plain_text(block))) * t.look.size
        lines += 1.5 * width / max(_inner(placed_, widths, t), t.look.size) + 2
        lines += 2 * sum(isinstance(n, ListItem | Sentence) for n in nodes(block))
    return lines * t.look.size * t.look.line_spacing < _UNDER_HEAD * t.look.page_height


def _rows(item: Table, t: Typesetting) -> Iterator[str]:
    """Yield a table row by row, each cell after the name of its column."""
    cells = grid(item)
    said_of = column_headers(cells, lambda cell: one_line(plain_text(cell)).strip())
    names = tuple(map(", ".join, said_of))
    if not cells.body:
        yield from (t.inside.blocks(cell.blocks, t) for row in cells.head for cell in row)
    said: set[int] = set()
    for number, row in enumerate(cells.body, 1):
        title = quoted(labelled(f"Ligne {number}", "").rstrip())
        yield call("announce", call("strong", title))
        told = []
        for n, cell in enumerate(row):
            if not any(cell is before for before in row[:n]):
                name = names[n] if n < len(names) and names[n] else f"Colonne {n + 1}"
                told.append(_labelled_cell(name, cell, t))
                said |= {n} if told[-1] else set()
        if any(told):
            yield call("bulleted", *filter(None, told))
    unsaid = (names[n] for n in range(len(names)) if cells.body and n not in said)
    yield from (call("par", joined(words(name, t))) for name in unsaid if name)


def _labelled_cell(name: str, cell: Cell, t: Typesetting) -> str:
    with within(t, depth=t.depth + 1, in_cell=True):
        content = placed(cell, t.inside.run_in(cell.blocks, t), t)
        label = call("strong", joined(words(labelled(name, ""), t)))
    return stacked([label, content]) if content else ""


def _row_by_row(item: Table, t: Typesetting) -> Finding:
    message = (
        "ce tableau a trop de colonnes pour une page en gros caractères : le PDF le donne "
        "ligne par ligne. Faites plusieurs petits tableaux"
    )
    return Finding("tableau-trop-large", message, item.pos, t.page, plain_text(item))

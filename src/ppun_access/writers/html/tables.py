"""Tables as HTML, with the scope of every header."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import repeat

from ppun_access.document.model import Cell, Row, Table
from ppun_access.document.walk import running_text
from ppun_access.writers.html.inlines import render_inlines
from ppun_access.writers.html.rendering import Rendering, attribute, attributes, element
from ppun_access.writers.tables import WIDEST, columns, grid, is_header_row, starts

CellContent = Callable[[Cell], str]

WIDE = 3
"""From this many columns on, a table may need scrolling on a phone."""
WIDER = 5
"""From this many on, no sheet of paper is wide enough in large letters: its cells are
printed one below the other, each after the title of its column."""


def render_table(table: Table, r: Rendering, content: CellContent) -> str:
    """Return ``table``; a wide one stands in a box that scrolls, also by keyboard."""
    r.tables += 1
    caption_id = f"tableau-{r.tables}"
    caption = render_inlines(table.caption, r)
    rows, heads = _rows(table, r, content), len(grid(table).head)
    head, body = "\n".join(rows[:heads]), "\n".join(rows[heads:])
    parts = (
        element("caption", caption, f' id="{caption_id}"'),
        element("thead", f"\n{head}\n"),
        element("tbody", f"\n{body}\n"),
    )
    inner = "\n".join(part for part in parts if part)
    whole = element("table", f"\n{inner}\n", attributes(table, r))
    if columns(table) < WIDE or not whole:
        return whole
    name = (
        f'aria-labelledby="{caption_id}"' if caption else f'aria-label="Tableau {r.tables}"'
    )
    kind = "defile large" if _titles(table) else "defile"
    return f'<div class="{kind}" role="region" tabindex="0" {name}>\n{whole}\n</div>'


def _titles(table: Table) -> dict[int, str]:
    """Return the title of each column of a very wide table: its number → its headers."""
    if columns(table) < WIDER:
        return {}
    heads = grid(table).head
    width = max(map(len, heads), default=0)
    each = ([row[x] for row in heads if x < len(row)] for x in range(width))
    said = (dict.fromkeys(running_text(cell.blocks) for cell in column) for column in each)
    titles = (" ".join(" ".join(column).split()) for column in said)
    return {x: title for x, title in enumerate(titles) if title}


def _rows(table: Table, r: Rendering, content: CellContent) -> list[str]:
    titles, heads = _titles(table), len(grid(table).head)
    return [
        _row(row, [] if y < heads else [titles.get(x, "") for x in begins], r, content)
        for y, (row, begins) in enumerate(zip(table.rows, starts(table), strict=True))
    ]


def _row(row: Row, titles: Sequence[str], r: Rendering, content: CellContent) -> str:
    down = is_header_row(row)
    told: Iterator[str] = iter(titles) if titles else repeat("")
    cells = "".join(
        _cell(cell, down, title, r, content)
        for cell, title in zip(row.cells, told, strict=False)
    )
    return f"<tr{attributes(row, r)}>{cells}</tr>" if cells else ""


def _cell(cell: Cell, down: bool, title: str, r: Rendering, content: CellContent) -> str:
    """``down``: a header is for what stands below it; ``title``: printed before a cell."""
    attrs = attributes(cell, r)
    span = cell.colspan if down else cell.rowspan
    if cell.header:
        scope = ("col" if down else "row") + ("group" if span > 1 else "")
        attrs += f' scope="{scope}"'
    for name, value in (("colspan", cell.colspan), ("rowspan", cell.rowspan)):
        if value > 1:
            attrs += f' {name}="{min(value, WIDEST)}"'
    if title and not cell.header:
        attrs += f' data-titre="{attribute(title)}"'
    tag = "th" if cell.header else "td"
    return f"<{tag}{attrs}>{content(cell)}</{tag}>"

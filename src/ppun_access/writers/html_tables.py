"""Tables as HTML, with the scope of every header."""

from __future__ import annotations

from collections.abc import Callable

from ppun_access.document.model import Cell, Row, Table
from ppun_access.writers.html_inlines import render_inlines
from ppun_access.writers.html_rendering import Rendering, attributes, element
from ppun_access.writers.tables import WIDEST, columns, is_header_row

CellContent = Callable[[Cell], str]

WIDE = 3
"""From this many columns on, a table may need scrolling on a phone."""


def render_table(table: Table, r: Rendering, content: CellContent) -> str:
    """Return ``table``; a wide one stands in a box that scrolls, also by keyboard."""
    r.tables += 1
    caption_id = f"tableau-{r.tables}"
    caption = render_inlines(table.caption, r)
    heads = 0
    while heads < len(table.rows) and is_header_row(table.rows[heads]):
        heads += 1
    head = "\n".join(_row(row, r, content) for row in table.rows[:heads])
    body = "\n".join(_row(row, r, content) for row in table.rows[heads:])
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
    return f'<div class="defile" role="region" tabindex="0" {name}>\n{whole}\n</div>'


def _row(row: Row, r: Rendering, content: CellContent) -> str:
    down = is_header_row(row)
    cells = "".join(_cell(cell, down, r, content) for cell in row.cells)
    return f"<tr{attributes(row, r)}>{cells}</tr>" if cells else ""


def _cell(cell: Cell, down: bool, r: Rendering, content: CellContent) -> str:
    """``down`` tells that a header is for what stands below it, not at its right."""
    attrs = attributes(cell, r)
    span = cell.colspan if down else cell.rowspan
    if cell.header:
        scope = ("col" if down else "row") + ("group" if span > 1 else "")
        attrs += f' scope="{scope}"'
    for name, value in (("colspan", cell.colspan), ("rowspan", cell.rowspan)):
        if value > 1:
            attrs += f' {name}="{min(value, WIDEST)}"'
    tag = "th" if cell.header else "td"
    return f"<{tag}{attrs}>{content(cell)}</{tag}>"

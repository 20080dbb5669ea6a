"""Lay out tables as plain rows of cells, for formats that have no tables."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import TypeVar

from ppun_access.document.model import Cell, Row, Table

T = TypeVar("T", bound=Hashable)
WIDEST = 200
"""Spans beyond this many columns or rows are mistakes, or traps."""


def is_header_row(row: Row) -> bool:
    """Return whether ``row`` holds only headers, as the head of a table does."""
    return bool(row.cells) and all(cell.header for cell in row.cells)


def columns(table: Table) -> int:
    """Return the number of columns of the widest row as written."""
    return max((sum(c.colspan for c in row.cells) for row in table.rows), default=0)


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells, with a cell that spans several places repeated in each."""

    head: tuple[tuple[Cell, ...], ...]
    body: tuple[tuple[Cell, ...], ...]


def grid(table: Table) -> Grid:
    """Return the cells of ``table`` in their places, with the header rows apart."""
    rows, heads = [places for places, _ in _placed(table)], heads_of(table.rows)
    return Grid(tuple(rows[:heads]), tuple(rows[heads:]))


def heads_of(rows: Iterable[Row]) -> int:
    """Return how many rows of headers a table begins with."""
    return sum(1 for _ in takewhile(is_header_row, rows))


def column_headers(cells: Grid, said: Callable[[Cell], T]) -> Iterator[list[T]]:
    """Yield what the header of each column says; two rows of headers make one."""
    for n in range(max(map(len, cells.head), default=0)):
        above = (said(row[n]) for row in cells.head if n < len(row))
        yield list(dict.fromkeys(words for words in above if words))


def cell_attributes(cell: Cell, *, down: bool) -> str:
    """Return the scope and the spans of a cell of HTML, a space before each.

    ``down``: a header is for what stands below it, not at its right.
    """
    attrs, span = "", cell.colspan if down else cell.rowspan
    if cell.header:
        scope = ("col" if down else "row") + ("group" if span > 1 else "")
        attrs += f' scope="{scope}"'
    for name, value in (("colspan", cell.colspan), ("rowspan", cell.rowspan)):
        if value > 1:
            attrs += f' {name}="{min(value, WIDEST)}"'
    return attrs


def starts(table: Table) -> list[tuple[int, ...]]:
    """Return, for each row, the column where each of its cells as written begins."""
    return [begins for _, begins in _placed(table)]


def _placed(table: Table) -> Iterator[tuple[tuple[Cell, ...], tuple[int, ...]]]:
    """Yield the cells of each row in their places, and where its own ones begin."""
    waiting: dict[int, tuple[Cell, int]] = {}
    for row in table.rows:
        cells = list(row.cells)
        places: list[Cell] = []
        begins: list[int] = []
        while cells or len(places) in waiting:
            if len(places) in waiting:
                cell, left = waiting.pop(len(places))
                width = 1
            else:
                cell = cells.pop(0)
                begins.append(len(places))
                left, width = min(cell.rowspan, WIDEST), min(max(cell.colspan, 1), WIDEST)
            for _ in range(width):
                if left > 1:
                    waiting[len(places)] = (cell, left - 1)
                places.append(cell)
        yield tuple(places), tuple(begins)

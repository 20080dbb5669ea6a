"""Lay out tables as plain rows of cells, for formats that have no tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ppun_access.document.model import Cell, Row, Table

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
    rows = _places(table)
    heads = 0
    while heads < len(rows) and is_header_row(table.rows[heads]):
        heads += 1
    return Grid(tuple(rows[:heads]), tuple(rows[heads:]))


def starts(table: Table) -> list[tuple[int, ...]]:
    """Return, for each row, the column where each of its cells as written begins."""
    return [begins for _, begins in _placed(table)]


def _places(table: Table) -> list[tuple[Cell, ...]]:
    return [places for places, _ in _placed(table)]


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

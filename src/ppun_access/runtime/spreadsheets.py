"""Write CSV for spreadsheets: no cell is a formula, and each can be read back."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from io import StringIO

_FORMULA = re.compile(
    r"'*[=+@\t\r\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}"
    r"\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}-]"
)


def csv_table(rows: Iterable[Iterable[object]]) -> bytes:
    """Return rows as a French spreadsheet opens them: semicolons, UTF-8 with a mark."""
    text = StringIO(newline="")
    table = csv.writer(text, delimiter=";", lineterminator="\r\n")
    table.writerows(map(cell, map(str, row)) for row in rows)
    return text.getvalue().encode("utf-8-sig")


def cell(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula.

    >>> cell("=1+1"), cell("'+"), cell("a=1")
    ("'=1+1", "''+", 'a=1')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def text_of(cell: str) -> str:
    """Return the text from which ``cell`` made a cell: its inverse.

    >>> text_of("'=1+1"), text_of("'a'"), text_of("-1")
    ('=1+1', "'a'", '-1')
    """
    return cell[1:] if cell[:1] == "'" and _FORMULA.match(cell) else cell

"""How a percentage may be said in words: « presque tous » for 97 % (``pourcentages.toml``).

What compares an easy text with its source takes these words for the number.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

TABLE = Path(__file__).parents[1] / "data" / "pourcentages.toml"


class Part(NamedTuple):
    """A range of the table and its words."""

    low: float
    high: float
    words: str


@cache
def parts() -> tuple[Part, ...]:
    """Return the table."""
    rows = tomllib.loads(TABLE.read_text("utf-8"))["parts"]
    return tuple(Part(r["de"], r["a"], r["mots"]) for r in rows)


def part_of(value: str) -> Part | None:
    """Return the range that holds a value, None when no words say it."""
    number = float(value.replace(",", "."))
    return next((part for part in parts() if part.low <= number <= part.high), None)

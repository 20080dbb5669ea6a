"""What the acronyms of French public policy stand for, when they have one meaning there.

``data/acronyms.txt`` holds them. An editor's own lexicon (``[sigles]``) comes first. What
has several meanings (« CA », « CE », « PCF ») is not there: only the author knows.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

TABLE = Path(__file__).parents[1] / "data" / "acronyms.txt"


@cache
def meanings() -> Mapping[str, str]:
    """Return the acronyms, each with what it stands for."""
    lines = TABLE.read_text("utf-8").splitlines()
    rows = (line.partition(" ") for line in lines if line and line[0] != "#")
    return MappingProxyType({acronym: meaning for acronym, _, meaning in rows})

"""Adapt a document for braille: inclusive spellings, pictograms."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from ppun_access.document.model import Document, Node, Text
from ppun_access.document.walk import walk
from ppun_access.french.spoken.symbols import NAMES
from ppun_access.french.text.inclusive import both_words
from ppun_access.report import Report
from ppun_access.transforms.model import TransformOptions

_PICTOGRAM = 0x2600
"""From here on, symbols are pictures, for which braille has no cell."""
_ARROWS = {"👉": "→", "👈": "←", "☝": "↑", "👇": "↓"}
_PICTURES = {s: f"({name})" for s, name in NAMES.items() if name and ord(s) >= _PICTOGRAM}
_SHOWN = _PICTURES | _ARROWS
_SYMBOL = re.compile(
    f"([{''.join(map(re.escape, _SHOWN))}])[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]*"
)


def both(document: Document, options: TransformOptions, report: Report) -> Document:
    """Write « citoyen·ne·s » as « citoyennes et citoyens », as the voice reads it.

    The page keeps its author's spelling; in braille, its dots are those of other signs.
    """
    meta = document.meta
    meta = replace(meta, author=both_words(meta.author), role=both_words(meta.role))
    title = both_words(document.title)
    return replace(walk(document, _in_texts(both_words)), title=title, meta=meta)


def pictograms(document: Document, options: TransformOptions, report: Report) -> Document:
    """Give the French name of each pictogram that has one: « (téléphone) »."""
    return replace(walk(document, _in_texts(_names)), title=_names(document.title))


def _in_texts(change: Callable[[str], str]) -> Callable[[Node], Node]:
    return lambda one: replace(one, text=change(one.text)) if isinstance(one, Text) else one


def _names(text: str) -> str:
    return _SYMBOL.sub(lambda found: _SHOWN[found[1]], text)

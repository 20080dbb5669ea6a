"""Cut a text that is too long for an engine where a reader would breathe."""

from __future__ import annotations

import re

_BREAKS = (r"[.!?…]+[»”)\]]*\s+", r"[;:]\s+", r"[,–—]\s+", r"\s+")
"""Where to cut, the best places first; what matches stays with the piece before it."""


def clauses(text: str, longest: int) -> tuple[str, ...]:
    """Return ``text`` in pieces of at most ``longest`` characters; joined, they give it.

    Only a word longer than that is cut inside.
    """
    pieces = []
    while len(text) > longest:
        cut = _cut(text[:longest])
        pieces.append(text[:cut])
        text = text[cut:]
    return (*pieces, text) if text else tuple(pieces)


def _cut(text: str) -> int:
    """Return the end of the last good place in the second half of ``text``."""
    for pattern in _BREAKS:
        ends = [found.end() for found in re.finditer(pattern, text)]
        if ends and ends[-1] > len(text) // 2:
            return ends[-1]
    return len(text)

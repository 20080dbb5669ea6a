"""Cut a text that is too long for an engine where a reader would breathe."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from itertools import accumulate

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


def fitting(
    text: str, longest: int, count: Callable[[str], int]
) -> Iterator[tuple[str, int]]:
    """Yield ``text`` in pieces of at most ``longest`` phonemes, each with its place.

    It is cut as little as need be, at clauses, in pieces of like lengths, never shortened.
    ``count`` tells how many a piece has.
    """
    pieces = _fitting(text, longest, count)
    yield from zip(pieces, accumulate(map(len, pieces), initial=0), strict=False)


_PLAUSIBLE = 3
"""No text has so many characters a phoneme: a longer one is cut without asking."""


def _fitting(text: str, longest: int, count: Callable[[str], int]) -> tuple[str, ...]:
    brief = len(text) <= _PLAUSIBLE * longest
    length = count(text) if brief else len(text)
    if (brief and length <= longest) or len(text) < 2:
        return (text,)
    parts = max(2, math.ceil(length / longest))
    pieces = clauses(text, math.ceil(1.2 * len(text) / parts))
    return tuple(part for piece in pieces for part in _fitting(piece, longest, count))


def _cut(text: str) -> int:
    """Return the end of the last good place in the second half of ``text``."""
    for pattern in _BREAKS:
        ends = [found.end() for found in re.finditer(pattern, text)]
        if ends and ends[-1] > len(text) // 2:
            return ends[-1]
    return len(text)

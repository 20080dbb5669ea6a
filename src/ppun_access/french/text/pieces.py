"""Cut what is too long to be one sentence, a text without a stop, where there is a breath.

A voice says a sentence in one go, and a player lights it whole: nobody follows one of an
hour, and its sound would fill the memory.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

LONGEST = 8_000
"""Characters, some 1,300 words, ten minutes of speech; no sentence has as many."""
_BREATH = re.compile(r"[,;:)»–—][\s]+")
_SPACE = re.compile(r"\s+")


def pieces(sentence: str) -> Iterator[str]:
    """Yield ``sentence`` in pieces of like lengths; joined, they give it.

    Each has at most ``LONGEST`` characters, unless no white space is there to cut at.
    """
    size = math.ceil(len(sentence) / max(1, math.ceil(len(sentence) / LONGEST)))
    at = 0
    while len(sentence) - at > LONGEST:
        end = _end(sentence, at + size // 2, at + size)
        yield sentence[at:end]
        at = end
    if at < len(sentence):
        yield sentence[at:]


def _end(text: str, first: int, last: int) -> int:
    """Return where to cut, between ``first`` and ``last`` if there is white space."""
    for pattern in (_BREATH, _SPACE):
        ends = [found.end() for found in pattern.finditer(text, first, last)]
        if ends:
            return ends[-1]
    found = _SPACE.search(text, last)
    return found.end() if found else len(text)

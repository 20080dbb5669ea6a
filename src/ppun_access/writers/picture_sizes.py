"""How wide and high a picture is, by its first bytes: a page keeps room for it.

Sources: PNG 1.2 § 11.2.2 (IHDR); GIF89a § 18; JPEG, ITU T.81 § B.2.2 (frame header); WebP,
RFC 9649 § 2.5 to 2.7. Other kinds have no size here: a drawing has none of its own.
"""

from __future__ import annotations

import re

from ppun_access.writers.model import Files
from ppun_access.writers.picture_kinds import kind_of

Size = tuple[int, int]
"""Width and height, in pixels."""

_NO_FRAME = (0xC4, 0xC8, 0xCC)
"""Markers of JPEG among those of frames that are none."""


def sizes_of(pictures: Files) -> dict[str, Size]:
    """Return the size of each picture, by its path; those that have none are left out."""
    found = {}
    for path, content in pictures.items():
        size = size_of(content if isinstance(content, bytes) else content.read_bytes())
        if size:
            found[path] = size
    return found


def size_of(content: bytes) -> Size | None:
    """Return the size of a picture, None when it does not say or is cut.

    >>> size_of(b"GIF89a" + bytes([64, 1, 240, 0])), size_of(b"<svg/>")
    ((320, 240), None)
    """
    kind = kind_of(content)
    if kind is None:
        return None
    match kind[1]:
        case ".png":
            return _size(content[16:20], content[20:24], "big")
        case ".gif":
            return _size(content[6:8], content[8:10], "little")
        case ".jpg":
            return _jpeg(content)
        case ".webp":
            return _webp(content)
        case _:
            return None


def _size(width: bytes, height: bytes, order: str, more: int = 0) -> Size | None:
    """Return two numbers, each ``more`` than what is written; None when one is missing."""
    big = order == "big"
    numbers = [
        int.from_bytes(part, "big" if big else "little") + more
        for part in (width, height)
        if len(part) > 1
    ]
    return (numbers[0], numbers[1]) if len(numbers) == 2 and all(numbers) else None


def _jpeg(content: bytes) -> Size | None:
    """Walk from one segment to the next, to the header of the frame."""
    at = 2
    while found := re.compile(rb"\xff+([^\xff\0])").match(content, at):
        marker, at = found[1][0], found.end()
        if 0xC0 <= marker <= 0xCF and marker not in _NO_FRAME:
            return _size(content[at + 5 : at + 7], content[at + 3 : at + 5], "big")
        at += int.from_bytes(content[at : at + 2], "big")
    return None


def _webp(content: bytes) -> Size | None:
    match content[12:16]:
        case b"VP8X":
            wide, high = content[24:27], content[27:30]
            return _size(wide, high, "little", 1) if len(high) == 3 else None
        case b"VP8L" if len(content) >= 25:
            bits = int.from_bytes(content[21:25], "little")
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8 " if len(content) >= 30:
            both = int.from_bytes(content[26:30], "little")
            return both & 0x3FFF, both >> 16 & 0x3FFF
        case _:
            return None

"""Read TrueType fonts: their characters, and the width of each.

Enough of the OpenType specification for that, no more: tables ``cmap`` (format 4),
``hmtx``, ``hhea`` and ``head``.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

UNKNOWN_WIDTH = 0.62
"""Width, in times the size, of a character that another font has to draw."""


@dataclass(frozen=True, slots=True)
class Face:
    """One font: character → its width in times the size."""

    widths: Mapping[str, float]

    def holds(self, character: str) -> bool:
        """Return whether the font draws ``character``."""
        return character in self.widths

    def width(self, text: str) -> float:
        """Return the width of ``text`` on one line, in times the size."""
        return sum(self.widths.get(character, UNKNOWN_WIDTH) for character in text)


def read_face(path: Path) -> Face:
    """Read a font; KeyError, ValueError or struct.error when it is none."""
    data = path.read_bytes()
    tables = dict(_tables(data))
    (units,) = struct.unpack_from(">H", data, tables["head"] + 18)
    (measured,) = struct.unpack_from(">H", data, tables["hhea"] + 34)
    advances = [
        struct.unpack_from(">H", data, tables["hmtx"] + 4 * n)[0] / units
        for n in range(measured)
    ]
    return Face(
        {
            chr(code): advances[min(glyph, measured - 1)]
            for code, glyph in _characters(data, tables["cmap"])
        }
    )


def _tables(data: bytes) -> Iterator[tuple[str, int]]:
    (count,) = struct.unpack_from(">H", data, 4)
    for n in range(count):
        tag, _, offset, _ = struct.unpack_from(">4sIII", data, 12 + 16 * n)
        yield tag.decode("ascii"), offset


def _characters(data: bytes, cmap: int) -> Iterator[tuple[int, int]]:
    """Yield each character of the Unicode map and its glyph."""
    (count,) = struct.unpack_from(">H", data, cmap + 2)
    for n in range(count):
        platform, _, offset = struct.unpack_from(">HHI", data, cmap + 4 + 8 * n)
        start = cmap + offset
        if platform in (0, 3) and struct.unpack_from(">H", data, start)[0] == 4:
            yield from _segments(data, start)
            return
    raise ValueError("no Unicode map of format 4")


def _segments(data: bytes, start: int) -> Iterator[tuple[int, int]]:
    count = struct.unpack_from(">H", data, start + 6)[0] // 2
    ends, firsts = start + 14, start + 16 + 2 * count
    deltas, ranges = firsts + 2 * count, firsts + 4 * count
    for n in range(count):
        (end,) = struct.unpack_from(">H", data, ends + 2 * n)
        (first,) = struct.unpack_from(">H", data, firsts + 2 * n)
        (delta,) = struct.unpack_from(">H", data, deltas + 2 * n)
        (offset,) = struct.unpack_from(">H", data, ranges + 2 * n)
        for code in range(first, min(end, 0xFFFE) + 1):
            glyph = code
            if offset:
                place = ranges + 2 * n + offset + 2 * (code - first)
                (glyph,) = struct.unpack_from(">H", data, place)
            if glyph and (glyph + delta) & 0xFFFF:
                yield code, (glyph + delta) & 0xFFFF

"""Read the width and height of a picture from its bytes.

What claims more than anybody should make room for is shown to no program that draws.

Sources: PNG 3 § 11.2.1 (IHDR), § 11.3.6.2 (fcTL); GIF89a § 18, 20; JPEG, ITU T.81 § B.2.2
(frame header); WebP, RFC 9649 § 2.5 to 2.7; AVIF, ISO 23008-12 § 6.5.3 (ispe); SVG 2 § 7.
A drawing has no size of its own in a page: it is only bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from io import BytesIO

from lxml import etree

from ppun_access.runtime.untrusted_files import content_bytes
from ppun_access.settings.reach import Limits
from ppun_access.writers.model import Files

_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png", ".png"),
    (b"\xff\xd8\xff", "image/jpeg", ".jpg"),
    (b"GIF87a", "image/gif", ".gif"),
    (b"GIF89a", "image/gif", ".gif"),
)
_SVG = re.compile(
    rb"\s*+(?:<\?xml[^>]*+>(?<=\?>)\s*+)?+"
    rb"(?:(?><!--.*?-->)\s*+|<!DOCTYPE[^>\[]*+>\s*+)*+<svg[\s/>]",
    re.DOTALL,
)


def kind_of(content: bytes) -> tuple[str, str] | None:
    """Return the media type and the suffix of a picture, None when it is none that we hold.

    >>> kind_of(b"GIF89a..."), kind_of(b"<svg/>"), kind_of(b"BM")
    (('image/gif', '.gif'), ('image/svg+xml', '.svg'), None)
    """
    for signature, media_type, suffix in _SIGNATURES:
        if content.startswith(signature):
            return media_type, suffix
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp", ".webp"
    if _SVG.match(content.removeprefix(b"\xef\xbb\xbf")):
        return "image/svg+xml", ".svg"
    return None


Size = tuple[int, int]
"""Width and height, in pixels."""
MOST_PIXELS = Limits().megapixels * 1_000_000
"""Of one picture, unless the project permits more."""

_NO_FRAME = (0xC4, 0xC8, 0xCC)
"""Markers of JPEG among those of frames that are none."""


def sizes_of(pictures: Files) -> dict[str, Size]:
    """Return the size of each picture, by its path; those that have none are left out."""
    found = {}
    for path, content in pictures.items():
        size = size_of(content_bytes(content))
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
            return _webp(content[12:])
        case _:
            return None


def too_large(content: bytes, most: int = MOST_PIXELS) -> Size | None:
    """Return the size that a picture claims when it has more than ``most`` pixels.

    Its frames are pictures too: one of them may be larger than the whole.

    >>> too_large(b"GIF89a" + bytes([255, 255, 255, 255])), too_large(b"<svg/>")
    ((65535, 65535), None)
    """
    claimed = max(_claimed(content), key=_pixels, default=(0, 0))
    return claimed if _pixels(claimed) > most else None


def _pixels(size: Size) -> int:
    return size[0] * size[1]


def _claimed(content: bytes) -> Iterator[Size]:
    """Yield every size that a picture says it has."""
    if size := size_of(content):
        yield size
    kind = kind_of(content)
    match kind[1] if kind else "":
        case ".png":
            yield from _found(_png_frames(content))
        case ".gif":
            yield from _found(_gif_frames(content))
        case ".webp":
            yield from _found(map(_webp, _webp_parts(content)))
        case ".svg":
            yield from _found([_svg(content)])
        case "" if content[4:8] == b"ftyp":
            ends = (at.end() + 4 for at in re.finditer(b"ispe", content))
            yield from _found(_large(content[at : at + 8]) for at in ends)


def _found(sizes: Iterable[Size | None]) -> Iterator[Size]:
    return filter(None, sizes)


def _large(content: bytes) -> Size | None:
    """Return two numbers of four bytes, the first of them the most significant."""
    return _size(content[:4], content[4:8], "big")


def _png_frames(content: bytes) -> Iterator[Size | None]:
    """Yield the sizes of all the headers and frames, where the chunks lead."""
    at = 8
    while kind := content[at + 4 : at + 8]:
        if kind == b"IHDR":
            yield _large(content[at + 8 : at + 16])
        elif kind == b"fcTL":
            yield _large(content[at + 12 : at + 20])
        at += 12 + int.from_bytes(content[at : at + 4], "big")


def _gif_frames(content: bytes) -> Iterator[Size | None]:
    at = 13 + _gif_colours(content[10:11])
    while (kind := content[at : at + 1]) in (b"!", b","):
        if kind == b",":
            yield _size(content[at + 5 : at + 7], content[at + 7 : at + 9], "little")
            at += 11 + _gif_colours(content[at + 9 : at + 10])
        else:
            at += 2
        while length := content[at : at + 1].strip(b"\0"):
            at += 1 + length[0]
        at += 1


def _gif_colours(flags: bytes) -> int:
    """Return how many bytes a table of colours takes, if these flags tell of one."""
    return 3 << (flags[0] & 7) + 1 if flags and flags[0] & 0x80 else 0


def _webp_parts(content: bytes) -> Iterator[bytes]:
    """Yield the chunks of a picture, and those of its frames, which end where they do."""
    at = 12
    while kind := content[at : at + 4]:
        yield content[at : at + 30]
        frame = kind == b"ANMF"
        at += 24 if frame else 8 + (_word(content, at + 4) + 1) // 2 * 2


def _word(content: bytes, at: int) -> int:
    return int.from_bytes(content[at : at + 4], "little")


_LENGTH = re.compile(r"\s*+\+?(\d{1,15}(?:\.\d{1,15})?(?:e\+?\d{1,2})?)\s*+([a-z]*+)\s*+")
_UNITS = {
    "": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54,
    "in": 96.0, "em": 16.0, "ex": 8.0,
}  # fmt: skip


def _svg(content: bytes) -> Size | None:
    """Return the width and the height of a drawing, else those of its view box."""
    with suppress(etree.XMLSyntaxError, StopIteration):
        start = next(etree.iterparse(
            BytesIO(content), ("start",), no_network=True, resolve_entities=False,
            load_dtd=False,
        ))  # fmt: skip
        get = start[1].get
        box = re.split(r"[\s,]+", (get("viewBox") or "").strip())
        written = zip((get("width"), get("height")), [*box, "", "", ""][2:4], strict=True)
        sides = [_length(own) or _length(boxed) for own, boxed in written]
        return (int(sides[0]), int(sides[1])) if all(sides) else None
    return None


def _length(written: str | None) -> float:
    """Return a length in pixels, 0 for none and for a part of what is around."""
    found = _LENGTH.fullmatch((written or "").lower())
    unit = _UNITS.get(found[2]) if found else None
    return min(float(found[1]) * unit, 1e15) if found and unit else 0.0


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


def _webp(chunk: bytes) -> Size | None:
    """Return the size that the chunk which begins here tells of."""
    match chunk[:4]:
        case b"VP8X":
            wide, high = chunk[12:15], chunk[15:18]
            return _size(wide, high, "little", 1) if len(high) == 3 else None
        case b"ANMF":
            wide, high = chunk[14:17], chunk[17:20]
            return _size(wide, high, "little", 1) if len(high) == 3 else None
        case b"VP8L" if len(chunk) >= 13:
            bits = int.from_bytes(chunk[9:13], "little")
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8 " if len(chunk) >= 18:
            both = int.from_bytes(chunk[14:18], "little")
            return both & 0x3FFF, both >> 16 & 0x3FFF
        case _:
            return None

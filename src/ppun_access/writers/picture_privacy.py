"""Take out of a photo what it tells besides what it shows.

A telephone writes where and when a photo was taken, with which device, and a small copy
that shows what was cut off. How to turn the photo is kept, and so are its colours.

Sources: JPEG, ITU T.81 § B.1.1; Exif, CIPA DC-008 § 4.5.2, 4.6.4; PNG 3 § 5.3, 11.3;
WebP, RFC 9649 § 2.3, 2.7.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from ppun_access.writers.picture_sizes import kind_of

_EXIF = b"Exif\0\0"
_TURN, _UPRIGHT = 0x0112, 1
_SCAN, _END = 0xDA, 0xD9
_COLOURS = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
"""The markers of JPEG for applications that say how to draw, and how they begin."""
_PNG_WORDS = (b"tEXt", b"zTXt", b"iTXt", b"tIME", b"eXIf")
_WEBP_EXIF, _WEBP_WORDS = 0b1000, 0b1100
"""Flags of VP8X: there is a chunk EXIF; there is one of EXIF or of XMP."""


def without_traces(content: bytes) -> bytes:
    """Return a picture without its metadata, drawn the same; others as they are.

    What is damaged is kept from there on.
    """
    kind = kind_of(content)
    match kind[1] if kind else "":
        case ".jpg":
            return b"".join(_jpeg(content))
        case ".png":
            return content[:8] + b"".join(_png(content))
        case ".webp":
            return _webp(content)
        case _:
            return content


def _jpeg(content: bytes) -> Iterator[bytes]:
    """Yield the segments to keep, up to the end: other photos may hang on behind it."""
    at = 2
    yield content[:at]
    while found := re.compile(rb"\xff+([^\xff\0])").match(content, at):
        marker, start = found[1][0], found.end()
        if marker == _END:
            yield content[at:start]
            return
        end = start + int.from_bytes(content[start : start + 2], "big")
        body = content[start + 2 : end]
        if marker == _SCAN:
            after = re.compile(rb"\xff+[^\xff\0\xd0-\xd7]").search(content, end)
            end = after.start() if after else len(content)
        if marker == 0xE1 and body.startswith(_EXIF):
            tiff = _turned(body.removeprefix(_EXIF))
            turned = _EXIF + tiff
            yield (
                b"\xff\xe1" + (len(turned) + 2).to_bytes(2, "big") + turned if tiff else b""
            )
        elif not (0xE0 <= marker <= 0xEF or marker == 0xFE) or body.startswith(
            _COLOURS.get(marker, b"-")
        ):
            yield content[at:end]
        at = end
    yield content[at:]


def _turned(tiff: bytes) -> bytes:
    """Return Exif that only says how to turn the photo; empty when it stands upright."""

    def read(at: int, size: int = 2) -> int:
        number = tiff[at : at + size]
        return int.from_bytes(number, "big" if tiff[:2] == b"MM" else "little")

    first = read(4, 4)
    entries = range(first + 2, first + 2 + 12 * read(first), 12)
    turn = next((read(at + 8) for at in entries if read(at) == _TURN), _UPRIGHT)
    if not _UPRIGHT < turn <= 8:
        return b""
    entry = _TURN.to_bytes(2) + b"\0\3" + b"\0\0\0\1" + turn.to_bytes(2) + b"\0\0"
    return b"MM\0*" + b"\0\0\0\x08" + b"\0\1" + entry + bytes(4)


def _png(content: bytes) -> Iterator[bytes]:
    at = 8
    while len(name := content[at + 4 : at + 8]) == 4:
        end = at + 12 + int.from_bytes(content[at : at + 4])
        if name == b"eXIf" and (tiff := _turned(content[at + 8 : end - 4])):
            check = zlib.crc32(name + tiff).to_bytes(4)
            yield len(tiff).to_bytes(4) + name + tiff + check
        elif name not in _PNG_WORDS:
            yield content[at:end]
        at = end
        if name == b"IEND":
            return
    yield content[at:]


def _webp(content: bytes) -> bytes:
    kept, at = [b"WEBP"], 12
    while len(name := content[at : at + 4]) == 4:
        size = int.from_bytes(content[at + 4 : at + 8], "little")
        end = at + 8 + size + size % 2
        chunk = content[at:end]
        if name == b"EXIF":
            tiff = _turned(chunk[8:].removeprefix(_EXIF))
            chunk = name + len(tiff).to_bytes(4, "little") + tiff if tiff else b""
        kept.append(b"" if name == b"XMP " else chunk)
        at = end
    if kept[1:] and kept[1].startswith(b"VP8X"):
        flags = kept[1][8:9]
        has = _WEBP_EXIF if any(one.startswith(b"EXIF") for one in kept) else 0
        kept[1] = kept[1][:8] + bytes(b & ~_WEBP_WORDS | has for b in flags) + kept[1][9:]
    body = b"".join(kept)
    return b"RIFF" + len(body).to_bytes(4, "little") + body

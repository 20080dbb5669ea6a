"""Pictures that a document holds inside itself, by the names that pandoc gives them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from zipfile import BadZipFile

from ppun_access.readers.office import ZIPPED
from ppun_access.reading import PAGE, open_zip, read_regular

MOST_BYTES = 30_000_000
"""Of one picture."""


def picture_inside(document: Path, src: str, most: int = PAGE) -> bytes | None:
    """Return the picture called ``src`` of a document's tree, None when it has none."""
    suffix = document.suffix.lower()
    try:
        if suffix in ZIPPED:
            return _of_zip(document, src, most)
        return _of_rtf(document, src, most) if suffix == ".rtf" else None
    except (OSError, BadZipFile, RuntimeError, NotImplementedError, ValueError, EOFError):
        return None


def _of_zip(document: Path, src: str, most: int) -> bytes | None:
    """Return the part of that name, wherever the document's own folder begins."""
    with open_zip(document, most=most) as archive:
        names = archive.namelist()
        ends = [name for name in names if name == src or name.endswith(f"/{src}")]
        if not src or not ends:
            return None
        with archive.open(min(ends, key=len)) as part:
            content = part.read(MOST_BYTES + 1)
    return content if len(content) <= MOST_BYTES else None


def _of_rtf(document: Path, src: str, most: int) -> bytes | None:
    """Return the picture of that name, which is the SHA-1 of its bytes."""
    wanted = src.partition(".")[0]
    if not re.fullmatch(r"[0-9a-f]{40}", wanted):
        return None
    found = _rtf_pictures(read_regular(document, most))
    return next((p for p in found if hashlib.sha1(p).hexdigest() == wanted), None)


def _rtf_pictures(content: bytes) -> Iterator[bytes]:
    for at in re.finditer(rb"\{\\pict\b", content):
        hexadecimal = _data(content, at.end())
        if len(hexadecimal) <= 2 * MOST_BYTES:
            yield bytes.fromhex(hexadecimal.decode("ascii"))


def _data(content: bytes, at: int) -> bytes:
    """Return the hexadecimal digits of a picture that begins at ``at``."""
    depth = 1
    digits: list[bytes] = []
    for token in re.finditer(rb"[{}]|\\[a-z]+-?\d* ?|\\.|[^{}\\]+", content[at:]):
        piece = token[0]
        depth += (piece == b"{") - (piece == b"}")
        if depth == 0:
            break
        if depth == 1 and piece[:1] not in b"{}\\":
            digits.append(b"".join(piece.split()))
    return b"".join(digits)

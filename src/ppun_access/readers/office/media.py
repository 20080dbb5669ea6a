"""Pictures that a document holds inside itself, by the names that pandoc gives them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from zipfile import BadZipFile

from ppun_access.readers.office.conversion import ZIPPED
from ppun_access.runtime.untrusted_files import PAGE, open_zip, read_regular

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
    stamp = document.stat()
    known = _rtf_pictures(document, most, stamp.st_mtime_ns, stamp.st_size)
    at = known.get(wanted)
    return None if at is None else _picture(read_regular(document, most), at)[0]


@lru_cache(maxsize=4)
def _rtf_pictures(document: Path, most: int, modified: int, size: int) -> Mapping[str, int]:
    """Return where each picture of an RTF begins, by its SHA-1, looked for once.

    ``modified`` and ``size`` tell a file from what it was before.
    """
    content = read_regular(document, most)
    found: dict[str, int] = {}
    end = 0
    while start := _PICTURE.search(content, end):
        picture, end = _picture(content, start.end())
        if picture is not None:
            found.setdefault(hashlib.sha1(picture).hexdigest(), start.end())
    return found


_PICTURE = re.compile(rb"\{\\pict\b")
_TOKEN = re.compile(rb"[{}]|\\[a-z]++-?\d*+ ?|\\.|[^{}\\]++")


def _picture(content: bytes, at: int) -> tuple[bytes | None, int]:
    """Return the picture that begins at ``at``, None for none, and where its group ends."""
    depth, end = 1, len(content)
    digits: list[bytes] = []
    for token in _TOKEN.finditer(content, at):
        piece = token[0]
        depth += (piece == b"{") - (piece == b"}")
        if depth == 0:
            end = token.end()
            break
        if depth == 1 and piece[:1] not in b"{}\\":
            digits.append(b"".join(piece.split()))
    hexadecimal = b"".join(digits)
    if len(hexadecimal) > 2 * MOST_BYTES:
        return None, end
    try:
        return bytes.fromhex(hexadecimal.decode("ascii")), end
    except ValueError:
        return None, end

"""Read files that somebody else wrote: regular ones only, bounded in size and values.

A project that was cloned or received may hold anything under the names that we open: a
link to a device that never ends, a pipe that nobody writes to, a file of a terabyte that
takes no room, JSON that is nested a hundred thousand times.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import re
import stat
import struct
import tomllib
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

MB = 1_000_000
SETTINGS = 4 * MB
"""Bytes of a file of settings: ``ppun.toml``, a lexicon, the description of a voice."""
RECORD = 64 * MB
"""Of what a build wrote for the next one: manifest, report, history, drafts."""
PAGE = 100 * MB
"""Of one page, unless the settings say otherwise."""
PUBLISHED = 1_000 * MB
"""Of a published file that is read whole to be checked."""
HEAVIEST = 20_000 * MB
"""Of a file that is copied or digested in chunks."""

_PIECE = 1 << 20
_ESCAPED = re.compile(r"\\u[dD][89a-fA-F]")
_LONGEST_INTEGER = 30
"""Digits; a number that has more may not fit where it is used."""
_DEEP_KEY = re.compile(
    r"""(?<![\w.-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){64}"""
)
"""A key of 64 parts and more: the time to read it grows with the square of its length."""


def is_inside(path: Path, root: Path) -> bool:
    """Return whether ``path``, links followed, stands in the folder ``root``.

    >>> is_inside(Path("a/b"), Path("a")), is_inside(Path("a/../b"), Path("a"))
    (True, False)
    """
    place, folder = map(os.path.normcase, map(os.path.realpath, (path, root)))
    return place == folder or place.startswith(folder.rstrip(os.sep) + os.sep)


TOO_LARGE = (
    "Réduisez-le, ou permettez plus dans la partie [limites] de ppun.toml, si ce fichier "
    "est bien à vous."
)


class RefusedFileError(OSError):
    """A file that is not read, although the system would open it."""

    def __init__(self, message: str, next_step: str) -> None:
        super().__init__(message)
        self.message, self.next_step = message, next_step

    def __reduce__(self) -> tuple[type[RefusedFileError], tuple[str, str]]:
        """Cross from one process to another with its next step."""
        return type(self), (self.message, self.next_step)


def open_regular(path: Path, most: int = HEAVIEST, *, links: bool = True) -> BinaryIO:
    """Open a regular file of at most ``most`` bytes, to be read.

    Nothing else is opened: a device may act when it is, a pipe waits. With ``links`` false,
    a symbolic link is not followed. Raises OSError, RefusedFileError for what is not read.
    """
    _check(path.stat() if links else path.lstat(), most)
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    flags |= getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
    handle = os.open(path, flags | (0 if links else getattr(os, "O_NOFOLLOW", 0)))
    try:
        _check(os.fstat(handle), most)  # it may have been replaced
    except OSError:
        os.close(handle)
        raise
    return os.fdopen(handle, "rb")


def _check(found: os.stat_result, most: int) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise RefusedFileError("c’est un dossier", "Mettez un fichier à sa place.")
    if stat.S_ISLNK(found.st_mode):
        raise RefusedFileError("c’est un lien", "Mettez le fichier lui-même à sa place.")
    if not stat.S_ISREG(found.st_mode):
        raise RefusedFileError(
            "ce n’est pas un fichier ordinaire (un périphérique, un tube…)",
            "Retirez-le, ou mettez un vrai fichier à sa place.",
        )
    if found.st_size > most:
        raise _too_large(most)


def _too_large(most: int) -> RefusedFileError:
    return RefusedFileError(
        f"il est trop gros (plus de {most // MB} Mo)",
        TOO_LARGE,
    )


def is_readable(path: Path, most: int = HEAVIEST) -> bool:
    """Return whether a path leads to a regular file of at most ``most`` bytes."""
    try:
        _check(path.stat(), most)
    except (OSError, ValueError):
        return False
    return os.access(path, os.R_OK)


def read_regular(path: Path, most: int, *, links: bool = True) -> bytes:
    """Return the content of a regular file of at most ``most`` bytes.

    What is read is counted: the size that the system tells may be wrong. Raises what
    ``open_regular`` does.
    """
    with open_regular(path, most, links=links) as handle:
        content = handle.read(most + 1)
    if len(content) > most:
        raise _too_large(most)
    return content


def read_start(path: Path, size: int) -> bytes:
    """Return the first bytes of a regular file, whatever its size; OSError as above."""
    with open_regular(path, 1 << 62) as handle:
        return handle.read(size)


def digest_regular(path: Path) -> str:
    """Return the SHA-256 of a regular file; OSError as above."""
    digest, left = hashlib.sha256(), HEAVIEST
    with open_regular(path, HEAVIEST) as handle:
        while piece := handle.read(_PIECE):
            digest.update(piece)
            if (left := left - len(piece)) < 0:
                raise _too_large(HEAVIEST)
    return digest.hexdigest()


def parse_json(content: bytes | str) -> Any:
    """Return the values of JSON in UTF-8. Raises ValueError, whatever is wrong with it.

    That is also what is nested too deep, a number that no computer counts with, NaN, or
    half a character.
    """
    text = content if isinstance(content, str) else content.decode("utf-8-sig")
    try:
        values = json.loads(
            text, parse_int=_integer, parse_float=_number, parse_constant=_number
        )
        if _ESCAPED.search(text):
            json.dumps(values, ensure_ascii=False).encode()
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    return values


def _integer(digits: str) -> int:
    if len(digits) > _LONGEST_INTEGER:
        raise ValueError("a number too long")
    return int(digits)


def whole_number(text: str, most: int) -> int | None:
    """Return the number that digits write, at most ``most``; None for anything else.

    >>> whole_number(" 012 ", 100), whole_number("9" * 5000, 100), whole_number("²", 9)
    (12, 100, None)
    """
    digits = text.strip()
    if not (digits.isascii() and digits.isdecimal()):
        return None
    digits = digits.lstrip("0")[: len(str(most)) + 1]
    return min(int(digits or "0"), most)


def _number(digits: str) -> float:
    if not math.isfinite(found := float(digits)):
        raise ValueError("no number")
    return found


def parse_toml(text: str) -> dict[str, Any]:
    """Return the values of TOML. Raises ValueError, a TOMLDecodeError for bad syntax."""
    if _DEEP_KEY.search(text):
        raise ValueError("a key too deep")
    try:
        return tomllib.loads(text)
    except (RecursionError, OverflowError) as error:
        raise ValueError("nested too deep") from error


# Archives


BOOK, SITE = 50_000, 300_000
"""How many files the ZIP of a book, of a whole site, may have."""
_ENTRY = 300
"""Bytes that the list of a ZIP has for each of its files, at most."""
_TAIL = (1 << 16) + 100
_RATIO, _SMALL = 200, 50 * MB
"""How many times its size a ZIP may have once unpacked, and what any may have."""


@contextmanager
def open_zip(path: Path, parts: int = BOOK, most: int = HEAVIEST) -> Iterator[ZipFile]:
    """Open a ZIP of at most ``parts`` files; BadZipFile or OSError when it is none."""
    with open_regular(path, most) as handle:
        check_parts(handle, parts)
        with ZipFile(handle) as archive:
            yield archive


def check_parts(handle: IO[bytes], parts: int) -> None:
    """Raise RefusedFileError for a ZIP whose list of files is too long to be read."""
    size = handle.seek(0, os.SEEK_END)
    handle.seek(max(0, size - _TAIL))
    tail = handle.read(_TAIL)
    handle.seek(0)
    # size of the list: 4 bytes at 12 in its end, 8 bytes at 40 in that of a ZIP64
    for mark, format_, at in ((b"PK\5\6", "<L", 12), (b"PK\6\6", "<Q", 40)):
        for found in re.finditer(mark, tail):
            place = found.start() + at
            if place + struct.calcsize(format_) > len(tail):
                continue
            (length,) = struct.unpack_from(format_, tail, place)
            if _ENTRY * parts < length < 0xFFFFFFFF or length > 0xFFFFFFFF:
                raise _endless()


def unpacked(
    archive: ZipFile, most: int = PUBLISHED
) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield the name of each file of a ZIP and its content, in chunks.

    What is read is counted: RefusedFileError for more than ``most`` bytes in all, or far
    more than the ZIP has; BadZipFile for a file that is corrupt.
    """
    held = archive.fp.seek(0, os.SEEK_END) if archive.fp else 0
    left = min(most, max(_SMALL, _RATIO * held))

    def pieces(info: ZipInfo) -> Iterator[bytes]:
        nonlocal left
        try:
            with archive.open(info) as part:
                while piece := part.read(_PIECE):
                    if (left := left - len(piece)) < 0:
                        raise _endless()
                    yield piece
        except (zlib.error, EOFError, RuntimeError) as error:
            raise BadZipFile(info.filename) from error

    for info in archive.infolist():
        yield info.filename, pieces(info)


def _endless() -> RefusedFileError:
    return RefusedFileError("cette archive se déplie sans fin", "Retirez-la.")


def content_size(content: bytes | Path) -> int:
    """Return how many bytes a file that is to be published has."""
    return len(content) if isinstance(content, bytes) else content.stat().st_size


def content_bytes(content: bytes | Path) -> bytes:
    """Return the content of a file that is to be published, held in memory or not."""
    return content if isinstance(content, bytes) else read_regular(content, PUBLISHED)

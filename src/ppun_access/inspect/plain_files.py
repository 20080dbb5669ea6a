"""Verify plain texts, ZIP files, and the files made for DAISY and MP3 players."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from pathlib import Path
from zipfile import BadZipFile

from ppun_access.inspect.sound import check_mp3
from ppun_access.runtime.untrusted_files import (
    HEAVIEST,
    PUBLISHED,
    SITE,
    open_zip,
    read_regular,
    unpacked,
)


def check_text(path: Path) -> Iterator[str]:
    """Yield the faults of a plain text."""
    try:
        if not read_regular(path, PUBLISHED).decode().strip():
            yield "ce texte est vide."
    except UnicodeDecodeError:
        yield "ce texte n’est pas en UTF-8."


def check_zip(path: Path) -> Iterator[str]:
    """Yield the faults of a ZIP: each file in it is read whole."""
    try:
        with open_zip(path, SITE) as archive:
            if not archive.namelist():
                yield "cette archive est vide."
            for name, pieces in unpacked(archive, HEAVIEST):
                try:
                    deque(pieces, 0)
                except BadZipFile:
                    yield f"dans cette archive, {name} est abîmé."
    except BadZipFile:
        yield "ce n’est pas une archive ZIP."


def check_player_file(path: Path) -> Iterator[str]:
    """Yield the faults of a file for small readers: they show few names right."""
    if not path.name.isascii():
        yield "ce nom n’est pas en ASCII : des lecteurs ne l’affichent pas."
    if path.suffix == ".mp3":
        yield from check_mp3(path)
    elif path.suffix == ".txt":
        yield from check_text(path)

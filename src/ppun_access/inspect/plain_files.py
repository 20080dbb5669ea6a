"""Verify plain texts and ZIP files."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from pathlib import Path
from zipfile import BadZipFile

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

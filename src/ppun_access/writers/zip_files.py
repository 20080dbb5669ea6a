"""Write ZIP files: the same files give the same bytes.

Entries are sorted, dates fixed and nothing compressed (sound cannot be any more), so that
any version of zlib gives the same.
"""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Mapping
from io import BytesIO
from typing import IO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from ppun_access.runtime.untrusted_files import open_regular
from ppun_access.writers.model import Files

_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_MODE = 0o100644 << 16


def zipped(entries: Mapping[str, bytes], first: str = "") -> bytes:
    """Return a ZIP of ``entries``, path → content, with the entry ``first`` before all."""
    buffer = BytesIO()
    write_zip(buffer, entries, first)
    return buffer.getvalue()


def write_zip(target: IO[bytes], entries: Files, first: str = "") -> None:
    """Write a ZIP of ``entries`` to ``target``, one after the other, ``first`` before all.

    Files are copied in chunks: none is held in memory. Past 4 GB it is a ZIP64.
    """
    with ZipFile(target, "w", ZIP_STORED) as zip_:
        for path, content in sorted(entries.items(), key=lambda e: (e[0] != first, e[0])):
            info = ZipInfo(path, _EPOCH)
            info.create_system, info.external_attr = _UNIX, _MODE
            if isinstance(content, bytes):
                zip_.writestr(info, content)
                continue
            info.file_size = content.stat().st_size
            with open_regular(content) as source, zip_.open(info, "w") as entry:
                shutil.copyfileobj(source, entry, 1 << 20)


def ascii_name(name: str) -> str:
    """Return ``name`` in letters, digits, dots and hyphens that any device can show.

    >>> ascii_name("Été n° 2.txt")
    'Ete-n-2.txt'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9._-]+", "-", plain).strip("-") or "texte"

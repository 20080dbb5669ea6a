"""Find files that pages link to, to copy into the site if they are what they claim."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

from ppun_access.document.model import Document, Link
from ppun_access.document.sources import slug
from ppun_access.document.walk import nodes
from ppun_access.project.pictos import picture_file
from ppun_access.runtime.untrusted_files import digest_regular, read_start
from ppun_access.settings.reach import Reach

_ZIP = (b"PK\x03\x04",)
_OLD_OFFICE = (b"\xd0\xcf\x11\xe0",)
_SIGNATURES: Mapping[str, tuple[bytes, ...]] = {
    ".pdf": (b"%PDF-",),
    ".odt": _ZIP, ".ods": _ZIP, ".odp": _ZIP, ".docx": _ZIP, ".xlsx": _ZIP,
    ".pptx": _ZIP, ".epub": _ZIP, ".zip": _ZIP,
    ".doc": _OLD_OFFICE, ".xls": _OLD_OFFICE, ".ppt": _OLD_OFFICE,
    ".rtf": (b"{\\rtf",),
    ".png": (b"\x89PNG\r\n\x1a\n",), ".gif": (b"GIF87a", b"GIF89a"),
    ".jpg": (b"\xff\xd8\xff",), ".jpeg": (b"\xff\xd8\xff",),
    ".webp": (b"RIFF",),
    ".mp3": (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"),
    ".wav": (b"RIFF",), ".ogg": (b"OggS",), ".opus": (b"OggS",),
    ".webm": (b"\x1a\x45\xdf\xa3",),
}  # fmt: skip
"""How the files begin that a page may give to take away."""
_TEXTS = (".txt", ".csv", ".ics", ".geojson", ".json", ".yaml", ".yml")
"""Kinds that are plain text."""
ATTACHMENTS = (*_SIGNATURES, *_TEXTS, ".mp4")
_TOO_HEAVY = "il pèse plus de {} Mo (piece_jointe, dans la partie [limites] de ppun.toml)"
_OTHER_KIND = "un site ne donne pas de fichier de cette sorte, mais des pdf, odt, docx…"
_OTHER_CONTENT = "ce qu’il contient n’est pas ce que dit la fin de son nom"
_ANY_WEIGHT = 10**6
"""MB, of a file that is only looked for."""


@dataclass(frozen=True, slots=True)
class Attachments:
    """The files that one document links to: address → path in the site → file."""

    paths: Mapping[str, str]
    files: Mapping[str, Path]
    unfit: Mapping[str, str]
    """Address → why a file that is there is not given."""


def attachments(
    hrefs: Iterable[str], folder: Path, root: Path, reach: Reach
) -> Attachments:
    """Return the files of ``root`` to which addresses lead from ``folder``."""
    paths: dict[str, str] = {}
    files: dict[str, Path] = {}
    unfit: dict[str, str] = {}
    for href in dict.fromkeys(hrefs):
        file = linked_file(href, folder, root, reach)
        if file and _is_what_it_says(file):
            suffix = file.suffix.lower()
            digest = digest_regular(file)[:12]
            path = f"medias/{slug(file.stem) or 'fichier'}-{digest}{suffix}"
            paths[href], files[path] = path, file
        elif file:
            is_known = file.suffix.lower() in ATTACHMENTS
            unfit[href] = _OTHER_CONTENT if is_known else _OTHER_KIND
        elif linked_file(href, folder, root, reach, _ANY_WEIGHT):
            unfit[href] = _TOO_HEAVY.format(reach.limits.attachment)
    return Attachments(paths, files, unfit)


def linked_file(
    href: str, folder: Path, root: Path, reach: Reach, most: int = 0
) -> Path | None:
    """Return the file of ``root`` to which an address leads from ``folder``, if any.

    A name may hold « # », « ? » or « % » as it is. ``most``: MB, those of ``reach`` if 0.
    """
    most = most or reach.limits.attachment
    found = (picture_file(path, (folder,), root, reach, most) for path in _paths(href))
    return next((file for file in found if file), None)


def _paths(href: str) -> Iterator[str]:
    yield urlsplit(href).path
    if "#" in href or "?" in href:
        yield href
    if "%" in href:
        yield quote(href)


def own_addresses(document: Document) -> Iterator[str]:
    """Yield the addresses of links that lead to no other site."""
    for node in nodes(document):
        if not isinstance(node, Link):
            continue
        try:
            parts = urlsplit(node.href)
        except ValueError:
            continue
        if not parts.scheme and not parts.netloc and parts.path:
            yield node.href


def _is_what_it_says(file: Path) -> bool:
    """Return whether a file is of a kind that a page may give, by its first bytes."""
    suffix = file.suffix.lower()
    if suffix not in ATTACHMENTS:
        return False
    start = read_start(file, 4096)
    if suffix in _TEXTS:
        return b"\0" not in start
    if suffix == ".mp4":
        return start[4:8] == b"ftyp"
    return start.startswith(_SIGNATURES[suffix])

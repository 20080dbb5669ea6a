"""From the path of an address to a file of the published folder, and to no other file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TypeAlias
from urllib.parse import quote, unquote

from ppun_access.formats import FORMATS, every_format
from ppun_access.runtime.untrusted_files import PAGE, read_regular

INDEX, NOT_FOUND = "index.html", "404.html"
_KNOWN_DOT = ".well-known"
"""The one hidden name that a web server shows (RFC 8615)."""
_STYLE = re.compile(r'href="(/[^"]*?)assets/style\.css"')


@dataclass(frozen=True, slots=True)
class Found:
    """A file to send."""

    path: Path
    name: str
    """Where it is in the folder, with ``/``."""


@dataclass(frozen=True, slots=True)
class Moved:
    """The address of a folder wants its final slash; ``path`` has it, encoded."""

    path: str


Place: TypeAlias = Found | Moved | None


def find(root: Path, path: str) -> Place:
    """Return what stands at ``path`` (percent-encoded, no query) in the folder ``root``.

    None when nothing does. Nothing outside ``root`` is ever found, whatever the path or
    the symbolic links say, nor a hidden file, nor what is no regular file.
    """
    names = _names(path)
    if names is None:
        return None
    target = _inside(root, names)
    if target is None:
        below = _below_top(root, path)
        return find(root, below) if below else None
    if target.is_dir():
        if not path.endswith("/"):
            return Moved(quote("/" + "/".join(names)) + "/")
        names = [*names, INDEX]
        target = _inside(root, names)
    elif path.endswith("/"):
        return None
    if target is None or not target.is_file():
        return None
    return Found(target, "/".join(names))


def not_found(root: Path) -> Found | None:
    """Return the site's own page for what is not there, if it has one."""
    place = find(root, f"/{NOT_FOUND}")
    return place if isinstance(place, Found) else None


def _names(path: str) -> list[str] | None:
    """Return the names in ``path``; None when one may lead elsewhere or is hidden."""
    try:
        names = unquote(path, errors="strict").removeprefix("/").split("/")
    except UnicodeDecodeError:
        return None
    if names[-1] == "":
        names.pop()
    wrong = any(
        not name
        or (name.startswith(".") and name != _KNOWN_DOT)
        or any(mark in name for mark in "\0\\")
        for name in names
    )
    return None if wrong else names


def _inside(root: Path, names: list[str]) -> Path | None:
    """Return where ``names`` lead, links followed, if that is in ``root``."""
    try:
        top = root.resolve(strict=True)
        target = top.joinpath(*names).resolve(strict=True)
    except (OSError, RuntimeError, ValueError):  # RuntimeError: links that turn in circles
        return None
    return target if target.is_relative_to(top) else None


def _below_top(root: Path, path: str) -> str:
    """Return ``path`` without the folder that the site will have on its server.

    With ``base_url``, the addresses of ``404.html`` begin there: they work here too.
    """
    try:
        page = read_regular(root / NOT_FOUND, PAGE).decode("utf-8", "replace")
    except OSError:
        return ""
    top = _STYLE.search(page)
    known = top and len(top[1]) > 1 and path.startswith(top[1])
    return path[len(top[1]) - 1 :] if top and known else ""


# Media types


_AROUND: Mapping[str, str] = {
    "css": "text/css",
    "js": "text/javascript",
    "json": "application/json",
    "webmanifest": "application/manifest+json",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "avif": "image/avif",
    "ico": "image/vnd.microsoft.icon",
    "woff2": "font/woff2",
    "md": "text/markdown",
    "csv": "text/csv",
    "xml": "application/xml",
    "smil": "application/smil+xml",
}  # fmt: skip
"""How a file's name ends → its type, for what stands around the files of the formats."""
FEED, FEED_TYPE = "podcast.xml", FORMATS["podcast"].media_type
"""The one file whose name says more than its ending."""
UNKNOWN = "application/octet-stream"
_UTF8 = ("text/", "application/json", "application/manifest+json", "+xml", "/xml")


def types() -> dict[str, str]:
    """Return how a file's name ends → its type. A book in a ZIP (DAISY) is a ZIP."""
    own = {
        kind.suffix.rpartition(".")[2]: format_.media_type
        for format_ in every_format()
        for kind in format_.files
        if kind.suffix
    }
    return {**_AROUND, **own}


def media_type(name: str) -> str:
    """Return the ``Content-Type`` of a file by its name: all our text is UTF-8.

    >>> media_type("edito/edito.vtt"), media_type("a.opus")
    ('text/vtt; charset=utf-8', 'audio/ogg')
    """
    path = PurePosixPath(name)
    suffix = path.suffix.removeprefix(".").lower()
    found = FEED_TYPE if path.name == FEED else types().get(suffix, UNKNOWN)
    is_text = any(part in found for part in _UTF8)
    return f"{found}; charset=utf-8" if is_text else found

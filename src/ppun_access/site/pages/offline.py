"""Make what phones need to keep a text: file lists, service worker, manifest, icons.

A page and what it loads are kept together, by their digests: ``docs/site.md``.
"""

from __future__ import annotations

import base64
import hashlib
import json
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ppun_access.errors import MissingToolError, OutputError
from ppun_access.runtime.cache import Cache, cache_key
from ppun_access.runtime.disk import json_file
from ppun_access.runtime.untrusted_files import content_bytes, digest_regular
from ppun_access.site.assets import FONT, ICON, SHEET, worker
from ppun_access.site.pages.listing import Catalogue, inside_of, page_of, versions_of
from ppun_access.tools import typst
from ppun_access.writers.html.page import UNWEIGHED
from ppun_access.writers.model import Files
from ppun_access.writers.units import size

OFFLINE = "hors-ligne/index.html"
"""The page of what is kept, which stands for a page that cannot be had."""
WORKER = "sw.js"
MANIFEST = "manifest.webmanifest"
LIST = "garder.json"
"""Beside each page that may be kept."""
DRAWN = {"assets/icone-192.png": 192, "assets/icone-512.png": 512}
"""The same, as old phones want it: a PNG image, pixels wide and high."""
_SOUND = re.compile(r"<source src=\"([^\"]+)\" type=\"(audio/[^\"]+)\"")
_SOUND_BYTES = re.compile(r"\bdata-octets=\"(\d+)\"")
_COLOUR = re.compile(r"--(paper|accent): (#[0-9a-fA-F]{3,6})\b")


def with_weight(path: str, site: Files) -> bytes:
    """Return a page that states its download size, with each of its sounds."""
    page = content_of(site, path)
    if UNWEIGHED.encode() not in page:
        return page
    needed = _needed(path, page.decode(), site)
    total = sum(len(content_of(site, name)) for name in needed)
    told = _SOUND_BYTES.sub(
        lambda found: _size_in_words(total + int(found[1])), page.decode()
    )
    return told.replace(UNWEIGHED, _size_in_words(total)).encode()


def _size_in_words(bytes_: int) -> str:
    """Return a download size in words.

    >>> _size_in_words(298_000).replace("\u00a0", " ")
    'data-poids="298 ko"'
    """
    return UNWEIGHED.replace('""', f'"{size(bytes_)}"')


def offline(catalogue: Catalogue, site: Files) -> Files:
    """Return the files that let phones keep the texts of ``site``."""
    lists = {
        path: _list(path, title, site)
        for path, title in _titles(catalogue).items()
        if path in site
    }
    revisions = {path: held["revision"] for path, held in lists.items()}
    return {
        **{
            posixpath.join(posixpath.dirname(p), LIST): json_file(x)
            for p, x in lists.items()
        },
        WORKER: worker(json.dumps(revisions, indent=0, ensure_ascii=False)),
        MANIFEST: json_file(_manifest(str(catalogue["title"]), site)),
    }


def _titles(catalogue: Catalogue) -> dict[str, str]:
    """Return each page that may be kept, and its name among those that are."""
    found = {OFFLINE: ""}
    for publication, version in versions_of(catalogue):
        if path := page_of(publication, version):
            found[path] = f"{publication['title']}, {inside_of(version)}"
    return found


def _list(path: str, title: str, site: Files) -> dict[str, Any]:
    """Return the file list of a page: paths, digests, types of sounds."""
    page = content_of(site, path).decode()
    files = [[quote(name), _integrity(site[name])] for name in _needed(path, page, site)]
    sounds = [
        [quote(name), _integrity(site[name]), type_]
        for name, type_ in _sounds(path, page)
        if name in site
    ]
    told = json.dumps([title, files, sounds]).encode()
    return {
        "titre": title,
        "revision": hashlib.sha256(told).hexdigest()[:16],
        "fichiers": files,
        "sons": sounds,
    }


def _needed(path: str, page: str, site: Files) -> Sequence[str]:
    """Return the files a page needs: itself, what it loads, the optional font."""
    names = (path, *loaded(path, page), *loaded_later(path, page), FONT)
    return [name for name in dict.fromkeys(names) if name in site]


def _sounds(path: str, page: str) -> Iterator[tuple[str, str]]:
    folder = posixpath.dirname(path)
    for address, type_ in _SOUND.findall(page):
        yield posixpath.normpath(posixpath.join(folder, address)), type_


def _manifest(title: str, site: Files) -> dict[str, Any]:
    """Return the web app manifest of the site."""
    colours = _colours(site)
    drawn = [
        {"src": path, "sizes": f"{size}x{size}", "type": "image/png"}
        for path, size in DRAWN.items()
        if path in site
    ]
    return {
        "name": title,
        "short_name": title,
        "lang": "fr",
        "start_url": "index.html",
        "scope": "./",
        "display": "minimal-ui",
        "theme_color": colours["accent"],
        "background_color": colours["paper"],
        "icons": [{"src": ICON, "sizes": "any", "type": "image/svg+xml"}, *drawn],
    }


def _colours(site: Files) -> Mapping[str, str]:
    """Return the colours of the style sheet: of each, the first, that of every page."""
    sheet = content_of(site, SHEET).decode()
    return dict(reversed(_COLOUR.findall(sheet)))


def _integrity(content: bytes | Path) -> str:
    """Return what a browser checks the bytes of a file with (« Subresource Integrity »)."""
    if isinstance(content, bytes):
        digest = hashlib.sha256(content).digest()
    else:
        digest = bytes.fromhex(digest_regular(content))
    return f"sha256-{base64.b64encode(digest).decode()}"


# Icons


VERSION = "1"
_SOURCE = b"""
#set page(width: 1pt * int(sys.inputs.size), height: 1pt * int(sys.inputs.size),
  margin: 0pt, fill: none)
#image(bytes(sys.inputs.drawing), format: "svg", width: 100%, height: 100%)
"""


def icons(served: Files, cache: Cache) -> Files:
    """Return the icon of ``served`` in both sizes; nothing when it cannot be drawn.

    Nothing is lost then: newer phones take the drawing itself.
    """
    drawing = content_of(served, ICON)
    try:
        return {path: _image(drawing, size, cache) for path, size in DRAWN.items()}
    except (MissingToolError, OutputError):
        return {}


def _image(drawing: bytes, size: int, cache: Cache) -> bytes:
    digest = hashlib.sha256(drawing).hexdigest()
    key = cache_key("icon", VERSION, digest, size, typst.probe().version)
    inputs = {"drawing": drawing.decode(), "size": str(size)}
    return cache.get(key, lambda: typst.png(_SOURCE, inputs=inputs))


# Weights


_TAG = re.compile(r"<(link|img|script)\b([^>]*)>")
_ADDRESS = re.compile(r"\b(?:href|src)=\"([^\"#?]+)")
_LATER = re.compile(r"\bdata-script=\"([^\"#?]+)")
_SEEN_AT_ONCE = re.compile(r"rel=\"(?:stylesheet|icon)\"")


@dataclass(frozen=True, slots=True)
class Weight:
    """A page and what it loads; sounds and videos wait until a reader asks for them."""

    path: str
    bytes: int
    """Not compressed: what a USB stick holds."""
    requests: int


def weigh(files: Files, paths: Iterable[str]) -> tuple[Weight, ...]:
    """Return the weight of each page of ``paths`` among the ``files`` of a site."""
    return tuple(_weigh(files, path) for path in paths)


def _weigh(files: Files, path: str) -> Weight:
    page = content_of(files, path)
    needed = {path, *(p for p in loaded(path, page.decode()) if p in files)}
    return Weight(path, sum(len(content_of(files, p)) for p in needed), len(needed))


def loaded(path: str, page: str) -> Iterator[str]:
    """Yield the paths of files that the page at ``path`` loads; some come twice."""
    folder = posixpath.dirname(path)
    for tag, attributes in _TAG.findall(page):
        if tag == "link" and not _SEEN_AT_ONCE.search(attributes):
            continue
        for address in _ADDRESS.findall(attributes):
            yield posixpath.normpath(posixpath.join(folder, address))


def loaded_later(path: str, page: str) -> Iterator[str]:
    """Yield the paths of the scripts that the page at ``path`` loads on demand.

    Those of the words that are heard, and of keeping a text on the device.
    """
    for address in _LATER.findall(page):
        yield posixpath.normpath(posixpath.join(posixpath.dirname(path), address))


def content_of(files: Files, path: str) -> bytes:
    """Return the bytes of a file of a site."""
    content = files[path]
    return content_bytes(content)

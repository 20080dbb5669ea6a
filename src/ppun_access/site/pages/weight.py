"""Weigh a page: the bytes that a browser loads at once."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ppun_access.runtime.untrusted_files import content_bytes
from ppun_access.writers.model import Files

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

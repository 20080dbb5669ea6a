"""Where the pages and their headings are in the site, and what the pages are called."""

from __future__ import annotations

from collections.abc import Iterable

from ppun_access.document.sources import split_source
from ppun_access.pipeline.project import Source
from ppun_access.report import Report
from ppun_access.transforms import TransformOptions
from ppun_access.transforms.anchors import anchors
from ppun_access.transforms.editorials import editorials
from ppun_access.writers.html import page_path


def pages_of(sources: Iterable[Source]) -> dict[str, str]:
    """Return the path in the site of each page; one that opens the book is the home."""
    found: dict[str, str] = {}
    for source in sources:
        opening = source.document.meta.opening
        home = "index.html" if opening else page_path(source.document.id, "integral")
        found.setdefault(source.page.name, home)
    return found


def places_of(sources: Iterable[Source]) -> dict[str, dict[str, str]]:
    """Return the address in the site of the headings of each page, by their keys."""
    found: dict[str, dict[str, str]] = {}
    for source in sources:
        document = editorials(source.document, TransformOptions(), Report())
        opening = document.meta.opening
        path = "index.html" if opening else page_path(document.id, "integral")
        here = found.setdefault(source.page.name, {})
        if tab := split_source(document.meta.source)[1]:
            here.setdefault(tab, path)
        for key, name in anchors(document).items():
            here.setdefault(key, f"{path}#{name}")
    return found


def titles_of(sources: Iterable[Source]) -> dict[str, str]:
    """Return the title of each page; of one that holds several texts, that of its first."""
    found: dict[str, str] = {}
    for source in sources:
        found.setdefault(source.page.name, source.document.title)
    return found

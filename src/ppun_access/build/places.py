"""Where the pages and their headings are in the site, and what the pages are called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import takewhile

from ppun_access.document.sources import split_source
from ppun_access.project.project import Project, Source
from ppun_access.readers.space.pages import page_of
from ppun_access.readers.space.summary import Entry
from ppun_access.report import Report
from ppun_access.writers.model import page_path

PLAN = "plan-du-site/index.html"
TITLE_ONLY = "page-sans-texte"
"""The code of the finding about a page that is but the title of what is below it."""


def pages_of(sources: Iterable[Source]) -> dict[str, str]:
    """Return the path in the site of each page; one that opens the book is the home."""
    found: dict[str, str] = {}
    for source in sources:
        opening = source.document.meta.opening
        home = "index.html" if opening else page_path(source.document.id, "integral")
        found.setdefault(source.page.name, home)
    return found


def groups_of(project: Project, pages: Mapping[str, str], report: Report) -> dict[str, str]:
    """Return where links to pages that have only a title lead, as GitBook shows them.

    That is the first of ``pages``, with their paths, below them in the contents; the plan
    of the site when none of these is published. One with nothing below it is left out.
    """
    told = (*report.findings, *report.silenced)
    empty = {f.pos.file for f in told if f.code == TITLE_ONLY and f.pos}
    found: dict[str, str] = {}
    for space in project.spaces:
        for number, entry in enumerate(space.entries):
            name = page_of(entry.page, empty)
            below = list(_below(entry, space.entries[number + 1 :])) if name else []
            if below:
                held = (page_of(one.page, pages) for one in below)
                found.setdefault(name, next((pages[one] for one in held if one), PLAN))
    return found


def _below(entry: Entry, after: Iterable[Entry]) -> Iterator[Entry]:
    """Return the lines of the contents that are below one, of those that follow it."""
    return takewhile(
        lambda one: one.level > entry.level and one.group == entry.group, after
    )


def places_of(sources: Iterable[Source]) -> dict[str, dict[str, str]]:
    """Return the address in the site of the headings of each page, by their keys."""
    found: dict[str, dict[str, str]] = {}
    for source in sources:
        document = source.document
        opening = document.meta.opening
        path = "index.html" if opening else page_path(document.id, "integral")
        here = found.setdefault(source.page.name, {})
        if tab := split_source(document.meta.source)[1]:
            here.setdefault(tab, path)
        for key, name in source.places.anchors.items():
            here.setdefault(key, f"{path}#{name}")
    return found


def titles_of(sources: Iterable[Source]) -> dict[str, str]:
    """Return the title of each page; of one that holds several texts, that of its first."""
    found: dict[str, str] = {}
    for source in sources:
        found.setdefault(source.page.name, source.document.title)
    return found

"""Fill in the 106 criteria of the RGAA from the published pages, where possible.

A criterion does not apply when no page has what it is about; a machine looks at a part of
some; people look at all the others, and alone say that one is met.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from ppun_access.runtime.spreadsheets import csv_table
from ppun_access.writers.html.frame import Place, rendered
from ppun_access.writers.model import Files

PAGE, TABLE = "rgaa.html", "rgaa.csv"
TITLE = "Grille du RGAA"
NOT_APPLICABLE = "non applicable"
MACHINE = "vérifié en partie par une machine"
PERSON = "à vérifier par une personne"
COLUMNS = (
    "critère",
    "thématique",
    "intitulé",
    "état",
    "raison",
    "vérificateurs",
    "à regarder",
)
DOCUMENTS = r"pdf|epub|odt|docx?"
"""How the names of office documents end, after the RGAA."""

COMFORT = "confort.js"
MADE_BY_SCRIPT = frozenset({"details", "select", "button"})
"""What that script adds to a page: the panel of reading comfort."""

_TAG = re.compile(r"<([a-z][a-z0-9]*)\b([^>]*)>")
_MARKS = {
    "autoplay": re.compile(r"\sautoplay\b"),
    "dir": re.compile(r"\sdir="),
    "lang": re.compile(r"\slang="),
    "refresh": re.compile(r"http-equiv=\"refresh", re.IGNORECASE),
    "target": re.compile(r"\starget="),
    "recherche": re.compile(r"\srole=\"search\""),
    "document": re.compile(rf"\shref=\"[^\"]+\.(?:{DOCUMENTS})\"", re.IGNORECASE),
}
"""What attributes tell, by the words of the grid."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion, and where it stands: one of the three states above."""

    number: str
    theme: str
    title: str
    state: str
    reason: str
    """Why it does not apply; empty when it does."""
    checkers: str
    """What looks at a part of it; empty when nothing does."""
    look: str
    """What a person looks at; empty when it does not apply."""


def rgaa(pages: Iterable[str]) -> tuple[Criterion, ...]:
    """Return every criterion, in order, as it stands for the HTML of ``pages``."""
    found = facts(pages)
    return tuple(_criterion(row, found) for row in _grid()["criteria"])


def facts(pages: Iterable[str]) -> frozenset[str]:
    """Return the names of the elements in ``pages``, and what their attributes tell."""
    found: set[str] = set()
    tags: set[tuple[str, str]] = set()
    for page in pages:
        if COMFORT in page:
            found |= MADE_BY_SCRIPT
        tags.update(_TAG.findall(page))
    for name, attributes in tags:
        found.add(name)
        if name != "html":  # its language is that of the page
            found |= {mark for mark, seen in _MARKS.items() if seen.search(attributes)}
    return frozenset(found)


def rgaa_files(pages: Iterable[str], site_title: str) -> Files:
    """Return the grid as a table and as a page, for the team's folder."""
    criteria = rgaa(pages)
    return {TABLE: _table(criteria), PAGE: _page(criteria, site_title)}


@cache
def _grid() -> dict[str, Any]:
    text = (files("ppun_access.site") / "data" / "rgaa.toml").read_text("utf-8")
    return tomllib.loads(text)


def _criterion(row: Sequence[str], found: frozenset[str]) -> Criterion:
    number, title, needs, checkers, look = row
    theme = _grid()["themes"][int(number.partition(".")[0]) - 1]
    if needs and not found & set(needs.split()):
        reason = _grid()["reasons"][needs]
        return Criterion(number, theme, title, NOT_APPLICABLE, reason, "", "")
    state = MACHINE if checkers else PERSON
    return Criterion(number, theme, title, state, "", checkers, look)


def _table(criteria: Iterable[Criterion]) -> bytes:
    """Return the grid as CSV, as French spreadsheets open it."""
    rows = (
        (c.number, c.theme, c.title, c.state, c.reason, c.checkers, c.look)
        for c in criteria
    )
    return csv_table((COLUMNS, *rows))


def _page(criteria: Sequence[Criterion], site_title: str) -> bytes:
    themes = dict.fromkeys(criterion.theme for criterion in criteria)
    states = (PERSON, MACHINE, NOT_APPLICABLE)
    return rendered(
        "rgaa.html", "ppun_access.site",
        place=Place(TITLE, site_title, home=False, private=True, comfort=False),
        title=TITLE,
        table=TABLE,
        themes=[(t, [c for c in criteria if c.theme == t]) for t in themes],
        counts=[(state, sum(c.state == state for c in criteria)) for state in states],
    )  # fmt: skip

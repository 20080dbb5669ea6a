"""The home page: every text in every form, from the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import Environment

from ppun_access.document.model import Block, Heading
from ppun_access.document.walk import plain_text
from ppun_access.report import Report
from ppun_access.writers.frame import Place, environment, html, page_bytes
from ppun_access.writers.html import page_path
from ppun_access.writers.html_blocks import render_blocks, render_notes
from ppun_access.writers.html_rendering import Rendering
from ppun_access.writers.labels import FormatLabel, format_label, status_label
from ppun_access.writers.model import Files
from ppun_access.writers.outline import outlined
from ppun_access.writers.units import lower_first

Catalogue = Mapping[str, Any]
"""The value that ``catalogue.json`` holds."""

FIRST_FORMATS = ("mp3",)
"""Formats in sight; the others wait in a box that opens."""


@dataclass(frozen=True, slots=True)
class HomeOptions:
    """What the home page says beside the catalogue."""

    publisher: str = ""
    description: str = ""
    """One sentence on the site, for search engines and the top of the page."""
    report: str = ""
    """Where the team's report is, when the team wants it to be public."""


@dataclass(frozen=True, slots=True)
class HomeFile:
    """A file to take away, seen from the home page."""

    href: str
    label: FormatLabel
    bytes: int
    seconds: float | None


@dataclass(frozen=True, slots=True)
class HomeVersion:
    """One version of a text: its page, or what stands for it, and its files."""

    href: str
    label: str
    state: str
    """What the label says of the state: « brouillon non validé »."""
    easy: bool
    first: tuple[HomeFile, ...]
    others: tuple[HomeFile, ...]


@dataclass(frozen=True, slots=True)
class HomeSound:
    """Where the complete text is heard, and for how long."""

    href: str
    seconds: float


@dataclass(frozen=True, slots=True)
class HomeText:
    """One text with its versions, the complete one first."""

    title: str
    author: str
    role: str
    versions: tuple[HomeVersion, ...]
    sound: HomeSound | None
    missing_easy: str
    """The page that says that there is no easy version; empty when there is one."""


def home(
    catalogue: Catalogue,
    opening: tuple[Block, ...],
    options: HomeOptions,
    report: Report | None = None,
) -> Files:
    """Return ``index.html``; ``opening`` is what comes before the texts in the book."""
    title = str(catalogue["title"])
    place = Place(
        title, title, options.publisher, description=options.description, home=True
    )
    r = Rendering(report if report is not None else Report(), title)
    blocks = render_blocks(outlined(_without_title(opening, title)), r)
    texts = tuple(_text(p) for p in catalogue["publications"])
    page = (
        _templates()
        .get_template("home.html")
        .render(
            place=place,
            title=title,
            opening=html(blocks),
            notes=html(render_notes(r)),
            report=options.report,
            texts=texts,
            whole=tuple(_file(file) for file in catalogue.get("files", ())),
        )
    )
    return {"index.html": page_bytes(page)}


@cache
def _templates() -> Environment:
    return environment("ppun_access.site")


def _without_title(opening: tuple[Block, ...], title: str) -> tuple[Block, ...]:
    """Return the opening without a first heading that repeats the title of the site."""
    match opening:
        case (Heading() as first, *rest) if plain_text(first).strip() == title:
            return tuple(rest)
        case _:
            return opening


def _text(publication: Catalogue) -> HomeText:
    id_ = publication["id"]
    versions = (_version(id_, v) for v in publication["versions"] if v["files"])
    ordered = tuple(sorted(versions, key=lambda version: version.easy))
    paths = {file["path"] for v in publication["versions"] for file in v["files"]}
    told = page_path(id_, "integral") in paths and not any(v.easy for v in ordered)
    return HomeText(
        publication["title"],
        publication.get("author", ""),
        publication.get("role", ""),
        ordered,
        next((s for v in ordered if (s := _sound(v))), None),
        page_path(id_, "facile") if told else "",
    )


def _version(document_id: str, version: Catalogue) -> HomeVersion:
    name = version["version"]
    label = status_label(version["status"], name)
    files = [f for f in version["files"] if f["format"] != "html"]
    page = page_path(document_id, name)
    paths = [f["path"] for f in version["files"]]
    return HomeVersion(
        page if page in paths else paths[0],
        label,
        label.partition(" — ")[2] or lower_first(label),
        name == "facile",
        tuple(_file(f) for f in files if f["format"] in FIRST_FORMATS),
        tuple(_file(f) for f in files if f["format"] not in FIRST_FORMATS),
    )


def _sound(version: HomeVersion) -> HomeSound | None:
    """Return where a version is heard: on its page, or in a file when it has no page."""
    heard = next((f for f in version.first if f.seconds), None)
    if heard is None or not heard.seconds:
        return None
    page = version.href.endswith(".html")
    return HomeSound(f"{version.href}#ecouter" if page else heard.href, heard.seconds)


def _file(file: Catalogue) -> HomeFile:
    label = format_label(file["format"], file.get("variant", ""))
    return HomeFile(file["path"], label, file["bytes"], file.get("seconds"))

"""Prepare the entries of the catalogue for page templates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ppun_access.formats import FORMATS
from ppun_access.writers.labels import (
    format_label,
    status_inside,
    status_label,
    volume_label,
)
from ppun_access.writers.model import page_path
from ppun_access.writers.needs import FileLink, saved_as

Catalogue = Mapping[str, Any]
"""The value that ``catalogue.json`` holds, or a part of it."""


def file_link(
    file: Catalogue, title: str, root: str = "", *, easy: bool = False
) -> FileLink:
    """Return a file of the catalogue, and of the text or site that ``title`` names.

    ``root`` leads from the page to the root of the site; ``easy`` as for ``saved_as``.
    """
    name, path, variant = file["format"], file["path"], file.get("variant", "")
    label = format_label(name, variant, file.get("cells", 0), file.get("lines", 0))
    if "volume" in file:
        label = volume_label(label, file["volume"], file["volumes"])
    named, seconds = saved_as(title, label.name, path, easy=easy), file.get("seconds")
    return FileLink(name, root + path, label, file["bytes"], seconds, variant, named)


def files_of(publication: Catalogue, version: Catalogue, root: str = "") -> list[FileLink]:
    """Return the files of a version of a text beside its page."""
    title, easy = publication["title"], version["version"] == "facile"
    files = (file for file in version["files"] if file["format"] != "html")
    return [file_link(file, title, root, easy=easy) for file in files]


def whole_files(catalogue: Catalogue, root: str = "") -> list[FileLink]:
    """Return the files of the whole site."""
    return [
        file_link(file, catalogue["title"], root) for file in catalogue.get("files", ())
    ]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the contents; ``href`` is empty for one that leads nowhere by itself."""

    title: str
    href: str = ""
    others: tuple[tuple[str, str], ...] = ()
    """Address and name of the other versions of its text."""
    below: tuple[Line, ...] = ()


FILES = "#telecharger"
"""Where the page of a text offers its files."""


def contents(catalogue: Catalogue, root: str = "", place: str = "") -> tuple[Line, ...]:
    """Return the contents of the site, nested; nothing when its pages have none.

    ``place`` is where on the page of each text its line leads.
    """
    known = {publication["id"]: publication for publication in catalogue["publications"]}
    return tuple(_line(n, known, root, place) for n in catalogue.get("navigation", ()))


def _line(node: Catalogue, known: Mapping[str, Catalogue], root: str, place: str) -> Line:
    below = tuple(_line(n, known, root, place) for n in node.get("below", ()))
    href = root + node["path"] if "path" in node else node.get("url", "")
    others: tuple[tuple[str, str], ...] = ()
    if publication := known.get(node.get("id", "")):
        first, *rest = [v for _, v in versions_of({"publications": [publication]})] or [{}]
        href = _address(publication, first, root, place)
        others = tuple((_address(publication, v, root, place), label_of(v)) for v in rest)
    return Line(node["title"], href, others, below)


def _address(publication: Catalogue, version: Catalogue, root: str, place: str) -> str:
    """Return the address to read a version: its page, else its first file."""
    if not version:
        return ""
    page = page_of(publication, version)
    return f"{root}{page}{place}" if page else root + version["files"][0]["path"]


def versions_of(catalogue: Catalogue) -> Iterator[tuple[Catalogue, Catalogue]]:
    """Yield each version that has a file, as (text, version)."""
    for publication in catalogue["publications"]:
        ordered = sorted(publication["versions"], key=lambda v: v["version"] == "facile")
        yield from ((publication, version) for version in ordered if version["files"])


def is_heard(catalogue: Catalogue) -> bool:
    """Return whether a text has a sound."""
    found = (f["format"] for _, v in versions_of(catalogue) for f in v["files"])
    return any(name in FORMATS and FORMATS[name].is_sound for name in found)


def is_simplified(catalogue: Catalogue) -> bool:
    """Return whether a text has an easy version."""
    return any(version["version"] == "facile" for _, version in versions_of(catalogue))


def label_of(version: Catalogue) -> str:
    """Return the words for a version: « Texte complet »."""
    return status_label(version["status"], version["version"])


def inside_of(version: Catalogue) -> str:
    """Return the words for a version inside a sentence: « texte complet »."""
    return status_inside(version["status"], version["version"])


def page_of(publication: Catalogue, version: Catalogue) -> str:
    """Return the path of the page of a version, empty when it has none."""
    path = page_path(publication["id"], version["version"])
    return path if path in {file["path"] for file in version["files"]} else ""

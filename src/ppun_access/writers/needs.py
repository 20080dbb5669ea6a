"""Group files by need: listen, read, print, touch, download."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from ppun_access.formats import FORMATS, OTHER_FORMATS, READERS, WORK, Need, known_format
from ppun_access.writers.labels import FormatLabel
from ppun_access.writers.units import lower_first


@dataclass(frozen=True, slots=True)
class FileLink:
    """A file to take away, as a page shows it; ``href`` is seen from the page."""

    format: str
    href: str
    label: FormatLabel
    bytes: int
    seconds: float | None = None
    variant: str = ""
    saved_as: str = ""
    """The name under which a browser saves it."""


@dataclass(frozen=True, slots=True)
class Served:
    """The files that serve a need, in the order of its formats."""

    name: str
    short: str
    id: str
    files: tuple[FileLink, ...]


def by_need(
    files: Iterable[FileLink], needs: tuple[Need, ...] = READERS
) -> tuple[Served, ...]:
    """Return those of ``files`` that serve ``needs``, sorted by need; none is empty."""
    given = tuple(files)
    found = (Served(need.name, need.short, need.id, _sorted(need, given)) for need in needs)
    return tuple(served for served in found if served.files)


def need_of(format_: str, variant: str = "") -> Need:
    """Return the need that a file serves: that of professionals when nobody knows it."""
    known = known_format(format_)
    if not known:
        return WORK
    return next(
        (k.need for k in known.files if k.need and k.variant == variant), known.need
    )


LONGEST_NAME = 60
"""Characters of a title in the name of a file: what a small screen shows."""
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\s]+')
"""What Windows wants in no name, and the spaces that would stand around it."""
_FORMAT = re.compile(r"(?<!\s)\s*+\([^()]*+\)|^PDF en ")


def saved_as(title: str, label: str, path: str, *, easy: bool = False) -> str:
    """Return the name of a file for the people who keep it.

    >>> saved_as("L’édito", "Braille abrégé (BRF)", "edito/edito-abrege.brf")
    'L’édito, braille abrégé.brf'
    """
    plain = _FORBIDDEN.sub(" ", title).strip()
    if len(plain) > LONGEST_NAME:
        plain = plain[: LONGEST_NAME + 1].rpartition(" ")[0] or plain[:LONGEST_NAME]
    kind = ", ".join(_FORMAT.sub("", label).split(", ")[:2])
    version = ", version simplifiée" * easy
    return f"{plain}{version}, {lower_first(kind)}{PurePosixPath(path).suffix}"


def _sorted(need: Need, files: Iterable[FileLink]) -> tuple[FileLink, ...]:
    """Return the files that serve a need, those that nobody knows last."""
    names = [*FORMATS, *OTHER_FORMATS]

    def place(file: FileLink) -> tuple[int, int]:
        known = known_format(file.format)
        return (known.rank, names.index(known.name)) if known else (len(names), 0)

    own = (file for file in files if need_of(file.format, file.variant) is need)
    return tuple(sorted(own, key=place))

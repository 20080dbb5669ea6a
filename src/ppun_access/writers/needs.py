"""Group files by need: listen, read, print, touch, download."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ppun_access.formats import FORMATS, NEEDS, OTHER_FORMATS, Need, known_format
from ppun_access.writers.labels import FormatLabel

KIT = "kit"
"""The variant of what explains the off-line kit: for the team that publishes."""


@dataclass(frozen=True, slots=True)
class FileLink:
    """A file to take away, as a page shows it; ``href`` is seen from the page."""

    format: str
    href: str
    label: FormatLabel
    bytes: int
    seconds: float | None = None
    variant: str = ""

    @property
    def kind(self) -> str:
        """Return the kind by which it is sorted: its format, or that of the kit."""
        return KIT if self.variant == KIT else self.format


@dataclass(frozen=True, slots=True)
class Served:
    """The files that serve a need, in the order of its formats."""

    name: str
    short: str
    files: tuple[FileLink, ...]


def by_need(files: Iterable[FileLink]) -> tuple[Served, ...]:
    """Return ``files`` sorted by need; a need that none serves is left out."""
    given = tuple(files)
    found = (Served(need.name, need.short, _sorted(need, given)) for need in NEEDS)
    return tuple(served for served in found if served.files)


def need_of(format_: str) -> Need:
    """Return the need that a format serves; the last one, when nobody knows it."""
    known = known_format(format_)
    return known.need if known else NEEDS[-1]


def _sorted(need: Need, files: Iterable[FileLink]) -> tuple[FileLink, ...]:
    """Return the files that serve a need, those that nobody knows last."""
    names = [*FORMATS, *OTHER_FORMATS]

    def place(file: FileLink) -> tuple[int, int]:
        known = known_format(file.kind)
        return (known.rank, names.index(known.name)) if known else (len(names), 0)

    own = (file for file in files if need_of(file.kind) is need)
    return tuple(sorted(own, key=place))

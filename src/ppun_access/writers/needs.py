"""Group files by need: listen, read, print, touch, download."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ppun_access.formats import FORMATS, OTHER_FORMATS, READERS, WORK, Need, known_format
from ppun_access.writers.labels import FormatLabel


@dataclass(frozen=True, slots=True)
class FileLink:
    """A file to take away, as a page shows it; ``href`` is seen from the page."""

    format: str
    href: str
    label: FormatLabel
    bytes: int
    seconds: float | None = None
    variant: str = ""


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


def _sorted(need: Need, files: Iterable[FileLink]) -> tuple[FileLink, ...]:
    """Return the files that serve a need, those that nobody knows last."""
    names = [*FORMATS, *OTHER_FORMATS]

    def place(file: FileLink) -> tuple[int, int]:
        known = known_format(file.format)
        return (known.rank, names.index(known.name)) if known else (len(names), 0)

    own = (file for file in files if need_of(file.format, file.variant) is need)
    return tuple(sorted(own, key=place))

"""Files by what a reader wants to do: listen, read, print, feel, take away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ppun_access.writers.labels import FormatLabel


@dataclass(frozen=True, slots=True)
class Need:
    """Something that people want to do, and the formats that serve it.

    ``short`` is one word for it, in a list of several.
    """

    name: str
    short: str
    formats: tuple[str, ...]


KIT = "kit"
"""The variant of what explains the off-line kit: for the team that publishes."""
NEEDS = (
    Need("Écouter", "son", ("mp3", "opus", "m4b", "podcast")),
    Need("Regarder en langue des signes", "langue des signes", ("webm", "mp4")),
    Need("Lire à l’écran", "écran", ("html", "epub", "text")),
    Need("Imprimer", "papier", ("pdf",)),
    Need("Lire en braille", "braille", ("brf", "pef")),
    Need(
        "Sur une clé USB, un lecteur DAISY, un CD ou un téléphone",
        "clé USB",
        ("daisy202", "zip", "wav"),
    ),
    Need(
        "Pour les applications et les professionnels",
        "outils",
        ("vtt", "chapters", "cover", KIT),
    ),
)  # fmt: skip
"""In the order of the pages; the last one also takes formats that nobody named."""


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
        """Return what sorts it: its format, but for what is of the kit alone."""
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
    found = (Served(need.name, need.short, tuple(_sorted(need, given))) for need in NEEDS)
    return tuple(served for served in found if served.files)


def _sorted(need: Need, files: tuple[FileLink, ...]) -> list[FileLink]:
    own = [file for file in files if need_of(file.kind) is need]
    return sorted(own, key=lambda file: _rank(need, file.kind))


def _rank(need: Need, format_: str) -> int:
    known = need.formats
    return known.index(format_) if format_ in known else len(known)


def need_of(format_: str) -> Need:
    """Return the need that a format serves."""
    return next((need for need in NEEDS if format_ in need.formats), NEEDS[-1])

"""What the pages became, ready to be written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ppun_access.build.context import Build
from ppun_access.build.covers import Covers
from ppun_access.build.measures import Measures
from ppun_access.build.narration import Narrations
from ppun_access.document.model import Block, Book, Document, Edition, Version
from ppun_access.project.dates import Dates
from ppun_access.project.project import Source
from ppun_access.writers.model import Files

Measured = Mapping[tuple[Version, str], Measures]
"""A version and the id of a document → what was measured of it."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the pages became: the opening of the book, its texts, their easy versions."""

    opening: tuple[Block, ...]
    integral: tuple[Document, ...]
    easy: tuple[Document, ...]
    pictures: Files
    measures: Measured = field(default_factory=dict)
    """Those of the texts that were measured."""
    contents: tuple[Mapping[str, Any], ...] = ()
    """The lines of the contents of the site, as ``navigation`` nests them."""

    def texts(self) -> Iterator[tuple[Version, Document]]:
        """Yield every text to narrate, the full ones first."""
        yield from (("integral", document) for document in self.integral)
        yield from (("facile", document) for document in self.easy)


def books(
    build: Build, sources: Sequence[Source], prepared: Prepared, sounds: Narrations,
    images: Covers,
) -> tuple[tuple[Edition, ...], Dates]:  # fmt: skip
    """Return the complete texts, then the easy ones, each a unit of publication; dates."""
    settings = build.settings
    title = settings.title or sources[0].document.title
    dates = Dates.of_project(sources, build.formats, build.project, build.report)
    versions: tuple[tuple[Version, tuple[Document, ...]], ...] = (
        ("integral", prepared.integral),
        ("facile", prepared.easy),
    )
    editions = tuple(
        Edition(
            Book(
                title, settings.lang, documents, prepared.opening,
                settings.publisher,
            ),
            name,
            tuple(n for (v, _), n in sounds.items() if v == name),
            {id_: image for (v, id_), image in images.items() if v == name},
            dates.of_books(documents, name),
        )
        for name, documents in versions
    )  # fmt: skip
    return editions, dates

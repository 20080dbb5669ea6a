"""Draw the cover of each text and version once, and keep it in the cache."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from ppun_access.build.context import Build
from ppun_access.build.runner import Task
from ppun_access.document.model import Document, Version
from ppun_access.errors import MissingToolError
from ppun_access.failures import Breakdown, isolated
from ppun_access.report import Finding
from ppun_access.runtime.cache import Cache, cache_key
from ppun_access.runtime.progress import Phase
from ppun_access.settings.ppun_toml import Settings
from ppun_access.tools import cover, typst
from ppun_access.writers.labels import status_label

NO_COVER = "couverture-absente"
"""The code of the finding: typst is not there."""

SILENT = 1000
"""Pixels of the side of a cover that no player of music will show, in a book alone."""

Covers: TypeAlias = Mapping[tuple[Version, str], Path]
"""Version and id of a document → a PNG file of the cache."""


@dataclass(frozen=True, slots=True)
class _Drawn:
    """The cover of a text, or why there is none."""

    image: Path | None = None
    lacking: MissingToolError | None = None
    fault: Finding | None = None

    @property
    def failed(self) -> bool:
        """Whether it could not be drawn."""
        return self.image is None


@dataclass(frozen=True, slots=True)
class _CoverTask(Task[_Drawn]):
    """The cover of one version of a text, to draw in a thread of the program."""

    version: Version
    document: Document
    settings: Settings
    cache: Cache
    side: int

    def run(self) -> _Drawn:
        """Draw it, unless the cache has it."""
        try:
            words = words_of(self.version, self.document, self.settings)
            return _Drawn(_image(words, self.cache, self.side))
        except MissingToolError as error:
            return _Drawn(lacking=error)

    def on_failure(self, breakdown: Breakdown) -> _Drawn:
        """Return the result that replaces a cover on which the program fails."""
        lost = "Ce texte n’a pas de couverture"
        return _Drawn(fault=breakdown.finding(self.document.title, lost))


def covers(build: Build, texts: Iterable[tuple[Version, Document]]) -> Covers:
    """Return the cover of each text; one that cannot be drawn is a finding.

    Threads draw them: typst leaves Python to the others meanwhile. That of a text without
    sound is smaller, where covers are but in books: ``SILENT``.

    Without typst there is none and one finding says so, unless they are required: then
    MissingToolError.
    """
    report, small = build.report, "cover" not in build.formats

    tasks = [
        _CoverTask(
            version, document, build.settings, build.cache,
            SILENT if small and build.casting.is_silent(document) else cover.SQUARE,
        )
        for version, document in texts
    ]  # fmt: skip
    found: dict[tuple[Version, str], Path] = {}
    with closing(build.runner.threads().map(tasks, batch_size=1)) as images:
        phase = Phase("Couvertures", len(tasks), build.tell)
        for task, drawn in zip(tasks, phase.over(images), strict=True):
            if drawn.lacking and "cover" in build.request.required:
                raise drawn.lacking
            if drawn.lacking:
                report.add(_undrawn(drawn.lacking))
                return {}
            if drawn.fault:
                report.add(drawn.fault)
            if drawn.image:
                found[task.version, task.document.id] = drawn.image
    return found


def whole_cover(build: Build, title: str) -> Path | None:
    """Return the cover of the whole collection, None when it cannot be drawn."""
    settings = build.settings
    colours = _colours(settings)
    words = cover.Words(title, "", settings.publisher, "", settings.lang, colours)
    with isolated(build.report, title, "L’ensemble des textes n’a pas de couverture"):
        try:
            return _image(words, build.cache)
        except MissingToolError as error:
            build.report.add(_undrawn(error))
    return None


def _undrawn(error: MissingToolError) -> Finding:
    return Finding(NO_COVER, f"Pas de couverture. {error.message} {error.next_step}")


def _image(words: cover.Words, cache: Cache, side: int = cover.SQUARE) -> Path:
    def draw(path: Path) -> None:
        path.write_bytes(cover.draw(words, width=side, height=side))

    return cache.file(cover_key(words, side), draw)


def words_of(version: Version, document: Document, settings: Settings) -> cover.Words:
    """Return the words of the cover of one version; an easy one has a label."""
    easy = version == "facile"
    label = status_label(document.meta.status, version) if easy else ""
    return cover.Words(
        document.title,
        document.meta.author,
        settings.publisher,
        label,
        document.lang,
        _colours(settings),
    )


def _colours(settings: Settings) -> cover.Colours:
    ground = settings.cover_colour or settings.site.colour
    return cover.readable_colours(ground) if ground else cover.Colours()


def cover_key(words: cover.Words, side: int = cover.SQUARE) -> str:
    """Return the cache key of a cover: its words, its size, its drawing, the program."""
    drawing = hashlib.sha256(cover.drawing()).hexdigest()
    return cache_key("cover", cover.VERSION, words, side, drawing, typst.probe().version)

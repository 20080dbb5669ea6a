"""The texts that the atelier works on, as their files now are."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from threading import RLock

from ppun_access.build.context import looking_at, report_folder
from ppun_access.build.runner import TaskRunner
from ppun_access.build.sources import read_sources
from ppun_access.commands.facile import write_version
from ppun_access.commands.reviews import Review, Reviews, is_loss, reviewed
from ppun_access.errors import InputError, UsageError
from ppun_access.project.project import Project, Source, load_project
from ppun_access.report import Finding, Report
from ppun_access.runtime.cache import Cache, default_root
from ppun_access.settings.ppun_toml import find_settings

Stamp = tuple[int, int, int]
"""When a file changed, its size, its number on the disk."""


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read: the texts, and the files as they were."""

    files: Mapping[str, Stamp]
    project: Project
    sources: tuple[Source, ...]
    reviews: Mapping[str, Review]
    lost: tuple[Finding, ...]
    """Why some pages, and easy versions of no text, are not among them."""
    all: Reviews


class Space:
    """The project in ``source``, whose site is published in ``out``.

    An address names a text by its id, which is looked up here: no part of an address is
    ever the path of a file. The files are the truth: they are read again once they change.
    ``model_host``: where a language model may be asked, as ``simplify`` has it.
    """

    def __init__(self, source: Path, out: Path, model_host: str | None = None) -> None:
        if not source.is_dir():
            load_project((source,))  # says what is wrong with it
            raise UsageError(
                f"{source} n’est pas un dossier.",
                next_step="Donnez le dossier des textes, par exemple « ppun-access atelier "
                "content ».",
            )
        self.source, self.out = source, out
        self.model_host = model_host
        self.lock = RLock()
        """Held by who writes a file of the project, from reading it to writing it."""
        self._read: _Read | None = None

    @property
    def project(self) -> Project:
        """The settings, the lexicon and the pages."""
        return self._now().project

    @property
    def sources(self) -> tuple[Source, ...]:
        """The texts as they were read, each with its page."""
        return self._now().sources

    @property
    def lost(self) -> tuple[Finding, ...]:
        """Why some pages, and easy versions of no text, are not among the reviews."""
        return self._now().lost

    def reviews(self) -> Reviews:
        """Return every text, with its easy version and how far it was read.

        It is the same record as long as no file changes. Raises InputError or UsageError
        when the project cannot be read.
        """
        return self._now().all

    def review(self, id_: str) -> Review:
        """Return one text. Raises InputError when there is none of this id."""
        if found := self._now().reviews.get(id_):
            return found
        raise InputError(
            "Ce texte n’est plus dans le dossier.",
            next_step="Revenez à l’accueil et choisissez un autre texte.",
        )

    def write(self, review: Review, text: str) -> None:
        """Write an easy version, whole or not at all, and nowhere but among the pages."""
        with self.lock:
            write_version(review, text)

    def _now(self) -> _Read:
        """Return the texts; of those whose easy version alone changed, it alone is read."""
        with self.lock:
            files = self.files()
            if self._read is None or not (changed := _changed(self._read.files, files)):
                self._read = self._read or self._all(files)
                return self._read
            before = self._read
            own = {str(one.path.resolve()): id_ for id_, one in before.reviews.items()}
            if changed <= own.keys():
                self._read = self._some(before, files, {own[path] for path in changed})
            else:
                self._read = self._all(files)
            return self._read

    def _all(self, files: Mapping[str, Stamp]) -> _Read:
        runner = TaskRunner(cache=Cache(default_root()))
        project, report = load_project((self.source,)), Report()
        sources = read_sources(project, report, runner)
        build = replace(looking_at(project, report), runner=runner)
        found = {one.id: one for one in reviewed(build, sources)}
        told = {finding for one in found.values() for finding in one.findings}
        lost = (f for f in report.findings if is_loss(f) and f not in told)
        every = Reviews(project, tuple(found.values()))
        return _Read(files, project, sources, found, tuple(lost), every)

    def _some(self, before: _Read, files: Mapping[str, Stamp], ids: set[str]) -> _Read:
        build = looking_at(before.project, Report())
        own = [one for one in before.sources if one.document.id in ids]
        found = {one.id: one for one in reviewed(build, own, before.sources)}
        reviews = {**before.reviews, **found}
        every = Reviews(before.project, tuple(reviews.values()))
        return replace(before, files=files, reviews=reviews, all=every)

    def files(self) -> dict[str, Stamp]:
        """Return the files of the project, with what tells that they have changed."""
        skipped = {str(self.out.resolve()), str(report_folder(self.out))}
        found = dict(_below(str(self.source.resolve()), skipped))
        if settings := find_settings(self.source):
            found[str(settings)] = _stamp(settings.stat())
        return found


def _changed(before: Mapping[str, Stamp], now: Mapping[str, Stamp]) -> set[str]:
    return {path for path in {*before, *now} if before.get(path) != now.get(path)}


def _stamp(stat: os.stat_result) -> Stamp:
    return stat.st_mtime_ns, stat.st_size, stat.st_ino


def _below(folder: str, skipped: set[str]) -> Iterator[tuple[str, Stamp]]:
    """Yield the files of a folder that are not hidden."""
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        hidden = entry.name.startswith(".") and not entry.name.startswith(".gitbook")
        if hidden or entry.path in skipped:
            continue
        try:
            if entry.is_dir(follow_symlinks=False):
                yield from _below(entry.path, skipped)
            else:
                yield entry.path, _stamp(entry.stat())
        except OSError:  # gone since
            continue

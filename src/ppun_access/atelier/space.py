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
from ppun_access.commands.reviews import Review, Reviews, is_loss, reviewed
from ppun_access.errors import InputError, UsageError
from ppun_access.project.project import Project, Source, load_project
from ppun_access.report import Finding, Report
from ppun_access.runtime.cache import Cache, default_root
from ppun_access.settings.ppun_toml import find_settings

Stamp = tuple[int, int, int]
"""When a file changed, its size, its number on the disk."""


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of a project, and its files as they were."""

    files: Mapping[str, Stamp]
    project: Project
    sources: tuple[Source, ...]
    """The texts as they were read, each with its page."""
    reviews: Reviews
    """The texts, each with its easy version and how far it was read."""
    lost: tuple[Finding, ...]
    """Why some pages, and easy versions of no text, are not among them."""


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
        self._read: Read | None = None

    @property
    def project(self) -> Project:
        """The settings, the lexicon and the pages."""
        return self.now().project

    def review(self, id_: str) -> Review:
        """Return one text. Raises InputError when there is none of this id."""
        for one in self.now().reviews.all:
            if one.id == id_:
                return one
        raise InputError(
            "Ce texte n’est plus dans le dossier.",
            next_step="Revenez à l’accueil et choisissez un autre texte.",
        )

    def now(self) -> Read:
        """Return the project: the same record as long as no file changes.

        Of texts whose easy version alone changed, it alone is read again. Raises InputError
        or UsageError when the project cannot be read.
        """
        with self.lock:
            files = self.files()
            if self._read is None or not (changed := _changed(self._read.files, files)):
                self._read = self._read or self._all(files)
                return self._read
            before = self._read
            own = {str(one.path.resolve()): one.id for one in before.reviews.all}
            if changed <= own.keys():
                self._read = self._some(before, files, {own[path] for path in changed})
            else:
                self._read = self._all(files)
            return self._read

    def _all(self, files: Mapping[str, Stamp]) -> Read:
        runner = TaskRunner(cache=Cache(default_root()))
        project, report = load_project((self.source,)), Report()
        sources = read_sources(project, report, runner)
        build = replace(looking_at(project, report), runner=runner)
        found = reviewed(build, sources)
        told = {finding for one in found for finding in one.findings}
        lost = (f for f in report.findings if is_loss(f) and f not in told)
        return Read(files, project, sources, Reviews(project, found), tuple(lost))

    def _some(self, before: Read, files: Mapping[str, Stamp], ids: set[str]) -> Read:
        build = looking_at(before.project, Report())
        own = [one for one in before.sources if one.document.id in ids]
        found = {one.id: one for one in reviewed(build, own, before.sources)}
        every = tuple(found.get(one.id, one) for one in before.reviews.all)
        return replace(before, files=files, reviews=Reviews(before.project, every))

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

"""The texts that the atelier works on, as their files now are."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from threading import RLock

from ppun_access.build.context import report_folder
from ppun_access.commands.facile import write_version
from ppun_access.commands.reviews import Review, Reviews, reviews
from ppun_access.errors import InputError
from ppun_access.project.project import Project, load_project
from ppun_access.report import Report
from ppun_access.settings.ppun_toml import find_settings

State = dict[str, tuple[int, int, int]]
"""Path of a file → when it changed, its size, its number on the disk."""


class Space:
    """The project in ``source``, whose site is published in ``out``.

    An address names a text by its id, which is looked up here: no part of an address is
    ever the path of a file. The files are the truth: they are read again once they change.
    """

    def __init__(self, source: Path, out: Path) -> None:
        if not source.exists():
            load_project((source,))  # says so
        self.source, self.out = source, out
        self.lock = RLock()
        """Held by who writes a file of the project, from reading it to writing it."""
        self._read: tuple[State, Reviews] | None = None

    @property
    def project(self) -> Project:
        """The settings, the lexicon and the pages."""
        return self.reviews().project

    def reviews(self) -> Reviews:
        """Return every text, with its easy version and how far it was read.

        Raises InputError or UsageError when the project cannot be read.
        """
        with self.lock:
            now = self.state()
            if self._read is None or self._read[0] != now:
                self._read = now, reviews((self.source,), "", Report())
            return self._read[1]

    def review(self, id_: str) -> Review:
        """Return one text. Raises InputError when there is none of this id."""
        for one in self.reviews().all:
            if one.id == id_:
                return one
        raise InputError(
            "Ce texte n’est plus dans le dossier.",
            next_step="Revenez à l’accueil et choisissez un autre texte.",
        )

    def write(self, review: Review, text: str) -> None:
        """Write an easy version, whole or not at all, and nowhere but among the pages."""
        with self.lock:
            write_version(review, text)

    def state(self) -> State:
        """Return what tells that a file of the project has changed."""
        root = self.source if self.source.is_dir() else self.source.parent
        skipped = {str(self.out.resolve()), str(report_folder(self.out))}
        found = dict(_below(str(root.resolve()), skipped))
        if settings := find_settings(root):
            stat = settings.stat()
            found[str(settings)] = stat.st_mtime_ns, stat.st_size, stat.st_ino
        return found


def _below(folder: str, skipped: set[str]) -> Iterator[tuple[str, tuple[int, int, int]]]:
    """Yield the files of a folder that are not hidden."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
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
                stat = entry.stat()
                yield entry.path, (stat.st_mtime_ns, stat.st_size, stat.st_ino)
        except OSError:  # gone since
            continue

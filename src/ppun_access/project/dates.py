"""Find the date of each version of a text: the one written in it, else Git's.

Never the clock: the same pages give the same bytes.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

from ppun_access.document.model import Document, Version
from ppun_access.errors import MissingToolError, OutputError, UsageError
from ppun_access.failures import isolated
from ppun_access.formats import PAGE, Format, records
from ppun_access.french.text.dates import parse_date
from ppun_access.project.project import Project, Source, easy_file
from ppun_access.report import Finding, Report
from ppun_access.settings.ppun_toml import Settings
from ppun_access.tools import git

EPOCH = "SOURCE_DATE_EPOCH"
"""The variable by which those who package software date what they build, in seconds."""
Key: TypeAlias = tuple[Version, str]


def git_state(project: Project, formats: Collection[str]) -> tuple[str, ...]:
    """Return the inputs of dates other than the pages, for the key of a build.

    It is the last commit of each source folder, and ``SOURCE_DATE_EPOCH``.
    """
    if not any(_dated(formats)):
        return ()
    return (os.environ.get(EPOCH, ""), *map(_state, project.roots))


def _dated(formats: Collection[str]) -> Iterator[Format]:
    """Yield the formats for which git is asked: pages alone say the day if it is known."""
    for one in records(formats):
        if "date" in one.holds and one.name != PAGE:
            yield one


def _state(root: Path) -> str:
    """Return the name of the last commit of a folder, empty when git tells none."""
    with suppress(OutputError, MissingToolError):
        repository = git.Repository.containing(root)
        commit = repository.last_commit(root) if repository else None
        return commit.id if commit else ""
    return ""


@dataclass(frozen=True, slots=True)
class Dates:
    """Finds the date of each version of a text, and reports once those without any."""

    sources: Mapping[str, Source]
    settings: Settings
    report: Report
    books: bool = True
    """Some of the formats must tell a date."""
    _known: dict[Key, datetime | None] = field(default_factory=dict)
    _silent: set[Path] = field(default_factory=set)
    """The repositories that tell no date: each is asked, and reported, once."""

    @classmethod
    def of_project(
        cls, sources: Iterable[Source], formats: Collection[str], project: Project,
        report: Report,
    ) -> Dates:  # fmt: skip
        """Return the dates of the texts of ``sources``."""
        own = {source.document.id: source for source in sources}
        books = any(not one.whole_site for one in _dated(formats))
        return cls(own, project.settings, report, books)

    def of(self, document: Document, version: Version) -> datetime | None:
        """Return when a version was published, or last changed; None when none knows.

        Raises UsageError when ``SOURCE_DATE_EPOCH`` is no number of seconds.
        """
        key = version, document.id
        if key not in self._known:
            self._known[key] = None
            with isolated(self.report, document.title, "La date n’est pas connue"):
                self._known[key] = self._found(document, version)
        return self._known[key]

    def of_books(self, documents: Iterable[Document], version: Version) -> dict[str, str]:
        """Return the day of each document that has one, by id, if a book must tell it."""
        found = ((d.id, self.of(d, version)) for d in (documents if self.books else ()))
        return {id_: date.date().isoformat() for id_, date in found if date}

    def _found(self, document: Document, version: Version) -> datetime | None:
        source = self.sources[document.id]
        for written in _written(document, source, self.settings):
            if found := parse_date(written):
                return found
            message = (
                f"Cette date n’est pas comprise : « {written} ». Écrivez-la comme "
                "2024-05-06 ou 6 mai 2024."
            )
            self.report.add(Finding("date-illisible", message, page=document.title))
        easy = version == "facile"
        file = easy_file(source, self.settings)[1] if easy else source.page.path
        found = self._recorded(file) or _epoch()
        if found is None:
            self.report.add(_undated(document))
        return found

    def _recorded(self, file: Path) -> datetime | None:
        """Return when git recorded the last change of a file."""
        folder = file.parent
        try:
            repository = git.Repository.containing(file)
            if repository is None or (folder := repository.folder) in self._silent:
                return None
            commit = repository.last_commit(file)
        except (OutputError, MissingToolError) as error:
            if folder not in self._silent:
                self._silent.add(folder)
                message = f"{error.message} {error.next_step}"
                self.report.add(Finding("histoire-illisible", message))
            return None
        return commit.date if commit else None


def _written(document: Document, source: Source, settings: Settings) -> Iterator[str]:
    """Yield the date of the settings or of the version itself, then that of the text."""
    own = settings.of(document.id).date or document.meta.date
    yield from dict.fromkeys(text for text in (own, source.document.meta.date) if text)


def _epoch() -> datetime | None:
    written = os.environ.get(EPOCH, "").strip()
    if not written:
        return None
    try:
        return datetime.fromtimestamp(int(written), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(
            f"{EPOCH} : « {written} » n’est pas un nombre de secondes.",
            next_step=f"Écrivez par exemple {EPOCH}=1714989600, ou retirez cette variable.",
        ) from error


def _undated(document: Document) -> Finding:
    message = (
        "Ce texte n’a pas de date : son épisode de podcast n’en a pas non plus, et ses "
        "livres DAISY et EPUB, qui doivent en avoir une, disent 1980-01-01. Écrivez "
        '« date: 2024-05-06 » en tête de la page, ou date = "2024-05-06" dans la section '
        f'[documents."{document.id}"] de ppun.toml.'
    )
    return Finding("texte-sans-date", message, page=document.title)

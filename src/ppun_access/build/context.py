"""Hold the context of a build: its request, what its stages share, its result."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from ppun_access.build.casting import Casting
from ppun_access.build.catalogue import Publication
from ppun_access.build.ledger import Ledger
from ppun_access.build.runner import UNCACHED, TaskRunner
from ppun_access.document.model import Document
from ppun_access.errors import ExitCode
from ppun_access.formats import use_sound
from ppun_access.project.project import Project
from ppun_access.publish.remote import Sent
from ppun_access.report import Finding, Report, exit_code
from ppun_access.runtime.cache import Cache, default_root
from ppun_access.runtime.processor_time import TEXT_SECONDS
from ppun_access.runtime.progress import Progress, no_progress
from ppun_access.runtime.storage import AtAddress
from ppun_access.settings.ppun_toml import Settings
from ppun_access.site.report.model import ToDo


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asked for; ``formats`` and ``voice`` are None: not given."""

    sources: tuple[Path, ...]
    out: Path
    formats: tuple[str, ...] | None = None
    voice: str | None = None
    jobs: int = 0
    cache: Path = field(default_factory=default_root)
    shared: AtAddress | None = None
    """Where the cache is shared with other machines, when they have no common folder."""
    address: str = ""
    """Where the published folder ``out`` is then copied: ``s3://…``, nowhere if empty."""
    cluster: str = ""
    """The address of a cluster that does the work: ``tcp://…`` or ``local:N``."""
    declared: tuple[Path, ...] = ()
    """Folders to which links of the project may lead out of it."""
    keep_going: bool = False
    """Whether what was asked for and lacks a tool, or a voice, leaves the rest be made."""
    text_seconds: float = TEXT_SECONDS
    """Seconds of processor that one task on one text may take; 0: as many as it needs."""
    preview: bool = False
    """True to be quick: sound is coded roughly, and no draft is made for the team."""

    def own_cache(self) -> Cache:
        """Return the cache, whose use is counted anew."""
        return Cache(self.cache, shared=self.shared)

    @property
    def required(self) -> tuple[str, ...]:
        """The formats that must be there: those asked for by name."""
        return () if self.keep_going else self.formats or ()


@dataclass(frozen=True, slots=True)
class Build:
    """What the stages of a build share; the defaults serve commands that only read."""

    casting: Casting
    report: Report
    request: Request = Request((), Path())
    formats: tuple[str, ...] = ()
    """Those to publish."""
    possible: tuple[str, ...] = ()
    """Those of ``formats`` that can be made here."""
    ledger: Ledger = field(default_factory=lambda: Ledger(Cache(default_root())))
    runner: TaskRunner = UNCACHED
    tell: Progress = no_progress
    place: Path | None = None
    """Where files wait to be published, once there is such a place."""

    @property
    def project(self) -> Project:
        """The project to publish."""
        return self.casting.project

    @property
    def settings(self) -> Settings:
        """What the project sets."""
        return self.project.settings

    @property
    def cache(self) -> Cache:
        """The cache; the ledger counts what is taken from it."""
        return self.ledger.cache

    @property
    def folder(self) -> Path:
        """The folder of the team."""
        return report_folder(self.request.out)

    def speaks(self, document: Document) -> bool:
        """Return whether a voice is to read a document; without formats, it may be."""
        wanted = not self.formats or use_sound(self.formats)
        return wanted and not self.casting.is_silent(document)


def looking_at(project: Project, report: Report) -> Build:
    """Return the context of a command that reads a project and publishes nothing."""
    return Build(Casting(project), report)


def report_folder(out: Path) -> Path:
    """Return the team's folder of a published folder: beside it, never inside."""
    out = Path(os.path.realpath(out))  # of links that go round, too
    return out.parent / f"{out.name}-rapport"  # the root has no name to change


@dataclass(frozen=True, slots=True)
class Result:
    """What a build did; ``changed`` is False when everything was up to date."""

    out: Path
    report_folder: Path
    findings: tuple[Finding, ...]
    publications: tuple[Publication, ...] = ()
    voices: tuple[str, ...] = ()
    changed: bool = True
    silenced: tuple[Finding, ...] = ()
    """What was found and that a comment or the settings silence."""
    ledger: Ledger | None = None
    """What was made again and why; None when everything was up to date."""

    sent: Sent | None = None
    """What was copied to the address, when one was asked for."""
    todo: tuple[ToDo, ...] = ()
    """What to do first; the report says why and how."""
    lacking: bool = False
    """Whether something that was asked for by name lacks a tool, and the rest is made."""

    @property
    def exit_code(self) -> ExitCode:
        """DONE, OUTPUT_FAILED when something could not be made, else BAD_INPUT.

        That is when a source could not be read, and all the others are published.
        """
        if self.lacking:
            return ExitCode.MISSING_TOOL
        return exit_code(self.findings)

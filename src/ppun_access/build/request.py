"""What the user asks of a build, and what a build did."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from ppun_access.build import braille
from ppun_access.build.catalogue import Publication
from ppun_access.build.covers import NO_COVER
from ppun_access.build.ledger import Ledger
from ppun_access.build.narration import NO_AUDIO
from ppun_access.build.publication import NO_FORMAT
from ppun_access.errors import ExitCode
from ppun_access.formats import needing_sound
from ppun_access.publish.remote import Sent
from ppun_access.report import Finding, exit_code
from ppun_access.runtime.cache import Cache, default_root
from ppun_access.runtime.processor_time import TEXT_SECONDS
from ppun_access.runtime.storage import Storage


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asked for; ``formats`` and ``voice`` are None when he did not say."""

    sources: tuple[Path, ...]
    out: Path
    formats: tuple[str, ...] | None = None
    voice: str | None = None
    jobs: int = 0
    cache: Path = field(default_factory=default_root)
    shared: Storage | None = None
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


def lacks(request: Request, findings: Iterable[Finding]) -> bool:
    """Return whether what was asked for by name could not be made for want of a tool."""
    asked, found = set(request.formats or ()), {finding.code for finding in findings}
    sound = request.voice or needing_sound(asked)
    needs = {
        NO_AUDIO: bool(sound),
        NO_COVER: "cover" in asked,
        NO_FORMAT: bool(asked),
        braille.NO_BRAILLE: bool(asked.intersection(braille.BRAILLE)),
    }
    return any(needs.get(code, False) for code in found)

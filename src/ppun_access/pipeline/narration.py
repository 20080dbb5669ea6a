"""The narrations of a build: which voice reads which text, and what happens without one."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from ppun_access.cache import Cache
from ppun_access.document.model import Document, Narration, Version
from ppun_access.errors import MissingToolError, OutputError
from ppun_access.pipeline.project import Project
from ppun_access.report import Finding, Report, Severity
from ppun_access.speech.model import AudioOptions, NarrationOptions, ScriptOptions, Voice
from ppun_access.speech.narrate import narrate
from ppun_access.speech.voices import known_voices, pick

EASY_PAUSE_SCALE = 1.25
"""An easy version leaves more time between sentences."""
NO_AUDIO, FAILED_AUDIO = "audio-absent", "audio-rate"
"""Codes of the findings: no voice at all; a text that could not be read."""

Narrations: TypeAlias = Mapping[tuple[Version, str], Narration]
Progress: TypeAlias = Callable[[str, int, int], None]
"""Told the name of a phase, what is done of it and how much there is."""


@dataclass(frozen=True, slots=True)
class Casting:
    """Which voice reads which document; ``asked`` is the one of the command line."""

    project: Project
    asked: str = ""
    known: tuple[Voice, ...] = field(default=())

    def voice_of(self, document: Document) -> Voice:
        """Return the voice of a document: the command line wins, then its settings.

        Raises UsageError for a voice that nobody knows, MissingToolError for one that is
        not installed.
        """
        settings = self.project.settings
        front = dict(document.meta.front).get("voix", "")
        own = settings.of(document.id).voice or front
        return pick(self.asked or own or settings.voice, self.known)


def cast(project: Project, asked: str | None) -> Casting:
    """Return the casting of a project, having looked at what voices there are."""
    return Casting(project, asked or "", known_voices(project.voice_folders))


def narrations(
    texts: Iterable[tuple[Version, Document]],
    casting: Casting,
    cache: Cache,
    report: Report,
    on_progress: Progress,
    *,
    jobs: int = 0,
    required: bool = False,
) -> Narrations:
    """Return the sound of each text. A text that cannot be read stops no other.

    Without any voice there is no sound and a finding says so, unless it is ``required``:
    then MissingToolError.
    """
    found: dict[tuple[Version, str], Narration] = {}
    for version, document in texts:
        try:
            found[version, document.id] = narrate(
                document,
                casting.voice_of(document),
                narration_options(casting.project, version, jobs),
                cache,
                report,
                _sentence_progress(version, document, on_progress),
            )
        except MissingToolError as error:
            if required:
                raise
            message = f"Pas d’audio. {error.message} {error.next_step}"
            report.add(Finding(NO_AUDIO, message))
            return {}
        except OutputError as error:
            message = f"Pas d’audio pour ce texte. {error.message} {error.next_step}"
            title = document.title
            report.add(Finding(FAILED_AUDIO, message, Severity.ERROR, page=title))
    return found


def narration_options(
    project: Project, version: Version, jobs: int = 0
) -> NarrationOptions:
    """Return how one version is read: an easy one slower, and signed by the publisher."""
    easy = version == "facile"
    settings = project.settings
    audio = AudioOptions(
        artist=settings.publisher if easy else "",
        album=settings.title,
        publisher=settings.publisher,
    )
    scale = EASY_PAUSE_SCALE if easy else 1.0
    script = ScriptOptions(scale, project.lexicon.pronunciations)
    return NarrationOptions(script, audio, jobs or os.cpu_count() or 1)


def _sentence_progress(
    version: Version, document: Document, on_progress: Progress
) -> Callable[[int, int], None]:
    kind = " (version simplifiée)" if version == "facile" else ""
    phase = f"Voix : {document.title}{kind}"
    return lambda done, total: on_progress(phase, done, total)

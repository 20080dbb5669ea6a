"""Start the runner of a build, and list the versions that its workers must have."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from ppun_access import __version__
from ppun_access.build import automatic_drafts
from ppun_access.build.casting import Casting
from ppun_access.build.context import Build
from ppun_access.build.ledger import LIBRARIES, PARSER, library_version, program_digest
from ppun_access.build.runner import TaskRunner, runner_of
from ppun_access.errors import MissingToolError, OutputError, PpunError, UsageError
from ppun_access.formats import use_sound
from ppun_access.runtime.storage import EXTRA
from ppun_access.settings.reach import Reach
from ppun_access.speech.model import Voice
from ppun_access.speech.voices import (
    fallback_voice,
    known_voices,
    loaded_engine,
    prepared_voice,
)
from ppun_access.tools import ffmpeg, louis

_ANYWHERE = Reach((Path("/"),))
"""Who builds has looked at the voices before it names them."""


@contextmanager
def start_runner(build: Build) -> Iterator[TaskRunner]:
    """Yield the runner of a build: processes of this machine, and a cluster if asked for.

    Raises MissingToolError without the extra ``cluster``, and what ``connected`` does.
    """
    request, cache = build.request, build.cache
    runner = runner_of(request.jobs, cache, request.text_seconds)
    with runner.executor:
        if not request.cluster:
            yield runner
            return
        try:
            from ppun_access.cluster import WorkerSetup, connected
        except ImportError as error:
            raise MissingToolError(
                "« --cluster » demande Dask, qui n’est pas installé.",
                next_step=EXTRA,
            ) from error
        voices = main_voices(build.casting) if use_sound(build.formats) else ()
        duties = WorkerSetup(partial(versions, voices), partial(load, voices), leave)
        with connected(request.cluster, cache, duties) as executor:
            yield replace(runner, remote=executor)


def main_voices(casting: Casting) -> tuple[Voice, ...]:
    """Return the voice that reads most texts and its fallback; empty without any voice.

    Voices of single texts are looked at when they first speak (``speech.loaded``).
    """
    try:
        voice = prepared_voice(
            casting.asked or casting.project.settings.voice, casting.known
        )
    except (MissingToolError, OutputError, UsageError):  # the narrations tell it
        return ()
    other = fallback_voice(voice, casting.known)
    return (voice, other) if other else (voice,)


def versions(voices: tuple[Voice, ...]) -> dict[str, str]:
    """Return the versions of programs and voices here that affect what is published."""
    found = {"ppun-access": f"{__version__} (fichiers {program_digest()[:12]})"}
    found |= {name: library_version(name) for name in (*LIBRARIES, *PARSER)}
    for name, probe in (("ffmpeg", ffmpeg.probe), ("liblouis", louis.probe)):
        try:
            found[name] = probe().version
        except PpunError:
            found[name] = ""
    return found | {f"la voix {voice.name}": _revision(voice) for voice in voices}


def _revision(voice: Voice) -> str:
    """Return the revision of the voice of that name here, empty when it is not here."""
    try:
        known = known_voices([Path(voice.folder)] if voice.folder else [], _ANYWHERE)
        return prepared_voice(voice.name, known).revision
    except PpunError:
        return ""


def load(voices: tuple[Voice, ...]) -> None:
    """Load the voices in this process; MissingToolError when one is not here."""
    for voice in voices:
        loaded_engine(voice)


def leave() -> None:
    """Close the parser, which a worker only needs during a build; keep the voices."""
    automatic_drafts.close_parser()

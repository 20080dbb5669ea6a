"""``speak``: read one page aloud into a sound file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from ppun_access.build.casting import cast
from ppun_access.build.narration import narration_options
from ppun_access.commands.loading import note_said
from ppun_access.commands.outputs import check_outputs
from ppun_access.commands.texts import one_text
from ppun_access.document.model import Narration
from ppun_access.easy.review.record import version_of
from ppun_access.report import Report
from ppun_access.runtime.cache import Cache, default_root
from ppun_access.runtime.disk import write_named
from ppun_access.speech.model import SpeechEngine
from ppun_access.speech.narration.narrate import sound_format, speak
from ppun_access.speech.voices import fallback_voice
from ppun_access.writers.audio.vtt import texts_of, webvtt
from ppun_access.writers.units import length


@dataclass(frozen=True, slots=True)
class SpeakRequest:
    """What the user asked for."""

    file: str
    out: Path
    voice: str | None = None
    cues: Path | None = None

    def new_folders(self) -> tuple[Path, ...]:
        """Return the folders that the files wanted need, and that are not there."""
        folders = dict.fromkeys(path.parent for path in (self.out, self.cues) if path)
        return tuple(folder for folder in folders if not folder.exists())


def speak_file(
    request: SpeakRequest,
    report: Report,
    on_progress: Callable[[int, int], None],
    engine: SpeechEngine | None = None,
) -> Narration:
    """Write the sound, and the cues if they are wanted; return the narration.

    ``engine``, already loaded, serves if it has the voice that reads the text.
    Raises UsageError for a suffix that names no sound, or a file that would replace a
    text, before any work is done.
    """
    sound_format(request.out)
    project, document = one_text(request.file, report)
    named = (("-o", request.out), ("--cues", request.cues))
    check_outputs(((o, path) for o, path in named if path), request.file, project)
    casting = cast(project, request.voice)
    voice = casting.voice_of(document, report)
    options = narration_options(project, version_of(document))
    other = fallback_voice(voice, casting.known, document.lang or "fr")
    options = replace(options, stand_in=other)
    cache = Cache(default_root())
    if engine and voice.name not in (known.name for known in engine.voices()):
        engine = None
    narration = speak(
        document, request.out, voice, options, cache, report, on_progress, engine
    )
    note_said(request.file, request.voice, cache)
    if request.cues:
        content = webvtt(narration.clips, texts_of(document, narration))
        write_named(request.cues, content.encode())
    return narration


def done_line(
    request: SpeakRequest, narration: Narration, made: tuple[Path, ...] = ()
) -> str:
    """Return the line that names the files written, and the folders ``made`` for them."""
    told = f"{request.out} : {length(narration.seconds)}, voix « {narration.voice} »."
    for folder in made:
        told += f" Le dossier {folder} n’existait pas : il a été créé."
    return told

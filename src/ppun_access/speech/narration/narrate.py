"""Narrate a document with a synthetic voice: script, sounds, files, clips."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import replace
from functools import cache as cache_result
from pathlib import Path

from ppun_access.document.model import Document, Image, Narration, Pos, Sentence
from ppun_access.document.walk import nodes, plain_text, shown_text
from ppun_access.errors import MissingToolError, UsageError
from ppun_access.report import Finding, Report
from ppun_access.runtime.cache import Cache, cache_key
from ppun_access.runtime.disk import write_atomically
from ppun_access.runtime.untrusted_files import content_bytes
from ppun_access.speech.model import (
    AudioOptions,
    NarrationOptions,
    SpeechEngine,
    Utterance,
    Voice,
)
from ppun_access.speech.narration import joining, synthesis
from ppun_access.speech.narration.files import Encoded, Made, NarrationFiles, stored_sound
from ppun_access.speech.narration.script import TITLE_ID, script
from ppun_access.speech.narration.speakable import speakable
from ppun_access.speech.narration.synthesis import Speaker, Spoken, StandIn
from ppun_access.speech.voices import engine_of
from ppun_access.tools import ffmpeg
from ppun_access.tools.ffmpeg import SoundFormat

Progress = Callable[[int, int], None]
"""Told of the sentences made and of all there are."""


def narrate(
    document: Document,
    voice: Voice,
    options: NarrationOptions,
    cache: Cache,
    report: Report,
    on_progress: Progress = lambda done, total: None,
    engine: SpeechEngine | None = None,
) -> Narration:
    """Return ``document`` read by ``voice``: files of the cache and their clips.

    Nothing is said or coded twice. What the voice cannot say is said by the one of
    ``options.stand_in``, with a finding (``voix-secours``); what cannot be heard at all
    has no clip and gives one too (``voix-muette``, ``voix-echec``); the rest is still
    made. Raises OutputError when nothing at all could be said, MissingToolError when the
    voice or ffmpeg is missing.
    """
    files, key = _files(document, voice, options, cache, report)
    utterances = files.utterances
    made = stored_sound(cache, key)
    coded = made and files.stored(key, made)
    if made is None or not coded:
        with closing(say(utterances, voice, options, cache, on_progress, engine)) as said:
            made, coded = files.make(said, key)
    on_progress(len(utterances), len(utterances))
    _report_problems(document, utterances, made, report)
    report_loudness(document, coded, options.audio, report)
    return files.narration(made, coded)


def is_stored(
    document: Document, voice: Voice, options: NarrationOptions, cache: Cache
) -> bool:
    """Return whether the cache holds all that ``narrate`` would return."""
    files, key = _files(document, voice, options, cache, Report())
    made = stored_sound(cache, key)
    return bool(made and files.stored(key, made))


def _files(
    document: Document,
    voice: Voice,
    options: NarrationOptions,
    cache: Cache,
    report: Report,
) -> tuple[NarrationFiles, str]:
    """Return the files of a narration and the key of its sound."""
    utterances = script(document, options.script, report)
    tool = ffmpeg.probe()
    files = NarrationFiles(document, utterances, voice.title, options, tool, cache)
    return files, sound_key(utterances, voice)


def speak(
    document: Document,
    output: Path,
    voice: Voice,
    options: NarrationOptions,
    cache: Cache,
    report: Report,
    on_progress: Progress = lambda done, total: None,
    engine: SpeechEngine | None = None,
) -> Narration:
    """Write ``document`` read by ``voice`` to ``output``, in the format of its suffix.

    The clips of the narration returned are the cues. Raises UsageError for another
    suffix, OutputError when the file cannot be written.
    """
    audio = replace(options.audio, formats=(sound_format(output),))
    options = replace(options, audio=audio)
    narration = narrate(document, voice, options, cache, report, on_progress, engine)
    write_atomically(output, content_bytes(narration.audio))
    return narration


WRITTEN: tuple[SoundFormat, ...] = ("mp3", "opus", "m4b", "wav")
"""The formats that a suffix asks for."""


def sound_format(output: Path) -> SoundFormat:
    """Return the format that a file's suffix asks for; UsageError for another one."""
    for known in WRITTEN:
        if output.suffix.lower() == f".{known}":
            found: SoundFormat = known
            return found
    raise UsageError(
        f"« {output.name} » : le son s’écrit en .opus, .m4b, .mp3 ou en .wav.",
        next_step=f"Écrivez par exemple : -o {output.stem or 'lecture'}.mp3",
    )


def sound_key(utterances: tuple[Utterance, ...], voice: Voice) -> str:
    """Return the cache key of a joined sound: every sound, pause and version in it."""
    said = [(synthesis.segment_key(u, voice), u.pause_after_ms) for u in utterances]
    return cache_key("narration", f"{synthesis.VERSION}.{joining.VERSION}", said)


def say(
    utterances: tuple[Utterance, ...],
    voice: Voice,
    options: NarrationOptions,
    cache: Cache,
    on_progress: Progress,
    engine: SpeechEngine | None = None,
) -> Generator[Spoken, None, None]:
    """Yield the sounds of ``utterances`` and report progress; few are held at a time."""
    speaker = Speaker(engine or engine_of(voice), voice)
    stand_in = _stand_in(options.stand_in)
    said = synthesis.synthesise(utterances, speaker, cache, options.jobs, stand_in)
    with closing(said):
        for done, spoken in enumerate(said, 1):
            on_progress(done, len(utterances))
            yield spoken


def _stand_in(voice: Voice | None) -> StandIn:
    """Return the fallback speaker of ``voice``, its engine loaded only if needed."""
    if voice is None:
        return synthesis.no_stand_in

    @cache_result
    def speaker() -> Speaker | None:
        try:
            return Speaker(engine_of(voice), voice)
        except MissingToolError:
            return None

    return speaker


# What the editor is told


def passages(document: Document) -> dict[str, tuple[str, Pos | None]]:
    """Return the words of each sentence and picture, and where they stand, by id.

    The title is there too.
    """
    places: dict[str, tuple[str, Pos | None]] = {TITLE_ID: (document.title, None)}
    for node in nodes(document):
        match node:
            case Sentence():
                places[node.id] = (shown_text(node.children), node.pos)
            case Image() if node.id:
                places[node.id] = (plain_text(node), node.pos)
    return places


def _report_problems(
    document: Document, utterances: tuple[Utterance, ...], made: Made, report: Report
) -> None:
    places = passages(document)
    details = made.details or ("",) * len(utterances)
    for utterance, problem, detail in zip(utterances, made.problems, details, strict=True):
        passage, pos = places.get(utterance.node_id, (utterance.text, None))
        if problem:
            message = _PROBLEMS[problem] + (f" ({detail})" if detail else "")
            report.add(Finding(problem, message, pos, document.title, passage))
        _, lost = speakable(utterance.text)
        if lost and problem != "voix-muette":
            message = (
                f"la voix ne sait pas lire « {lost} » : ces caractères ne s’entendent pas"
            )
            words = any(unicodedata.category(character)[0] in "LN" for character in lost)
            title, code = document.title, "voix-caracteres"
            report.add(Finding(code, message, pos, title, passage, minor=not words))


def report_loudness(
    document: Document, coded: tuple[Encoded, ...], options: AudioOptions, report: Report
) -> None:
    """Report each file that is not as loud as asked."""
    for file in coded:
        if not joining.meets_target(file.loudness, options):
            message = (
                f"le volume de la version audio ({file.format}) est de "
                f"{file.loudness.lufs:.1f} LUFS au lieu de {options.target_lufs:.1f}"
                "\N{NO-BREAK SPACE}: écoutez-la"
            )
            report.add(Finding("voix-volume", message, page=document.title))


_PROBLEMS: dict[str, str] = {
    "voix-muette": (
        "la voix ne sait rien lire dans ce passage : il manque à la version audio"
    ),
    "voix-courte": "le son de ce passage est trop court pour ses mots : écoutez-le",
    "voix-longue": "le son de ce passage est trop long pour ses mots : écoutez-le",
    "voix-secours": (
        "la voix n’a pas pu dire ce passage, une autre l’a dit à sa place : écoutez-le"
    ),
    "voix-echec": "la voix n’a pas pu dire ce passage : il manque à la version audio",
}

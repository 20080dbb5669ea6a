"""One document read aloud: script, sounds, one file, and where each sentence is in it."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

from ppun_access.cache import Cache, cache_key, write_atomically
from ppun_access.document.model import Clip, Document, Narration, Pos
from ppun_access.document.walk import running_text, sentences
from ppun_access.errors import OutputError, UsageError
from ppun_access.report import Finding, Report, Severity
from ppun_access.speech import package, synth
from ppun_access.speech.model import (
    AudioOptions,
    NarrationOptions,
    SoundFormat,
    SpeechEngine,
    Utterance,
    Voice,
)
from ppun_access.speech.script import TITLE_ID, script
from ppun_access.speech.speakable import speakable
from ppun_access.speech.synth import Problem, Spoken
from ppun_access.speech.timing import Run
from ppun_access.speech.voices import engine_of
from ppun_access.tools import ffmpeg
from ppun_access.tools.ffmpeg import Loudness
from ppun_access.tools.run import ToolProbe

Progress = Callable[[int, int], None]
"""Told of the sentences made and of all there are."""


@dataclass(frozen=True, slots=True)
class Made:
    """A file in the cache, and what is known of it; one run and one problem an utterance.

    ``runs`` holds None for a sentence that is not in the sound.
    """

    audio: Path
    rate: int
    samples: int
    runs: tuple[Run | None, ...]
    problems: tuple[Problem, ...]
    loudness: Loudness
    details: tuple[str, ...] = ()


def narrate(
    document: Document,
    voice: Voice,
    options: NarrationOptions,
    cache: Cache,
    report: Report,
    on_progress: Progress = lambda done, total: None,
    engine: SpeechEngine | None = None,
) -> Narration:
    """Return ``document`` read by ``voice``: a file of the cache and its clips.

    Nothing is said or coded twice. What cannot be heard has no clip and gives a finding
    (``voix-muette``, ``voix-echec``); the rest is still made. Raises OutputError when
    nothing at all could be said, MissingToolError when the voice or ffmpeg is missing.
    """
    utterances = script(document, options.script)
    tool = ffmpeg.probe()
    tags = tags_of(document, voice, options.audio)
    key = narration_key(utterances, voice, options.audio, tags, tool)
    made = _stored(cache, key)
    if made is None:
        spoken = _say(utterances, voice, options, cache, on_progress, engine)
        made = _make(spoken, options.audio, tags, tool, cache, key)
    on_progress(len(utterances), len(utterances))
    _tell(document, utterances, made, report)
    _tell_loudness(document, made.loudness, options.audio, report)
    return _narration(document, utterances, made, voice, options.audio)


def speak(
    document: Document,
    output: Path,
    voice: Voice,
    options: NarrationOptions,
    cache: Cache,
    report: Report,
    on_progress: Progress = lambda done, total: None,
) -> Narration:
    """Write ``document`` read by ``voice`` to ``output``, WAV or MP3 by its suffix.

    The clips of the narration returned are the cues. Raises UsageError for another
    suffix, OutputError when the file cannot be written.
    """
    audio = replace(options.audio, format=sound_format(output))
    options = replace(options, audio=audio)
    narration = narrate(document, voice, options, cache, report, on_progress)
    write_atomically(output, narration.audio.read_bytes())
    return narration


def sound_format(output: Path) -> SoundFormat:
    """Return the format that a file's suffix asks for; UsageError for another one."""
    for known in get_args(SoundFormat):
        if output.suffix.lower() == f".{known}":
            found: SoundFormat = known
            return found
    raise UsageError(
        f"« {output.name} » : le son s’écrit en .mp3 ou en .wav.",
        next_step=f"Écrivez par exemple : -o {output.stem or 'lecture'}.mp3",
    )


def tags_of(document: Document, voice: Voice, options: AudioOptions) -> dict[str, str]:
    """Return what a player shows of the file."""
    comment = options.comment or f"Lu par une voix de synthèse : {voice.title}."
    return {
        "title": document.title,
        "artist": options.artist or document.meta.author,
        "album": options.album,
        "publisher": options.publisher,
        "date": document.meta.date,
        "language": _LANGUAGES.get(document.lang.partition("-")[0], "und"),
        "comment": comment,
    }


_LANGUAGES = {"fr": "fra", "en": "eng", "de": "deu", "it": "ita", "es": "spa"}
"""BCP 47 → the codes of ISO 639-2 that MP3 tags want."""


def narration_key(
    utterances: tuple[Utterance, ...],
    voice: Voice,
    options: AudioOptions,
    tags: dict[str, str],
    tool: ToolProbe,
) -> str:
    """Return the cache key of a whole file: every sound, pause, tag and version in it."""
    said = [(synth.segment_key(u, voice), u.pause_after_ms) for u in utterances]
    versions = f"{synth.VERSION}.{package.VERSION}"
    return cache_key("narration", versions, said, options, tags, tool.version)


def _say(
    utterances: tuple[Utterance, ...],
    voice: Voice,
    options: NarrationOptions,
    cache: Cache,
    on_progress: Progress,
    engine: SpeechEngine | None,
) -> tuple[Spoken, ...]:
    done = 0

    def count(spoken: Spoken) -> None:
        nonlocal done
        done += 1
        on_progress(done, len(utterances))

    engine = engine or engine_of(voice)
    return synth.synthesise(utterances, engine, voice, cache, options.jobs, count)


def _make(
    spoken: tuple[Spoken, ...],
    options: AudioOptions,
    tags: dict[str, str],
    tool: ToolProbe,
    cache: Cache,
    key: str,
) -> Made:
    """Join the sounds and store the file; one with holes is never found under ``key``."""
    failed = [i for i, s in enumerate(spoken) if s.problem == "voix-echec"]
    if all(s.audio is None for s in spoken):
        raise _nothing_said(spoken)
    if failed:
        key = cache_key("narration-incomplete", package.VERSION, key, failed)
    sound = package.track(spoken)
    with TemporaryDirectory(prefix="ppun-access-") as folder:
        output = Path(folder) / f"narration.{options.format}"
        loudness = package.write(sound, options, tags, tool, output)
        write_atomically(cache.path(key), output.read_bytes())
    there = iter(sound.runs())
    runs = tuple(None if s.audio is None else next(there) for s in spoken)
    samples = max(run.end for run in runs if run)
    problems = tuple(s.problem for s in spoken)
    details = tuple(s.detail for s in spoken)
    path = cache.path(key)
    made = Made(path, sound.rate, samples, runs, problems, loudness, details)
    write_atomically(cache.path(_facts_key(key)), _facts(made))
    return made


def _nothing_said(spoken: tuple[Spoken, ...]) -> OutputError:
    detail = next((f" : {s.detail}" for s in spoken if s.detail), ".")
    return OutputError(
        f"Aucune phrase n’a pu être dite{detail}",
        next_step="Essayez une autre voix (« ppun-access voices » en donne la liste) ou "
        "tapez « ppun-access doctor ».",
    )


def _facts_key(key: str) -> str:
    return cache_key("narration-facts", package.VERSION, key)


def _facts(made: Made) -> bytes:
    facts = {
        "rate": made.rate,
        "samples": made.samples,
        "runs": [[run.begin, run.end] if run else None for run in made.runs],
        "problems": made.problems,
        "loudness": [made.loudness.lufs, made.loudness.true_peak],
        "sha256": hashlib.sha256(made.audio.read_bytes()).hexdigest(),
    }
    return json.dumps(facts, sort_keys=True).encode()


def _stored(cache: Cache, key: str) -> Made | None:
    """Return what the cache holds, or None when a part is not there or is spoilt."""
    try:
        facts = json.loads(cache.path(_facts_key(key)).read_bytes())
        sha256 = hashlib.sha256(cache.path(key).read_bytes()).hexdigest()
        if sha256 != facts["sha256"]:
            return None
        runs = tuple(Run(*run) if run else None for run in facts["runs"])
        problems = tuple(facts["problems"])
        loud = Loudness(*facts["loudness"])
        return Made(cache.path(key), facts["rate"], facts["samples"], runs, problems, loud)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _narration(
    document: Document,
    utterances: tuple[Utterance, ...],
    made: Made,
    voice: Voice,
    options: AudioOptions,
) -> Narration:
    src = f"{document.id}.{options.format}"
    clips = tuple(
        Clip(utterance.node_id, src, run.begin / made.rate, run.end / made.rate)
        for utterance, run in zip(utterances, made.runs, strict=True)
        if run
    )
    seconds = made.samples / made.rate
    return Narration(document.id, made.audio, seconds, clips, voice.title)


# What the editor is told


def _tell(
    document: Document, utterances: tuple[Utterance, ...], made: Made, report: Report
) -> None:
    places: dict[str, tuple[str, Pos | None]] = {TITLE_ID: (document.title, None)}
    for sentence in sentences(document):
        places[sentence.id] = (running_text(sentence.children), sentence.pos)
    details = made.details or ("",) * len(utterances)
    for utterance, problem, detail in zip(utterances, made.problems, details, strict=True):
        passage, pos = places[utterance.node_id]
        for code, message, severity in _findings(utterance, problem, detail):
            report.add(Finding(code, message, severity, pos, document.title, passage))


def _tell_loudness(
    document: Document, loudness: Loudness, options: AudioOptions, report: Report
) -> None:
    if not package.right(loudness, options):
        message = (
            f"le volume de la version audio est de {loudness.lufs:.1f} LUFS au lieu de "
            f"{options.target_lufs:.1f} : écoutez-la"
        )
        report.add(Finding("voix-volume", message, Severity.WARNING, page=document.title))


def _findings(
    utterance: Utterance, problem: Problem, detail: str
) -> list[tuple[str, str, Severity]]:
    _, lost = speakable(utterance.text)
    found: list[tuple[str, str, Severity]] = []
    if problem:
        message, severity = _PROBLEMS[problem]
        found.append((problem, message + (f" ({detail})" if detail else ""), severity))
    if lost and problem != "voix-muette":
        words = any(unicodedata.category(character)[0] in "LN" for character in lost)
        message = f"la voix ne sait pas lire « {lost} » : ces caractères ne s’entendent pas"
        severity = Severity.WARNING if words else Severity.INFO
        found.append(("voix-caracteres", message, severity))
    return found


_PROBLEMS: dict[str, tuple[str, Severity]] = {
    "voix-muette": (
        "la voix ne sait rien lire dans ce passage : il manque à la version audio",
        Severity.WARNING,
    ),
    "voix-courte": (
        "le son de ce passage est trop court pour ses mots : écoutez-le",
        Severity.WARNING,
    ),
    "voix-echec": (
        "la voix n’a pas pu dire ce passage : il manque à la version audio",
        Severity.ERROR,
    ),
}

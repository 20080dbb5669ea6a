"""Make the narration of each text of a build, and report the texts without sound."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias, get_args

from ppun_access.build.casting import NOBODY, Casting
from ppun_access.build.context import Build, Request
from ppun_access.build.covers import Covers
from ppun_access.build.ledger import RESULT, Unit, fingerprint
from ppun_access.build.narration_ahead import Reading, narrate_ahead
from ppun_access.document.build import keep_front_matter
from ppun_access.document.model import Document, Narration, Version
from ppun_access.document.packing import digest
from ppun_access.document.walk import sentences
from ppun_access.errors import MissingToolError, OutputError, UsageError
from ppun_access.failures import breakdown_of, isolated
from ppun_access.formats import needing_sound, records, use_sound
from ppun_access.project.project import Project
from ppun_access.project.recordings import FOLDER, recordings, sound_files
from ppun_access.report import Finding, Report
from ppun_access.runtime.cache import Cache, cache_key
from ppun_access.runtime.progress import Progress
from ppun_access.speech.model import (
    AudioOptions,
    NarrationOptions,
    ScriptOptions,
    SpeechEngine,
    Voice,
)
from ppun_access.speech.narration.narrate import narrate
from ppun_access.speech.recordings.narrate import Take, narrate_recording
from ppun_access.speech.recordings.recording import UnusableRecordingError
from ppun_access.speech.voices import engine_of, fallback_voice, pick
from ppun_access.tools import ffmpeg
from ppun_access.tools.ffmpeg import SoundFormat
from ppun_access.tools.id3 import with_track
from ppun_access.writers.audio.write import NUMBERED

EASY_PAUSE_SCALE = 1.25
"""An easy version leaves more time between sentences."""
SOUND = 0
"""Seconds of processor that the sound of a text may take: some voices need many."""
NO_AUDIO = "audio-absent"
"""The code of the finding: no voice at all."""
VOICES_HELD = 2
"""Engines that a build keeps: each reads its model once, and holds it in memory."""

NO_READER = "audio-sans-voix"
"""Code of the finding: sound was asked for by name, and nobody shall read."""

PHASE = "Voix"
AROUND = 3
"""Sentences that are said around those of a text: its title, who reads, how it ends."""
Key: TypeAlias = tuple[Version, str]

Narrations: TypeAlias = Mapping[tuple[Version, str], Narration]


def narrations(
    build: Build, texts: Iterable[tuple[Version, Document]], covers: Covers
) -> Narrations:
    """Return the sound of each text, encoded in the formats that hold sound.

    A text that cannot be read stops no other. Workers of other machines make what voices
    read, and share our cache.

    A recording by a person takes the place of a voice. Without any voice, the other texts
    have no sound and a finding says so, unless it is required: then MissingToolError.
    Texts that no voice shall read have none either, and nothing is told.
    """
    found: dict[tuple[Version, str], Narration] = {}
    casting, request, texts = build.casting, build.request, tuple(texts)
    coded = _coded(build.formats, build.project)
    takes = recordings(build.project, texts, build.report)
    engines = lru_cache(VOICES_HELD)(engine_of)
    voice = request.voice and not request.keep_going
    required = bool(voice or needing_sound(set(request.required)))

    def options_of(version: Version, document: Document) -> NarrationOptions:
        image = covers.get((version, document.id))
        options = narration_options(build.project, version, request.jobs, coded, image)
        return replace(options, rough=request.preview)

    read = [(v, d) for v, d in texts if (v, d.id) in takes or not casting.is_silent(d)]
    progress = VoiceProgress(read, build.tell)
    if build.runner.remote:
        alone = [(v, d) for v, d in read if (v, d.id) not in takes]
        _ahead(build, alone, options_of, progress)
    for version, document in read:
        tell = progress.of(version, document)
        take = takes.get((version, document.id))
        with _told(document.title, build.report, required):
            options = options_of(version, document)
            sound = _recorded(build, document, take, options, tell) or _synthetic(
                build, document, options, tell, engines
            )
            found |= {(version, document.id): sound} if sound else {}
        progress.ends(version, document)
    return found


def numbered(
    build: Build, texts: Iterable[tuple[Version, Document]], sounds: Narrations
) -> Narrations:
    """Return ``sounds`` with the MP3 that are published alone: they say their place.

    Nothing is coded again, and books hold the others: a new text changes no other book.
    """
    ids = dict.fromkeys(document.id for _, document in texts)
    order = [(version, id_) for id_ in ids for version in ("integral", "facile")]
    tracks = {key: n for n, key in enumerate((k for k in order if k in sounds), 1)}
    return {
        key: _with_track(build.cache, sound, tracks[key]) for key, sound in sounds.items()
    }


def _with_track(cache: Cache, sound: Narration, number: int) -> Narration:
    mp3 = sound.encodings.get("mp3")
    if mp3 is None:
        return sound
    key = cache_key("track", "1", mp3.name, number)
    made = cache.file(key, lambda output: with_track(mp3, number, output))
    return replace(sound, encodings={**sound.encodings, NUMBERED: made})


@contextmanager
def _told(title: str, report: Report, required: bool) -> Iterator[None]:
    """Report a text that could not be read aloud; go on with the others."""
    lost = "Pas d’audio pour ce texte"
    with isolated(report, title, lost, SOUND):
        try:
            yield
        except MissingToolError as error:
            if required:
                raise
            message = f"Pas d’audio. {error.message} {error.next_step}"
            report.add(Finding(NO_AUDIO, message))
        except OutputError as error:
            told = breakdown_of(error).finding(title, lost)
            report.add(replace(told, code="audio-rate"))


def _ahead(
    build: Build,
    texts: Iterable[tuple[Version, Document]],
    options_of: Callable[[Version, Document], NarrationOptions],
    progress: VoiceProgress,
) -> None:
    """Have other machines make the sounds of ``texts`` and put them into the cache."""
    casting = build.casting

    def readings() -> Iterator[Reading]:
        for version, document in texts:
            with suppress(Exception):  # told when it is read
                voice = casting.voice_of(document)
                other = fallback_voice(voice, casting.known, document.lang or "fr")
                options = replace(options_of(version, document), stand_in=other)
                yield Reading(version, document, voice, options)

    def tell(reading: Reading, done: int, total: int) -> None:
        progress.of(reading.version, reading.document)(done, total)

    for failure in narrate_ahead(readings(), build.cache, build.runner, tell):
        message = (
            f"Un ouvrier de la grappe n’a pas pu faire un son : {failure.rstrip('.')}. Cet "
            "ordinateur l’a fait, ou a essayé. Regardez le journal des ouvriers."
        )
        build.report.add(Finding("ouvrier-echec", message))


def note_sounds(
    build: Build,
    texts: Iterable[tuple[Version, Document]],
    sounds: Narrations,
    covers: Covers,
) -> None:
    """Note which texts have another sound than in the last build, and why."""
    ledger, coded = build.ledger, _coded(build.formats, build.project)
    for version, document in texts:
        sound = sounds.get((version, document.id))
        if sound is None:
            continue
        options = narration_options(build.project, version)
        pronunciations = options.script.pronunciations
        others = replace(options, script=replace(options.script, pronunciations={}))
        made = [path.name for kind, path in sound.encodings.items() if kind != NUMBERED]
        parts = {
            "son texte": digest(keep_front_matter(document)),
            "sa voix": fingerprint((sound.voice, sound.recorded)),
            "le lexique": fingerprint(pronunciations),
            "sa couverture": fingerprint(covers.get((version, document.id))),
            "les formats demandés": fingerprint(coded),
            "un réglage": fingerprint(replace(others, jobs=1)),
            RESULT: fingerprint(made),
        }
        unit = Unit("audio", version, document.id, document.title)
        taken = ledger.part_before(unit, RESULT) == parts[RESULT]
        ledger.note(unit, parts, taken=taken)


def _synthetic(
    build: Build,
    document: Document,
    options: NarrationOptions,
    tell: Callable[[int, int], None],
    engines: Callable[[Voice], SpeechEngine],
) -> Narration | None:
    """Return ``document`` read by its voice, and by the next best where that one fails.

    None when no voice shall read it.
    """
    casting, report = build.casting, build.report
    if casting.is_silent(document):
        return None
    ffmpeg.probe()  # making a voice ready takes long, and nothing is coded without it
    voice = casting.voice_of(document, report)
    other = fallback_voice(voice, casting.known, document.lang or "fr")
    options = replace(options, stand_in=other)
    return narrate(document, voice, options, build.cache, report, tell, engines(voice))


def _recorded(
    build: Build,
    document: Document,
    take: Take | None,
    options: NarrationOptions,
    tell: Callable[[int, int], None],
) -> Narration | None:
    """Return ``document`` read by a person, None when no recording of it can serve."""
    if take is None:
        return None
    casting, cache, report = build.casting, build.cache, build.report
    try:
        voice = casting.reference_of(document)
        return narrate_recording(document, take, voice, options, cache, report, tell)
    except UnusableRecordingError as error:
        message = f"{error.message} {error.next_step}"
        if not casting.is_silent(document):
            message += " Une voix de synthèse lit à sa place."
        report.add(Finding(error.code, message, page=document.title))
        return None


def sound_formats(formats: Iterable[str]) -> tuple[SoundFormat, ...]:
    """Return the formats of sound to make; add MP3 when other formats contain it.

    >>> sound_formats(("html", "opus", "mp3")), sound_formats(("vtt",))
    (('mp3', 'opus'), ('mp3',))
    """
    wanted = set(formats)
    known: tuple[SoundFormat, ...] = get_args(SoundFormat)
    found = tuple(name for name in known if name in wanted)
    if found and not any("mp3" in one.holds for one in records(wanted)):
        return found
    return ("mp3", *(name for name in found if name != "mp3"))


def _coded(formats: Collection[str], project: Project) -> tuple[SoundFormat, ...]:
    """Return the formats of sound to make, those of the off-line kit too."""
    return sound_formats((*formats, *_kit_sounds(formats, project)))


def _kit_sounds(formats: Collection[str], project: Project) -> tuple[SoundFormat, ...]:
    """Return the formats of sound that the off-line kit adds."""
    if "kit" not in formats:
        return ()
    return ("cd", "telephone") if project.settings.kit.disc else ("telephone",)


def narration_options(
    project: Project,
    version: Version,
    jobs: int = 0,
    formats: tuple[SoundFormat, ...] = ("mp3",),
    cover: Path | None = None,
) -> NarrationOptions:
    """Return how one version is read: an easy one slower, and signed by the publisher."""
    easy = version == "facile"
    settings = project.settings
    audio = AudioOptions(
        formats,
        artist=settings.publisher if easy else "",
        album=project.title,
        publisher=settings.publisher,
    )
    script = ScriptOptions(
        rate=settings.easy_rate if easy else 1.0,
        pause_scale=EASY_PAUSE_SCALE if easy else 1.0,
        pronunciations=project.lexicon.pronunciations,
        announcements=settings.audio_announcements,
        mention=True,
        opening=settings.audio_opening,
        ending=settings.audio_ending,
    )
    return NarrationOptions(script, audio, jobs or os.cpu_count() or 1, cover)


# The sound that a command line asks for by name


def check_asked(request: Request, casting: Casting, formats: Collection[str]) -> None:
    """Check the formats and voices that the command line names, before any work.

    Raises UsageError for a voice that nobody knows, whatever the formats, and for sound
    alone that nobody shall read; MissingToolError when the voice that must read is missing.
    """
    if casting.asked == NOBODY:
        _check_nobody(request, casting)
    elif casting.asked:
        try:
            pick(casting.asked, casting.known)
        except MissingToolError:
            if use_sound(formats) and not request.keep_going:
                raise


def _check_nobody(request: Request, casting: Casting) -> None:
    sound = needing_sound(request.formats or ())
    if sound and {*sound} == {*(request.formats or ())} and not _is_recorded(casting):
        raise UsageError(
            f"--to {','.join(sound)} et --voice {NOBODY} se contredisent : aucune voix ne "
            f"doit lire, et il n’y a pas d’enregistrement dans le dossier {FOLDER}.",
            next_step=f"Retirez « --voice {NOBODY} », ou demandez d’autres formats.",
        )


def _is_recorded(casting: Casting) -> bool:
    return any(True for _ in sound_files(casting.project))


def no_audio(
    request: Request, casting: Casting, texts: Iterable[tuple[Version, Document]]
) -> Iterable[Finding]:
    """Yield a finding when sound was asked for, but the settings let no voice read."""
    sound = needing_sound(request.formats or ())
    if sound and all(casting.is_silent(document) for _, document in texts):
        asked = "la commande" if casting.asked else "les réglages ou les pages"
        message = (
            f"Pas d’audio ({', '.join(sound)}) : aucune voix ne lit (« {NOBODY} », dans "
            f"{asked}), et aucun enregistrement ne sert. Le reste est publié."
        )
        yield Finding(NO_READER, message)


# How far the reading aloud is


class VoiceProgress:
    """Reports how many sentences of all the texts together are synthesised.

    A text is first taken to have the sentences that are written in it and ``AROUND`` more;
    how many are really said is known when it is met.
    """

    def __init__(self, texts: Iterable[tuple[Version, Document]], tell: Progress) -> None:
        self._tell = tell
        self._totals: dict[Key, int] = {
            (version, document.id): AROUND + sum(1 for _ in sentences(document))
            for version, document in texts
        }
        self._done = dict.fromkeys(self._totals, 0)
        if self._totals:
            self._told("")

    def of(self, version: Version, document: Document) -> Callable[[int, int], None]:
        """Return the progress callback of one text: sentences done, sentences in all."""
        key, easy = (version, document.id), version == "facile"
        title = f"{document.title}{' (version simplifiée)' if easy else ''}"

        def tell(done: int, total: int) -> None:
            self._totals[key] = total
            self._done[key] = max(self._done.get(key, 0), done)
            self._told(title)

        return tell

    def ends(self, version: Version, document: Document) -> None:
        """Count a text as done, even if it failed."""
        key = version, document.id
        if self._done.get(key, 0) < self._totals.get(key, 0):
            self._done[key] = self._totals[key]
            self._told("")

    def _told(self, what: str) -> None:
        self._tell(PHASE, sum(self._done.values()), sum(self._totals.values()), what)

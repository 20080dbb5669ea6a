"""The narrations of a build: which voice reads which text, and what happens without one."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias, get_args

from ppun_access.build.covers import Covers
from ppun_access.build.ledger import RESULT, Ledger, Unit, fingerprint
from ppun_access.build.voice_progress import VoiceProgress
from ppun_access.document.build import only_front
from ppun_access.document.codec import digest
from ppun_access.document.model import Document, Narration, Version
from ppun_access.errors import MissingToolError, OutputError
from ppun_access.failures import breakdown_of, isolated
from ppun_access.formats import records
from ppun_access.project.project import Project, Source
from ppun_access.project.recordings import EASY_SUFFIX, recordings
from ppun_access.project.unsupported import place
from ppun_access.report import Finding, Report
from ppun_access.runtime.cache import Cache
from ppun_access.runtime.executor import Executor
from ppun_access.runtime.progress import Progress
from ppun_access.speech.model import (
    AudioOptions,
    Caution,
    NarrationOptions,
    ScriptOptions,
    SoundFormat,
    SpeechEngine,
    Voice,
)
from ppun_access.speech.narration.ahead import Reading, narrate_ahead
from ppun_access.speech.narration.narrate import narrate
from ppun_access.speech.recordings.narrate import Take, narrate_recording
from ppun_access.speech.recordings.recording import UnusableRecordingError
from ppun_access.speech.voices import engine_of, known_voices, prepared, stand_in
from ppun_access.tools import ffmpeg

NOBODY = "aucune"
"""Instead of the name of a voice: no voice reads, a recording by a person still serves."""
EASY_PAUSE_SCALE = 1.25
"""An easy version leaves more time between sentences."""
SOUND = 0
"""Seconds of processor that the sound of a text may take: some voices need many."""
NO_AUDIO, FAILED_AUDIO = "audio-absent", "audio-rate"
"""Codes of the findings: no voice at all; a text that could not be read."""
VOICES_HELD = 2
"""Engines that a build keeps: each reads its model once, and holds it in memory."""

Narrations: TypeAlias = Mapping[tuple[Version, str], Narration]


@dataclass(frozen=True, slots=True)
class Casting:
    """Which voice reads which document; ``asked`` is the one of the command line."""

    project: Project
    asked: str = ""
    known: tuple[Voice, ...] = field(default=())

    def voice_of(self, document: Document, report: Report | None = None) -> Voice:
        """Return the voice of a document: the command line wins, then its settings.

        A voice of the settings that is not installed gives way to the best that is, and
        ``report`` is told. Raises UsageError for a voice that nobody knows,
        MissingToolError for one asked for by name, or when there is none at all.
        """
        own = self._chosen(document).replace(NOBODY, "auto")
        voice = prepared(self.asked, self.known) if self.asked else self._own(own)
        if voice.caution and report is not None:
            told = voice.caution
            report.add(Finding(told.code, told.message, page=document.title))
        return voice

    def is_silent(self, document: Document) -> bool:
        """Tell whether no voice shall read a document, as somebody asked."""
        return (self.asked or self._chosen(document)) == NOBODY

    def reference_of(self, document: Document) -> Voice | None:
        """Return the voice that a recording of a document is laid on, None without any.

        It is that of the document, unless that one only serves for trials.
        """
        try:
            voice = self._own("auto") if self.asked == NOBODY else self.voice_of(document)
            return voice if voice.rank else prepared("auto", self.known)
        except MissingToolError:
            return None

    def _chosen(self, document: Document) -> str:
        """Return the name that the settings of a document, or its front matter, give."""
        settings = self.project.settings
        own = settings.of(document.id).voice
        return own or self._known(said_voice(document)) or settings.voice

    def _known(self, name: str) -> str:
        """Return ``name`` when somebody knows such a voice, else nothing."""
        return name if name in self.names else ""

    @property
    def names(self) -> tuple[str, ...]:
        """What the front matter of a page may give as its voice."""
        return ("auto", NOBODY, *(voice.name for voice in self.known))

    def _own(self, name: str) -> Voice:
        try:
            return prepared(name, self.known)
        except (MissingToolError, OutputError) as error:
            voice = prepared("auto", self.known)
            message = f"{error.message} « {voice.name} » lit à sa place. {error.next_step}"
            return replace(voice, caution=Caution("voix-remplacee", message))


def said_voice(document: Document) -> str:
    """Return the voice that the front matter of a page asks for."""
    return dict(document.meta.front).get("voix", "")


def unknown_voices(casting: Casting, sources: Iterable[Source]) -> Iterator[Finding]:
    """Yield a finding for each page whose front matter gives a voice that nobody knows."""
    for page in {s.page.name: s for s in sources if said_voice(s.document)}.values():
        name = said_voice(page.document)
        if name not in casting.names:
            near = get_close_matches(name, casting.names, n=1, cutoff=0.6)
            guess = f"Vouliez-vous dire « {near[0]} » ? " if near else ""
            message = (
                f"La voix « {name} » n’existe pas : la page est lue par celle du projet. "
                f"{guess}Voix possibles : {', '.join(casting.names)}."
            )
            title, pos = page.document.title, place(page, "voix")
            yield Finding("voix-inconnue", message, page=title, pos=pos)


def cast(project: Project, asked: str | None) -> Casting:
    """Return the casting of a project, having looked at what voices there are."""
    return Casting(project, asked or "", known_voices(project.voice_folders, project.reach))


def narrations(
    texts: Iterable[tuple[Version, Document]],
    casting: Casting,
    cache: Cache,
    report: Report,
    on_progress: Progress,
    *,
    formats: Collection[str] = ("mp3",),
    covers: Covers = MappingProxyType({}),
    jobs: int = 0,
    required: bool = False,
    rough: bool = False,
    workers: Executor | None = None,
) -> Narrations:
    """Return the sound of each text, coded in those of ``formats`` that hold sound.

    A text that cannot be read stops no other. ``rough``: see ``NarrationOptions``.
    ``workers`` make what voices read, and share our cache.

    A recording by a person takes the place of a voice. Without any voice, the other texts
    have no sound and a finding says so, unless it is ``required``: then MissingToolError.
    Texts that no voice shall read have none either, and nothing is told.
    """
    found: dict[tuple[Version, str], Narration] = {}
    coded, texts = _coded(formats, casting.project), tuple(texts)
    takes = recordings(casting.project, texts, report)
    engines = lru_cache(VOICES_HELD)(engine_of)

    def options_of(version: Version, document: Document) -> NarrationOptions:
        image = covers.get((version, document.id))
        options = narration_options(casting.project, version, jobs, coded, image)
        return replace(options, rough=rough)

    read = [(v, d) for v, d in texts if (v, d.id) in takes or not casting.is_silent(d)]
    progress = VoiceProgress(read, on_progress)
    if workers:
        alone = [(v, d) for v, d in read if (v, d.id) not in takes]
        _ahead(alone, casting, options_of, cache, workers, report, progress)
    for version, document in read:
        tell = progress.of(version, document)
        take = takes.get((version, document.id))
        with _told(document.title, report, required):
            options = options_of(version, document)
            sound = _recorded(
                document, take, casting, options, cache, report, tell
            ) or _synthetic(document, casting, options, cache, report, tell, engines)
            found |= {(version, document.id): sound} if sound else {}
        progress.ends(version, document)
    return found


@contextmanager
def _told(title: str, report: Report, required: bool) -> Iterator[None]:
    """Tell of a text that could not be read: the others still are."""
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
            report.add(replace(breakdown_of(error).finding(title, lost), code=FAILED_AUDIO))


def _ahead(
    texts: Iterable[tuple[Version, Document]],
    casting: Casting,
    options_of: Callable[[Version, Document], NarrationOptions],
    cache: Cache,
    workers: Executor,
    report: Report,
    progress: VoiceProgress,
) -> None:
    """Have the sounds of ``texts`` made by ``workers``: they are then in the cache."""

    def readings() -> Iterator[Reading]:
        for version, document in texts:
            with suppress(Exception):  # told when it is read
                voice = casting.voice_of(document)
                other = stand_in(voice, casting.known)
                options = replace(options_of(version, document), stand_in=other)
                yield Reading(version, document, voice, options)

    def tell(reading: Reading, done: int, total: int) -> None:
        progress.of(reading.version, reading.document)(done, total)

    for failure in narrate_ahead(readings(), cache, workers, tell):
        message = (
            f"Un ouvrier de la grappe n’a pas pu faire un son : {failure.rstrip('.')}. Cet "
            "ordinateur l’a fait, ou a essayé. Regardez le journal des ouvriers."
        )
        report.add(Finding("ouvrier-echec", message))


def note_sounds(
    ledger: Ledger,
    texts: Iterable[tuple[Version, Document]],
    sounds: Narrations,
    casting: Casting,
    formats: Collection[str] = ("mp3",),
    covers: Covers = MappingProxyType({}),
) -> None:
    """Note which texts have another sound than in the last build, and why."""
    coded = _coded(formats, casting.project)
    for version, document in texts:
        sound = sounds.get((version, document.id))
        if sound is None:
            continue
        options = narration_options(casting.project, version)
        pronunciations = options.script.pronunciations
        others = replace(options, script=replace(options.script, pronunciations={}))
        made = [path.name for path in sound.encodings.values()]
        parts = {
            "son texte": digest(only_front(document)),
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
    document: Document,
    casting: Casting,
    options: NarrationOptions,
    cache: Cache,
    report: Report,
    tell: Callable[[int, int], None],
    engines: Callable[[Voice], SpeechEngine],
) -> Narration | None:
    """Return ``document`` read by its voice, and by the next best where that one fails.

    None when no voice shall read it.
    """
    if casting.is_silent(document):
        return None
    ffmpeg.probe()  # making a voice ready takes long, and nothing is coded without it
    voice = casting.voice_of(document, report)
    options = replace(options, stand_in=stand_in(voice, casting.known))
    return narrate(document, voice, options, cache, report, tell, engines(voice))


def _recorded(
    document: Document,
    take: Take | None,
    casting: Casting,
    options: NarrationOptions,
    cache: Cache,
    report: Report,
    tell: Callable[[int, int], None],
) -> Narration | None:
    """Return ``document`` read by a person, None when no recording of it can serve."""
    if take is None:
        return None
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
    """Return the formats of sound to make: MP3 when others are only made from one.

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
        album=settings.title,
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
    suffix = EASY_SUFFIX if easy else ""
    return NarrationOptions(
        script, audio, jobs or os.cpu_count() or 1, cover, name_suffix=suffix
    )

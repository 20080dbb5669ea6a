"""Store the files of a narration: joined once, encoded in each format, cached.

The sound has one key and each file its own: a format asked for later, another cover or
another title make no sentence again, and no other file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import TypeAlias

from ppun_access.document.model import Clip, Document, Narration, WordClip, credit
from ppun_access.errors import OutputError
from ppun_access.runtime.cache import Cache, cache_key
from ppun_access.runtime.executor import threads
from ppun_access.runtime.untrusted_files import digest_regular, parse_json
from ppun_access.settings.sections import DISC_SECONDS
from ppun_access.speech.model import (
    AudioOptions,
    NarrationOptions,
    Utterance,
)
from ppun_access.speech.narration import joining, synthesis, word_times
from ppun_access.speech.narration.script import EXTRA_IDS, extra_texts
from ppun_access.speech.narration.speakable import lost_words
from ppun_access.speech.narration.synthesis import Problem, Spoken, collected
from ppun_access.speech.narration.timing import Run, chapters
from ppun_access.tools.ffmpeg import Labels, Loudness, SoundFormat
from ppun_access.tools.id3 import Chapter
from ppun_access.tools.run import ToolProbe

UNSAID: tuple[Problem, ...] = ("voix-muette", "voix-echec")
"""What leaves a passage out of the sound."""
Word: TypeAlias = tuple[str, int, float, float]
"""A ``WordClip`` without its node: text, place in the utterance, begin and end."""


@dataclass(frozen=True, slots=True)
class Made:
    """What is known of a joined sound; one run and one problem an utterance.

    ``runs`` holds None for a sentence that is not in the sound.
    """

    rate: int
    samples: int
    runs: tuple[Run | None, ...]
    problems: tuple[Problem, ...]
    words: tuple[tuple[Word, ...], ...]
    """Those of each utterance, when the engine times them."""
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Encoded:
    """One file of the cache and how loud it was measured to be."""

    format: SoundFormat
    path: Path
    loudness: Loudness


@dataclass(frozen=True, slots=True)
class NarrationFiles:
    """The files of one narration: what is common to them.

    Its methods take the key of the joined sound, such as ``narrate.sound_key``.
    """

    document: Document
    utterances: tuple[Utterance, ...]
    voice: str
    """The name of the voice, or of the person who reads."""
    options: NarrationOptions
    tool: ToolProbe
    cache: Cache
    recorded: bool = False
    """A person reads."""

    def make(self, spoken: Iterable[Spoken], key: str) -> tuple[Made, tuple[Encoded, ...]]:
        """Join the sounds and store the files; those with holes never under ``key``.

        The sounds are taken one by one, and none is held.
        """
        said = list[Spoken]()
        with TemporaryDirectory(prefix="ppun-access-") as folder:
            sound = joining.join_track(
                collected(spoken, said), Path(folder) / "narration.pcm"
            )
            if not _says_something(said):
                raise _nothing_said(said)
            key, made = _key_of(key, said), _made(said, sound)
            return made, self.code(sound, made, key, Path(folder))

    def code(
        self, sound: joining.Track, made: Made, key: str, folder: Path
    ) -> tuple[Encoded, ...]:
        """Store what is known of a joined sound, and the formats that are still missing."""
        coded = self._encode(sound, made, key, folder)
        self.cache.write(_sound_key(key), _facts(made))
        return coded

    def _encode(
        self, sound: joining.Track, made: Made, key: str, folder: Path
    ) -> tuple[Encoded, ...]:
        audio, labels = self.options.audio, self._labels(made)
        usual = joining.first_shaping(sound, audio, self.tool)

        def encoded(format_: SoundFormat) -> Encoded:
            if found := self._found(format_, key, labels):
                return found
            output, shaping = folder / f"narration.{format_}", usual
            if format_ == "telephone":
                shaping = joining.first_shaping(sound, audio, self.tool, by_telephone=True)
            asked = (sound, format_, shaping, audio, labels, self.tool, output)
            if self.options.rough:
                joining.encode(*asked)
                loudness = Loudness(audio.target_lufs, audio.true_peak)
            else:
                loudness = joining.write(*asked)
            file_key = self._file_keys(format_, key, labels)[-1]
            return _store_file(self.cache, format_, file_key, output, loudness)

        return tuple(threads(self.options.jobs).imap(encoded, self._formats(made)))

    def stored(self, key: str, made: Made) -> tuple[Encoded, ...]:
        """Return the files that the cache holds, nothing unless it holds them all."""
        labels, found = self._labels(made), list[Encoded]()
        for format_ in self._formats(made):
            coded = self._found(format_, key, labels)
            if coded is None:
                return ()
            found.append(coded)
        return tuple(found)

    def _formats(self, made: Made) -> tuple[SoundFormat, ...]:
        """Return the formats asked for, less the disc that cannot hold the sound."""
        formats, seconds = self.options.audio.formats, made.samples / made.rate
        return tuple(f for f in formats if f != "cd" or seconds <= DISC_SECONDS)

    def narration(
        self, made: Made, coded: tuple[Encoded, ...], absent: Iterable[int] = ()
    ) -> Narration:
        """Return the narration; a person did not read the ``absent`` sentences."""
        clips, seconds = self._clips(made), made.samples / made.rate
        return Narration(
            self.document.id,
            coded[0].path,
            seconds,
            clips,
            self.voice,
            {file.format: file.path for file in coded},
            chapters(self.document, clips, seconds),
            extra_texts(self.options.script, self.document),
            self._words(made),
            self.recorded,
            self._unsaid(made, frozenset(absent)),
        )

    def _unsaid(self, made: Made, absent: frozenset[int]) -> frozenset[str]:
        """Return the ids of sentences that are not heard, entirely or in part."""
        said = zip(self.utterances, made.runs, made.problems, strict=True)
        return frozenset(
            utterance.node_id
            for number, (utterance, run, problem) in enumerate(said)
            if run is None
            or number in absent
            or problem in UNSAID
            or (not self.recorded and lost_words(utterance.text))
        )

    def _words(self, made: Made) -> tuple[WordClip, ...]:
        return tuple(
            WordClip(utterance.node_id, *word)
            for utterance, words in zip(self.utterances, made.words, strict=True)
            for word in words
        )

    def _clips(self, made: Made) -> tuple[Clip, ...]:
        return tuple(
            Clip(utterance.node_id, run.begin / made.rate, run.end / made.rate)
            for utterance, run in zip(self.utterances, made.runs, strict=True)
            if run
        )

    def _labels(self, made: Made) -> Labels:
        parts = chapters(self.document, self._clips(made), made.samples / made.rate)
        marks = [
            Chapter(p.title, round(p.begin * 1000), round(p.end * 1000)) for p in parts
        ]
        said = credit(self.voice, self.recorded)
        tags = tags_of(self.document, said, self.options.audio)
        return Labels(tags, tuple(marks), self.options.cover)

    def _found(self, format_: SoundFormat, key: str, labels: Labels) -> Encoded | None:
        """Return the file that the cache holds, if it does."""
        keys = self._file_keys(format_, key, labels)
        found = (_stored_file(self.cache, format_, file_key) for file_key in keys)
        return next((coded for coded in found if coded), None)

    def _file_keys(self, format_: SoundFormat, key: str, labels: Labels) -> list[str]:
        """Return the cache keys where a file may be; a new file goes under the last."""
        exact = self._file_key(format_, key, labels)
        return [exact, cache_key("rough", "1", exact)] if self.options.rough else [exact]

    def _file_key(self, format_: SoundFormat, key: str, labels: Labels) -> str:
        audio = replace(self.options.audio, formats=(format_,))
        version = joining.VERSION
        if format_ in joining.BARE:
            coding = {"telephone": "telephone.2"}.get(format_, format_)
            loudness = (coding, audio.target_lufs, audio.true_peak)
            return cache_key("encoding", version, key, loudness, self.tool.version)
        marks = [(m.title, m.begin, m.end) for m in labels.chapters]
        cover = digest_regular(labels.cover) if labels.cover else ""
        said = (dict(labels.tags), marks, cover)
        return cache_key("encoding", version, key, audio, said, self.tool.version)


def _key_of(key: str, spoken: Iterable[Spoken]) -> str:
    """Return ``key``, or another if the voice skipped words, so as to try again."""
    lacking = [
        (index, synthesis.segment_key(one.utterance, one.stand_in) if one.stand_in else "")
        for index, one in enumerate(spoken)
        if one.problem in ("voix-echec", "voix-secours")
    ]
    if not lacking:
        return key
    return cache_key("narration-incomplete", joining.VERSION, key, lacking)


def _made(spoken: Sequence[Spoken], sound: joining.Track) -> Made:
    there = iter(sound.runs())
    runs = tuple(None if s.audio is None else next(there) for s in spoken)
    samples = max(run.end for run in runs if run)
    problems = tuple(s.problem for s in spoken)
    words = tuple(_timed(s, run, sound.rate) for s, run in zip(spoken, runs, strict=True))
    details = tuple(s.detail for s in spoken)
    return Made(sound.rate, samples, runs, problems, words, details)


def _timed(spoken: Spoken, run: Run | None, rate: int) -> tuple[Word, ...]:
    """Return the words of a sound that is in the file at ``run``."""
    if run is None:
        return ()
    # the run of the first sound opens with the silence before it
    begin = run.begin / rate if run.begin else joining.LEAD_MS / 1000
    clips = synthesis.word_clips(spoken, begin)
    return tuple((c.text, c.at, round(c.begin, 3), round(c.end, 3)) for c in clips)


def _says_something(spoken: Sequence[Spoken]) -> bool:
    """Return whether something of the text is heard, if it has more than a title."""
    body = [one for one in spoken if one.utterance.node_id not in EXTRA_IDS]
    return any(one.audio is not None for one in body or spoken)


def _nothing_said(spoken: Sequence[Spoken]) -> OutputError:
    detail = next((f" : {s.detail}" for s in spoken if s.detail), ".")
    return OutputError(
        f"Aucune phrase du texte n’a pu être dite{detail}",
        next_step="Essayez une autre voix (« ppun-access voices » en donne la liste) ou "
        "tapez « ppun-access doctor ».",
    )


def tags_of(document: Document, said: str, options: AudioOptions) -> dict[str, str]:
    """Return the tags that a player shows; ``said`` is the reader's credit."""
    return {
        "title": document.title,
        "artist": options.artist or document.meta.author,
        "album": options.album,
        "publisher": options.publisher,
        "date": document.meta.date,
        "language": _LANGUAGES.get(document.lang.partition("-")[0], "und"),
        "comment": f"{said}.",
    }


_LANGUAGES = {"fr": "fra", "en": "eng", "de": "deu", "it": "ita", "es": "spa"}
"""BCP 47 → the codes of ISO 639-2 that MP3 tags want."""


# What the cache holds: the facts of a sound, and files with their own facts beside them


def _facts_key(key: str) -> str:
    return cache_key("narration-facts", joining.VERSION, key)


def _sound_key(key: str) -> str:
    """Return where the facts of a joined sound are: the times of its words among them."""
    version = f"{joining.VERSION}.{word_times.VERSION}"
    return cache_key("narration-facts", version, key)


def _facts(made: Made) -> bytes:
    facts = {
        "rate": made.rate,
        "samples": made.samples,
        "runs": [[run.begin, run.end] if run else None for run in made.runs],
        "problems": made.problems,
        "words": made.words,
    }
    return json.dumps(facts, sort_keys=True).encode()


def stored_sound(cache: Cache, key: str) -> Made | None:
    """Return the joined sound stored in the cache, or None."""
    try:
        facts = parse_json(cache.read(_sound_key(key)) or b"")
        runs = tuple(Run(*run) if run else None for run in facts["runs"])
        problems = tuple(facts["problems"])
        words = tuple(tuple((t, at, b, e) for t, at, b, e in w) for w in facts["words"])
        return Made(facts["rate"], facts["samples"], runs, problems, words)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _store_file(
    cache: Cache, format_: SoundFormat, key: str, output: Path, loudness: Loudness
) -> Encoded:
    def copy(temporary: Path) -> None:
        copyfile(output, temporary)

    path = cache.file(key, copy)
    facts = {"loudness": [loudness.lufs, loudness.true_peak]}
    cache.write(_facts_key(key), json.dumps(facts).encode())
    return Encoded(format_, path, loudness)


def _stored_file(cache: Cache, format_: SoundFormat, key: str) -> Encoded | None:
    """Return a file of the cache, or None when it is absent or corrupt."""
    try:
        facts = parse_json(cache.read(_facts_key(key)) or b"")
        path = cache.stored(key)
        return Encoded(format_, path, Loudness(*facts["loudness"])) if path else None
    except (OSError, ValueError, KeyError, TypeError):
        return None

"""Synthesise narrations ahead of time on workers: sentences, then files.

``narrate`` then finds all of it there, and says what it always says: what comes out of a
build does not depend on who made the sounds. What a worker cannot do is left to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from itertools import tee
from pathlib import Path

from ppun_access.document.model import Document, Version
from ppun_access.errors import MissingToolError, PpunError
from ppun_access.report import Report
from ppun_access.runtime.cache import Cache, Tally, cache_key
from ppun_access.runtime.executor import Executor
from ppun_access.speech.engine_cache import loaded_engine
from ppun_access.speech.model import NarrationOptions, Utterance, Voice
from ppun_access.speech.narration import synthesis
from ppun_access.speech.narration.narrate import is_stored, narrate, sound_key
from ppun_access.speech.narration.script import script
from ppun_access.speech.narration.synthesis import Speaker


@dataclass(frozen=True, slots=True)
class Reading:
    """A text and who reads it, how: what ``narrate`` will be given."""

    version: Version
    document: Document
    voice: Voice
    options: NarrationOptions


@dataclass(frozen=True, slots=True)
class SentenceTask:
    """One sentence to say."""

    utterance: Utterance
    voice: Voice
    stand_in: Voice | None


@dataclass(frozen=True, slots=True)
class WorkerResult:
    """What a worker did, in its own cache; ``failure`` says why it could not."""

    tally: Tally
    failure: str = ""


@dataclass(frozen=True, slots=True)
class SentenceWork:
    """The work that stores the sound of a sentence."""

    cache: Cache

    def key(self, asked: SentenceTask) -> str:
        """Return a key of the sound, whoever says it in the end."""
        said = synthesis.segment_key(asked.utterance, asked.voice)
        other = asked.stand_in and synthesis.segment_key(asked.utterance, asked.stand_in)
        return cache_key("said", "1", said, other)

    def __call__(self, asked: SentenceTask) -> WorkerResult:
        """Say it, unless the cache has it."""
        return _done(self.cache, lambda cache: self._say(asked, cache))

    def _say(self, asked: SentenceTask, cache: Cache) -> None:
        synthesis.say_one(
            asked.utterance,
            speaker=Speaker(loaded_engine(asked.voice), asked.voice),
            stand_in=lambda: _speaker(asked.stand_in),
            cache=cache,
        )


@dataclass(frozen=True, slots=True)
class EncodingWork:
    """The work that joins the sounds of a text and stores its files."""

    cache: Cache

    def key(self, reading: Reading) -> str:
        """Return a key of the text, of its sound and of its files."""
        utterances = script(reading.document, reading.options.script, Report())
        sound, files = sound_key(utterances, reading.voice), reading.options.audio
        cover = reading.options.cover
        told = (reading.options.name_suffix, reading.options.rough, cover and cover.name)
        document = (reading.document.id, reading.document.title)
        return cache_key("coded", "1", sound, files, told, document)

    def __call__(self, reading: Reading) -> WorkerResult:
        """Join and code it, unless the cache has its files."""
        return _done(self.cache, lambda cache: self._code(reading, cache))

    def _code(self, reading: Reading, cache: Cache) -> None:
        options, voice = reading.options, reading.voice
        if options.cover:
            options = replace(options, cover=_same_cover(options.cover, cache))
        narrate(
            reading.document, voice, options, cache, Report(), engine=loaded_engine(voice)
        )


def narrate_ahead(
    readings: Iterable[Reading],
    cache: Cache,
    executor: Executor,
    tell: Callable[[Reading, int, int], None] = lambda reading, done, total: None,
) -> tuple[str, ...]:
    """Have the sentences and the files of ``readings`` made and stored by the workers.

    ``tell`` hears of the sentences made and of all there are, text by text. Return why
    workers could not do something, each reason once: ``narrate`` tries it again.
    """
    failures = dict[str, None]()

    def note(done: WorkerResult) -> None:
        cache.tally.add(done.tally)
        if done.failure:
            failures[done.failure] = None

    said = _said(readings, cache, executor, tell, note)
    with closing(executor.imap(EncodingWork(cache), said, weight=_length)) as coded:
        for done in coded:
            note(done)
    return tuple(failures)


def _said(
    readings: Iterable[Reading],
    cache: Cache,
    executor: Executor,
    tell: Callable[[Reading, int, int], None],
    note: Callable[[WorkerResult], None],
) -> Iterator[Reading]:
    """Yield the readings whose files are absent, each when its sentences are said."""
    uncounted = cache.counting(Tally())
    for_coding, for_saying = tee(_lacking(readings, uncounted))
    sentences = (asked for reading in for_saying for asked in _asked(reading))
    said = executor.imap(
        SentenceWork(cache), sentences, weight=lambda one: len(one.utterance.text)
    )
    with closing(said):
        for reading in for_coding:
            total = len(_utterances(reading))
            for done in range(1, total + 1):
                note(next(said))
                tell(reading, done, total)
            yield reading


def _lacking(readings: Iterable[Reading], cache: Cache) -> Iterator[Reading]:
    """Yield the readings that the cache does not hold whole, as they can be pickled.

    What fails is left to the caller, who tells it.
    """
    for reading in readings:
        stored = True
        with suppress(Exception):
            stored = is_stored(reading.document, reading.voice, reading.options, cache)
        if not stored:
            script_options = reading.options.script
            plain = dict(script_options.pronunciations)
            script_options = replace(script_options, pronunciations=plain)
            options = replace(reading.options, script=script_options, jobs=1)
            yield replace(reading, options=options)


def _utterances(reading: Reading) -> tuple[Utterance, ...]:
    return script(reading.document, reading.options.script, Report())


def _asked(reading: Reading) -> Iterator[SentenceTask]:
    for utterance in _utterances(reading):
        yield SentenceTask(utterance, reading.voice, reading.options.stand_in)


def _length(reading: Reading) -> float:
    return sum(len(utterance.text) for utterance in _utterances(reading))


def _done(cache: Cache, work: Callable[[Cache], object]) -> WorkerResult:
    """Return what ``work`` did; its failure is reported to the caller, who will try too."""
    tally, failure = Tally(), ""
    try:
        work(cache.counting(tally))
    except PpunError as error:
        failure = error.message
    except Exception as error:  # anything may happen in an engine, or be a fault of ours
        failure = f"{type(error).__name__} : {error}"
    return WorkerResult(tally, failure)


def _speaker(voice: Voice | None) -> Speaker | None:
    """Return who stands in, None when nobody can."""
    try:
        return Speaker(loaded_engine(voice), voice) if voice else None
    except MissingToolError:
        return None


def _same_cover(cover: Path, cache: Cache) -> Path:
    """Return the file of this machine's cache that holds what ``cover`` does on another."""
    return cache.stored(cache.key_of(cover)) or cover

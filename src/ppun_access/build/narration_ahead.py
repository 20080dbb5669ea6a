"""Synthesise narrations ahead of time on workers: sentences, then files.

``narrate`` then finds the sounds in the cache, and reports what it always reports: the
output of a build does not depend on who made them. What a worker fails to make,
``narrate`` makes.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from itertools import tee

from ppun_access.build.runner import Task, TaskRunner
from ppun_access.document.model import Document, Version
from ppun_access.errors import MissingToolError, PpunError
from ppun_access.failures import Breakdown
from ppun_access.report import Report
from ppun_access.runtime.cache import Cache, Tally, cache_key
from ppun_access.speech.model import NarrationOptions, Utterance, Voice
from ppun_access.speech.narration import synthesis
from ppun_access.speech.narration.narrate import is_stored, narrate, sound_key
from ppun_access.speech.narration.script import script
from ppun_access.speech.narration.synthesis import Speaker
from ppun_access.speech.voices import loaded_engine


@dataclass(frozen=True, slots=True)
class Reading:
    """The arguments of ``narrate`` for one text: document, voice, options."""

    version: Version
    document: Document
    voice: Voice
    options: NarrationOptions


@dataclass(frozen=True, slots=True)
class WorkerResult:
    """What a worker did, in its own cache; ``failure`` says why it could not."""

    tally: Tally
    failure: str = ""

    @property
    def failed(self) -> bool:
        """Whether it could not."""
        return bool(self.failure)


class _SoundTask(Task[WorkerResult]):
    """A task that puts sounds into the cache by itself, unless they are there."""

    __slots__ = ()

    @property
    def is_kept(self) -> bool:
        """False: what is kept is the sound."""
        return False

    @abstractmethod
    def store(self, tally: Tally) -> None:
        """Put the sounds into the cache that workers share; ``tally`` counts them."""

    def run(self) -> WorkerResult:
        """Do the task; return a failure, even a missing tool: the caller will try again."""
        tally, failure = Tally(), ""
        try:
            self.store(tally)
        except PpunError as error:
            failure = error.message
        except Exception as error:  # anything may happen in an engine
            failure = f"{type(error).__name__} : {error}"
        return WorkerResult(tally, failure)

    def on_failure(self, breakdown: Breakdown) -> WorkerResult:
        """Return the result that replaces that of a task which kills its workers."""
        return WorkerResult(Tally(), breakdown.why.removeprefix(". "))


@dataclass(frozen=True, slots=True)
class SentenceTask(_SoundTask):
    """One sentence to say."""

    utterance: Utterance
    voice: Voice
    stand_in: Voice | None
    cache: Cache

    @property
    def key(self) -> str:
        """A key of the sound, whoever says it in the end."""
        said = synthesis.segment_key(self.utterance, self.voice)
        other = self.stand_in and synthesis.segment_key(self.utterance, self.stand_in)
        return cache_key("said", "1", said, other)

    @property
    def weight(self) -> float:
        """How many characters it has."""
        return len(self.utterance.text)

    def store(self, tally: Tally) -> None:
        """Say it."""
        synthesis.say_one(
            self.utterance,
            speaker=Speaker(loaded_engine(self.voice), self.voice),
            stand_in=lambda: _speaker(self.stand_in),
            cache=self.cache.counting(tally),
        )


@dataclass(frozen=True, slots=True)
class EncodingTask(_SoundTask):
    """The sounds of a text to join, and its files to encode."""

    reading: Reading
    cache: Cache

    @property
    def key(self) -> str:
        """A key of the text, of its sound and of its files."""
        reading = self.reading
        sound = sound_key(_utterances(reading), reading.voice)
        files, cover = reading.options.audio, reading.options.cover
        told = (reading.options.rough, cover and cover.name)
        document = (reading.document.id, reading.document.title)
        return cache_key("coded", "1", sound, files, told, document)

    @property
    def weight(self) -> float:
        """How many characters are said."""
        return sum(len(utterance.text) for utterance in _utterances(self.reading))

    def store(self, tally: Tally) -> None:
        """Join and encode them."""
        cache = self.cache.counting(tally)
        document, options, voice = (
            self.reading.document, self.reading.options, self.reading.voice,
        )  # fmt: skip
        if options.cover:
            here = cache.stored(cache.key_of(options.cover))  # that of this machine
            options = replace(options, cover=here or options.cover)
        engine = loaded_engine(voice)
        narrate(document, voice, options, cache, Report(), engine=engine)


def narrate_ahead(
    readings: Iterable[Reading],
    cache: Cache,
    runner: TaskRunner,
    tell: Callable[[Reading, int, int], None] = lambda reading, done, total: None,
) -> tuple[str, ...]:
    """Have workers make and store the sentences and the files of ``readings``.

    ``tell`` hears of the sentences made and of all there are, text by text. Return why
    workers could not do something, each reason once: ``narrate`` tries it again.
    """
    failures = dict[str, None]()

    def note(done: WorkerResult) -> None:
        cache.tally.add(done.tally)
        if done.failure:
            failures[done.failure] = None

    def said() -> Iterator[EncodingTask]:
        """Yield the readings whose files are absent, each when its sentences are said."""
        for_coding, for_saying = tee(_lacking(readings, cache.counting(Tally())))
        sentences = (task for reading in for_saying for task in _asked(reading, cache))
        with closing(runner.map(sentences, batch_size=1)) as results:
            for reading in for_coding:
                total = len(_utterances(reading))
                for done in range(1, total + 1):
                    note(next(results))
                    tell(reading, done, total)
                yield EncodingTask(reading, cache)

    with closing(runner.map(said(), batch_size=1)) as coded:
        for done in coded:
            note(done)
    return tuple(failures)


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


def _asked(reading: Reading, cache: Cache) -> Iterator[SentenceTask]:
    for utterance in _utterances(reading):
        yield SentenceTask(utterance, reading.voice, reading.options.stand_in, cache)


def _speaker(voice: Voice | None) -> Speaker | None:
    """Return the speaker of a voice, None when its engine is not installed."""
    try:
        return Speaker(loaded_engine(voice), voice) if voice else None
    except MissingToolError:
        return None

"""Synthesise each sentence once: what was said before comes from the cache.

A sentence that fails, or lasts what its words cannot last, is tried again, then given to
another voice, then noted; it never stops the others, and whoever joins the sounds is told
which ones are absent.
"""

from __future__ import annotations

import wave
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal, TypeAlias

from ppun_access.document.model import WordClip
from ppun_access.errors import MissingToolError, PpunError
from ppun_access.runtime.cache import Cache, cache_key
from ppun_access.runtime.executor import threads
from ppun_access.speech.model import Audio, SpeechEngine, Utterance, Voice, WordMark
from ppun_access.speech.narration.rests import REST_MS, speakable_rests, with_rests
from ppun_access.speech.narration.speakable import linked, pronounced, speakable, unlinked
from ppun_access.speech.narration.timing import Run, implausible, voiced_runs, without_gaps
from ppun_access.speech.narration.word_times import with_words_placed

VERSION = "2"
"""Raised when our code changes a sound: this stage, or an engine's phonemes or cuts."""
GIVEN = "3"
"""The same for sentences that have sounds of a lexicon, alone."""
_LINKS = ("kokoro", "piper")
"""The engines that are given the phonemes of espeak-ng, liaisons included."""
ATTEMPTS = 2
BEFORE_MS, AFTER_MS, GAP_MS = 20, 80, 800
"""What is kept around what is heard, where the softest consonants live, and at the most of
an engine’s own silence inside a sentence."""

Problem: TypeAlias = Literal[
    "", "voix-muette", "voix-courte", "voix-longue", "voix-echec", "voix-secours"
]
"""What is wrong with a sound, as the code of the finding: nothing is heard, less is heard
than the words need, or far more, the engine failed, another voice speaks."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """A voice, and the engine that makes it speak."""

    engine: SpeechEngine
    voice: Voice


StandIn: TypeAlias = Callable[[], Speaker | None]
"""Gives who speaks when a voice fails, if anybody can; asked only then, from threads."""


def no_stand_in() -> Speaker | None:
    """Return no speaker: for voices without a fallback."""
    return None


@dataclass(frozen=True, slots=True)
class Spoken:
    """An utterance and its sound; ``audio`` is None when nothing can be heard of it."""

    utterance: Utterance
    audio: Audio | None
    problem: Problem = ""
    detail: str = ""
    stand_in: Voice | None = None
    """Who speaks instead of the voice, when it failed."""

    def without_sound(self) -> Spoken:
        """Return a copy without the samples of the sound, to free their memory."""
        return replace(self, audio=self.audio and replace(self.audio, pcm=b""))


def segment_key(utterance: Utterance, voice: Voice) -> str:
    """Return the cache key of one sentence: its words and what makes the voice's sound.

    It holds the sounds that lexicons give to its words, and no version of a lexicon: where
    a lexicon changes, the sentences whose sounds change are said again, and no others.
    """
    text, _ = speakable(utterance.text)
    sound: tuple[object, ...] = (voice.engine, voice.revision, voice.needs)
    if utterance.rate != 1.0:
        sound = (*sound, utterance.rate)
    if said := pronounced(text, voice.engine, utterance.phonemes):
        sound = (*sound, GIVEN, tuple((one.at, one.ipa) for one in said))
    if voice.engine in _LINKS and (without := unlinked(text)):
        sound = (*sound, "liaison", without)
    if voice.engine in _LINKS and (links := linked(text)):
        sound = (*sound, "nombre", links)
    if utterance.rests:
        sound = (*sound, REST_MS, utterance.rests)
    return cache_key("speech", VERSION, text, utterance.lang, sound)


def synthesise(
    utterances: tuple[Utterance, ...],
    speaker: Speaker,
    cache: Cache,
    jobs: int,
    stand_in: StandIn = no_stand_in,
) -> Generator[Spoken, None, None]:
    """Yield the sounds of ``utterances``, in order, made ``jobs`` at a time.

    Few are held at once: take one, let it go, take the next. Raises MissingToolError when
    the voice is absent at all, and OutputError when the cache cannot be written.
    """
    work = partial(say_one, speaker=speaker, stand_in=stand_in, cache=cache)
    return threads(jobs).imap(work, utterances, weight=lambda u: len(u.text))


def collected(spoken: Iterable[Spoken], said: list[Spoken]) -> Iterator[Spoken]:
    """Yield what is ``spoken``, and append each to ``said`` without its sound."""
    for one in spoken:
        said.append(one.without_sound())
        yield one


def say_one(
    utterance: Utterance, *, speaker: Speaker, stand_in: StandIn, cache: Cache
) -> Spoken:
    """Return the sound of one utterance; the cache then holds it, if there is any."""
    text, _ = speakable(utterance.text)
    if not text:
        return Spoken(utterance, None, "voix-muette")
    found = _said_by(speaker, utterance, text, cache)
    if found.problem and (other := stand_in()):
        try:
            second = _said_by(other, utterance, text, cache)
        except MissingToolError:
            return found
        if not second.problem:
            name, detail = other.voice.title, found.detail
            message = f"{name} ; {detail}" if detail else name
            return Spoken(utterance, second.audio, "voix-secours", message, other.voice)
    return found


def _said_by(speaker: Speaker, utterance: Utterance, text: str, cache: Cache) -> Spoken:
    """Return ``text`` said by one voice, from the cache if it is there."""
    key = segment_key(utterance, speaker.voice)
    audio = _stored(cache, key)
    if audio is None:
        try:
            given = replace(utterance, text=text, rests=speakable_rests(utterance))
            audio = with_rests(trimmed_audio(_said(given, speaker)), given.rests)
        except MissingToolError:
            raise
        except Exception as error:  # an engine is other people's code: anything happens
            return Spoken(utterance, None, "voix-echec", _detail(error))
        cache.write(key, audio.to_wav())
    problem = _problem(audio, replace(utterance, text=text))
    if problem == "voix-muette":
        return Spoken(utterance, None, problem)
    placed = with_words_placed(audio, text, utterance.rate)
    return Spoken(utterance, placed, problem)


def _stored(cache: Cache, key: str) -> Audio | None:
    """Return the sound in the cache, or None when it is absent or corrupt."""
    content = cache.read(key)
    with suppress(wave.Error):
        return None if content is None else Audio.from_wav(content)
    return None


def _said(utterance: Utterance, speaker: Speaker, attempts: int = ATTEMPTS) -> Audio:
    """Return the sound of ``utterance``, retried when it is implausible."""
    try:
        audio = speaker.engine.say(utterance, speaker.voice)
    except MissingToolError:
        raise
    except Exception:
        if attempts == 1:
            raise
    else:
        if attempts == 1 or not _problem(audio, utterance):
            return audio
    return _said(utterance, speaker, attempts - 1)


def trimmed_audio(audio: Audio) -> Audio:
    """Return a timed sound as it will be joined: trimmed, long gaps shortened.

    The times of its words are then those of the joined sound, but for its start there.
    """
    kept = kept_runs(audio)
    if not audio.words or not kept:
        return audio
    pcm = b"".join(audio.pcm[2 * part.begin : 2 * part.end] for part in kept)
    words = tuple(_placed(word, kept, audio.rate) for word in audio.words)
    return Audio(pcm, audio.rate, words)


def kept_runs(audio: Audio) -> tuple[Run, ...]:
    """Return the runs of samples that are kept of a sound: short margins, no long gap."""
    before, after, gap = (ms * audio.rate // 1000 for ms in (BEFORE_MS, AFTER_MS, GAP_MS))
    runs = voiced_runs(audio.pcm, audio.rate)
    return without_gaps(runs, len(audio.pcm) // 2, before, after, gap, gap)


def _placed(word: WordMark, kept: tuple[Run, ...], rate: int) -> WordMark:
    """Return a mark as it is when only these runs of samples are left."""

    def place(seconds: float) -> float:
        sample = seconds * rate
        before = sum(min(max(sample - p.begin, 0), p.end - p.begin) for p in kept)
        return round(before / rate, 3)

    return replace(word, begin=place(word.begin), end=place(word.end))


def word_clips(spoken: Spoken, begin: float) -> tuple[WordClip, ...]:
    """Return the words of a sound that begins ``begin`` seconds into a file."""
    words = spoken.audio.words if spoken.audio else ()
    node_id = spoken.utterance.node_id
    return tuple(
        WordClip(node_id, w.text, w.at, begin + w.begin, begin + w.end) for w in words
    )


def _problem(audio: Audio, utterance: Utterance) -> Problem:
    """Return the fault of a sound: silent, too short or too long for its words."""
    runs = voiced_runs(audio.pcm, audio.rate)
    return implausible(runs, audio.rate, utterance) if runs else "voix-muette"


def _detail(error: Exception) -> str:
    said = error.message if isinstance(error, PpunError) else str(error)
    return said or type(error).__name__

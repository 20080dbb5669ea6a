"""Make the sound of each sentence, once: what has been said before comes from the cache.

A sentence that fails is tried again, then noted; it never stops the others, and whoever
joins the sounds is told which ones are not there.
"""

from __future__ import annotations

import wave
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal, TypeAlias

from ppun_access.cache import Cache, cache_key, write_atomically
from ppun_access.document.model import WordClip
from ppun_access.errors import MissingToolError, PpunError
from ppun_access.executor import parallel_map
from ppun_access.speech.model import Audio, SpeechEngine, Utterance, Voice, WordMark
from ppun_access.speech.speakable import speakable
from ppun_access.speech.timing import Run, heard, too_short

VERSION = "2"
"""Raised when our code changes a sound: this stage, or an engine's phonemes or cuts."""
ATTEMPTS = 2
MARGIN_MS, AFTER_MS, GAP_MS = 20, 80, 800
"""What is kept around a sound and inside it, as when sounds are joined (``package``)."""

Problem: TypeAlias = Literal["", "voix-muette", "voix-courte", "voix-echec"]
"""What is wrong with a sound, as the code of the finding: nothing is heard, less is heard
than the words need, the engine failed."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """An utterance and its sound; ``audio`` is None when nothing can be heard of it."""

    utterance: Utterance
    audio: Audio | None
    problem: Problem = ""
    detail: str = ""


def segment_key(utterance: Utterance, voice: Voice) -> str:
    """Return the cache key of one sentence: its words and what makes the voice's sound."""
    text, _ = speakable(utterance.text)
    sound: tuple[object, ...] = (voice.engine, voice.revision, voice.needs)
    if utterance.rate != 1.0:
        sound = (*sound, utterance.rate)
    if utterance.phonemes:
        sound = (*sound, utterance.phonemes)
    return cache_key("speech", VERSION, text, utterance.lang, sound)


def synthesise(
    utterances: tuple[Utterance, ...],
    engine: SpeechEngine,
    voice: Voice,
    cache: Cache,
    jobs: int,
    on_done: Callable[[Spoken], None] = lambda spoken: None,
) -> tuple[Spoken, ...]:
    """Return the sounds of ``utterances``, in order, made ``jobs`` at a time.

    ``on_done`` is told of each, in order. Raises MissingToolError when the voice is not
    there at all, and OutputError when the cache cannot be written.
    """
    return tuple(
        parallel_map(
            lambda utterance: _spoken(utterance, engine, voice, cache),
            utterances,
            jobs=jobs,
            on_done=on_done,
        )
    )


def _spoken(
    utterance: Utterance, engine: SpeechEngine, voice: Voice, cache: Cache
) -> Spoken:
    text, _ = speakable(utterance.text)
    if not text:
        return Spoken(utterance, None, "voix-muette")
    key = segment_key(utterance, voice)
    audio = _stored(cache, key)
    if audio is None:
        try:
            audio = _said(replace(utterance, text=text), engine, voice)
        except MissingToolError:
            raise
        except Exception as error:  # an engine is other people's code: anything happens
            return Spoken(utterance, None, "voix-echec", _detail(error))
        audio = tight(audio)
        write_atomically(cache.path(key), audio.to_wav())
    return _judged(utterance, audio, text)


def _stored(cache: Cache, key: str) -> Audio | None:
    """Return the sound in the cache, or None when it is not there or is spoilt."""
    try:
        return Audio.from_wav(cache.path(key).read_bytes())
    except (OSError, wave.Error):
        return None


def _said(utterance: Utterance, engine: SpeechEngine, voice: Voice) -> Audio:
    for _ in range(ATTEMPTS - 1):
        try:
            return engine.say(utterance, voice)
        except MissingToolError:
            raise
        except Exception:  # the last attempt tells
            continue
    return engine.say(utterance, voice)


def tight(audio: Audio) -> Audio:
    """Return a sound with timed words as it will be joined: trimmed, its long gaps cut.

    The times of its words are then those of the joined sound, but for its start there.
    """
    runs = heard(audio.pcm, audio.rate)
    if not audio.words or not runs:
        return audio
    before, after, gap = (ms * audio.rate // 1000 for ms in (MARGIN_MS, AFTER_MS, GAP_MS))
    kept, position = list[Run](), max(0, runs[0].begin - before)
    for run, following in pairwise(runs):
        if following.begin - run.end > gap:
            kept.append(Run(position, run.end + gap // 2))
            position = following.begin - gap // 2
    kept.append(Run(position, min(runs[-1].end + after, len(audio.pcm) // 2)))
    pcm = b"".join(audio.pcm[2 * part.begin : 2 * part.end] for part in kept)
    words = tuple(_placed(word, kept, audio.rate) for word in audio.words)
    return Audio(pcm, audio.rate, words)


def _placed(word: WordMark, kept: list[Run], rate: int) -> WordMark:
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


def _judged(utterance: Utterance, audio: Audio, text: str) -> Spoken:
    """Return the sound unless it is silence passed off as speech."""
    runs = heard(audio.pcm, audio.rate)
    if not runs:
        return Spoken(utterance, None, "voix-muette")
    if too_short(runs, audio.rate, text):
        return Spoken(utterance, audio, "voix-courte")
    return Spoken(utterance, audio)


def _detail(error: Exception) -> str:
    said = error.message if isinstance(error, PpunError) else str(error)
    return said or type(error).__name__

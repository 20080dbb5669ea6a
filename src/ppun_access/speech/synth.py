"""Make the sound of each sentence, once: what has been said before comes from the cache.

A sentence that fails is tried again, then noted; it never stops the others, and whoever
joins the sounds is told which ones are not there.
"""

from __future__ import annotations

import wave
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from ppun_access.cache import Cache, cache_key, write_atomically
from ppun_access.errors import MissingToolError, PpunError
from ppun_access.executor import parallel_map
from ppun_access.speech.model import Audio, SpeechEngine, Utterance, Voice
from ppun_access.speech.speakable import speakable
from ppun_access.speech.timing import heard, too_short

VERSION = "1"
ATTEMPTS = 2

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
    sound = (voice.engine, voice.revision, voice.needs)
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

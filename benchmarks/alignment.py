"""How many starts of sentences are found in recordings, beside the aim of speech.md.

Readings of the two editorials by one voice are « recordings », laid on those by another:
their times are known. Some are changed first: a sentence left out, noise, another speed…
"""

from __future__ import annotations

import math
import random
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import imageio_ffmpeg
import numpy as np

from benchmarks.measure import Figure, Outcome, Plan
from benchmarks.texts import editorials, project
from ppun_access.build.casting import cast
from ppun_access.build.narration import narration_options
from ppun_access.runtime.cache import Cache, default_root
from ppun_access.speech.model import Utterance
from ppun_access.speech.narration import joining, synthesis
from ppun_access.speech.narration.script import script
from ppun_access.speech.narration.synthesis import Spoken
from ppun_access.speech.narration.timing import Span
from ppun_access.speech.recordings.alignment import align
from ppun_access.speech.recordings.features import RATE
from ppun_access.speech.voices import engine_of, prepared_voice
from ppun_access.tools import ffmpeg
from ppun_access.tools.run import run

NEAR, GOAL = 0.3, 95.0
"""Seconds, and per cent of the starts of sentences that must be as near as that."""
PAIRS = (
    ("pico", "pyttsx3"), ("pico", "kokoro-alex"), ("pyttsx3", "pico"),
    ("kokoro-alex", "pyttsx3"),
)  # fmt: skip
"""Whose reading is laid on whose: the reference first."""


@dataclass(frozen=True, slots=True)
class Sound:
    """Mono PCM at 16 kHz and where each of its sentences begins and ends."""

    pcm: bytes
    spans: tuple[Span, ...]


def figures(plan: Plan) -> Iterator[Outcome]:
    """Yield what is found on all pairs of voices together: the same at each run."""
    errors = dict[str, list[float]]()
    for reference, reader in PAIRS:
        for utterances in texts():
            other, spoken = sound(say(utterances, reference)), say(utterances, reader)
            draw = random.Random(f"{reference} {reader}")
            for what, (heard, order) in recordings(spoken, draw).items():
                errors.setdefault(what, []).extend(distances(heard, order, other))
    for what, found in errors.items():
        near = 100 * sum(error <= NEAR for error in found) / len(found)
        label = f"{what} : débuts de phrases à 300 ms près"
        yield Figure(label, "%", (near,), GOAL)


def texts() -> Iterator[tuple[Utterance, ...]]:
    options = replace(narration_options(project(), "integral").script, mention=False)
    for document in editorials():
        yield script(document, options)


def say(utterances: Sequence[Utterance], name: str) -> tuple[Spoken, ...]:
    voice = prepared_voice(name, cast(project(), None).known)
    speaker = synthesis.Speaker(engine_of(voice), voice)
    cache = Cache(default_root())
    return tuple(synthesis.synthesise(tuple(utterances), speaker, cache, jobs=2))


def recordings(
    spoken: Sequence[Spoken], draw: random.Random
) -> Mapping[str, tuple[Sound, Sequence[int]]]:
    """Return recordings of a reading, each with the sentences that it has."""
    everything = range(len(spoken))
    gone = draw.randrange(1, len(spoken) - 1)
    kept = [n for n in everything if n != gone]
    paused = [_paused(one, draw.randint(100, 1400)) for one in spoken]
    whole = sound(spoken)
    return {
        "Lecture fidèle": (sound(paused), everything),
        "Phrase absente": (sound([paused[n] for n in kept]), kept),
        **{what: (alter(whole), everything) for what, alter in ALTERED.items()},
    }


def _paused(one: Spoken, pause: int) -> Spoken:
    return replace(one, utterance=replace(one.utterance, pause_after_ms=pause))


def distances(heard: Sound, order: Sequence[int], other: Sound) -> Iterator[float]:
    """Yield how far each sentence is found from its start: infinite when it is lost."""
    found = align(heard.pcm, other.pcm, other.spans)
    for sentence, span in zip(order, heard.spans, strict=True):
        begin = found.begin(sentence)
        yield math.inf if begin is None else abs(begin - span.begin)


def sound(spoken: Sequence[Spoken]) -> Sound:
    """Return sounds joined as the program joins them, with their pauses."""
    with tempfile.TemporaryDirectory() as folder:
        track = joining.join_track(spoken, Path(folder) / "reading.pcm")
        pcm = ffmpeg.resample(
            tool=ffmpeg.probe(), pcm=track.pcm(), rate=track.rate, to=RATE
        )
    return Sound(pcm, joining.sound_spans(spoken, track))


def noisy(one: Sound) -> Sound:
    """Return a sound with noise 20 dB below its speech."""
    samples = np.frombuffer(one.pcm, "<i2").astype(np.float64)
    loud = np.sqrt(np.mean(samples[np.abs(samples) > 300] ** 2))
    noise = np.random.default_rng(1).normal(0, loud / 10, len(samples))
    return Sound(_pcm(samples + noise), one.spans)


def slower(one: Sound) -> Sound:
    """Return a sound 10 % slower and lower."""
    samples = np.frombuffer(one.pcm, "<i2").astype(np.float64)
    places = np.arange(0, len(samples) - 1, 0.9)
    spans = tuple(Span(s.begin / 0.9, s.end / 0.9) for s in one.spans)
    return Sound(_pcm(np.interp(places, np.arange(len(samples)), samples)), spans)


def as_mp3(one: Sound) -> Sound:
    """Return a sound that went through a stereo MP3 at 44.1 kHz and 96 kbit/s."""
    program = imageio_ffmpeg.get_ffmpeg_exe()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reading.mp3"
        form = ["-ac", "2", "-ar", "44100", "-b:a", "96k", str(path)]
        source = ["-f", "s16le", "-ar", str(RATE), "-ac", "1", "-i", "-"]
        run([program, *source, *form], name="ffmpeg", install="", stdin=one.pcm)
        pcm = ffmpeg.decode(tool=ffmpeg.probe(), source=path, rate=RATE)
    return Sound(pcm, one.spans)


def _pcm(samples: np.typing.NDArray[np.float64]) -> bytes:
    return np.clip(samples, -32768, 32767).astype("<i2").tobytes()


ALTERED: dict[str, Callable[[Sound], Sound]] = {
    "Bruit à −20 dB": noisy,
    "10 % plus lent et grave": slower,
    "MP3 stéréo, 96 kbit/s": as_mp3,
}

"""What whisper-base understands of each voice: word error rates on the same sentences.

Sentences are joined, with a pause between them, as long as they fit in what whisper hears
at once; each recognised passage is aligned with its sentences (``recognition``).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from benchmarks.figures import Outcome, exact, interval
from benchmarks.measure import Plan
from benchmarks.models import kokoro_variant, whisper_folder
from benchmarks.recognition import Heard, difference, heard, normal_words, rate
from benchmarks.texts import sentences
from ppun_access.executor import Threads
from ppun_access.speech.engines.kokoro import Kokoro
from ppun_access.speech.engines.onnx_session import Session
from ppun_access.speech.model import Audio, SpeechEngine, Utterance, Voice
from ppun_access.speech.voices import engine_of, known_voices, pick

VOICE = "kokoro-siwis"
OFFICIAL = "PPUN_BENCH_OFFICIEL"
"""Set to 1, it measures the official int8 file too: three minutes more."""
NAMES = {
    "rapide": "modèle publié",
    "fp32": "modèle fp32",
    "7-bits": "modèle 7 bits",
    "officiel": "modèle int8 officiel",
    "pico": "Pico",
}
WORST = 1.5
"""Points of word error rate by which the shipped graph may pass the fp32 one."""
LEAST = 1500
"""Words to measure on."""
WINDOW, PAUSE = 28.0, 0.5
"""Seconds heard at once (whisper takes 30), and between two sentences."""


def figures(plan: Plan) -> Iterator[Outcome]:
    said = [sentence for sentence in sentences() if normal_words(sentence)]
    words = sum(len(normal_words(sentence)) for sentence in said)
    if words < LEAST:
        raise SystemExit(f"Il faut au moins {LEAST} mots à faire entendre.")
    yield exact("Mots dits", "mots", words)
    found: dict[str, list[Heard]] = {}
    listen = _listener(plan.folder)
    for system, name in NAMES.items():
        if system == "officiel" and os.environ.get(OFFICIAL) != "1":
            continue
        sounds = _sounds(system, said, plan.folder)
        found[system] = recognised(said, sounds, listen)
        yield exact(f"Mots mal compris, {name}", "% d’erreurs", rate(found[system]))
    yield from _verdicts(found)


def _verdicts(found: dict[str, list[Heard]]) -> Iterator[Outcome]:
    """Yield the differences between word error rates, with their 95 % intervals."""
    for one, other, goal in (
        ("rapide", "fp32", WORST), ("7-bits", "fp32", WORST), ("rapide", "pico", 0.0),
    ):  # fmt: skip
        gap = difference(found[one], found[other])
        label = f"Mots mal compris : {NAMES[one]} moins {NAMES[other]}"
        yield interval(label, "points", gap.points, (gap.low, gap.high), goal)


def _sounds(system: str, said: list[str], folder: Path) -> list[Audio]:
    voice = pick("pico" if system == "pico" else VOICE, known_voices())
    engine = _engine(system, voice, folder)
    utterances = [Utterance(str(n), text, "fr") for n, text in enumerate(said)]
    return list(Threads(2).imap(lambda u: engine.say(u, voice), utterances))


def _engine(system: str, voice: Voice, folder: Path) -> SpeechEngine:
    if system == "pico":
        return engine_of(voice)
    return Kokoro((voice,), Session(kokoro_variant(folder, system), NAMES[system], ""))


def recognised(
    said: list[str], sounds: list[Audio], listen: Callable[[Audio], str]
) -> list[Heard]:
    """Return the errors of each sentence, of what is understood of its sound."""
    found = list[Heard]()
    for begin, end in windows([len(s.pcm) / 2 / s.rate for s in sounds]):
        text = listen(joined(sounds[begin:end]))
        wanted = [normal_words(sentence) for sentence in said[begin:end]]
        found += heard(wanted, normal_words(text))
    return found


def windows(lengths: list[float]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last (excluded) of sentences that are heard at once."""
    begin, total = 0, 0.0
    for number, length in enumerate(lengths):
        if number > begin and total + length > WINDOW:
            yield begin, number
            begin, total = number, 0.0
        total += length + PAUSE
    if begin < len(lengths):
        yield begin, len(lengths)


def joined(sounds: list[Audio]) -> Audio:
    """Return sounds of one rate, one after the other, with a pause between them."""
    pause = bytes(2 * round(PAUSE * sounds[0].rate))
    return Audio(pause.join(sound.pcm for sound in sounds), sounds[0].rate)


def _listener(folder: Path) -> Callable[[Audio], str]:
    """Return what writes down a sound, the same way each time."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    from faster_whisper import WhisperModel
    from faster_whisper.audio import decode_audio

    model: Any = WhisperModel(
        str(whisper_folder(folder)), device="cpu", compute_type="int8", cpu_threads=2
    )

    def listen(sound: Audio) -> str:
        samples = decode_audio(BytesIO(sound.to_wav()))
        parts, _ = model.transcribe(
            samples,
            language="fr",
            beam_size=5,
            temperature=0.0,
            condition_on_previous_text=False,
            without_timestamps=True,
        )
        return " ".join(part.text for part in parts)

    return listen

"""Speak with pyttsx3 and espeak-ng, the fallback voice: it runs wherever Python does.

pyttsx3 prints, hangs when it cannot write and calls a C library that can be started once
a process only: each sentence is said by a process of its own, with a time limit.
"""

from __future__ import annotations

import sys
import wave
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from ppun_access.errors import OutputError
from ppun_access.speech.engines.espeak_phonemes import espeak, said_otherwise
from ppun_access.speech.engines.files import (
    digest,
    missing,
    package_folder,
    package_version,
)
from ppun_access.speech.model import Audio, Utterance, Voice
from ppun_access.speech.narration.speakable import clauses, respelled
from ppun_access.tools.run import run

LONGEST = 20_000
"""Characters given at once: five minutes of speech take a second to make."""
TIMEOUT = 60.0
_DISTRIBUTIONS = ("pyttsx3", "espeakng-loader")


class Pyttsx3:
    """The engine; its voices need ``id`` (espeak's identifier) and may have ``rate``."""

    def __init__(self, voices: tuple[Voice, ...]) -> None:
        for distribution in _DISTRIBUTIONS:
            package_folder(distribution.replace("-", "_"), distribution)
        self._data = package_folder("espeakng_loader", "espeakng-loader") / "espeak-ng-data"
        self._voices = voices

    def voices(self) -> tuple[Voice, ...]:
        """Return the voices whose files are there."""
        return tuple(
            replace(voice, revision=self._revision(voice))
            for voice in self._voices
            if all(path.is_file() for path in self._files(voice))
        )

    def say(self, utterance: Utterance, voice: Voice) -> Audio:
        """Return the sound of ``utterance``, 22,050 samples a second."""
        rate = round(float(voice.need("rate", 160)) * utterance.rate)
        text = utterance.text
        if voice.is_french:
            text = respelled(text, said_otherwise(text, espeak(), utterance.phonemes))
        said = [_say(piece, voice, rate) for piece in clauses(text, LONGEST)]
        pcm = b"".join(audio.pcm for audio in said)
        return Audio(pcm, said[0].rate if said else 22_050)

    def _files(self, voice: Voice) -> list[Path]:
        """Return the files that make the sound of a voice: its own and the common ones."""
        language = str(voice.need("id")).rpartition("/")[2]
        names = (f"lang/{voice.need('id')}", f"{language.partition('-')[0]}_dict")
        common = ("intonations", "phondata", "phonindex", "phontab")
        return [self._data / name for name in (*names, *common)]

    def _revision(self, voice: Voice) -> str:
        versions = (f"{name}-{package_version(name)}" for name in _DISTRIBUTIONS)
        return "-".join((*versions, digest(self._files(voice))))


def _say(text: str, voice: Voice, rate: int) -> Audio:
    with TemporaryDirectory(prefix="ppun-access-") as folder:
        output = Path(folder) / "voice.wav"
        settings = (str(voice.need("id")), str(rate), str(output))
        run(
            [sys.executable, "-P", "-m", f"{__name__}_child", *settings],
            name="La voix pyttsx3",
            install=missing("pyttsx3").next_step,
            stdin=text.encode("utf-8", "replace"),
            timeout=TIMEOUT,
        )
        return _read(output)


def _read(path: Path) -> Audio:
    try:
        return Audio.from_wav(path.read_bytes())
    except (FileNotFoundError, wave.Error) as error:
        raise OutputError(
            "La voix pyttsx3 n’a rien écrit.",
            next_step="Relancez la commande, ou choisissez une autre voix.",
        ) from error

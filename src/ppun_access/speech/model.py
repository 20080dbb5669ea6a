"""What the stages of speech pass to one another, and what can be asked of them."""

from __future__ import annotations

import wave
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from types import MappingProxyType
from typing import Literal, Protocol, TypeAlias


@dataclass(frozen=True, slots=True)
class Utterance:
    """Words to say, as they are said; ``node_id`` ties them to the document."""

    node_id: str
    text: str
    lang: str
    pause_after_ms: int = 300


Scalar: TypeAlias = str | int | float


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice of an engine, as its TOML file in ``voices/`` describes it.

    ``revision`` changes when its sound does: it is part of every cache key.
    """

    name: str
    engine: str
    lang: str
    title: str
    revision: str
    licence: str = ""
    source: str = ""
    rank: int = 0
    """Quality: the highest is the best; 0 is never chosen by itself."""
    sha256: str = ""
    """Of the files that make its sound, as described; the revision holds the real one."""
    needs: tuple[tuple[str, Scalar], ...] = ()
    """What its engine must be told: the ``[needs]`` table of its file."""
    missing: str = ""
    """Empty when it can speak now, else what to do to install it."""

    def need(self, key: str, default: Scalar = "") -> Scalar:
        """Return one value of the ``[needs]`` table."""
        return dict(self.needs).get(key, default)


@dataclass(frozen=True, slots=True)
class Audio:
    """Mono 16-bit PCM at ``rate`` samples a second."""

    pcm: bytes
    rate: int

    @classmethod
    def from_wav(cls, content: bytes) -> Audio:
        """Return the sound in a mono 16-bit WAV file; wave.Error if it is not one."""
        try:
            with wave.open(BytesIO(content), "rb") as wav:
                if wav.getnchannels() != 1 or wav.getsampwidth() != 2:
                    raise wave.Error("not mono 16-bit")
                pcm = wav.readframes(wav.getnframes())
                if len(pcm) != 2 * wav.getnframes() or not wav.getframerate():
                    raise wave.Error("cut short")
                return cls(pcm, wav.getframerate())
        except EOFError as error:
            raise wave.Error("cut short") from error

    def to_wav(self) -> bytes:
        """Return a WAV file of this sound: what is stored must describe itself."""
        buffer = BytesIO()
        with wave.open(buffer, "wb") as wav:
            wav.setnchannels(1)
            wav.setsampwidth(2)
            wav.setframerate(self.rate)
            wav.writeframes(self.pcm)
        return buffer.getvalue()

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return len(self.pcm) / 2 / self.rate


class SpeechEngine(Protocol):
    """What a speech engine must do; one module of ``speech.engines`` each."""

    def voices(self) -> tuple[Voice, ...]:
        """Return the voices of this engine that can speak now."""
        ...

    def say(self, utterance: Utterance, voice: Voice) -> Audio:
        """Return the sound of ``utterance``; must be safe to call from threads.

        Raises OutputError when the engine fails. The sound of the same words is the
        same bytes, whatever was said before.
        """
        ...


@dataclass(frozen=True, slots=True)
class ScriptOptions:
    """How a document becomes words to say."""

    pause_scale: float = 1.0
    """Multiplies every pause; none ever passes ``script.LONGEST_PAUSE``."""
    pronunciations: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Word → how to write it so that a voice says it right."""


SoundFormat: TypeAlias = Literal["mp3", "wav"]


@dataclass(frozen=True, slots=True)
class AudioOptions:
    """What the file of a narration is like."""

    format: SoundFormat = "mp3"
    artist: str = ""
    """Empty: the author of the document."""
    album: str = ""
    publisher: str = ""
    comment: str = ""
    """Empty: a sentence that says which synthetic voice speaks."""
    target_lufs: float = -18.0
    true_peak: float = -1.5
    """The highest true peak allowed, in dBTP."""
    kbits: int = 64


@dataclass(frozen=True, slots=True)
class NarrationOptions:
    """Everything that a narration can be asked."""

    script: ScriptOptions = ScriptOptions()
    audio: AudioOptions = AudioOptions()
    jobs: int = 2
    """Sentences made at once; 1 means no threads."""

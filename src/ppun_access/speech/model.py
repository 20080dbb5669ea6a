"""Define speech data types (utterances, voices, sounds as WAV) and the engine protocol."""

from __future__ import annotations

import json
import wave
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Literal, Protocol, TypeAlias, runtime_checkable

from ppun_access.tools.ffmpeg import SoundFormat


@dataclass(frozen=True, slots=True)
class Utterance:
    """Words to say, as they are said; ``node_id`` ties them to the document."""

    node_id: str
    text: str
    lang: str
    pause_after_ms: int = 300
    phonemes: tuple[tuple[str, str], ...] = ()
    """Words of ``text`` with their pronunciation in IPA, for engines that take it."""
    rate: float = 1.0
    """How fast: below 1, slower than the voice's own pace."""
    rests: tuple[int, ...] = ()
    """Places in ``text`` of the spaces where a sense line ends: a short pause."""


Scalar: TypeAlias = str | int | float


@dataclass(frozen=True, slots=True)
class Caution:
    """A warning about a voice that speaks all the same, to report to editors."""

    code: str
    message: str


def main_language(tag: str) -> str:
    """Return the language of a tag without its region: « en » for « en-GB »."""
    return tag.partition("-")[0].lower()


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
    """What its engine must be given: the ``[needs]`` table of its file."""
    folder: str = ""
    """Where it is described: the files that ``needs`` names stand there."""
    missing: str = ""
    """Empty when it can speak now, else what to do to install it."""
    caution: Caution | None = None

    @property
    def is_french(self) -> bool:
        """Whether the respellings of French words are for it."""
        return main_language(self.lang) == "fr"

    def need(self, key: str, default: Scalar = "") -> Scalar:
        """Return one value of the ``[needs]`` table."""
        return dict(self.needs).get(key, default)


@dataclass(frozen=True, slots=True)
class WordMark:
    """A word of what is said, as it is said, and its seconds in the sound.

    ``at`` is its place, in characters, in the text that the engine was given.
    """

    text: str
    at: int
    begin: float
    end: float

    def moved(self, characters: int, seconds: float) -> WordMark:
        """Return the mark when that much comes before it."""
        at, begin, end = self.at + characters, self.begin + seconds, self.end + seconds
        return WordMark(self.text, at, begin, end)


_WORDS = b"wrds"
"""Our chunk at the end of a WAV file: the word marks, in JSON."""


@dataclass(frozen=True, slots=True)
class Audio:
    """Mono 16-bit PCM at ``rate`` samples a second, with the words that are timed."""

    pcm: bytes
    rate: int
    words: tuple[WordMark, ...] = ()

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
                return cls(pcm, wav.getframerate(), _words_in(content))
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
        return _with_words(buffer.getvalue(), self.words)

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return len(self.pcm) / 2 / self.rate


def _with_words(wav: bytes, words: tuple[WordMark, ...]) -> bytes:
    """Return a WAV file with one more chunk, which players pass over."""
    if not words:
        return wav
    marks = [[word.text, word.at, word.begin, word.end] for word in words]
    text = json.dumps(marks, ensure_ascii=False).encode()
    text += b" " * (len(text) % 2)
    wav += _WORDS + len(text).to_bytes(4, "little") + text
    return wav[:4] + (len(wav) - 8).to_bytes(4, "little") + wav[8:]


def _words_in(wav: bytes) -> tuple[WordMark, ...]:
    """Return the words of a WAV file; wave.Error when they are corrupt."""
    position = 12
    while position + 8 <= len(wav):
        size = int.from_bytes(wav[position + 4 : position + 8], "little")
        if wav[position : position + 4] == _WORDS:
            if position + 8 + size > len(wav):
                raise wave.Error("cut short")
            try:
                marks = json.loads(wav[position + 8 : position + 8 + size])
                return tuple(WordMark(*mark) for mark in marks)
            except (ValueError, TypeError) as error:
                raise wave.Error("cut short") from error
        position += 8 + size + size % 2
    if int.from_bytes(wav[4:8], "little") + 8 > len(wav):
        raise wave.Error("cut short")
    return ()


@runtime_checkable
class Preparable(Protocol):
    """An engine with a slow installation step before it speaks."""

    def is_ready(self) -> bool:
        """Return whether it is installed."""
        ...

    def prepare(self, tell: Callable[[str], None] = ..., *, again: bool = ...) -> None:
        """Install it, ``again`` to verify and repair it; what ``voices`` says may change.

        ``tell`` hears what is being done. Raises MissingToolError or OutputError.
        """
        ...


@runtime_checkable
class Loadable(Preparable, Protocol):
    """An engine with a model that takes a second to load."""

    def load(self) -> None:
        """Load it now, so that the first sentence need not wait; never raise.

        What is wrong with it is told when it is asked to say something.
        """
        ...


class SpeechEngine(Protocol):
    """What a speech engine must do; one module of ``speech.engines`` each."""

    def voices(self) -> tuple[Voice, ...]:
        """Return the voices of this engine that can speak now.

        Others may be there too, with what they lack as ``missing``.
        """
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

    rate: float = 1.0
    """How fast it is said; 1 is the pace of the voice, less is slower."""
    pause_scale: float = 1.0
    """Multiplies every pause; none ever passes ``script.LONGEST_PAUSE``."""
    pronunciations: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Word → how to write it so that a voice says it right."""
    announcements: Literal["sobre", "complet", "aucune"] = "sobre"
    """``complet`` names headings, list items, links and pictures in words; ``aucune``,
    nothing: the text is not French, and announcements are."""
    mention: bool = False
    """Say once, after the title, that a synthetic voice reads (node id ``mention``)."""
    opening: str = ""
    """A sentence before everything else (node id ``debut``)."""
    ending: str = ""
    """A sentence after everything else (node id ``fin``)."""


@dataclass(frozen=True, slots=True)
class AudioOptions:
    """What the files of a narration are like."""

    formats: tuple[SoundFormat, ...] = ("mp3",)
    """At least one; the first is the one that clips name."""
    artist: str = ""
    """Empty: the author of the document."""
    album: str = ""
    publisher: str = ""
    target_lufs: float = -18.0
    true_peak: float = -1.5
    """The highest true peak allowed, in dBTP."""
    kbits: int = 64
    """Of MP3, a second."""


@dataclass(frozen=True, slots=True)
class NarrationOptions:
    """Everything that a narration can be asked."""

    script: ScriptOptions = ScriptOptions()
    audio: AudioOptions = AudioOptions()
    jobs: int = 2
    """Sentences made at once; 1 means no threads."""
    cover: Path | None = None
    """A PNG image for the formats that hold one."""
    stand_in: Voice | None = None
    """Who says what the voice cannot; nobody by default."""
    rough: bool = False
    """True to code each file once, its loudness not measured: to listen to it at once."""

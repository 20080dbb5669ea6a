"""A text to read aloud, and an engine that can be told to fail, for the tests."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from builders import heading

from ppun_access.document.build import inlines, para
from ppun_access.document.model import (
    Document,
    List,
    ListItem,
    Meta,
    Narration,
    Pos,
    Sentence,
)
from ppun_access.errors import MissingToolError
from ppun_access.report import Report
from ppun_access.runtime.cache import Cache
from ppun_access.speech.model import (
    Audio,
    NarrationOptions,
    SpeechEngine,
    Utterance,
    Voice,
)
from ppun_access.speech.narration.narrate import narrate
from ppun_access.tools import ffmpeg


def sentence(number: int, text: str) -> Sentence:
    return Sentence(inlines(text), id=f"s{number}", pos=Pos("page.md", number))


def a_document(*texts: str) -> Document:
    sentences = tuple(sentence(n, text) for n, text in enumerate(texts, 1))
    return Document("edito", "fr", "Édito", (para(*sentences),), Meta(author="Région"))


LONG = Document(
    "edito",
    "fr",
    "L’édito de la Présidente",
    (
        heading(2, sentence(1, "Une priorité")),
        para(
            sentence(
                2, "La Région a très tôt fait des transitions numériques une priorité."
            ),
            sentence(3, "Pourquoi ?"),
            sentence(4, "Parce que le numérique prend une place croissante… partout !"),
        ),
        List(
            (
                ListItem((para(sentence(5, "l’inclusion,")),)),
                ListItem((para(sentence(6, "la sobriété.")),)),
            )
        ),
        para(sentence(7, "Oui."), sentence(8, "Nos concitoyens en ont besoin, dit-on.")),
    ),
    Meta(author="Marie-Guite Dufay"),
)


def told(
    document: Document,
    voice: Voice,
    cache: Cache,
    engine: SpeechEngine | None = None,
    **options: object,
) -> tuple[Narration, Report]:
    report = Report()
    chosen = NarrationOptions(**options)  # type: ignore[arg-type]
    return narrate(document, voice, chosen, cache, report, engine=engine), report


def samples_of(narration: Narration, rate: int) -> tuple[int, ...]:
    pcm = ffmpeg.decode(tool=ffmpeg.probe(), source=narration.audio, rate=rate)
    return struct.unpack(f"<{len(pcm) // 2}h", pcm)


def loudest(samples: tuple[int, ...], begin: float, end: float, rate: int) -> int:
    part = samples[max(0, round(begin * rate)) : max(1, round(end * rate))]
    return max(max(part), -min(part))


def longest_silence(samples: tuple[int, ...], rate: int) -> float:
    """Seconds of the longest run below -50 dBFS."""
    longest = run = 0
    for sample in samples:
        run = run + 1 if -100 < sample < 100 else 0
        longest = max(longest, run)
    return longest / rate


@dataclass
class Faulty:
    """Hums, unless a word tells it not to; counts what it is asked."""

    asked: list[str] = field(default_factory=list)
    rate: int = 16000
    obeys: bool = True
    """Whether it heeds those words."""

    def voices(self) -> tuple[Voice, ...]:
        return (HUM,)

    def say(self, utterance: Utterance, voice: Voice) -> Audio:
        text = utterance.text
        self.asked.append(text)
        if not self.obeys:
            return Audio(hum(0.06 * len(text) * self.rate / 16000), self.rate)
        if "toujours" in text or ("parfois" in text and self.asked.count(text) < 2):
            raise RuntimeError("panne")
        if "absent" in text:
            raise MissingToolError("plus de voix", next_step="Tapez…")
        if "bref" in text:
            return Audio(hum(0.05), 16000)
        if "lent" in text:
            return Audio(hum(0.4 * len(text)), 16000)
        if "muet" in text:
            return Audio(bytes(32000), 16000)
        if "pointes" in text:
            return Audio(b"".join(_spikes()), 16000)
        if "aigu" in text:
            return Audio(struct.pack("<2h", 8000, -8000) * 8000, 16000)
        if "trou" in text:
            return Audio(hum(0.5) + bytes(96000) + hum(0.5), 16000)
        return Audio(hum(0.06 * len(text)), 16000)


def hum(seconds: float) -> bytes:
    return struct.pack("<80h", *([8000] * 40 + [-8000] * 40)) * int(seconds * 200)


def _spikes() -> Iterator[bytes]:
    """A low hum with a click, forty times as high, 18 times a second."""
    for n in range(40_000):
        high = 32767 if n % 900 < 3 else 800
        yield struct.pack("<h", high * (-1) ** (n // 40))


HUM = Voice("hum", "silence", "fr", "Voix d’essai", "1")

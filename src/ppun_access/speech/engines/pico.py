"""Speak with SVOX Pico, the embedded voice: engine and data of package py-nanotts.

The engine works in memory that it does not clear, so that what it says changes by a bit
or two after other sentences; it also keeps Python's lock while it speaks. Each piece of
text is therefore said by a process of its own (``pico_child``): the same bytes every time,
as many at once as there are threads, and a crash is the error of one sentence.
"""

from __future__ import annotations

import json
import re
import sys
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from ppun_access.speech.engines.files import (
    digest,
    missing,
    package_folder,
    package_version,
)
from ppun_access.speech.model import Audio, Utterance, Voice
from ppun_access.speech.narration.rests import REST_MS
from ppun_access.speech.narration.speakable import clauses, pronounced, respelled
from ppun_access.tools.conversations import ProgramPool

RATE = 16_000
DISTRIBUTION = "py-nanotts"
LONGEST = 4_000
"""Characters given at once. No text is cut up to 48,000 bytes (measured), but the binding
hands them over by 32,767 bytes, even in the middle of a letter."""
TIMEOUT = 120.0
LONGEST_WORD = 40
"""Signs without a space that are given at once: from some 60 of them on, Pico leaves words
out, fails, or never ends (measured: 200 « é », 60 figures, 100 « x », 60 brackets)."""
_WORD = re.compile(rf"\S{{{LONGEST_WORD}}}(?=\S)")
_MARKS = re.compile(rf"(?:[^\w\s]\s*){{{LONGEST_WORD}}}(?=\S)")
"""Brackets without a word never end either, even with spaces between them."""
_APART = "\f"
_CUTS = "2"
"""Raised when a text is cut elsewhere: the sounds of this engine alone are made again."""

_MARKUP = str.maketrans({"<": " inférieur à ", ">": " supérieur à "})
"""Pico obeys tags such as ``<pitch level="50">`` instead of reading them."""
_REST = f'<break time="{REST_MS}ms"/>'


class Pico:
    """The engine; its voices need ``id``, the language code that Pico gives its files."""

    def __init__(self, voices: tuple[Voice, ...]) -> None:
        self._folder = package_folder("py_nanotts", DISTRIBUTION) / "lang"
        self._voices = voices

    def voices(self) -> tuple[Voice, ...]:
        """Return the voices whose two files are there."""
        return tuple(
            replace(voice, revision=self._revision(files))
            for voice in self._voices
            if len(files := self._files(voice)) == 2
        )

    def say(self, utterance: Utterance, voice: Voice) -> Audio:
        """Return the sound of ``utterance``, 16,000 samples a second."""
        pieces = _pieces(utterance, french=voice.is_french)
        pcm = (_say(piece, voice, utterance.rate) for piece in pieces)
        return Audio(b"".join(pcm), RATE)

    def _files(self, voice: Voice) -> list[Path]:
        """Return the text analysis then the sound of a voice."""
        return sorted(self._folder.glob(f"{voice.need('id')}_*.bin"), key=_ta_first)

    def _revision(self, files: list[Path]) -> str:
        return f"{DISTRIBUTION}-{package_version(DISTRIBUTION)}-{digest(files)}-{_CUTS}"


def _ta_first(path: Path) -> tuple[bool, str]:
    return not path.stem.endswith("_ta"), path.name


def _pieces(utterance: Utterance, *, french: bool = True) -> Iterator[str]:
    """Yield what Pico can take at once; nothing is left out. French words are respelled."""
    ends = (0, *utterance.rests, len(utterance.text))
    parts = [utterance.text[a:b] for a, b in pairwise(ends)]
    if french:
        parts = [
            respelled(part, pronounced(part, "pico", utterance.phonemes)) for part in parts
        ]
    lines = (_in_words(part.translate(_MARKUP)) for part in parts)
    for text in _REST.join(lines).split(_APART):
        yield from clauses(text, LONGEST)


def _in_words(line: str) -> str:
    """Return a line whose endless words are cut by spaces, and its rows of marks apart."""
    return _MARKS.sub(rf"\g<0>{_APART}", _WORD.sub(r"\g<0> ", line))


_CHILD = ProgramPool(
    [sys.executable, "-P", "-m", f"{__name__}_child"],
    "La voix Pico",
    missing(DISTRIBUTION).next_step,
)


def _say(text: str, voice: Voice, rate: float) -> bytes:
    text = text.encode("utf-8", "replace").decode()
    question = json.dumps((text, str(voice.need("id")), rate)).encode() + b"\n"
    return b64decode(_CHILD(question, TIMEOUT))

"""A script laid on a recording of it: when each utterance and each word is said.

It needs NumPy, as ``alignment`` does: import it only when both are there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ppun_access.speech.narration import joining
from ppun_access.speech.narration.files import Word
from ppun_access.speech.narration.synthesis import Spoken, noted
from ppun_access.speech.narration.timing import Span
from ppun_access.speech.recordings.alignment import VERSION as ALIGNMENT
from ppun_access.speech.recordings.alignment import Alignment, align
from ppun_access.speech.recordings.differences import VERSION as DIFFERENCES
from ppun_access.speech.recordings.differences import (
    Difference,
    differences,
    is_another_text,
    missing,
)
from ppun_access.speech.recordings.features import RATE
from ppun_access.tools import ffmpeg

VERSION = f"2.{ALIGNMENT}.{DIFFERENCES}"


@dataclass(frozen=True, slots=True)
class Laid:
    """What was found, in seconds of the recording; one begin and words an utterance."""

    begins: tuple[float | None, ...]
    """None for an utterance that is not in the recording."""
    words: tuple[tuple[Word, ...], ...]
    """Nothing for a sentence in doubt, or when the reading does not time its words."""
    differences: tuple[Difference, ...]
    """Their ``sentence`` is the number of an utterance."""
    another_text: bool
    """Nothing of the rest means anything."""


def lay(recording: joining.Track, spoken: Iterable[Spoken], folder: Path) -> Laid | None:
    """Lay what is ``spoken`` by a voice on a recording by a person.

    What the voice could not say is not looked for; None when it could say nothing.
    """
    said = list[Spoken]()
    track = joining.track(noted(spoken, said), folder / "reference.pcm")
    if not track.lengths:
        return None
    numbers = tuple(n for n, s in enumerate(said) if s.audio is not None)
    spans = joining.spans(said, track)
    found = align(_heard(recording), _heard(track), spans)
    lost, told = missing(found), differences(found)
    unsure = {*lost, *(one.sentence for one in told)}
    begins = dict[int, float | None]()
    words = dict[int, tuple[Word, ...]]()
    for n, number in enumerate(numbers):
        begins[number] = None if n in lost else found.begin(n)
        if n not in unsure:
            words[number] = tuple(_words(found, n, said[number], spans[n]))
    every = range(len(said))
    return Laid(
        tuple(begins.get(n) for n in every),
        tuple(words.get(n, ()) for n in every),
        tuple(_numbered(one, (*numbers, len(said))) for one in told),
        is_another_text(found),
    )


def spread(laid: Laid, kept: Sequence[int], total: int) -> Laid:
    """Return ``laid`` for ``total`` utterances, of which only the ``kept`` were laid."""
    at = {number: place for place, number in enumerate(kept)}
    every = range(total)
    return replace(
        laid,
        begins=tuple(laid.begins[at[n]] if n in at else None for n in every),
        words=tuple(laid.words[at[n]] if n in at else () for n in every),
        differences=tuple(_numbered(one, (*kept, total)) for one in laid.differences),
    )


def _heard(track: joining.Track) -> bytes:
    tool = ffmpeg.probe()
    return ffmpeg.resample(tool=tool, pcm=track.pcm(), rate=track.rate, to=RATE)


def _numbered(one: Difference, numbers: tuple[int, ...]) -> Difference:
    return replace(one, sentence=numbers[one.sentence])


def _words(found: Alignment, sentence: int, said: Spoken, span: Span) -> Iterator[Word]:
    """Yield the words of a sentence: where the reading has them, seen in the recording."""
    for word in said.audio.words if said.audio else ():
        begin, end = (
            round(found.when(sentence, span.begin + second), 3)
            for second in (word.begin, word.end)
        )
        yield word.text, word.at, begin, max(begin, end)

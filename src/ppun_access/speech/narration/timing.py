"""Compute times in sound: of speech in a sentence, of sentences in a file.

Everything is counted in whole samples, so that nothing drifts; seconds are for the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal, TypeAlias

from ppun_access.document.model import Chapter, Clip, Document, Heading
from ppun_access.document.walk import DELETED, nodes, running_text, sentences, shown_text
from ppun_access.french import count_syllables, words
from ppun_access.speech.model import Utterance

Misfit: TypeAlias = Literal["", "voix-courte", "voix-longue"]
"""Less is heard than the words need, or far more; as the code of the finding."""

FRAME_MS = 10
QUIET = 0.01
"""A frame is heard when it reaches this part of the loudest sample (-40 dB)."""
FLOOR = 30
"""And at least this much of 32,767 (-61 dB): below, nobody hears anything."""
ABOVE_NOISE, MOST_NOISE = 1.8, 0.1
"""In a room, a voice is this many times the noise, the level that 5 % of the frames do not
reach; but what is above a tenth of the loudest is never taken for noise."""
FASTEST, SLOWEST = 0.07, 0.4
"""Seconds of sound for a syllable, at the least and at the most; our voices take 0.13 to
0.3 (measured on the seed, at their own pace)."""
SPARE = 1.0
"""Seconds more that any sound may last: a word alone is said slowly."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run of samples, from ``begin`` up to but without ``end``."""

    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Span:
    """Seconds of a sound, from ``begin`` to ``end``."""

    begin: float
    end: float


@lru_cache(4)  # each sound is looked at several times in a row
def voiced_runs(pcm: bytes, rate: int) -> tuple[Run, ...]:
    """Return the runs of mono 16-bit PCM that are not silent."""
    levels = list(_levels(pcm, rate))
    threshold = max(FLOOR, QUIET * max(levels, default=0))
    return _above(threshold, levels, len(pcm) // 2, frame(rate))


def without_gaps(
    runs: Sequence[Run], samples: int, before: int, after: int, longest: int, left: int
) -> tuple[Run, ...]:
    """Return the runs to keep of a sound of ``samples`` in which ``runs`` are heard.

    So much stays ``before`` and ``after`` it, and of a silence longer than ``longest``
    only ``left``, half on each side.
    """
    if not runs:
        return ()
    kept, position = list[Run](), max(0, runs[0].begin - before)
    for run, following in pairwise(runs):
        if following.begin - run.end > longest:
            kept.append(Run(position, run.end + left // 2))
            position = following.begin - left // 2
    return (*kept, Run(position, min(runs[-1].end + after, samples)))


def voiced_runs_in_room(pcm: bytes | memoryview, rate: int) -> tuple[Run, ...]:
    """Return the runs in which a person speaks, in a room that is never silent."""
    levels = list(_levels(pcm, rate))
    loudest, noise = max(levels, default=0), sorted(levels or [0])[len(levels) // 20]
    threshold = max(FLOOR, QUIET * loudest, min(ABOVE_NOISE * noise, MOST_NOISE * loudest))
    return _above(threshold, levels, len(pcm) // 2, frame(rate))


def _above(threshold: float, levels: list[int], samples: int, step: int) -> tuple[Run, ...]:
    runs = list[Run]()
    for index, level in enumerate(levels):
        if level < threshold:
            continue
        begin, end = index * step, min((index + 1) * step, samples)
        if runs and runs[-1].end == begin:
            begin = runs.pop().begin
        runs.append(Run(begin, end))
    return tuple(runs)


def frame(rate: int) -> int:
    """Return the samples of one frame."""
    return rate * FRAME_MS // 1000


def _levels(pcm: bytes | memoryview, rate: int) -> Iterator[int]:
    """Return the highest sample, without its sign, of each frame."""
    samples = memoryview(pcm)[: len(pcm) // 2 * 2].cast("h")
    for start in range(0, len(samples), frame(rate)):
        part = samples[start : start + frame(rate)]
        yield max(max(part), -min(part))


def implausible(runs: Iterable[Run], rate: int, utterance: Utterance) -> Misfit:
    """Return whether the voiced time is too short or too long for ``utterance``."""
    seconds = sum(run.end - run.begin for run in runs) / rate * utterance.rate
    syllables = sum(map(count_syllables, words(utterance.text)))
    if seconds < FASTEST * syllables:
        return "voix-courte"
    return "voix-longue" if seconds > SLOWEST * syllables + SPARE else ""


def placed_runs(lengths: Iterable[int], lead: int, tail: int) -> tuple[Run, ...]:
    """Return the run of each piece when they follow one another.

    ``lengths`` count the pause after each piece with it. The runs touch, so that a reader
    that plays them one after the other keeps the pauses: the first begins at 0 and holds
    ``lead``, the last ends with the file, ``tail`` included.
    """
    runs, position = list[Run](), lead
    for length in lengths:
        runs.append(Run(position, position + length))
        position += length
    if runs:
        runs[0] = Run(0, runs[0].end)
        runs[-1] = Run(runs[-1].begin, runs[-1].end + tail)
    return tuple(runs)


# Chapters


MOST_CHAPTERS = 255
"""What MP3 and M4B can list; beyond, the lowest headings are left out."""


def chapters(
    document: Document, clips: Iterable[Clip], seconds: float
) -> tuple[Chapter, ...]:
    """Return the chapters of ``document``; they touch, from 0 to ``seconds``.

    A heading that is not heard opens no chapter.
    """
    begins = {clip.node_id: clip.begin for clip in clips}
    heard = [(h, begin) for h in _headings(document) if (begin := _begin(h, begins))]
    while len(heard) >= MOST_CHAPTERS and len({h.level for h, _ in heard}) > 1:
        lowest = max(h.level for h, _ in heard)
        heard = [(h, begin) for h, begin in heard if h.level < lowest]
    titles = [(_words(h), begin) for h, begin in heard[: MOST_CHAPTERS - 1]]
    starts = [(document.title, 0.0), *titles, ("", seconds)]
    return tuple(
        Chapter(" ".join(title.split()), begin, end)
        for (title, begin), (_, end) in pairwise(starts)
    )


def _headings(document: Document) -> Iterator[Heading]:
    return (node for node in nodes(document) if isinstance(node, Heading))


def _words(heading: Heading) -> str:
    """Return the words of a heading; a label tells that all of them are deleted."""
    kept = running_text(heading.children)
    return kept or f"{DELETED}{shown_text(heading.children)})"


def _begin(heading: Heading, begins: dict[str, float]) -> float:
    """Return when ``heading`` begins to be heard, 0 when it is not."""
    own = (sentence.id for sentence in sentences(heading))
    return next((begins[id_] for id_ in own if id_ in begins), 0.0)

"""How well recordings are aligned, and what is found of what was changed in them.

Readings of the two editorials by one voice are « recordings » for another: their times are
known. Some are changed first: a sentence dropped, a word replaced, noise, another speed…
The first voice is the reference of the others, the second that of the first, and the last
that of those between.
"""

from __future__ import annotations

import random
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from benchmarks.figures import Figure, Outcome, exact
from benchmarks.measure import Plan
from benchmarks.texts import CONTENT
from ppun_access.cache import Cache, default_root
from ppun_access.document.model import Document
from ppun_access.pipeline.narration import cast, narration_options
from ppun_access.pipeline.preparation import prepare
from ppun_access.pipeline.project import Project, load_project
from ppun_access.pipeline.sources import read_sources
from ppun_access.report import Report
from ppun_access.speech import package, synth
from ppun_access.speech.alignment import Alignment, align
from ppun_access.speech.differences import Difference, differences
from ppun_access.speech.features import RATE
from ppun_access.speech.model import Utterance, Voice
from ppun_access.speech.script import script
from ppun_access.speech.synth import Spoken
from ppun_access.speech.timing import Span
from ppun_access.speech.voices import engine_of, prepared
from ppun_access.tools import ffmpeg

NEAR = 95.0
"""Per cent of the starts of sentences that must be within 300 ms."""
VOICES = ("pico", "pyttsx3", "kokoro-alex")
ADDED = "Je profite de ce moment pour vous dire un mot qui ne figure pas dans le texte."
_WORD = re.compile(r"\b[a-zà-ÿœ]{4,}\b")


@dataclass(frozen=True, slots=True)
class Reading:
    """Sounds in order; ``of`` gives the sentence of each, -1 for what is in no text."""

    spoken: tuple[Spoken, ...]
    of: tuple[int, ...]
    changed: tuple[int, ...] = ()
    """The sentences in which something must be found."""


@dataclass(slots=True)
class Tally:
    """What was measured of one kind of reading."""

    errors: list[float] = field(default_factory=list)
    lost: int = 0
    """Sentences that are there and were not found."""
    changed: int = 0
    found: int = 0
    alarms: int = 0
    texts: int = 0

    def figures(self, what: str) -> Iterator[Figure]:
        """Yield what is told of a kind of reading."""
        total = len(self.errors) + self.lost
        if total:
            for limit, goal in ((0.1, None), (0.3, NEAR)):
                near = 100 * sum(error <= limit for error in self.errors) / total
                label = f"{what} : débuts de phrases à {1000 * limit:.0f} ms près"
                yield exact(label, "%", near, goal)
        if self.changed:
            found = 100 * self.found / self.changed
            yield exact(f"{what} : trouvé, sur {self.changed}", "%", found)
        alarms = self.alarms / max(1, self.texts)
        yield exact(f"{what} : fausses alertes par texte", "alertes", alarms)


class Readers:
    """Says texts with any voice, once."""

    def __init__(self, names: Sequence[str]) -> None:
        known = cast(load_project((CONTENT,)), None).known
        self.voices = {name: prepared(name, known) for name in names}
        self.cache = Cache(default_root())

    def say(self, utterances: Sequence[Utterance], name: str) -> tuple[Spoken, ...]:
        voice: Voice = self.voices[name]
        speaker = synth.Speaker(engine_of(voice), voice)
        return tuple(synth.synthesise(tuple(utterances), speaker, self.cache, jobs=2))


Change = Callable[[Reading, str, Readers, random.Random], Reading]


def faithful(reading: Reading, *_: object) -> Reading:
    return reading


def drop_sentence(
    reading: Reading, name: str, readers: Readers, r: random.Random
) -> Reading:
    gone = r.randrange(1, len(reading.of) - 1)
    kept = [n for n in range(len(reading.of)) if n != gone]
    return _picked(reading, kept, (gone,))


def swap_sentences(
    reading: Reading, name: str, readers: Readers, r: random.Random
) -> Reading:
    first = r.randrange(1, len(reading.of) - 2)
    order = list(range(len(reading.of)))
    order[first : first + 2] = first + 1, first
    return _picked(reading, order, (first, first + 1))


def add_passage(reading: Reading, name: str, readers: Readers, r: random.Random) -> Reading:
    place = r.randrange(1, len(reading.of))
    like = replace(reading.spoken[0].utterance, text=ADDED, phonemes=())
    (extra,) = readers.say([like], name)
    spoken = (*reading.spoken[:place], extra, *reading.spoken[place:])
    return Reading(spoken, (*reading.of[:place], -1, *reading.of[place:]), (place,))


def without_title(
    reading: Reading, name: str, readers: Readers, r: random.Random
) -> Reading:
    return _picked(reading, list(range(1, len(reading.of))), (0,))


def drop_word(reading: Reading, name: str, readers: Readers, r: random.Random) -> Reading:
    return _reworded(reading, name, readers, r, lambda word, others: "")


def replace_word(
    reading: Reading, name: str, readers: Readers, r: random.Random
) -> Reading:
    def other(word: str, others: list[str]) -> str:
        like = [o for o in others if o != word and abs(len(o) - len(word)) < 3]
        return r.choice(like)

    return _reworded(reading, name, readers, r, other)


def _reworded(
    reading: Reading, name: str, readers: Readers, r: random.Random,
    other: Callable[[str, list[str]], str],
) -> Reading:  # fmt: skip
    """Return a reading with one word changed in every third sentence."""
    spoken, changed = list(reading.spoken), list[int]()
    words = [w for s in spoken for w in _WORD.findall(s.utterance.text)]
    for n in range(r.randrange(1, 3), len(spoken), 3):
        utterance = spoken[n].utterance
        if matches := list(_WORD.finditer(utterance.text)):
            match = r.choice(matches)
            new = other(match[0], words)
            text = utterance.text[: match.start()] + new + utterance.text[match.end() :]
            (spoken[n],) = readers.say([replace(utterance, text=text, phonemes=())], name)
            changed.append(n)
    return Reading(tuple(spoken), reading.of, tuple(changed))


def _picked(reading: Reading, order: list[int], changed: tuple[int, ...]) -> Reading:
    spoken = tuple(reading.spoken[n] for n in order)
    return Reading(spoken, tuple(reading.of[n] for n in order), changed)


CHANGES: dict[str, tuple[Change, int]] = {
    "lecture fidèle": (faithful, 2),
    "phrase absente": (drop_sentence, 3),
    "phrases échangées": (swap_sentences, 2),
    "passage ajouté": (add_passage, 2),
    "titre non lu": (without_title, 1),
    "mot absent": (drop_word, 2),
    "mot remplacé": (replace_word, 2),
}
"""What is done to readings, and how many times to each."""


@dataclass(frozen=True, slots=True)
class Sound:
    """Mono PCM at 16 kHz and where each of its pieces begins and ends."""

    pcm: bytes
    spans: tuple[Span, ...]


def sound(spoken: Sequence[Spoken], pauses: Sequence[int] | None = None) -> Sound:
    """Return sounds joined as the program joins them, with their pauses or others."""
    if pauses:
        spoken = [
            replace(s, utterance=replace(s.utterance, pause_after_ms=ms))
            for s, ms in zip(spoken, pauses, strict=True)
        ]
    with tempfile.TemporaryDirectory() as folder:
        track = package.track(spoken, Path(folder) / "reading.pcm")
        pcm = ffmpeg.resample(
            tool=ffmpeg.probe(), pcm=track.pcm(), rate=track.rate, to=RATE
        )
    return Sound(pcm, package.spans(spoken, track))


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
    import imageio_ffmpeg

    from ppun_access.tools.run import run

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


SOUNDS: dict[str, Callable[[Sound], Sound]] = {
    "bruit à −20 dB": noisy,
    "10 % plus lent et grave": slower,
    "MP3 stéréo, 96 kbit/s": as_mp3,
}


def judge(
    tally: Tally, reading: Reading, recording: Sound, found: Alignment,
    told: Sequence[Difference],
) -> None:  # fmt: skip
    """Add what one alignment got right and wrong."""
    placed, changed = list(reading.of), set(reading.changed)
    moved = changed if placed != sorted(placed) and -1 not in placed else set[int]()
    tally.texts += 1
    for place, sentence in enumerate(placed):
        if sentence < 0 or sentence in moved:
            continue
        begin = found.begin(sentence)
        if begin is None:
            tally.lost += 1
        else:
            tally.errors.append(abs(begin - recording.spans[place].begin))
    noted = {one.sentence for one in told}
    if moved:  # one of the two is missing where it should be, and added where it is
        tally.changed += 1
        tally.found += bool(noted & moved)
        noted -= {max(moved) + 1}
    else:
        tally.changed += len(changed)
        tally.found += len(noted & changed)
    tally.alarms += len(noted - changed)


def texts(project: Project) -> Iterator[tuple[Document, tuple[Utterance, ...]]]:
    documents = prepare(project, read_sources(project, Report()), Report()).integral
    options = narration_options(project, "integral").script
    for document in documents:
        yield document, script(document, replace(options, mention=False))


def figures(plan: Plan) -> Iterator[Outcome]:
    """Yield what is found on all pairs of voices together: the same at each run."""
    readers, project = Readers(VOICES), load_project((CONTENT,))
    totals = {what: Tally() for what in (*CHANGES, *SOUNDS)}
    for reference, reader in pairs(VOICES):
        for _, utterances in texts(project):
            _measure(utterances, reference, reader, readers, totals)
    for what, tally in totals.items():
        yield from tally.figures(what[:1].upper() + what[1:])


def pairs(names: Sequence[str]) -> list[tuple[str, str]]:
    """Return which voice is the reference of which."""
    found = [(names[0], name) for name in names[1:]] + [(names[1], names[0])]
    return found + [(names[-1], name) for name in names[1:-1]]


def _measure(
    utterances: tuple[Utterance, ...], reference: str, reader: str, readers: Readers,
    tallies: Mapping[str, Tally],
) -> None:  # fmt: skip
    other = sound(readers.say(utterances, reference))
    whole = readers.say(utterances, reader)
    plain = Reading(whole, tuple(range(len(whole))))
    r = random.Random(f"{reference} {reader}")
    for what, (change, times) in CHANGES.items():
        for _ in range(times):
            reading = change(plain, reader, readers, r)
            pauses = [r.randint(100, 1400) for _ in reading.spoken]
            _add(tallies, what, reading, sound(reading.spoken, pauses), other)
    for what, alter in SOUNDS.items():
        _add(tallies, what, plain, alter(sound(whole)), other)


def _add(
    tallies: Mapping[str, Tally], what: str, reading: Reading, recording: Sound,
    other: Sound,
) -> None:  # fmt: skip
    found = align(recording.pcm, other.pcm, other.spans)
    judge(tallies[what], reading, recording, found, differences(found))

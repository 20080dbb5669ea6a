"""Decode a recording by a person, check it, and cut its long silences.

What is published is the recording itself, levelled like the rest; what is silent at its
two ends is left out, and a silence of more than 1.5 s is shortened. The synthetic reading
serves only to find where each sentence begins, and what the person read otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Literal

from ppun_access.errors import InputError, PpunError
from ppun_access.runtime.untrusted_files import open_regular
from ppun_access.speech.narration import joining
from ppun_access.speech.narration.timing import Run, voiced_runs_in_room, without_gaps
from ppun_access.tools import ffmpeg

VERSION = "1"
"""Raised when our code makes another sound of a recording."""
RATE = 44_100
"""Samples a second of what is published: what players of talking books expect."""
BEFORE_MS, AFTER_MS = 100, 200
"""What is kept of the silence at the two ends."""
LONGEST_MS, SHORTENED_MS = 1500, 1150
"""A silence of more than the first is cut down to the second, the longest of a script."""
LEAST_HEARD = 0.3
"""Seconds."""
PACE = 0.065
"""Seconds that a voice takes for a letter, pauses included (measured on the seed)."""
SHORTEST, LONGEST = 0.35, 4.0
"""How many times the length expected a recording of the text can be."""
LEAST_READ = 600
"""Seconds of a recording that are read, however short its text: with all its silences."""


class UnusableRecordingError(InputError):
    """A recording cannot serve; ``code`` is that of the finding."""

    def __init__(self, code: str, message: str, *, next_step: str) -> None:
        super().__init__(message, next_step=next_step)
        self.code = code


@dataclass(frozen=True, slots=True)
class CleanRecording:
    """A recording as it is published, and the runs of samples that were kept of it."""

    track: joining.Track
    kept: tuple[Run, ...]

    @property
    def samples(self) -> int:
        """How long it is."""
        return sum(run.end - run.begin for run in self.kept)

    def original(self, seconds: float) -> float:
        """Return when a moment of what is published is heard in the recording itself."""
        return in_original(self.kept, seconds * RATE) / RATE


Kind = Literal["absente", "ajoutee", "doute"]


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference between text and recording; ``begin`` and ``end`` in its seconds.

    ``sentence`` is the one concerned, or the one that an addition comes before: as many
    as there are sentences when it comes after the last. ``part`` is how far the difference
    is in the sentence, from 0 to 1.
    """

    kind: Kind
    sentence: int
    begin: float
    end: float
    part: float = 0.0


def in_original(kept: tuple[Run, ...], sample: float) -> float:
    """Return the sample of the whole that is at ``sample`` once only ``kept`` is left."""
    before = 0
    for run in kept:
        length = run.end - run.begin
        if sample < before + length:
            return run.begin + sample - before
        before += length
    return float(kept[-1].end)


def trimmed(source: Path, folder: Path, letters: int) -> CleanRecording:
    """Return the sound of ``source``, as a file of ``folder``.

    ``letters`` of text are expected in it. Raises UnusableRecordingError for a file that
    holds no sound, only silence, or far too much or too little for the text.
    """
    whole, output = folder / "whole.pcm", folder / "recording.pcm"
    most = max(LEAST_READ, round(2 * LONGEST * PACE * letters))
    try:
        ffmpeg.decode_to(
            tool=ffmpeg.probe(), source=source, rate=RATE, output=whole, seconds=most
        )
    except PpunError as error:
        raise _unreadable(source) from error
    if not whole.stat().st_size:
        raise _unreadable(source)
    if whole.stat().st_size >= 2 * RATE * (most - 1):
        raise _wrong_length(source, most, PACE * letters)
    with (
        open_regular(whole) as handle,
        mmap(handle.fileno(), 0, access=ACCESS_READ) as map_,
    ):
        with memoryview(map_) as samples:
            kept = _kept(voiced_runs_in_room(samples, RATE), len(samples) // 2)
        _check(source, kept, letters)
        with output.open("wb") as written:
            for run in kept:
                written.write(map_[2 * run.begin : 2 * run.end])
    whole.unlink()
    length = sum(run.end - run.begin for run in kept)
    return CleanRecording(joining.Track(output, RATE, (length,)), kept)


def _kept(runs: tuple[Run, ...], samples: int) -> tuple[Run, ...]:
    """Return the parts of a recording that are published."""
    before, after, longest, shortened = (
        ms * RATE // 1000 for ms in (BEFORE_MS, AFTER_MS, LONGEST_MS, SHORTENED_MS)
    )
    if sum(run.end - run.begin for run in runs) < LEAST_HEARD * RATE:
        return ()
    return without_gaps(runs, samples, before, after, longest, shortened)


def _check(source: Path, kept: tuple[Run, ...], letters: int) -> None:
    if not kept:
        raise UnusableRecordingError(
            "enregistrement-muet",
            f"{named(source)} : on n’entend rien dans cet enregistrement.",
            next_step="Écoutez-le, puis enregistrez le texte à nouveau.",
        )
    seconds = sum(run.end - run.begin for run in kept) / RATE
    wanted = PACE * letters
    if not SHORTEST * wanted <= seconds <= LONGEST * wanted:
        raise _wrong_length(source, seconds, wanted)


def _wrong_length(source: Path, seconds: float, wanted: float) -> UnusableRecordingError:
    return UnusableRecordingError(
        "enregistrement-duree",
        f"{named(source)} : cet enregistrement dure {clock(seconds)}, alors que le "
        f"texte demande environ {clock(wanted)}.",
        next_step="Vérifiez que c’est le bon fichier et qu’il est entier.",
    )


def _unreadable(source: Path) -> UnusableRecordingError:
    return UnusableRecordingError(
        "enregistrement-illisible",
        f"{named(source)} : ce fichier ne contient aucun son lisible.",
        next_step="Enregistrez-le à nouveau en MP3, en WAV ou en FLAC.",
    )


def another_text(source: Path) -> UnusableRecordingError:
    """Return the error for a recording that holds hardly a sentence of the text."""
    return UnusableRecordingError(
        "enregistrement-autre-texte",
        f"{named(source)} : cet enregistrement ne semble pas lire ce texte.",
        next_step="Écoutez-le et vérifiez son nom : c’est celui du texte.",
    )


def named(source: Path) -> str:
    """Return the name of a recording as editors know it."""
    return f"{source.parent.name}/{source.name}"


def clock(seconds: float) -> str:
    r"""Return a moment or a length as a person says it.

    >>> clock(83.4), clock(5)
    ('1\xa0min\xa023\xa0s', '5\xa0s')
    """
    minutes, rest = divmod(round(seconds), 60)
    text = f"{minutes} min {rest} s" if minutes else f"{rest} s"
    return text.replace(" ", "\N{NO-BREAK SPACE}")

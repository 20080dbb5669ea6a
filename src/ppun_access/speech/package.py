"""Join the sounds of sentences into one file that is even, unclipped and well timed."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from ppun_access.errors import OutputError
from ppun_access.speech.model import Audio, AudioOptions
from ppun_access.speech.synth import Spoken
from ppun_access.speech.timing import Run, heard, laid_out
from ppun_access.tools import ffmpeg
from ppun_access.tools.ffmpeg import Loudness, Shaping
from ppun_access.tools.run import ToolProbe

with warnings.catch_warnings():
    # pydub looks for a system ffmpeg as it is imported; we never use it for that
    warnings.simplefilter("ignore")
    from pydub import AudioSegment

VERSION = "1"

LEAD_MS, TAIL_MS = 100, 200
"""Silence at the two ends of a file."""
MARGIN_BEFORE_MS, MARGIN_AFTER_MS = 20, 80
"""What is kept around what is heard: the softest consonants live there."""
FADE_MS = 5
LONGEST_GAP_MS = 800
"""An engine's own silence inside a sentence is cut down to this."""
LEVEL = -23.0
"""Every sentence is brought to this level (dBFS, RMS) before they are joined."""
HEADROOM = -0.5

TOLERANCE = 0.3
"""Of the loudness of the file, in LU."""
OVERSHOOT = 0.5
"""What coding may add to a peak, in dB."""
AUDIBLE = -40.0
"""A file with a peak above this (dBTP) and no loudness is only too short to measure."""
PASSES = 5


@dataclass(frozen=True, slots=True)
class Piece:
    """The sound of one sentence, shaped, and the pause after it in samples."""

    pcm: bytes
    pause: int

    @property
    def length(self) -> int:
        """Samples, pause included."""
        return len(self.pcm) // 2 + self.pause


@dataclass(frozen=True, slots=True)
class Track:
    """The pieces of one file, all at one rate."""

    pieces: tuple[Piece, ...]
    rate: int

    def runs(self) -> tuple[Run, ...]:
        """Return where each piece falls in the file."""
        lead, tail = (_samples(ms, self.rate) for ms in (LEAD_MS, TAIL_MS))
        return laid_out((piece.length for piece in self.pieces), lead, tail)

    def pcm(self) -> Iterator[bytes]:
        """Yield the sound of the file, piece by piece."""
        yield _silence(_samples(LEAD_MS, self.rate))
        for piece in self.pieces:
            yield piece.pcm
            yield _silence(piece.pause)
        yield _silence(_samples(TAIL_MS, self.rate))


def track(spoken: tuple[Spoken, ...]) -> Track:
    """Return the sounds that are there, shaped and ready to be joined.

    Raises OutputError when there is none, or when they are not all at one rate.
    """
    there = [(s.audio, s.utterance.pause_after_ms) for s in spoken if s.audio is not None]
    rates = {audio.rate for audio, _ in there}
    if len(rates) != 1:
        raise OutputError(
            "Rien n’a pu être dit."
            if not rates
            else "La voix a changé de fréquence d’échantillonnage d’une phrase à l’autre.",
            next_step="Essayez une autre voix : « ppun-access voices » en donne la liste.",
        )
    (rate,) = rates
    pieces = [Piece(shape(audio), _samples(pause, rate)) for audio, pause in there]
    pieces[-1] = Piece(pieces[-1].pcm, 0)
    return Track(tuple(pieces), rate)


def shape(audio: Audio) -> bytes:
    """Return the PCM of one sentence: trimmed, its long gaps cut, faded and levelled."""
    sound = _trimmed(audio)
    level, peak = sound.dBFS, sound.max_dBFS
    if peak > float("-inf"):
        sound = sound.apply_gain(min(LEVEL - level, HEADROOM - peak))
    raw: bytes = sound.fade_in(FADE_MS).fade_out(FADE_MS).raw_data
    return raw


def _trimmed(audio: Audio) -> AudioSegment:
    """Return what is heard of ``audio`` with short margins, long gaps inside cut down."""
    before, after, gap = (
        _samples(ms, audio.rate)
        for ms in (MARGIN_BEFORE_MS, MARGIN_AFTER_MS, LONGEST_GAP_MS)
    )
    whole = AudioSegment(audio.pcm, frame_rate=audio.rate, sample_width=2, channels=1)
    runs = heard(audio.pcm, audio.rate)
    sound, position = whole[:0], max(0, runs[0].begin - before) if runs else 0
    for run, following in pairwise(runs):
        if following.begin - run.end > gap:
            sound += whole.get_sample_slice(position, run.end + gap // 2)
            position = following.begin - gap // 2
    end = runs[-1].end + after if runs else 0
    return sound + whole.get_sample_slice(position, min(end, len(audio.pcm) // 2))


def write(
    sound: Track,
    options: AudioOptions,
    tags: Mapping[str, str],
    tool: ToolProbe,
    output: Path,
) -> Loudness:
    """Write ``sound`` to ``output`` at the loudness asked for; return what is measured.

    The sound is measured, written with the gain that it lacks, and the file measured in
    turn; a limiter comes in only when a peak would pass the ceiling. When both cannot be
    had (hardly speech, then) the ceiling wins. Raises OutputError when ffmpeg fails.
    """
    shaping = _first_shaping(sound, options, tool)
    for _ in range(PASSES):
        result = _encode(sound, options, tags, tool, output, shaping)
        if right(result, options):
            return result
        shaping = _corrected(shaping, result, options)
    excess = max(0.0, result.true_peak - options.true_peak + OVERSHOOT)
    shaping = Shaping(shaping.gain - excess, shaping.ceiling)
    return _encode(sound, options, tags, tool, output, shaping)


def _encode(
    sound: Track,
    options: AudioOptions,
    tags: Mapping[str, str],
    tool: ToolProbe,
    output: Path,
    shaping: Shaping,
) -> Loudness:
    pcm, rate = sound.pcm(), sound.rate
    if options.format == "wav":
        ffmpeg.encode_wav(tool=tool, pcm=pcm, rate=rate, output=output, shaping=shaping)
    else:
        ffmpeg.encode_mp3(
            tool=tool,
            pcm=pcm,
            rate=rate,
            output=output,
            kbits=options.kbits,
            shaping=shaping,
            tags=tags,
        )
    return ffmpeg.measure_file(tool=tool, source=output)


def _first_shaping(sound: Track, options: AudioOptions, tool: ToolProbe) -> Shaping:
    before = ffmpeg.measure(tool=tool, pcm=sound.pcm(), rate=sound.rate)
    gain = options.target_lufs - before.lufs if _measurable(before) else 0.0
    if before.true_peak + gain <= options.true_peak - OVERSHOOT:
        return Shaping(gain)
    return Shaping(gain, options.true_peak - OVERSHOOT)


def right(result: Loudness, options: AudioOptions) -> bool:
    """Say whether a file is as loud as asked, and no peak of it too high."""
    even = abs(result.lufs - options.target_lufs) <= TOLERANCE
    brief = not _measurable(result) and result.true_peak > AUDIBLE
    return (even or brief) and result.true_peak <= options.true_peak


def _corrected(shaping: Shaping, result: Loudness, options: AudioOptions) -> Shaping:
    gain, ceiling = shaping.gain, shaping.ceiling
    if _measurable(result):
        gain += options.target_lufs - result.lufs
    if result.true_peak > options.true_peak:
        excess = result.true_peak - options.true_peak + 0.2
        ceiling = (options.true_peak if ceiling is None else ceiling) - excess
    return Shaping(gain, ceiling)


def _measurable(loudness: Loudness) -> bool:
    """Say whether there was enough sound (0.4 s) to tell how loud it is."""
    return loudness.lufs > ffmpeg.SILENT


def _samples(ms: int, rate: int) -> int:
    return ms * rate // 1000


def _silence(samples: int) -> bytes:
    return bytes(2 * samples)

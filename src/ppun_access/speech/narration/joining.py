"""Join the sounds of sentences into one file: even loudness, no clipping, exact times.

The joined sound waits in a file, so that several formats are made of it, at one loudness,
without ever holding it whole.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ppun_access.errors import OutputError
from ppun_access.runtime.untrusted_files import open_regular
from ppun_access.speech.model import Audio, AudioOptions
from ppun_access.speech.narration.synthesis import Spoken, kept_runs
from ppun_access.speech.narration.timing import Run, Span, placed_runs
from ppun_access.tools import ffmpeg
from ppun_access.tools.ffmpeg import Labels, Loudness, Shaping, SoundFormat
from ppun_access.tools.run import ToolProbe

with warnings.catch_warnings():
    # pydub looks for a system ffmpeg as it is imported; we never use it for that
    warnings.simplefilter("ignore")
    from pydub import AudioSegment

VERSION = "4"

LEAD_MS, TAIL_MS = 100, 200
"""Silence at the two ends of a file."""
FADE_MS = 5
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
BARE = frozenset({"wav", "cd", "telephone"})
"""The formats that say nothing of themselves: no title, no chapter."""


_BLOCK = 1 << 16


@dataclass(frozen=True, slots=True)
class Track:
    """The sound of one file, joined, in a PCM file; ``lengths`` hold the pauses too."""

    path: Path
    rate: int
    lengths: tuple[int, ...]
    """Samples of each piece and of the pause after it."""

    def runs(self) -> tuple[Run, ...]:
        """Return where each piece falls in the file."""
        lead, tail = (_samples(ms, self.rate) for ms in (LEAD_MS, TAIL_MS))
        return placed_runs(self.lengths, lead, tail)

    def pcm(self) -> Iterator[bytes]:
        """Yield the sound, block by block."""
        with open_regular(self.path) as handle:
            while block := handle.read(_BLOCK):
                yield block


def join_track(spoken: Iterable[Spoken], path: Path) -> Track:
    """Join the sounds that exist, each shaped, in the file ``path``.

    One sound at a time is held. Without any, the track has no length. Raises OutputError
    when the sounds of the voice are not all at one rate.
    """
    rate, pause, lengths = 0, 0, list[int]()
    with path.open("wb") as handle:
        for audio, after in _at_one_rate(spoken):
            rate = audio.rate
            # what comes before: the pause of the last piece, or the lead
            handle.write(_silence(pause if lengths else _samples(LEAD_MS, rate)))
            if lengths:
                lengths[-1] += pause
            piece = shape(audio)
            handle.write(piece)
            lengths.append(len(piece) // 2)
            pause = _samples(after, rate)
        handle.write(_silence(_samples(TAIL_MS, rate)))
    return Track(path, rate, tuple(lengths))


def _at_one_rate(spoken: Iterable[Spoken]) -> Iterator[tuple[Audio, int]]:
    """Yield the existing sounds, with their pauses, at the rate of the voice.

    A voice that stands in takes it; when it comes first, it waits until the rate is known.
    """
    rate, waiting = 0, list[tuple[Audio, int]]()
    for one in spoken:
        if one.audio is None:
            continue
        pair = one.audio, one.utterance.pause_after_ms
        if one.stand_in:
            waiting.append(pair)
        elif rate not in (0, one.audio.rate):
            raise OutputError(
                "La voix a changé de fréquence d’échantillonnage en route.",
                next_step="Essayez une autre voix : « ppun-access voices » en donne la "
                "liste.",
            )
        else:
            rate = one.audio.rate
            yield from ((_resampled(audio, rate), after) for audio, after in waiting)
            waiting.clear()
            yield pair
    if waiting:
        rate = rate or waiting[0][0].rate
        yield from ((_resampled(audio, rate), after) for audio, after in waiting)


def _resampled(audio: Audio, rate: int) -> Audio:
    if audio.rate == rate:
        return audio
    sound = AudioSegment(audio.pcm, frame_rate=audio.rate, sample_width=2, channels=1)
    return replace(audio, pcm=sound.set_frame_rate(rate).raw_data, rate=rate)


def sound_spans(spoken: Iterable[Spoken], sound: Track) -> tuple[Span, ...]:
    """Return the span of each sound in ``sound``, without its pause."""
    said = [s.utterance.pause_after_ms for s in spoken if s.audio is not None]
    runs, rate = sound.runs(), sound.rate
    lead, tail = (_samples(ms, rate) for ms in (LEAD_MS, TAIL_MS))
    after = [*(_samples(ms, rate) for ms in said[:-1]), tail]
    return tuple(
        Span((run.begin or lead) / rate, (run.end - pause) / rate)
        for run, pause in zip(runs, after, strict=True)
    )


def shape(audio: Audio) -> bytes:
    """Return the PCM of one sentence: trimmed, long gaps shortened, faded, levelled."""
    sound = _trimmed(audio)
    level, peak = sound.dBFS, sound.max_dBFS
    if peak > float("-inf"):
        sound = sound.apply_gain(min(LEVEL - level, HEADROOM - peak))
    raw: bytes = sound.fade_in(FADE_MS).fade_out(FADE_MS).raw_data
    return raw


def _trimmed(audio: Audio) -> AudioSegment:
    """Return what is heard of ``audio`` with short margins, long gaps inside cut down."""
    pcm = b"".join(audio.pcm[2 * run.begin : 2 * run.end] for run in kept_runs(audio))
    return AudioSegment(pcm, frame_rate=audio.rate, sample_width=2, channels=1)


def first_shaping(
    sound: Track, options: AudioOptions, tool: ToolProbe, *, by_telephone: bool = False
) -> Shaping:
    """Return the gain that brings ``sound`` to the loudness asked for, before coding.

    A limiter comes in only when a peak would pass the ceiling. A telephone line takes 7 dB
    from a voice: what it lets through is measured.
    """
    pcm, rate = sound.pcm(), sound.rate
    before = ffmpeg.measure(tool=tool, pcm=pcm, rate=rate, by_telephone=by_telephone)
    gain = options.target_lufs - before.lufs if _measurable(before) else 0.0
    if before.true_peak + gain <= options.true_peak - OVERSHOOT:
        return Shaping(gain)
    return Shaping(gain, options.true_peak - OVERSHOOT)


def write(
    sound: Track,
    format_: SoundFormat,
    shaping: Shaping,
    options: AudioOptions,
    labels: Labels,
    tool: ToolProbe,
    output: Path,
) -> Loudness:
    """Write ``sound`` to ``output`` at the loudness asked for; return the one measured.

    The file is written and measured with ``shaping`` (of ``first_shaping``), and written
    again while coding has moved its loudness or its peaks too far. When both cannot be
    had (hardly speech, then) the ceiling wins. Raises OutputError when ffmpeg fails.
    """

    def coded() -> Loudness:
        asked = (sound, format_, shaping, options, labels, tool, output)
        loudness = encode(*asked, is_measured=True)
        assert loudness is not None
        return loudness

    for _ in range(PASSES):
        result = coded()
        if meets_target(result, options):
            return result
        shaping = _corrected(shaping, result, options)
    excess = max(0.0, result.true_peak - options.true_peak + OVERSHOOT)
    shaping = Shaping(shaping.gain - excess, shaping.ceiling)
    return coded()


def encode(
    sound: Track,
    format_: SoundFormat,
    shaping: Shaping,
    options: AudioOptions,
    labels: Labels,
    tool: ToolProbe,
    output: Path,
    *,
    is_measured: bool = False,
) -> Loudness | None:
    """Write ``sound`` to ``output`` once; return its loudness if ``is_measured``."""
    return ffmpeg.encode(
        format_, tool=tool, pcm=sound.pcm(), rate=sound.rate, output=output,
        kbits=options.kbits, shaping=shaping, labels=labels, is_measured=is_measured,
    )  # fmt: skip


def meets_target(result: Loudness, options: AudioOptions) -> bool:
    """Return whether a file has the target loudness and no peak above the limit."""
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
    """Return whether there was enough sound (0.4 s) to tell how loud it is."""
    return loudness.lufs > ffmpeg.SILENT


def _samples(ms: int, rate: int) -> int:
    return ms * rate // 1000


def _silence(samples: int) -> bytes:
    return bytes(2 * samples)

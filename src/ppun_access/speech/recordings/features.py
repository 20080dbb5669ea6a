"""Compute acoustic features of a sound: cepstra of short frames, and silences.

Twenty-six figures a frame: thirteen mel-frequency cepstral coefficients (Davis and
Mermelstein, 1980) and their slopes (Furui, 1986), with the mean and the variance of the
whole sound taken out, so that a microphone or a deeper voice changes them little.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]
"""Frames by figures."""
Indices = NDArray[np.intp]
Flags = NDArray[np.bool_]

RATE = 16_000
"""Samples a second of what is looked at."""
HOP = 320
"""Samples from one frame to the next: 20 ms."""
_WINDOW, _FFT, _BANDS, _CEPSTRA = 400, 512, 40, 13
_LOWEST, _HIGHEST = 60.0, 7600.0
"""Hertz."""
_SLOPE = 3
"""Frames on each side that a slope is fitted to."""
_RANGE = 60.0
"""Decibels below the loudest frames under which everything is the same silence."""
_QUIET = 0.35
"""A frame is silent below this part of the way, in dB, from the noise to the speech."""
_LONGEST_SILENCE = 5
"""Frames of silence that are kept: a person's pauses are not those of a voice."""
_BLOCK = 4096


@dataclass(frozen=True, slots=True)
class Features:
    """The features of a sound; ``frames`` keep at most 100 ms of each silence."""

    frames: Matrix
    at: Indices
    """Of each frame, its number in the whole sound."""
    silent: Flags
    """Of each frame of the whole sound."""
    hop: int

    def seconds(self, frame: int) -> float:
        """Return when the middle of a frame of the whole sound is heard."""
        return (frame * self.hop + _WINDOW / 2) / RATE

    @property
    def times(self) -> NDArray[np.float64]:
        """When the middle of each of ``frames`` is heard, in seconds."""
        times: NDArray[np.float64] = (self.at * self.hop + _WINDOW / 2) / RATE
        return times


def features_of(pcm: bytes, hop: int = HOP) -> Features:
    """Return the features of mono 16-bit PCM at 16 kHz, a frame every ``hop`` samples."""
    spectrum, level = _log_mel(pcm, hop)
    silent = silences(level)
    cepstra: Matrix = (spectrum @ _cosines()).astype(np.float32)
    at = np.flatnonzero(_kept(silent))
    frames = (
        with_slopes(cepstra[at]) if len(at) else np.zeros((0, 2 * _CEPSTRA), np.float32)
    )
    return Features(_standard(frames, ~silent[at]), at, silent, hop)


def silences(level: NDArray[np.float64]) -> Flags:
    """Return which frames hold no speech, from their levels in dB, whatever the noise."""
    if not level.size:
        return np.zeros(0, np.bool_)
    noise, speech = np.percentile(level, [8, 92])
    silent: Flags = level < noise + _QUIET * (speech - noise)
    return silent


def with_slopes(cepstra: Matrix) -> Matrix:
    """Return frames with the slope of each figure after them."""
    steps = np.arange(1, _SLOPE + 1)
    padded = np.pad(cepstra, ((_SLOPE, _SLOPE), (0, 0)), mode="edge")
    count = len(cepstra)
    slope = np.zeros_like(cepstra)
    for step in steps:
        later = padded[_SLOPE + step : _SLOPE + step + count]
        slope += step * (later - padded[_SLOPE - step : _SLOPE - step + count])
    slope /= 2 * float(np.sum(steps**2))
    return np.hstack((cepstra, slope)).astype(np.float32)


def _log_mel(pcm: bytes, hop: int) -> tuple[Matrix, NDArray[np.float64]]:
    """Return the energies of mel bands, and the level of each frame in dB."""
    samples = np.frombuffer(pcm[: len(pcm) // 2 * 2], "<i2")
    count = max(0, (len(samples) - _WINDOW) // hop + 1)
    spectrum = np.zeros((count, _BANDS), np.float32)
    level = np.zeros(count)
    taper, filters = np.hanning(_WINDOW), _filters()
    for first in range(0, count, _BLOCK):
        last = min(first + _BLOCK, count)
        part = samples[first * hop : (last - 1) * hop + _WINDOW].astype(np.float64) / 32768
        views = np.lib.stride_tricks.sliding_window_view(part, _WINDOW)[::hop]
        level[first:last] = 10 * np.log10(np.mean(views**2, axis=1) + 1e-10)
        sharp = np.diff(views, axis=1, prepend=views[:, :1] * 0) + 0.03 * views
        power = np.abs(np.fft.rfft(sharp * taper, _FFT)) ** 2
        spectrum[first:last] = power @ filters
    floor = np.percentile(spectrum, 98) * 10 ** (-_RANGE / 10) if count else 0.0
    return np.log(np.maximum(spectrum, max(floor, 1e-12))), level


def _kept(silent: Flags) -> Flags:
    """Return which frames stay when every silence is cut down to its two ends."""
    kept = np.ones(len(silent), np.bool_)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], silent.view(np.int8), [0]))))
    for begin, end in edges.reshape(-1, 2):
        if end - begin > _LONGEST_SILENCE:
            kept[begin + _LONGEST_SILENCE // 2 : end - (_LONGEST_SILENCE + 1) // 2] = False
    return kept


def _standard(frames: Matrix, spoken: Flags) -> Matrix:
    """Return frames whose speech has a mean of 0 and a variance of 1."""
    if not spoken.any():
        return frames
    mean, spread = frames[spoken].mean(axis=0), frames[spoken].std(axis=0)
    standard: Matrix = ((frames - mean) / (spread + 1e-3)).astype(np.float32)
    return standard


@cache
def _filters() -> NDArray[np.float64]:
    """Return the weights of the FFT's bins in each band: triangles, even in mels."""
    edges = np.linspace(_mel(_LOWEST), _mel(_HIGHEST), _BANDS + 2)
    hertz = 700 * (10 ** (edges / 2595) - 1)
    bins = np.arange(_FFT // 2 + 1) * RATE / _FFT
    rise = (bins[:, None] - hertz[:-2]) / (hertz[1:-1] - hertz[:-2])
    fall = (hertz[2:] - bins[:, None]) / (hertz[2:] - hertz[1:-1])
    weights: NDArray[np.float64] = np.maximum(0, np.minimum(rise, fall))
    return weights


def _mel(hertz: float) -> float:
    return float(2595 * np.log10(1 + hertz / 700))


@cache
def _cosines() -> NDArray[np.float64]:
    """Return the discrete cosine transform that turns band energies into cepstra."""
    angles = np.pi / _BANDS * (np.arange(_BANDS) + 0.5)
    cosines: NDArray[np.float64] = np.cos(angles[:, None] * np.arange(_CEPSTRA))
    return cosines

"""Listening by measuring, for the tests: samples of a file, its longest silence."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

from ppun_access.tools import ffmpeg

RATE = 8000


@dataclass(frozen=True)
class Samples:
    pcm: tuple[int, ...]
    rate: int


def samples(path: Path, rate: int = RATE) -> Samples:
    content = ffmpeg.decode(tool=ffmpeg.probe(), source=path, rate=rate)
    return Samples(struct.unpack(f"<{len(content) // 2}h", content), rate)


def longest_silence(pcm: tuple[int, ...], rate: int) -> float:
    """Seconds of the longest run below -50 dBFS."""
    longest = run = 0
    for sample in pcm:
        run = run + 1 if -100 < sample < 100 else 0
        longest = max(longest, run)
    return longest / rate

"""Read the frames of an MP3 file: whether its bit rate is constant, its duration.

From ISO/IEC 11172-3 and 13818-3 (frame headers) and the « Mp3 Info Tag, revision 1 » of
LAME, whose first frame holds no sound but the number of frames and the samples to drop.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ppun_access.tools import id3

_KBITS_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_KBITS_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
"""Version as the header has it → samples a second; 3 is MPEG-1, 2 MPEG-2, 0 MPEG-2.5."""
_LAYER_3 = 1
_MONO = 3
_HAS_FRAMES, _HAS_BYTES, _HAS_TABLE, _HAS_QUALITY = 1, 2, 4, 8
_LAME_PADDING = 21
"""Where LAME says how many samples to drop, in its part of the tag."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame: where it begins, its bytes, its kilobits and samples a second."""

    begin: int
    size: int
    kbits: int
    rate: int
    samples: int
    side: int
    """Bytes between the header and the sound."""


@dataclass(frozen=True, slots=True)
class Sound:
    """What an MP3 file is; ``seconds`` without what coding added at its two ends."""

    kbits: frozenset[int]
    seconds: float
    frames: int
    """Frames of sound."""
    told_frames: int | None
    """Those that the first frame tells of, if it is such an index."""
    whole: bool
    """Whether there are frames from the first byte to the last, and nothing else."""


def read_mp3(content: bytes) -> Sound | None:
    """Return the facts of an MP3 file, None when it does not begin with a frame."""
    found = tuple(_frames(content))
    if not found:
        return None
    first, last = found[0], found[-1]
    told, dropped = _index(content[first.begin : first.begin + first.size], first)
    heard = found if told is None else found[1:]
    samples = sum(frame.samples for frame in heard) - dropped
    return Sound(
        frozenset(frame.kbits for frame in found),
        samples / first.rate,
        len(heard),
        told,
        last.begin + last.size == len(content),
    )


def seconds(content: bytes) -> float:
    """Return how long the frames of a sound last, tagged or not; 0 when it is no MP3."""
    return sum(frame.samples / frame.rate for frame in sound_frames(content))


def sound_frames(content: bytes) -> Iterator[Frame]:
    """Yield the frames of sound after a tag, without the one that describes the others."""
    for number, frame in enumerate(_frames(content, id3.length(content[:10]))):
        if number or _index(content[frame.begin :][: frame.size], frame)[0] is None:
            yield frame


def _frames(content: bytes, position: int = 0) -> Iterator[Frame]:
    while frame := _frame(content, position):
        yield frame
        position += frame.size


def _frame(content: bytes, at: int) -> Frame | None:
    head = content[at : at + 4]
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return None
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    bits, rates = head[2] >> 4, head[2] >> 2 & 3
    if layer != _LAYER_3 or version not in _RATES or bits in (0, 15) or rates == 3:
        return None
    first = version == 3
    kbits, rate = (_KBITS_1 if first else _KBITS_2)[bits], _RATES[version][rates]
    samples = 1152 if first else 576
    size = samples // 8 * kbits * 1000 // rate + (head[2] >> 1 & 1)
    mono = head[3] >> 6 == _MONO
    side = (17 if mono else 32) if first else (9 if mono else 17)
    return (
        Frame(at, size, kbits, rate, samples, side) if at + size <= len(content) else None
    )


def _index(content: bytes, frame: Frame) -> tuple[int | None, int]:
    """Return the frames that an index tells of and the samples to drop at both ends."""
    tag = content[4 + frame.side :]
    if tag[:4] not in (b"Info", b"Xing"):
        return None, 0
    flags = int.from_bytes(tag[4:8], "big")
    told = int.from_bytes(tag[8:12], "big") if flags & _HAS_FRAMES else None
    sizes = {_HAS_FRAMES: 4, _HAS_BYTES: 4, _HAS_TABLE: 100, _HAS_QUALITY: 4}
    lame = tag[8 + sum(size for flag, size in sizes.items() if flags & flag) :]
    ends = int.from_bytes(lame[_LAME_PADDING : _LAME_PADDING + 3], "big")
    return told if told is not None else -1, (ends >> 12) + (ends & 0xFFF)

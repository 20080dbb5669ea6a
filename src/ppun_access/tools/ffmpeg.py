"""ffmpeg, as the package imageio-ffmpeg brings it: never the system's, never ffprobe.

Sound goes in as mono 16-bit PCM, piece by piece.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from ppun_access.errors import MissingToolError, OutputError
from ppun_access.tools.run import Completed, ToolProbe, run

INSTALL = "Tapez : .venv/bin/pip install --force-reinstall imageio-ffmpeg"
MP3_RATES = frozenset({16000, 22050, 24000, 32000, 44100, 48000})
"""Samples a second that MP3 can hold as they are at 64 kbit/s."""
SILENT = -70.0
"""What ffmpeg answers for sound too short or too quiet to measure, in LUFS."""

TIMEOUT = 1800.0
"""Seconds: ten hours of sound on a slow machine."""
_QUIET = ("-hide_banner", "-nostdin", "-nostats")
_EXACT = ("-fflags", "+bitexact", "-flags:a", "+bitexact", "-map_metadata", "-1")


@dataclass(frozen=True, slots=True)
class Loudness:
    """EBU R 128 figures of a sound, read as mono."""

    lufs: float
    """Integrated loudness."""
    true_peak: float
    """Highest true peak, in dBTP."""


@dataclass(frozen=True, slots=True)
class Shaping:
    """What is done to the level of a sound: a gain, then a ceiling if need be (dB)."""

    gain: float = 0.0
    ceiling: float | None = None


@cache
def probe() -> ToolProbe:
    """Return the program and its version; MissingToolError when it is not there."""
    spec = find_spec("imageio_ffmpeg")
    folders = (spec.submodule_search_locations or []) if spec else []
    for folder in map(Path, folders):
        for path in sorted((folder / "binaries").glob("ffmpeg-*")):
            said = run([path, "-version"], name="ffmpeg", install=INSTALL, timeout=60)
            return ToolProbe("ffmpeg", path, _version(said.stdout.decode()))
    raise MissingToolError(
        "ffmpeg manque : le paquet imageio-ffmpeg n’est pas installé ou ne contient "
        "pas de programme pour cette machine.",
        next_step=INSTALL,
    )


def measure(
    *, tool: ToolProbe, pcm: Iterable[bytes], rate: int, shaping: Shaping = Shaping()
) -> Loudness:
    """Return how loud ``pcm`` is once shaped."""
    filters = ",".join((*_filters(shaping), "ebur128=peak=true:framelog=quiet"))
    done = _ffmpeg(tool, [*_pcm_input(rate), "-af", filters, "-f", "null", "-"], pcm)
    return _loudness(done.stderr)


def measure_file(*, tool: ToolProbe, source: Path) -> Loudness:
    """Return how loud the sound of a file is."""
    filters = "ebur128=peak=true:framelog=quiet"
    done = _ffmpeg(tool, ["-i", source, "-map", "0:a", "-af", filters, "-f", "null", "-"])
    return _loudness(done.stderr)


def encode_mp3(
    *,
    tool: ToolProbe,
    pcm: Iterable[bytes],
    rate: int,
    output: Path,
    kbits: int = 64,
    shaping: Shaping = Shaping(),
    tags: Mapping[str, str] | None = None,
) -> None:
    """Write ``pcm`` as a constant bit rate mono MP3 at its own rate.

    ``tags`` are ffmpeg's names (title, artist, album, publisher, language, date,
    comment…); no cover and no date of making, so the same sound gives the same bytes.
    Raises OutputError when MP3 cannot hold ``rate`` as it is: we never resample.
    """
    if rate not in MP3_RATES:
        raise OutputError(
            f"Le format MP3 ne permet pas {rate} échantillons par seconde.",
            next_step="Choisissez une autre voix : « ppun-access voices » les liste.",
        )
    coding = ["-c:a", "libmp3lame", "-b:a", f"{kbits}k", "-write_xing", "1"]
    head = ["-id3v2_version", "3", "-write_id3v1", "0", *_metadata(tags or {})]
    _encode(tool, pcm, rate, shaping, [*coding, *head, "-f", "mp3"], output)


def encode_wav(
    *,
    tool: ToolProbe,
    pcm: Iterable[bytes],
    rate: int,
    output: Path,
    shaping: Shaping = Shaping(),
) -> None:
    """Write ``pcm`` as a mono 16-bit WAV file at its own rate."""
    _encode(tool, pcm, rate, shaping, ["-c:a", "pcm_s16le", "-f", "wav"], output)


def decode(*, tool: ToolProbe, source: Path, rate: int) -> bytes:
    """Return the sound of a file as PCM at ``rate``."""
    wanted = ["-map", "0:a", "-ar", str(rate), "-ac", "1", "-f", "s16le", "-"]
    return _ffmpeg(tool, ["-loglevel", "error", "-i", source, *wanted]).stdout


def _encode(
    tool: ToolProbe,
    pcm: Iterable[bytes],
    rate: int,
    shaping: Shaping,
    coding: list[str],
    output: Path,
) -> None:
    filters = ",".join((*_filters(shaping), "aformat=channel_layouts=mono"))
    sound = ["-loglevel", "error", *_pcm_input(rate), "-af", filters]
    shape = ["-ar", str(rate), "-ac", "1", *_EXACT]
    _ffmpeg(tool, [*sound, *shape, *coding, "-y", output], pcm)


def _ffmpeg(
    tool: ToolProbe, arguments: list[str | Path], pcm: Iterable[bytes] = ()
) -> Completed:
    return run(
        [tool.path, *_QUIET, *arguments],
        name=tool.name,
        install=INSTALL,
        stdin=pcm,
        timeout=TIMEOUT,
    )


def _pcm_input(rate: int) -> list[str]:
    return ["-f", "s16le", "-ar", str(rate), "-ac", "1", "-i", "pipe:0"]


def _filters(shaping: Shaping) -> tuple[str, ...]:
    """Return the filters; the limiter looks ahead, and gives back the delay it takes."""
    gain = f"volume={shaping.gain:.2f}dB:precision=float"
    if shaping.ceiling is None:
        return (gain,)
    limit = 10 ** (shaping.ceiling / 20)
    return (gain, f"alimiter=level=0:limit={limit:.6f}:attack=5:release=50:latency=1")


def _metadata(tags: Mapping[str, str]) -> list[str]:
    pairs = ((name, " ".join(value.split())) for name, value in sorted(tags.items()))
    return [part for name, value in pairs if value for part in _tag(name, value)]


def _tag(name: str, value: str) -> tuple[str, str]:
    return "-metadata", f"{name}={value}"


def _loudness(said: str) -> Loudness:
    lufs = re.findall(r"^\s+I:\s+(\S+) LUFS", said, re.MULTILINE)
    peak = re.findall(r"^\s+Peak:\s+(\S+) dBFS", said, re.MULTILINE)
    if not lufs or not peak:
        raise OutputError(
            "ffmpeg n’a pas donné le volume du son.", next_step=f"{INSTALL}, puis relancez."
        )
    return Loudness(float(lufs[-1]), float(peak[-1]))


def _version(said: str) -> str:
    words = said.split()
    return words[2] if words[:2] == ["ffmpeg", "version"] else "inconnue"

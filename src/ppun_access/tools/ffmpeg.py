"""Measure, encode and decode sound with ffmpeg, from the package imageio-ffmpeg.

Never the system's ffmpeg, and never ffprobe.

Sound goes in as mono 16-bit PCM, in chunks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from shutil import copyfileobj
from typing import Literal, TypeAlias, assert_never

from ppun_access.errors import MissingToolError, OutputError
from ppun_access.runtime.installing import pip_install
from ppun_access.runtime.untrusted_files import content_bytes, open_regular
from ppun_access.tools import id3
from ppun_access.tools.id3 import Chapter
from ppun_access.tools.run import MEMORY, Completed, ToolProbe, run

INSTALL = pip_install("--force-reinstall", "imageio-ffmpeg")
MP3_RATES = frozenset({16000, 22050, 24000, 32000, 44100, 48000})
"""Samples a second that MP3 can hold as they are at 64 kbit/s."""
OPUS_RATES = frozenset({8000, 12000, 16000, 24000, 48000})
OPUS_RATE = 48000
"""Samples a second of Opus when it cannot hold the sound as it is."""
DISC_RATE, TELEPHONE_RATE = 44_100, 8_000
"""Samples a second of an audio disc and of a telephone line."""
AUDIOBOOK = "2"
"""The kind of media of an M4B file (iTunes' « stik »)."""
SILENT = -70.0
"""What ffmpeg answers for sound too short or too quiet to measure, in LUFS."""

TIMEOUT = 1800.0
"""Seconds: ten hours of sound on a slow machine."""
_QUIET = ("-hide_banner", "-nostdin", "-nostats")
_QUIETLY = ("-loglevel", "error")
_EXACT = ("-fflags", "+bitexact", "-flags:a", "+bitexact")
"""No date, no version, and Ogg's serial number is the one that we give."""


@dataclass(frozen=True, slots=True)
class Loudness:
    """EBU R 128 figures of a sound, read as mono."""

    lufs: float
    """Integrated loudness."""
    true_peak: float
    """Highest true peak, in dBTP."""


@dataclass(frozen=True, slots=True)
class Shaping:
    """What is done to the level of a sound: a gain, then a ceiling if needed (dB)."""

    gain: float = 0.0
    ceiling: float | None = None


LIMITER_RATE = 96_000
_LAME_LOSS = 0.45
"""What LAME takes from every sound, in dB: it multiplies it by 0.95."""
_MEASURE = "ebur128=peak=true:framelog=quiet"
_ONE_SIDE = "aformat=channel_layouts=mono"
_HEARD = f"{_ONE_SIDE},{_MEASURE}"
_LISTENING = (
    *("-dec", "0:0", "-filter_complex", f"[dec:0]{_HEARD}[heard]"),
    *("-map", "[heard]", "-f", "null", "-"),
)
"""A second output: the sound of the first, decoded as it is written, and measured."""
_BOTH_SIDES = "pan=stereo|c0=c0|c1=c0"
_TELEPHONE_BAND = tuple(
    f"{kind}=f={edge}:t=q:w={width}"
    for kind, edge in (("highpass", 300), ("lowpass", 3400))
    for width in (0.5412, 1.3066)
)
"""Fourth-order Butterworth filters: 3 dB less at the two edges, 24 dB an octave beyond."""


@cache
def probe() -> ToolProbe:
    """Return the program and its version; MissingToolError when it is absent."""
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
    *, tool: ToolProbe, pcm: Iterable[bytes], rate: int, by_telephone: bool = False
) -> Loudness:
    """Return how loud ``pcm`` is, or what a telephone line lets through of it."""
    filters = ",".join([*(_TELEPHONE_BAND if by_telephone else ()), _MEASURE])
    done = _ffmpeg(tool, [*pcm_input(rate), "-af", filters, "-f", "null", "-"], pcm)
    return _loudness(done.stderr)


def measure_file(*, tool: ToolProbe, source: Path) -> Loudness:
    """Return how loud the sound of a file is."""
    done = _ffmpeg(
        tool, [*_file_input(source), "-map", "0:a", "-af", _HEARD, "-f", "null", "-"]
    )
    return _loudness(done.stderr)


@dataclass(frozen=True, slots=True)
class Labels:
    """What a file says of itself: nothing of it changes the sound.

    ``tags`` have ffmpeg's names (title, artist, album, publisher, language, date,
    comment…), ``language`` is a code of ISO 639-2, ``cover`` a PNG file.
    """

    tags: Mapping[str, str] = field(default_factory=dict)
    chapters: Sequence[Chapter] = ()
    cover: Path | None = None


SoundFormat: TypeAlias = Literal["mp3", "opus", "m4b", "wav", "cd", "telephone"]
"""The last two are WAV as discs and telephone lines hold it."""


def encode(
    format_: SoundFormat,
    *,
    tool: ToolProbe,
    pcm: Iterable[bytes],
    rate: int,
    output: Path,
    kbits: int = 64,
    shaping: Shaping = Shaping(),
    labels: Labels = Labels(),
    is_measured: bool = False,
) -> Loudness | None:
    """Write ``pcm`` to a file; return how loud that is to hear, if ``is_measured``.

    It is decoded and measured while it is written: nothing reads the file again.
    ``kbits`` and ``labels`` are for formats that have them. The same sound gives the same
    bytes: nothing says when they were made. Raises OutputError when ffmpeg fails, or when
    MP3 cannot hold ``rate`` as it is: we never resample for it.
    """
    work = _Encoding(tool, pcm, rate, output, kbits, shaping, labels, is_measured)
    match format_:
        case "wav":
            return work.run(_wav("pcm_s16le"))
        case "cd":  # the Red Book (IEC 60908), which every burner takes as it is
            return work.run(_wav("pcm_s16le"), DISC_RATE, after=_BOTH_SIDES)
        case "telephone":  # ITU-T G.711; what a line would cut must take no level
            return work.run(_wav("pcm_alaw"), TELEPHONE_RATE, before=_TELEPHONE_BAND)
        case "mp3":
            return _encode_mp3(work)
        case "opus":
            return _encode_opus(work)
        case "m4b":
            return _encode_m4b(work)
        case _:
            assert_never(format_)


@dataclass(frozen=True, slots=True)
class _Encoding:
    """What is written, where and how: see ``encode``."""

    tool: ToolProbe
    pcm: Iterable[bytes]
    rate: int
    output: Path
    kbits: int
    shaping: Shaping
    labels: Labels
    is_measured: bool

    def run(
        self,
        form: Sequence[str | Path],
        rate_out: int = 0,
        *,
        before: Sequence[str] = (),
        after: str = _ONE_SIDE,
    ) -> Loudness | None:
        """Run ffmpeg; ``form`` opens with its other inputs, if any.

        ``before`` are filters whose sound is then shaped; ``after`` gives its channels.
        """
        filters = ",".join([*before, *_filters(self.shaping), after])
        shape = ["-af", filters, "-ar", str(rate_out or self.rate), *_EXACT]
        level, heard = ((), _LISTENING) if self.is_measured else (_QUIETLY, ())
        sound = [*level, *pcm_input(self.rate)]
        arguments = [*sound, *form, *shape, "-y", self.output, *heard]
        said = _ffmpeg(self.tool, arguments, self.pcm).stderr
        return _loudness(said) if self.is_measured else None


def _wav(coding: str) -> list[str]:
    return ["-map_metadata", "-1", "-c:a", coding, "-f", "wav"]


def _encode_mp3(work: _Encoding) -> Loudness | None:
    """Write a constant bit rate mono MP3."""
    if work.rate not in MP3_RATES:
        raise OutputError(
            f"Le format MP3 ne permet pas {work.rate} échantillons par seconde.",
            next_step="Choisissez une autre voix : « ppun-access voices » les liste.",
        )
    coding = ["-c:a", "libmp3lame", "-b:a", f"{work.kbits}k", "-write_xing", "1"]
    bare = work.output.with_name(f"{work.output.name}.nu")
    try:
        head = ["-id3v2_version", "0", "-write_id3v1", "0", "-map_metadata", "-1"]
        louder = replace(work, output=bare, shaping=_louder(work.shaping))
        loudness = louder.run([*coding, *head, "-f", "mp3"])
        labels = work.labels
        cover = content_bytes(labels.cover) if labels.cover else b""
        with work.output.open("wb") as whole, open_regular(bare) as sound:
            whole.write(id3.id3_tag(labels.tags, labels.chapters, cover))
            copyfileobj(sound, whole)
        return loudness
    finally:
        bare.unlink(missing_ok=True)


def _louder(shaping: Shaping) -> Shaping:
    """Return what gives LAME the sound that is to be heard of it."""
    ceiling = None if shaping.ceiling is None else shaping.ceiling + _LAME_LOSS
    return Shaping(shaping.gain + _LAME_LOSS, ceiling)


def _encode_opus(work: _Encoding) -> Loudness | None:
    """Write mono Opus in Ogg, with its tags and chapters and without cover."""
    coding = ["-c:a", "libopus", "-application", "voip", "-b:a", "24k"]
    clean = ["-metadata:s:a:0", "encoder=", "-serial_offset", "1", "-f", "ogg"]
    rate_out = work.rate if work.rate in OPUS_RATES else OPUS_RATE
    with _described(_in_comments(work.labels), work.output) as (inputs, maps):
        return work.run([*inputs, *maps, *coding, *clean], rate_out)


def _encode_m4b(work: _Encoding) -> Loudness | None:
    """Write an audiobook: mono AAC with tags, chapters and cover."""
    labels, coding = work.labels, ["-c:a", "aac", "-b:a", "48k"]
    kind = ["-metadata", f"media_type={AUDIOBOOK}"]
    language = labels.tags.get("language", "")
    kind += ["-metadata:s:a:0", f"language={language}"] if language else []
    with _described(labels, work.output) as (inputs, maps):
        if labels.cover:
            inputs = [*inputs, "-f", "png_pipe", "-i", labels.cover]
            picture = ["-map", "2:v", "-c:v", "copy", "-disposition:v:0", "attached_pic"]
            maps = [*maps, *picture]
        form = [*coding, *kind, "-movflags", "+faststart", "-f", "ipod"]
        return work.run([*inputs, *maps, *form])


def decode(*, tool: ToolProbe, source: Path, rate: int) -> bytes:
    """Return the sound of a file as PCM at ``rate``."""
    return _ffmpeg(tool, [*_QUIETLY, *_file_input(source), *_pcm_output(rate), "-"]).stdout


def decode_to(
    *, tool: ToolProbe, source: Path, rate: int, output: Path, seconds: int
) -> None:
    """Write the first sound of a file to ``output``, as PCM at ``rate``.

    What comes after ``seconds`` is left out: a file of some bytes may claim days. Raises
    OutputError for a file whose first bytes are of no kind of sound that we know.
    """
    wanted = ["-map", "0:a:0", *_pcm_output(rate)[2:]]
    bound = ["-t", str(seconds), "-fs", str(2 * rate * seconds)]
    _ffmpeg(tool, [*_QUIETLY, *_file_input(source), *wanted, *bound, "-y", output])


def resample(*, tool: ToolProbe, pcm: Iterable[bytes], rate: int, to: int) -> bytes:
    """Return PCM at another rate."""
    return _ffmpeg(tool, [*_QUIETLY, *pcm_input(rate), *_pcm_output(to), "-"], pcm).stdout


@contextmanager
def _described(
    labels: Labels, output: Path
) -> Iterator[tuple[list[str | Path], list[str]]]:
    """Give the input that holds tags and chapters, and the arguments that take them."""
    notes = output.with_name(f"{output.name}.notes")
    try:
        notes.write_text(_notes(labels), "utf-8")
        maps = ["-map", "0:a", "-map_metadata", "1", "-map_chapters", "1"]
        yield ["-f", "ffmetadata", "-i", notes], maps
    finally:
        notes.unlink(missing_ok=True)


def _in_comments(labels: Labels) -> Labels:
    """Return ``labels`` with the chapters as comments (« Chapter Extension » of Vorbis).

    ffmpeg writes them too, but rounds the seconds up and still adds the milliseconds.
    """
    chapters: dict[str, str] = {}
    for number, chapter in enumerate(labels.chapters):
        minutes, ms = divmod(chapter.begin, 60_000)
        clock = f"{minutes // 60:02}:{minutes % 60:02}:{ms // 1000:02}.{ms % 1000:03}"
        chapters[f"CHAPTER{number:03}"] = clock
        chapters[f"CHAPTER{number:03}NAME"] = chapter.title
    return Labels({**labels.tags, **chapters})


def _notes(labels: Labels) -> str:
    """Return tags and chapters as ffmpeg reads them (its « metadata » format)."""
    tags = ((name, " ".join(value.split())) for name, value in sorted(labels.tags.items()))
    lines = [";FFMETADATA1", *(f"{name}={_noted(value)}" for name, value in tags if value)]
    for chapter in labels.chapters:
        times = f"TIMEBASE=1/1000\nSTART={chapter.begin}\nEND={chapter.end}"
        title = _noted(" ".join(chapter.title.split()))
        lines.append(f"[CHAPTER]\n{times}\ntitle={title}")
    return "\n".join(lines) + "\n"


def _noted(value: str) -> str:
    return re.sub(r"([=;#\\])", r"\\\1", value)


def _ffmpeg(
    tool: ToolProbe, arguments: list[str | Path], pcm: Iterable[bytes] = ()
) -> Completed:
    return run(
        [tool.path, *_QUIET, *arguments],
        name=tool.name,
        install=INSTALL,
        stdin=pcm,
        timeout=TIMEOUT,
        memory=MEMORY,
    )


def _file_input(source: Path) -> list[str]:
    """Return the arguments to read one file, by its content, and no other file.

    Its name says nothing, and ffmpeg is never asked to guess: some of the texts that it
    reads name other files, or addresses.
    """
    name, more = form_of(source)
    if not name:
        raise OutputError(
            f"{source.name} n’est pas un fichier de son que ce programme lit.",
            next_step="Enregistrez-le à nouveau en MP3, en WAV ou en FLAC.",
        )
    only = ["-protocol_whitelist", "file", "-format_whitelist", name, "-f", name, *more]
    return [*only, "-i", f"file:{source}"]


def pcm_input(rate: int) -> list[str]:
    """Return the arguments to read PCM from standard input."""
    return ["-f", "s16le", "-ar", str(rate), "-ac", "1", "-i", "pipe:0"]


def _pcm_output(rate: int) -> list[str]:
    return ["-map", "0:a", "-ar", str(rate), "-ac", "1", "-f", "s16le"]


def _filters(shaping: Shaping) -> tuple[str, ...]:
    """Return the filters; the limiter looks ahead, and gives back the delay it takes.

    It works at 96 kHz, where it sees the peaks between the samples that we are given.
    """
    gain = f"volume={shaping.gain:.2f}dB:precision=float"
    if shaping.ceiling is None:
        return (gain,)
    limit = 10 ** (shaping.ceiling / 20)
    limiter = f"alimiter=level=0:limit={limit:.6f}:attack=5:release=50:latency=1"
    return (gain, f"aresample={LIMITER_RATE}", limiter)


def _loudness(said: str) -> Loudness:
    lufs = re.findall(r"^[ \t]++I:\s+(\S+) LUFS", said, re.MULTILINE)
    peak = re.findall(r"^[ \t]++Peak:\s+(\S+) dBFS", said, re.MULTILINE)
    if not lufs or not peak:
        raise OutputError(
            "ffmpeg n’a pas donné le volume du son.", next_step=f"{INSTALL}, puis relancez."
        )
    return Loudness(float(lufs[-1]), float(peak[-1]))


def _version(said: str) -> str:
    words = said.split()
    return words[2] if words[:2] == ["ffmpeg", "version"] else "inconnue"


# Kinds of recordings


_MOV = ("-enable_drefs", "0", "-use_absolute_path", "0")
_FORMS: tuple[tuple[re.Pattern[bytes], str, tuple[str, ...]], ...] = (
    (re.compile(rb"(?:RIFF|RF64|FFIR)....WAVE", re.DOTALL), "wav", ()),
    (re.compile(rb"fLaC"), "flac", ()),
    (re.compile(rb"OggS"), "ogg", ()),
    (re.compile(rb"....ftyp", re.DOTALL), "mov", _MOV),
    (re.compile(rb"\x1aE\xdf\xa3"), "matroska", ()),
    (re.compile(rb"FORM....AIF[FC]", re.DOTALL), "aiff", ()),
    (re.compile(rb"\xff[\xf0\xf1\xf8\xf9]"), "aac", ()),
    (re.compile(rb"\A\0*+\xff[\xe2-\xe7\xf2-\xf7\xfa-\xff]"), "mp3", ()),
)
"""How sound begins → what reads it in ffmpeg, by its name, and what that may not do."""
_START = 4096
"""Bytes in which a file says what it is, after its tags."""


def form_of(source: Path) -> tuple[str, tuple[str, ...]]:
    """Return the name of what reads a file in ffmpeg, and how; no name for no sound."""
    with open_regular(source) as handle:
        start = handle.read(_START)
        if tagged := id3.length(start):
            handle.seek(tagged)
            start = handle.read(_START)
    found = ((name, more) for begins, name, more in _FORMS if begins.match(start))
    return next(found, ("mp3" if tagged else "", ()))

"""Verify sound files, covers, WebVTT cues and chapter lists.

MP3: ISO/IEC 11172-3 and 13818-3; Ogg: RFC 3533; MP4: ISO/IEC 14496-12; WAV: RIFF; PNG: its
specification.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ppun_access.runtime.untrusted_files import (
    PUBLISHED,
    RECORD,
    open_regular,
    parse_json,
    read_regular,
    read_start,
)
from ppun_access.tools.mp3_frames import read_mp3
from ppun_access.writers.daisy.write import without_tag

_PCM, _A_LAW = 1, 6
_WAVES = {(_PCM, 2, 44_100, 16): "CD", (_A_LAW, 1, 8_000, 8): "téléphone"}
"""Coding, channels, samples a second, bits → what it is for."""
_PAGE = 27
"""Bytes of the head of a page of Ogg, before its table."""
_LAST_PAGE = 4
_PNG = b"\x89PNG\r\n\x1a\n"


def check_mp3(path: Path) -> Iterator[str]:
    """Yield the faults of an MP3 file, in French."""
    sound = read_mp3(without_tag(read_regular(path, PUBLISHED)))
    if sound is None:
        yield "ce n’est pas du MP3."
        return
    if not sound.whole:
        yield "ce MP3 est coupé, ou contient autre chose que du son."
    if len(sound.kbits) > 1:
        yield "le débit de ce MP3 change : certains lecteurs en affichent mal la durée."
    if sound.told_frames not in (None, sound.frames):
        yield f"l’index de ce MP3 n’annonce pas les {sound.frames} trames qu’il y a."


def check_wav(path: Path) -> Iterator[str]:
    """Yield the faults of a WAV file of the off-line kit, in French."""
    head, size = read_start(path, 512), path.stat().st_size
    if head[:4] != b"RIFF" or head[8:12] != b"WAVE":
        yield "ce n’est pas du WAV."
        return
    if int.from_bytes(head[4:8], "little") + 8 != size:
        yield "ce WAV est coupé : il n’a pas la taille qu’il annonce."
    at, form = 12, (0, 0, 0, 0)
    while head[at : at + 4] not in (b"data", b"") and at < len(head):
        length = int.from_bytes(head[at + 4 : at + 8], "little")
        if head[at : at + 4] == b"fmt " and length >= 16:
            kind, sides, rate, _, _, bits = struct.unpack_from("<HHIIHH", head, at + 8)
            form = (kind, sides, rate, bits)
        at += 8 + length + length % 2
    if form not in _WAVES:
        yield (
            "ce WAV n’est ni pour un CD (44,1 kHz, 16 bits, stéréo) ni pour le téléphone "
            "(8 kHz, loi A, mono)."
        )
    if at + 8 + int.from_bytes(head[at + 4 : at + 8], "little") > size:
        yield "ce WAV est coupé : il manque du son."


def check_opus(path: Path) -> Iterator[str]:
    """Yield the faults of an Opus file, in French."""
    data, at, flags = read_regular(path, PUBLISHED), 0, 0
    if data[:4] != b"OggS" or b"OpusHead" not in data[:100]:
        yield "ce n’est pas de l’Opus."
        return
    while data[at : at + 4] == b"OggS" and at + _PAGE <= len(data):
        flags, segments = data[at + 5], data[at + 26]
        table = data[at + _PAGE : at + _PAGE + segments]
        at += _PAGE + segments + sum(table)
    if at != len(data) or not flags & _LAST_PAGE:
        yield "ce fichier Opus est coupé, ou contient autre chose que du son."


def check_m4b(path: Path) -> Iterator[str]:
    """Yield the faults of an M4B file, in French."""
    size, at, kinds = path.stat().st_size, 0, list[bytes]()
    with open_regular(path) as handle:
        while at + 8 <= size:
            handle.seek(at)
            length, kind = struct.unpack(">I4s", handle.read(8))
            if length == 1:
                length = int.from_bytes(handle.read(8), "big")
            kinds.append(kind)
            at += max(8, length) if length else size - at
    if kinds[:1] != [b"ftyp"]:
        yield "ce n’est pas du M4B."
    elif at != size or not {b"moov", b"mdat"} <= set(kinds):
        yield "ce M4B est coupé, ou contient autre chose que du son."


def check_png(path: Path) -> Iterator[str]:
    """Yield the faults of an image, in French."""
    data, at, kinds = read_regular(path, PUBLISHED), len(_PNG), list[bytes]()
    if not data.startswith(_PNG):
        yield "ce n’est pas une image PNG."
        return
    while at + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        body = data[at + 4 : at + 8 + length]
        kinds.append(kind)
        at += 12 + length
        if zlib.crc32(body) != int.from_bytes(data[at - 4 : at], "big"):
            yield "cette image est abîmée."
            return
    if at != len(data) or kinds[-1:] != [b"IEND"]:
        yield "cette image est coupée."


# Cues and chapters


_TIMES = re.compile(r"(?m)^(\S+) --> (\S+)")
_CLOCK = re.compile(r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d\.\d{3})")


def check_vtt(path: Path) -> Iterator[str]:
    """Yield the faults of a WebVTT file: its cues have a length and are in order."""
    text = read_regular(path, PUBLISHED).decode("utf-8", "replace")
    if not text.startswith("WEBVTT"):
        yield "ce texte minuté ne commence pas par WEBVTT."
        return
    cues = _TIMES.findall(text)
    if not cues:
        yield "ce texte minuté n’a pas un seul moment."
    last = 0.0
    for cue in cues:
        begin, end = map(_seconds, cue)
        if begin is None or end is None:
            yield f"le moment « {' --> '.join(cue)} » n’est pas écrit comme il faut."
            continue
        if end < begin:
            yield f"le moment qui commence à {cue[0]} finit avant de commencer."
        if begin < last:
            yield f"le moment qui commence à {cue[0]} n’est pas à sa place."
        last = begin


def _seconds(clock: str) -> float | None:
    found = _CLOCK.fullmatch(clock)
    if found is None:
        return None
    return int(found[1] or 0) * 3600 + int(found[2]) * 60 + float(found[3])


def check_chapters(path: Path) -> Iterator[str]:
    """Yield the faults of chapters: each has a title, they follow one another."""
    try:
        values: Any = parse_json(read_regular(path, RECORD))
    except ValueError:
        yield "ce n’est pas du JSON."
        return
    chapters = values.get("chapters") if isinstance(values, dict) else None
    if not isinstance(chapters, list) or not chapters:
        yield "ce fichier n’a pas un seul chapitre."
        return
    last = -1.0
    for number, chapter in enumerate(chapters, 1):
        held: dict[str, Any] = chapter if isinstance(chapter, dict) else {}
        begin: Any = held.get("startTime")
        end: Any = held.get("endTime", float("inf"))
        if not str(held.get("title") or "").strip():
            yield f"le chapitre {number} n’a pas de titre."
        if not _is_time(begin) or not _is_time(end) or end < begin:
            yield f"le chapitre {number} n’a pas de début, ou finit avant de commencer."
        elif begin < last:
            yield f"le chapitre {number} commence avant celui qui le précède."
        else:
            last = begin


def _is_time(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0

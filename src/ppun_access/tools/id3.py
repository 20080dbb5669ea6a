"""Write the ID3v2.3 tag of an MP3 file, with a cover and chapters.

Written here because ffmpeg puts the comment where players do not look for it and cannot
say that a picture is the front cover. Sources: the informal standards « ID3 tag version
2.3.0 » and « ID3v2 Chapter Frame Addendum, version 1.0 ».
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfileobj

from ppun_access.runtime.untrusted_files import open_regular

FRAMES = {
    "title": "TIT2",
    "artist": "TPE1",
    "album": "TALB",
    "language": "TLAN",
    "publisher": "TPUB",
}
"""Names of tags, as ffmpeg has them → frames of one text each."""
MOST_CHAPTERS = 255
"""The count of a table of contents is one byte."""
_FRONT_COVER = 3
_NO_OFFSET = 0xFFFFFFFF
_TOP_LEVEL_ORDERED = 3


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of a sound and its name; times are in ms from the beginning."""

    title: str
    begin: int
    end: int


def id3_tag(
    tags: Mapping[str, str], chapters: Sequence[Chapter] = (), cover: bytes = b""
) -> bytes:
    """Return the bytes of the tag, only its header when it has no frame.

    ``tags`` has ffmpeg's names; the comment is in the language of the sound. ``cover`` is
    a PNG image. ``date`` is ISO 8601; only what is there of it is written.
    """
    frames = b"".join(_frames(tags, chapters[:MOST_CHAPTERS], cover))
    return b"ID3\x03\x00\x00" + _synchsafe(len(frames)) + frames


def with_track(sound: Path, number: int, output: Path) -> None:
    """Write an MP3 with a tag of ours to ``output``, with its number in the album."""
    frame = _text("TRCK", str(number))
    with open_regular(sound) as source, output.open("wb") as whole:
        head = source.read(10)
        size = length(head) - 10 + len(frame)
        whole.write(head[:6] + _synchsafe(size) + frame)
        copyfileobj(source, whole)


def length(start: bytes) -> int:
    """Return how long the tag is that opens a file, of any version 2; 0 without one.

    Its size has seven bits a byte.
    """
    if start[:3] != b"ID3" or len(start) < 10:
        return 0
    size = 0
    for byte in start[6:10]:
        size = size << 7 | byte & 0x7F
    footer = 10 if start[5] & 0x10 else 0
    return 10 + size + footer


def _frames(
    tags: Mapping[str, str], chapters: Sequence[Chapter], cover: bytes
) -> Iterator[bytes]:
    for name, frame in FRAMES.items():
        if value := _one_line(tags.get(name, "")):
            yield _text(frame, value)
    yield from _date(tags.get("date", ""))
    if comment := _one_line(tags.get("comment", "")):
        language = (tags.get("language") or "und").encode("ascii", "replace")[:3]
        yield _frame("COMM", b"\x01" + language + _utf16("") + _END + _utf16(comment))
    if cover:
        head = b"\x00image/png\x00" + bytes([_FRONT_COVER]) + b"\x00"
        yield _frame("APIC", head + cover)
    if chapters:
        yield _contents(len(chapters))
    for number, chapter in enumerate(chapters):
        yield _chapter(number, chapter)


def _date(date: str) -> Iterator[bytes]:
    year, _, day = date.strip().partition("-")
    if len(year) == 4 and year.isdigit():
        yield _text("TYER", year)
        month, _, day = day[:5].partition("-")
        if len(month) == len(day) == 2 and (day + month).isdigit():
            yield _text("TDAT", day + month)


def _contents(count: int) -> bytes:
    children = b"".join(_element(number) for number in range(count))
    head = b"toc\x00" + bytes([_TOP_LEVEL_ORDERED, count])
    return _frame("CTOC", head + children)


def _chapter(number: int, chapter: Chapter) -> bytes:
    values = (chapter.begin, chapter.end, _NO_OFFSET, _NO_OFFSET)
    times = b"".join(value.to_bytes(4, "big") for value in values)
    return _frame(
        "CHAP", _element(number) + times + _text("TIT2", _one_line(chapter.title))
    )


def _element(number: int) -> bytes:
    return f"ch{number}".encode() + b"\x00"


_END = b"\x00\x00"


def _text(frame: str, value: str) -> bytes:
    """Return a frame of text: plain where it can be, else UTF-16 with its mark."""
    if value.isascii():
        return _frame(frame, b"\x00" + value.encode("ascii"))
    return _frame(frame, b"\x01" + _utf16(value))


def _utf16(value: str) -> bytes:
    return b"\xff\xfe" + value.encode("utf-16-le", "replace")


def _frame(name: str, content: bytes) -> bytes:
    return name.encode("ascii") + len(content).to_bytes(4, "big") + b"\x00\x00" + content


def _synchsafe(size: int) -> bytes:
    """Return ``size`` in four bytes of seven bits, so that none looks like sound."""
    return bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))


def _one_line(value: str) -> str:
    return " ".join(value.split())

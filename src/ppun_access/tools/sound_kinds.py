"""What a recording is, by its first bytes, whatever its name says."""

from __future__ import annotations

import re
from pathlib import Path

from ppun_access.runtime.untrusted_files import open_regular
from ppun_access.tools import id3

_MOV = ("-enable_drefs", "0", "-use_absolute_path", "0")
_FORMS: tuple[tuple[re.Pattern[bytes], str, tuple[str, ...]], ...] = (
    (re.compile(rb"(?:RIFF|RF64|FFIR)....WAVE", re.DOTALL), "wav", ()),
    (re.compile(rb"fLaC"), "flac", ()),
    (re.compile(rb"OggS"), "ogg", ()),
    (re.compile(rb"....ftyp", re.DOTALL), "mov", _MOV),
    (re.compile(rb"\x1aE\xdf\xa3"), "matroska", ()),
    (re.compile(rb"FORM....AIF[FC]", re.DOTALL), "aiff", ()),
    (re.compile(rb"\xff[\xf0\xf1\xf8\xf9]"), "aac", ()),
    (re.compile(rb"\0*\xff[\xe2-\xe7\xf2-\xf7\xfa-\xff]"), "mp3", ()),
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

"""Rules for what goes with a sound: WebVTT cues, and the JSON chapters of podcasts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ppun_access.runtime.untrusted_files import PUBLISHED, RECORD, parse_json, read_regular

_TIMES = re.compile(r"(?m)^(\S+) --> (\S+)")
_CLOCK = re.compile(r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d\.\d{3})")


def check_vtt(path: Path) -> Iterator[str]:
    """Yield what is wrong with a WebVTT file: its cues have a length and are in order."""
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
    """Yield what is wrong with chapters: each has a title, they follow one another."""
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

"""``voices``: the voices that there are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ppun_access.errors import MissingToolError
from ppun_access.settings import find_settings
from ppun_access.speech.model import Voice
from ppun_access.speech.voices import known_voices, pick


def list_voices() -> str:
    """Return a table of the voices, the best first, and the one that « auto » takes."""
    settings = find_settings(Path.cwd())
    own = (settings.parent if settings else Path.cwd()) / "voices"
    known = known_voices((own,) if own.is_dir() else ())
    return "\n".join([*map(_line, known), "", *_auto(known)])


def _line(voice: Voice) -> str:
    state = f"absente. {voice.missing}" if voice.missing else "installée"
    return f"{voice.name:<12} {voice.lang:<6} {voice.title} ({voice.licence}) : {state}"


def _auto(known: tuple[Voice, ...]) -> Iterator[str]:
    try:
        yield f"« auto » prend : {pick('auto', known).name}"
    except MissingToolError as error:
        yield f"« auto » : {error}"

"""Load the model of a voice while the rest of the program loads.

This module imports little, for it is wanted before all that a command needs.
"""

from __future__ import annotations

import hashlib
import sys
from contextlib import suppress
from pathlib import Path
from threading import Thread

from ppun_access.errors import PpunError
from ppun_access.runtime.cache import Cache, cache_key, default_root
from ppun_access.runtime.untrusted_files import PAGE, read_regular
from ppun_access.settings.ppun_toml import find_settings, load_settings
from ppun_access.speech.model import Loadable, SpeechEngine
from ppun_access.speech.voices import engine_of, known_voices, pick
from ppun_access.tools import ffmpeg

TURN = 0.0005
"""Seconds after which a thread that computes lets one that loads go on; Python's own turn,
ten times as long, would be waited for at each file that it reads."""


def loading_engine(file: str, asked: str | None) -> SpeechEngine | None:
    """Return the engine of the voice that most likely reads ``FILE#id``, being loaded.

    None where nothing is to be loaded: the file was said as it is, and its sounds are in
    the cache (one that is gone loads the model later). A page may ask for another voice,
    and what is wrong with the settings or with the voice is told by those who need them.
    """
    with suppress(PpunError, OSError):
        if _was_said(file, asked):
            return None
        settings = load_settings(find_settings(Path(file.partition("#")[0])))
        engine = engine_of(pick(asked or settings.voice, known_voices()))
        if isinstance(engine, Loadable) and engine.is_ready():
            sys.setswitchinterval(TURN)
            for work in (engine.load, _find_coder):
                Thread(target=work, daemon=True).start()
            return engine
    return None


def _find_coder() -> None:
    with suppress(PpunError):  # told when it is needed
        ffmpeg.probe()


def note_said(file: str, asked: str | None, cache: Cache) -> None:
    """Note that the sounds of ``FILE#id``, as it is now, are in the cache."""
    if key := _said_key(file, asked):
        cache.get(key, lambda: b"said")


def _was_said(file: str, asked: str | None) -> bool:
    key = _said_key(file, asked)
    return bool(key and Cache(default_root()).stored(key))


def _said_key(file: str, asked: str | None) -> str:
    """Return the key of a file, its content and the voice asked for; "" for a folder.

    What else makes a sound (the lexicon, the settings) is left out: at worst the model is
    loaded a second later.
    """
    try:
        content = read_regular(Path(file.partition("#")[0]), PAGE)
    except (PpunError, OSError):
        return ""
    return cache_key("speak", "1", file, asked, hashlib.sha256(content).hexdigest())

"""Load the model of a voice while the rest of the program loads.

This module imports little, for it is wanted before all that a command needs.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from threading import Thread

from ppun_access.errors import PpunError
from ppun_access.settings.ppun_toml import find_settings, load_settings
from ppun_access.speech.model import Loadable, SpeechEngine
from ppun_access.speech.voices import engine_of, known_voices, pick


def loading_engine(file: str, asked: str | None) -> SpeechEngine | None:
    """Return the engine of the voice that most likely reads ``FILE#id``, being loaded.

    None where nothing is to be loaded. A page may ask for another voice, and what is wrong
    with the settings or with the voice is told by those who need them.
    """
    with suppress(PpunError, OSError):
        settings = load_settings(find_settings(Path(file.partition("#")[0])))
        engine = engine_of(pick(asked or settings.voice, known_voices()))
        if isinstance(engine, Loadable) and engine.is_ready():
            Thread(target=engine.load, daemon=True).start()
            return engine
    return None

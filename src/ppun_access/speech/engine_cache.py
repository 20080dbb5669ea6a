"""Loaded engines: a worker process reads the model of a voice once."""

from __future__ import annotations

from threading import Lock

from ppun_access.errors import MissingToolError
from ppun_access.speech.model import Preparable, SpeechEngine, Voice
from ppun_access.speech.voices import engine_of

_ENGINES: dict[Voice, SpeechEngine] = {}
_LOCK = Lock()


def loaded_engine(voice: Voice) -> SpeechEngine:
    """Return the engine of a voice, the same one each time, ready to speak.

    Raises MissingToolError when the voice is not here, or is not the same as where it was
    chosen: what it says would be kept under the name of another sound.
    """
    with _LOCK:
        if voice not in _ENGINES:
            _ENGINES[voice] = _same(voice)
        return _ENGINES[voice]


def _same(voice: Voice) -> SpeechEngine:
    engine = engine_of(voice)
    if isinstance(engine, Preparable):
        engine.prepare()
    mine = next((known for known in engine.voices() if known.name == voice.name), None)
    if mine is None or mine.missing or mine.revision != voice.revision:
        state = "n’est pas installée" if mine is None or mine.missing else "est différente"
        raise MissingToolError(
            f"La voix « {voice.name} » {state} sur un ouvrier de la grappe.",
            next_step="Installez-y les mêmes versions qu’ici, puis tapez sur cet ouvrier : "
            f"ppun-access voices install {voice.name}",
        )
    return engine

"""Speak one text with pyttsx3: ``python -m … VOICE RATE FILE.wav``, text on stdin."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path
from threading import Event
from typing import Any

PATIENCE = 45.0
"""Seconds to wait for the end of the sentence; less than our parent's limit."""


_RATE, _NOW = 1, 1
"""espeak-ng's number for the rate, and for asking what it is now."""


def main() -> None:
    """Speak once, and end only when the file is written."""
    voice, rate, output = sys.argv[1:4]
    text = sys.stdin.buffer.read().decode("utf-8")
    library = _library()
    engine = _engine(library)
    _set(engine, library, voice, int(rate))
    done, ends = Event(), list[bool]()

    def end(name: str, completed: bool) -> None:
        ends.append(completed)
        done.set()

    engine.connect("finished-utterance", end)
    engine.save_to_file(text, output)
    engine.runAndWait()
    if not done.wait(PATIENCE) or ends != [True]:
        sys.exit("la phrase n’a pas été dite jusqu’au bout")
    sys.stdout.flush()
    os._exit(0)  # espeak-ng cannot be closed from Python, says pyttsx3's own driver


def _library() -> ctypes.CDLL:
    """Return the espeak-ng of our own package, not one of the system."""
    import espeakng_loader

    os.environ["ESPEAK_DATA_PATH"] = str(Path(espeakng_loader.get_data_path()).parent)
    return ctypes.CDLL(espeakng_loader.get_library_path(), mode=ctypes.RTLD_GLOBAL)


def _engine(library: ctypes.CDLL) -> Any:
    """Start pyttsx3 on ``library``: it would look for one in fixed places."""
    ctypes.cdll.LoadLibrary = lambda name: library  # type: ignore[method-assign]
    import pyttsx3

    engine = pyttsx3.init("espeak")
    library.espeak_Synchronize()
    engine.runAndWait()  # nothing yet: what is set from now on is set at once
    return engine


def _set(engine: Any, library: ctypes.CDLL, voice: str, rate: int) -> None:
    """Set voice and rate and see that they are, before any word.

    espeak-ng sets the rate in a thread of its own, and pyttsx3 cancels what that thread
    still has to do when its loop begins: set with the words, as its manual shows, the
    rate was lost once in a thousand sentences, which were rushed.
    """
    engine.setProperty("voice", voice)
    engine.setProperty("rate", rate)
    library.espeak_Synchronize()
    if engine.getProperty("voice") != voice:
        sys.exit(f"la voix {voice} n’est pas dans espeak-ng")
    if library.espeak_GetParameter(_RATE, _NOW) != rate:
        sys.exit(f"espeak-ng n’a pas pris la vitesse {rate}")


if __name__ == "__main__":
    main()

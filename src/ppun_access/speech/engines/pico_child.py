"""Speak one text with Pico: ``python -m … VOICE RATE``, text on stdin, PCM on stdout."""

from __future__ import annotations

import sys


def main() -> None:
    """Speak once: the engine's memory is clean only in a new process."""
    from py_nanotts import NanoTTS

    text = sys.stdin.buffer.read().decode("utf-8")
    voice, rate = sys.argv[1], float(sys.argv[2])
    speed = None if rate == 1.0 else rate  # None leaves the text without any tag
    sys.stdout.buffer.write(NanoTTS().speak(text, voice=voice, speed=speed))


if __name__ == "__main__":
    main()

"""Says one text with Pico: ``python -m … VOICE``, text on stdin, PCM on stdout."""

from __future__ import annotations

import sys


def main() -> None:
    """Speak once: the engine's memory is clean only in a new process."""
    from py_nanotts import NanoTTS

    text = sys.stdin.buffer.read().decode("utf-8")
    sys.stdout.buffer.write(NanoTTS().speak(text, voice=sys.argv[1]))


if __name__ == "__main__":
    main()

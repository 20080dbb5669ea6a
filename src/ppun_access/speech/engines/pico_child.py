"""Speak texts with Pico: questions in JSON on standard input, PCM in base64 on the other.

Each text is said by a fork of this process, which has loaded the engine and never uses it:
the engine's memory is clean only in a process that has not spoken yet.
"""

from __future__ import annotations

import json
import os
import sys
from base64 import b64encode


def main() -> int:
    """Answer each question; where nothing can be forked, the first one alone."""
    from py_nanotts import NanoTTS

    for question in sys.stdin.buffer:
        if sys.platform == "win32":
            _answer(NanoTTS(), question)
            return 0
        pid = os.fork()
        if not pid:
            _answer(NanoTTS(), question)
            os._exit(0)
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        if code < 0:
            os.kill(os.getpid(), -code)  # as the one that spoke
        if code:
            return code
    return 0


def _answer(engine: object, question: bytes) -> None:
    text, voice, rate = json.loads(question)
    speed = None if rate == 1.0 else rate  # None leaves the text without any tag
    pcm = engine.speak(text, voice=voice, speed=speed)  # type: ignore[attr-defined]
    sys.stdout.buffer.write(b64encode(pcm) + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    sys.exit(main())

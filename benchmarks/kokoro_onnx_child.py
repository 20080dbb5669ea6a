"""kokoro-onnx as its README uses it: ``python -m … MODEL VOICES TEXT OUTPUT.wav FIRST``.

With a FIRST of 1 it stops after the first sound that ``create_stream`` gives.
"""

from __future__ import annotations

import asyncio
import sys
import wave
from pathlib import Path
from typing import Any

VOICE, LANGUAGE = "ff_siwis", "fr-fr"


def main() -> None:
    model, voices, text, output, first = sys.argv[1:]
    from kokoro_onnx import Kokoro

    kokoro = Kokoro(model, voices)
    words = Path(text).read_text("utf-8")
    if first == "1":
        samples, rate = asyncio.run(_first(kokoro, words))
    else:
        samples, rate = kokoro.create(words, voice=VOICE, speed=1.0, lang=LANGUAGE)
    with wave.open(output, "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(rate)
        wav.writeframes((samples.clip(-1, 1) * 32767).astype("<i2").tobytes())


async def _first(kokoro: Any, words: str) -> Any:
    stream = kokoro.create_stream(words, voice=VOICE, speed=1.0, lang=LANGUAGE)
    return await anext(stream)


if __name__ == "__main__":
    main()

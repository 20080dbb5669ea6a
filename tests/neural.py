"""The neural voice for the tests: the real one, made once, and one that does as told."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from ppun_access.speech.engines.kokoro import Kokoro
from ppun_access.speech.model import Audio, SpeechEngine, Utterance, Voice
from ppun_access.speech.voices import engine_of, known_voices, prepared

TEXT = "La Région accompagne les habitants, les communes et les entreprises."


@pytest.fixture(scope="module")
def home(shared_home: Path) -> Iterator[Path]:
    """A user's cache folder, where the model is made once for all these tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(shared_home))
        yield shared_home / "ppun-access" / "voices" / "kokoro"


@pytest.fixture(scope="module")
def voice(home: Path) -> Voice:
    return prepared("kokoro-siwis", known_voices())


@pytest.fixture(scope="module")
def engine(voice: Voice) -> SpeechEngine:
    return engine_of(voice)


def say(engine: SpeechEngine, voice: Voice, text: str, rate: float = 1.0) -> Audio:
    return engine.say(Utterance("s1", text, "fr", rate=rate), voice)


class FakeRuntime:
    """onnxruntime with a model that hums: 5 frames a token; does as it is told."""

    def __init__(self, *arguments: object, **options: object) -> None:
        self.asked = list[int]()
        self.in_flight = self.most = 0
        self.lock = threading.Lock()
        self.fault: BaseException | None = None
        self.hangs = False

    def get_outputs(self) -> list[SimpleNamespace]:
        return [SimpleNamespace(name="audio"), SimpleNamespace(name="duration")]

    def run(self, names: object, feeds: dict[str, np.ndarray], options: object) -> object:
        count = feeds["tokens"].shape[1] - 2
        with self.lock:
            self.asked.append(count)
            self.in_flight += count
            self.most = max(self.most, self.in_flight)
        time.sleep(0.002)
        with self.lock:
            self.in_flight -= count
        if self.fault:
            raise self.fault
        while self.hangs and not options.terminate:  # type: ignore[attr-defined]
            time.sleep(0.01)
        if self.hangs:
            raise RuntimeError("Exiting due to terminate flag being set to true.")
        sound = 0.3 * np.sin(np.arange((count + 2) * 3000) / 5, dtype=np.float32)
        return [sound, np.full((1, count + 2), 5, np.float32)]


@pytest.fixture
def fake(voice: Voice, monkeypatch: pytest.MonkeyPatch) -> tuple[Kokoro, FakeRuntime]:
    model = FakeRuntime()
    monkeypatch.setattr("onnxruntime.InferenceSession", lambda *a, **o: model)
    return Kokoro((voice,)), model

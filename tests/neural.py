"""The neural voice for the tests: the real one, made once, and one that does as told."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from late import Late

from ppun_access.speech.engines import kokoro
from ppun_access.speech.engines.kokoro import Kokoro
from ppun_access.speech.model import Audio, SpeechEngine, Utterance, Voice
from ppun_access.speech.voices import engine_of, known_voices, prepared_voice

np = Late("numpy")
TEXT = "La Région accompagne les habitants, les communes et les entreprises."


@pytest.fixture(scope="module")
def home(shared_home: Path) -> Iterator[Path]:
    """A user's cache folder, where the model is made once for all these tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(shared_home))
        yield shared_home / "ppun-access" / "voices" / "kokoro"


@pytest.fixture(scope="module")
def voice(home: Path) -> Voice:
    return prepared_voice("kokoro-siwis", known_voices())


@pytest.fixture(scope="module")
def engine(voice: Voice) -> SpeechEngine:
    return engine_of(voice)


def say(engine: SpeechEngine, voice: Voice, text: str, rate: float = 1.0) -> Audio:
    return engine.say(Utterance("s1", text, "fr", rate=rate), voice)


class FakeRuntime:
    """A model that hums, 5 frames a token, in the place of onnxruntime."""

    def __init__(self) -> None:
        self.asked = list[int]()
        self.in_flight = self.most = 0
        self.together = 0
        """More than these are waited for, some time, before one is said."""
        self.changed = threading.Condition()
        self.fault: BaseException | None = None

    def run(self, feeds: dict[str, list[list[float]]]) -> tuple[bytes, list[list[float]]]:
        count = len(feeds["tokens"][0]) - 2
        with self.changed:
            self.asked.append(count)
            self.in_flight += count
            self.most = max(self.most, self.in_flight)
            self.changed.notify_all()
            self.changed.wait_for(lambda: self.most > self.together, 0.5)
            self.in_flight -= count
        if self.fault:
            raise self.fault
        wave = (9830 * np.sin(np.arange((count + 2) * 3000) / 5)).astype("<i2")
        return wave.tobytes(), [[5.0] * (count + 2)]

    def close(self) -> None:
        """Hold no memory."""


@pytest.fixture
def fake(voice: Voice, monkeypatch: pytest.MonkeyPatch) -> tuple[Kokoro, FakeRuntime]:
    model = FakeRuntime()
    monkeypatch.setattr(kokoro, "Session", lambda *given: model)
    return Kokoro((voice,)), model

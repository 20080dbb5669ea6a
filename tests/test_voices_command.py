"""The command « voices »: list, install, check, try."""

from __future__ import annotations

from pathlib import Path

import pytest
from neural import home, voice

from ppun_access.cli import main
from ppun_access.speech.engines.pico import Pico
from ppun_access.speech.model import Audio, Utterance, Voice
from ppun_access.speech.voices import known_voices

__all__ = ["home", "voice"]


def test_voices_install(
    home: Path, voice: Voice, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["voices", "install", "kokoro"]) == 0
    assert "est installée" in capsys.readouterr().err
    assert main(["voices", "install", "pico"]) == 0
    assert "n’a besoin de rien" in capsys.readouterr().err
    assert main(["voices", "install", "kokorro-siwis"]) == 2
    assert "« kokoro-siwis »" in capsys.readouterr().err


@pytest.mark.long
def test_voices_install_mends_the_model(
    home: Path, voice: Voice, capsys: pytest.CaptureFixture[str]
) -> None:
    (model,) = (path for path in home.iterdir() if ".ready." not in path.name)
    content = model.read_bytes()
    model.write_bytes(content[:-1])
    assert main(["voices", "install", "kokoro"]) == 0
    told = capsys.readouterr().err
    assert "abîmé" in told
    assert "Réécriture" in told
    assert model.read_bytes() == content


def test_voices_list_tells_the_state(
    home: Path, voice: Voice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    assert main(["voices"]) == 0
    line = capsys.readouterr().out.splitlines()[0]
    assert line.startswith("kokoro-siwis")
    assert line.endswith(": installée")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert main(["voices", "list"]) == 0
    assert "s’installe à sa première lecture" in capsys.readouterr().out
    assert not (tmp_path / "ppun-access").exists()


@pytest.mark.parametrize(
    "name", [pytest.param("kokoro-siwis", marks=pytest.mark.long), "pico"]
)
def test_voices_try(
    home: Path, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert main(["voices", "try", name]) == 0
    assert f"voix-{name}.wav" in capsys.readouterr().err
    assert Audio.from_wav((tmp_path / f"voix-{name}.wav").read_bytes()).seconds > 5
    assert main(["voices", "try", name, "-o", "essai.mp3"]) == 2
    assert ".wav" in capsys.readouterr().err


@pytest.mark.long
def test_voices_check_all(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["voices", "check"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert [line.partition(" : ")[0] for line in told] == [v.name for v in known_voices()]
    assert all(line.endswith(": parle bien") for line in told)


def test_voices_check(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["voices", "check", "pico"]) == 0
    assert capsys.readouterr().out == "pico : parle bien\n"
    assert main(["voices", "check", "pica"]) == 2

    def brief(engine: Pico, utterance: Utterance, voice: Voice) -> Audio:
        return Audio(b"\x00\x10" * 8000, 16000)

    monkeypatch.setattr(Pico, "say", brief)
    capsys.readouterr()
    assert main(["voices", "check", "pico"]) == 5
    assert capsys.readouterr().out == "pico : dit mal la phrase d’essai (0.5 s)\n"

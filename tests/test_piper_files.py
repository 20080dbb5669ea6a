"""Piper voices dropped in « voices/ »: found, described, refused; the commands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import piper_models
import pytest
from hypothesis import given
from hypothesis import strategies as st
from piper_models import IDS, config, drop
from projects import build, catalogue, codes, failed, project

from ppun_access.cli import main
from ppun_access.errors import InputError, MissingToolError
from ppun_access.speech.engines.piper_files import check_model, parse_config, read_config
from ppun_access.speech.model import Audio, Voice
from ppun_access.speech.voices import known_voices, pick

__all__ = ["project"]

NAME = "fr_FR-marie-medium"


def known(folder: Path, name: str = NAME) -> Voice:
    return next(voice for voice in known_voices([folder]) if voice.name == name)


def describe(folder: Path, needs: str) -> None:
    (folder / "pierre.toml").write_text(
        'name = "pierre"\nengine = "piper"\nlang = "fr-FR"\ntitle = "La voix de Pierre"\n'
        'rank = 101\nlicence = "CC0-1.0"\nsource = "nous"\n\n[needs]\n' + needs,
        "utf-8",
    )


# Found


def test_a_pair_of_files_is_a_voice(tmp_path: Path) -> None:
    drop(tmp_path)
    voice = known(tmp_path)
    assert (voice.missing, voice.caution) == ("", None)
    assert (voice.lang, voice.title) == ("fr-FR", "Marie, voix de synthèse Piper")
    assert voice.source == f"{NAME}.onnx, medium"


def test_auto_prefers_it_to_pico_and_kokoro_to_it(tmp_path: Path) -> None:
    drop(tmp_path)
    voices = known_voices([tmp_path])
    assert pick("auto", voices).engine == "kokoro"
    assert pick("auto", [v for v in voices if v.engine != "kokoro"]).name == NAME


def test_a_foreign_voice_warns_and_is_never_auto(tmp_path: Path) -> None:
    drop(tmp_path, "en_US-joe-medium", language={"code": "en_US"}, dataset="joe")
    voice = known(tmp_path, "en_US-joe-medium")
    assert (voice.lang, voice.missing, voice.rank) == ("en-US", "", 0)
    assert voice.caution is not None
    assert voice.caution.code == "voix-etrangere"
    assert "en-US" in voice.caution.message


def test_what_the_json_does_not_say_is_found_elsewhere(tmp_path: Path) -> None:
    path = drop(tmp_path, language=None, dataset=None, inference=None, phoneme_type=None)
    settings = read_config(path)
    assert (settings.lang, settings.kind) == ("fr", "espeak")
    assert (settings.noise, settings.length, settings.noise_w) == (0.667, 1, 0.8)
    assert known(tmp_path).title == f"{NAME}, voix de synthèse Piper"


def test_a_voice_that_lacks_a_sound_says_which(tmp_path: Path) -> None:
    ids = {symbol: n for symbol, n in IDS.items() if symbol not in "ʁɥ"}
    drop(tmp_path, phoneme_id_map=ids)
    caution = known(tmp_path).caution
    assert caution is not None
    assert caution.code == "voix-incomplete"
    assert caution.message.endswith("ɥ ʁ")


def test_a_toml_file_describes_it_better(tmp_path: Path) -> None:
    drop(tmp_path)
    describe(tmp_path, f'model = "{NAME}.onnx"\n')
    voices = known_voices([tmp_path])
    assert NAME not in [voice.name for voice in voices]
    assert pick("auto", voices).title == "La voix de Pierre"


@pytest.mark.parametrize(
    ("needs", "told"),
    [
        ("", "ne nomme pas son modèle"),
        ('model = "autre.onnx"', "autre.onnx.json"),
        (f'model = "{NAME}.onnx"\nspeaker = "paul"', "jessica, pierre"),
        (f'model = "{NAME}.onnx"\nspeaker = 2', "jessica, pierre"),
        (f'model = "{NAME}.onnx"\nspeaker = 0.5', "jessica, pierre"),
    ],
)
def test_a_toml_file_that_is_wrong(tmp_path: Path, needs: str, told: str) -> None:
    drop(tmp_path, num_speakers=2, speaker_id_map={"jessica": 0, "pierre": 1})
    describe(tmp_path, needs)
    assert told in known(tmp_path, "pierre").missing


# Refused


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, f"n’a pas sa description. Mettez {NAME}.onnx.json"),
        (b'{"audio":\n{', "mal écrit, ligne 2"),
        (b"\xff\xfe", "mal écrit"),
        (b"[" * 100_000, "mal écrit"),
        (b"[]", "il manque"),
        (b"null", "il manque"),
    ],
)
def test_a_broken_description(tmp_path: Path, content: bytes | None, told: str) -> None:
    path = drop(tmp_path).with_name(f"{NAME}.onnx.json")
    path.unlink() if content is None else path.write_bytes(content)
    drop(tmp_path, "fr_FR-bonne-low")
    voices = known_voices([tmp_path])
    assert told in known(tmp_path).missing
    assert pick("fr_FR-bonne-low", voices).missing == ""
    assert pick("pico", voices).missing == ""
    with pytest.raises(MissingToolError, match="ne peut pas servir") as error:
        pick(NAME, voices)
    assert told in error.value.next_step


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"audio": None}, "il manque « audio.sample_rate »"),
        ({"audio": {"sample_rate": "22050"}}, "« audio.sample_rate » n’a pas la bonne"),
        ({"audio": {"sample_rate": 0}}, "audio.sample_rate"),
        ({"phoneme_id_map": None}, "il manque « phoneme_id_map »"),
        ({"phoneme_id_map": {"a": [1]}}, "phoneme_id_map"),
        ({"phoneme_id_map": {**IDS, "a": 1}}, "phoneme_id_map"),
        ({"phoneme_id_map": {**IDS, "a": [-1]}}, "phoneme_id_map"),
        ({"phoneme_type": "pinyin"}, "« pinyin »"),
        ({"language": None, "espeak": None}, "il manque « language.code »"),
        ({"inference": {"length_scale": 0}}, "inference.length_scale"),
        ({"inference": {"noise_w": float("nan")}}, "mal écrit"),
        ({"inference": {"noise_w": 101}}, "inference.noise_w"),
        ({"num_speakers": True}, "num_speakers"),
        ({"speaker_id_map": []}, "speaker_id_map"),
    ],
)
def test_a_description_that_lacks_something(
    tmp_path: Path, change: dict[str, Any], told: str
) -> None:
    drop(tmp_path)
    text = json.dumps(config(**change))
    (tmp_path / f"{NAME}.onnx.json").write_text(text, "utf-8")
    voice = known(tmp_path)
    assert told in voice.missing
    assert f"{NAME}.onnx.json : " in voice.missing
    assert (voice.rank, voice.lang) == (0, "fr-FR")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2)
    ),
    max_leaves=4,
)


@given(st.sampled_from([*config(), "audio.sample_rate", "inference.noise_w"]), JSON)
def test_whatever_the_json_says_nothing_crashes(key: str, value: Any) -> None:
    first, _, second = key.partition(".")
    table = config(**{first: {second: value} if second else value})
    told = ""
    try:
        assert parse_config(table, Path("voix.onnx.json")).numbers("a")
    except InputError as error:
        told = error.message
    assert told == "" or told.startswith("voix.onnx.json : ")


def test_a_model_cut_short_anywhere_is_refused(tmp_path: Path) -> None:
    path = drop(tmp_path)
    content = path.read_bytes()
    check_model(path)
    for size in [*range(0, len(content), 97), len(content) - 1]:
        path.write_bytes(content[:size])
        with pytest.raises(InputError, match="incomplet"):
            check_model(path)


@given(st.binary(max_size=40))
def test_what_is_no_model_is_refused(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "rien.onnx"
    path.write_bytes(b"version https://git-lfs" + content)
    with pytest.raises(InputError, match="incomplet"):
        check_model(path)


# The commands


@pytest.fixture
def voices(project: Path) -> Path:
    (project / "ppun.toml").write_text('titre = "Essai"\n', "utf-8")
    return project / "voices"


def test_voices_lists_it(voices: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drop(voices)
    drop(voices, "fr_FR-seule-low").with_name("fr_FR-seule-low.onnx.json").unlink()
    assert main(["voices"]) == 0
    lines = {line.split()[0]: line for line in capsys.readouterr().out.split("\n") if line}
    assert lines[NAME].endswith(": installée")
    assert "indisponible" in lines["fr_FR-seule-low"]
    assert main(["doctor"]) in (0, 4)
    told = capsys.readouterr().out
    assert f"bon    voix {NAME} : Marie" in told
    assert "absent voix fr_FR-seule-low : indisponible" in told


def test_voices_try_plays_it(voices: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drop(voices)
    assert main(["voices", "try", NAME]) == 0
    audio = Audio.from_wav(Path(f"voix-{NAME}.wav").read_bytes())
    assert piper_models.given(audio.pcm).startswith("^_b_ɔ_")
    assert main(["voices", "install", NAME]) == 0
    assert "est installée" in capsys.readouterr().err


def test_speak_and_build_with_it(voices: Path) -> None:
    drop(voices)
    assert main(["speak", "content/a.md", "--voice", NAME, "-o", "x.wav"]) == 0
    assert Audio.from_wav(Path("x.wav").read_bytes()).seconds > 3
    assert build("--voice", NAME, "--to", "html,mp3,vtt") == 0
    (publication,) = catalogue(voices.parent / "output")["publications"]
    formats = {file["format"] for file in publication["versions"][0]["files"]}
    assert {"mp3", "vtt"} <= formats
    assert set(codes(voices.parent / "output")) <= {"voix-volume"}  # it is no speech


def test_speak_with_a_broken_voice(
    voices: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = drop(voices)
    path.write_bytes(path.read_bytes()[:-1])
    code, told = failed(capsys, "speak", "content/a.md", "--voice", NAME, "-o", "x.wav")
    assert code == 4
    assert "incomplet" in told


def test_a_project_without_settings_has_its_voices_too(project: Path) -> None:
    drop(project / "voices")
    assert main(["speak", "content/a.md", "--voice", NAME, "-o", "x.wav"]) == 0

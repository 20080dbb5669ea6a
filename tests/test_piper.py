"""Voices of Piper: what the model is given, what comes out, what can fail.

Every model is a real one, made by ``piper_models``; the calls go through onnxruntime.
"""

from __future__ import annotations

import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import piper_models
import pytest
from hypothesis import given
from hypothesis import strategies as st
from late import Late
from piper_models import BLOCK, IDS, RATE, config, drop

from ppun_access.errors import MissingToolError, OutputError
from ppun_access.runtime.cache import Cache
from ppun_access.speech.engines import onnx_session
from ppun_access.speech.engines.piper_files import parse_config, read_config
from ppun_access.speech.model import Audio, Utterance, Voice
from ppun_access.speech.narration.synthesis import Speaker, Spoken, segment_key, synthesise
from ppun_access.speech.voices import engine_of, known_voices, pick, prepared_voice

np, onnx, onnxruntime = Late("numpy"), Late("onnx"), Late("onnxruntime")
helper, numpy_helper = Late("onnx.helper"), Late("onnx.numpy_helper")
piper = Late("ppun_access.speech.engines.piper")
NAME = "fr_FR-marie-medium"
TEXT = "La Région accompagne les habitants, les communes et les entreprises."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "voices"


def voice_in(folder: Path, name: str = NAME) -> Voice:
    return pick(name, known_voices([folder]))


def say(voice: Voice, text: str, rate: float = 1.0) -> Audio:
    return engine_of(voice).say(Utterance("s1", text, "fr", rate=rate), voice)


# What the model is given


def test_a_pad_follows_each_symbol(folder: Path) -> None:
    drop(folder)
    audio = say(voice_in(folder), "Oui, bonjour !")
    assert audio.rate == RATE
    assert (
        piper_models.given(audio.pcm)
        == "^_" + "".join(f"{symbol}_" for symbol in "wˈi, bɔ\u0303ʒˈuʁ!") + "$"
    )


def test_a_symbol_may_have_several_numbers(folder: Path) -> None:
    ids = {**IDS, "w": IDS["a"] + IDS["b"]}
    drop(folder, phoneme_id_map=ids)
    audio = say(voice_in(folder), "Oui.")
    assert piper_models.given(audio.pcm) == "^_ab_ˈ_i_._$"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Le budget… de la Région (le scooter) — oui.",
         "lə- bydʒˈɛ. də- la- ʁeʒjˈɔ\u0303, lə- skutˈœʁ, wˈi."),
        ("(Oui) « non » ?!", "wˈi, nˈɔ\u0303?"),
        ("« ... »", ""),
        ("5 $", "sˈɛ\u0303k dɔlˈaʁ"),
    ],
)  # fmt: skip
def test_phonemes_are_as_piper_gives_them(folder: Path, text: str, said: str) -> None:
    assert piper.phonemes(text, read_config(drop(folder))) == said


SETTINGS = config()


@given(st.text())
def test_only_symbols_that_the_model_knows(text: str) -> None:
    for kind in ("espeak", "text"):
        settings = parse_config({**SETTINGS, "phoneme_type": kind}, Path("x"))
        assert set(piper.phonemes(text, settings)) <= set(IDS) - {"^", "$", "_"}


def test_a_voice_of_letters(folder: Path) -> None:
    drop(folder, phoneme_type="text")
    audio = say(voice_in(folder), "Ça va $ ?")
    assert piper_models.given(audio.pcm) == "^_c_a_ _v_a_ _ _?_$"
    assert say(voice_in(folder), "?!").pcm == b""


def test_a_lexicon_can_give_the_sound(folder: Path) -> None:
    drop(folder)
    voice = voice_in(folder)
    utterance = Utterance("s1", "Dole", "fr", phonemes=(("Dole", "dɔ̃l"),))
    audio = engine_of(voice).say(utterance, voice)
    assert piper_models.given(audio.pcm) == "^_d_ˈ_ɔ_\u0303_l_$"


def test_the_pace(folder: Path) -> None:
    drop(folder, inference={"noise_scale": 0.5, "length_scale": 1.2, "noise_w": 0.8})
    voice = voice_in(folder)
    normal, slow = say(voice, "Oui."), say(voice, "Oui.", rate=0.8)
    assert slow.seconds / normal.seconds == pytest.approx(1.25)
    assert piper_models.given(slow.pcm, 1.5) == piper_models.given(normal.pcm, 1.2)


def test_the_three_scales(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drop(folder, inference={"noise_scale": 0.25, "length_scale": 2, "noise_w": 0.5})
    asked = list[dict[str, list[Any]]]()
    run = onnx_session.Session.run

    def spy(self: onnx_session.Session, feeds: dict[str, list[Any]]) -> object:
        asked.append(feeds)
        return run(self, feeds)

    monkeypatch.setattr(onnx_session.Session, "run", spy)
    say(voice_in(folder), "Oui.", rate=0.5)
    assert asked[0]["scales"] == [0.25, 4.0, 0.5]
    assert asked[0]["input_lengths"] == [len(asked[0]["input"][0])]


SPEAKERS = {"num_speakers": 2, "speaker_id_map": {"jessica": 0, "pierre": 1}}


def described(folder: Path, **needs: str | int) -> None:
    """Describe the voice dropped in ``folder`` in a TOML file."""
    lines = [f"{key} = {value!r}" for key, value in needs.items()]
    text = 'name = "pierre"\nengine = "piper"\nlang = "fr-FR"\ntitle = "Pierre"\n'
    text += 'rank = 80\nlicence = "CC0-1.0"\nsource = "nous"\n\n[needs]\n'
    (folder / "pierre.toml").write_text(text + "\n".join(lines), "utf-8")


@pytest.mark.parametrize(("speaker", "number"), [("jessica", 0), ("pierre", 1), (1, 1)])
def test_a_speaker(folder: Path, speaker: str | int, number: int) -> None:
    drop(folder, **SPEAKERS)
    first = piper_models.levels(say(voice_in(folder), "Oui.").pcm)
    described(folder, model=f"{NAME}.onnx", speaker=speaker)
    chosen = piper_models.levels(say(voice_in(folder, "pierre"), "Oui.").pcm)
    assert chosen == pytest.approx([n + 100 * number for n in first], abs=0.1)


# The same bytes


def test_without_us_the_same_words_sound_different() -> None:
    content = piper_models.model().SerializeToString()
    assert len(set(piper_models.run(content, 3))) == 3
    assert (
        len(
            {
                sound
                for _ in range(2)
                for sound in piper_models.run(piper.deterministic(content), 2)
            }
        )
        == 1
    )


def test_the_noise_stays_noise() -> None:
    (sound,) = piper_models.run(
        piper.deterministic(piper_models.model().SerializeToString()), 1
    )
    noise = np.frombuffer(sound, np.float32).reshape(3, BLOCK) * 1000 - [[1], [20], [2]]
    assert noise.mean() == pytest.approx(0, abs=0.02)
    assert noise.std() == pytest.approx(0.5, abs=0.02)
    assert abs(np.corrcoef(noise)[0, 1]) < 0.1


def test_the_noise_goes_on_after_its_period() -> None:
    """A sentence of 300 phonemes draws more values than the table holds."""
    node = helper.make_node("RandomNormalLike", ["x"], ["y"], mean=3.0, scale=2.0)
    shape = [piper.PERIOD + 5]
    values = [helper.make_tensor_value_info(n, 1, shape) for n in "xy"]
    graph = helper.make_graph([node], "g", values[:1], values[1:])
    model = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", 15)], ir_version=8
    )
    session = onnxruntime.InferenceSession(piper.deterministic(model.SerializeToString()))
    (drawn,) = session.run(None, {"x": np.zeros(shape, np.float32)})
    assert (drawn[-5:] == drawn[:5]).all()
    assert (drawn.mean(), drawn.std()) == pytest.approx((3, 2), abs=0.02)


def test_the_same_bytes_whatever_was_said_before(folder: Path) -> None:
    drop(folder)
    voice = voice_in(folder)
    texts = [TEXT, "Oui.", "Est-ce bien utile ?"]
    alone = [say(voice, text) for text in texts]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda text: say(voice, text), texts * 3)) == alone * 3
    piper._session.cache_clear()
    assert say(voice, TEXT) == alone[0]


def test_a_draw_of_another_kind_is_refused(folder: Path) -> None:
    path = drop(folder)
    onnx.save(piper_models.model(drawing="RandomUniformLike"), path)
    with pytest.raises(OutputError, match="RandomUniformLike"):
        prepared_voice(NAME, known_voices([folder]))


def test_a_draw_inside_a_branch_is_seen(folder: Path) -> None:
    made = piper_models.model()
    inner = helper.make_node("RandomNormalLike", ["plain"], ["draw"])
    out = helper.make_tensor_value_info("draw", 1, None)
    branch = helper.make_graph([inner], "branch", [], [out])
    draw = next(n for n in made.graph.node if n.op_type == "RandomNormalLike")
    draw.CopyFrom(
        helper.make_node("If", ["yes"], ["draw"], then_branch=branch, else_branch=branch)
    )
    with pytest.raises(OutputError, match="RandomNormalLike"):
        piper.deterministic(made.SerializeToString())


# Long sentences


def test_a_long_sentence_is_cut_at_its_clauses(folder: Path) -> None:
    settings = read_config(drop(folder))
    text = ", ".join(f"la commune numéro {n} aide ses habitants" for n in range(60)) + "."
    sentences = piper_models.given(say(voice_in(folder), text).pcm)[:-1].split("$")
    said = ["".join(s.removeprefix("^_").split("_")) for s in sentences]
    assert max(map(len, said)) <= piper.LONGEST < len(piper.phonemes(text, settings))
    assert all(piece.endswith(",") for piece in said[:-1])
    assert " ".join(said) == piper.phonemes(text, settings)


def test_what_is_in_flight_is_bounded(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two of these sentences are within the bound, three are not."""
    drop(folder)
    voice, most, inside = voice_in(folder), [0], [0]
    engine, run = engine_of(voice), onnx_session.Session.run
    changed = threading.Condition()

    def count(self: onnx_session.Session, feeds: dict[str, list[list[int]]]) -> object:
        size = len(feeds["input"][0]) // 2 - 1
        with changed:
            inside[0] += size
            most[0] = max(most[0], inside[0])
            changed.notify_all()
            changed.wait_for(lambda: most[0] > piper.LONGEST, timeout=60)
            changed.wait_for(lambda: most[0] > piper.IN_FLIGHT, timeout=0.02)
            inside[0] -= size
        return run(self, feeds)

    monkeypatch.setattr(onnx_session.Session, "run", count)
    texts = [", ".join([TEXT[:-1]] * 3)] * 6
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda t: engine.say(Utterance("s", t, "fr"), voice), texts))
    assert piper.LONGEST < most[0] <= piper.IN_FLIGHT


# What can fail


def test_a_crash_is_the_error_of_one_sentence(folder: Path, tmp_path: Path) -> None:
    """A number that the model has no sound for: here, one that is not an index."""
    path = drop(folder, phoneme_id_map={**IDS, "ʒ": [5]})
    made = piper_models.model()
    table = numpy_helper.from_array(np.arange(5, dtype=np.float32), "table")
    made.graph.initializer.append(table)
    made.graph.node.append(helper.make_node("Gather", ["table", "input"], ["unused"]))
    made.graph.output.append(helper.make_tensor_value_info("unused", 1, None))
    onnx.save(made, path)
    voice = voice_in(folder)
    with pytest.raises(OutputError, match=f"{NAME} a échoué"):
        say(voice, "Oui.")
    utterances = (Utterance("s1", "Oui.", "fr"), Utterance("s2", "⌘", "fr"))
    found = synthesise(
        utterances, Speaker(engine_of(voice), voice), Cache(tmp_path), jobs=2
    )
    assert [spoken.problem for spoken in found] == ["voix-echec", "voix-muette"]


DEADLY = """
import os, sys
sys.path.remove(os.path.dirname(__file__))
del sys.modules["onnxruntime"]
import onnxruntime

class Session(onnxruntime.InferenceSession):
    def run(self, names, feeds, options):
        if feeds["input"].shape[1] > 100:
            os.abort()
        return super().run(names, feeds, options)

onnxruntime.InferenceSession = Session
"""


def test_a_death_of_the_model_is_the_error_of_one_sentence(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is said beside it is said all the same, with the same sound."""
    (tmp_path / "onnxruntime.py").write_text(DEADLY)
    texts = ("Voici un texte.", TEXT, "Une autre phrase est là.")
    utterances = tuple(Utterance(text, text, "fr") for text in texts)

    def said(place: Path, jobs: int) -> list[Spoken]:
        drop(place)
        voice = voice_in(place)
        speaker, cache = Speaker(engine_of(voice), voice), Cache(place / "cache")
        return [*synthesise(utterances, speaker, cache, jobs=jobs)]

    with monkeypatch.context() as patch:
        patch.setenv("PYTHONPATH", f"{tmp_path}{os.pathsep}")
        found = said(folder, 3)
    assert [one.problem for one in found] == ["", "voix-echec", ""]
    assert "SIGABRT" in found[1].detail
    whole = said(tmp_path / "others", 1)
    assert [one.audio for one in found[::2]] == [one.audio for one in whole[::2]]
    assert whole[1].problem == ""


def test_a_call_that_hangs_is_stopped(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(folder, inference={"length_scale": 90})
    voice = voice_in(folder)
    say(voice, "Oui.")
    monkeypatch.setattr(onnx_session, "PATIENCE", 0.001)
    with pytest.raises(OutputError, match="n’a pas fini au bout de"):
        say(voice, ", ".join([TEXT[:-1]] * 4))


def test_a_model_of_another_kind(folder: Path) -> None:
    path = drop(folder)
    made = onnx.load(path)
    made.graph.input.append(helper.make_tensor_value_info("langid", 7, [1]))
    onnx.save(made, path)
    with pytest.raises(OutputError, match="n’est pas un modèle de Piper"):
        prepared_voice(NAME, known_voices([folder]))


def test_auto_goes_on_when_a_model_does_not_load(folder: Path) -> None:
    path = drop(folder, "fr_FR-abime-medium")
    made = onnx.load(path)
    made.graph.node[0].op_type = "Gahter"
    onnx.save(made, path)
    drop(folder, "fr_FR-marie-medium")
    known = [v for v in known_voices([folder]) if v.engine != "kokoro"]
    assert pick("auto", known).name == "fr_FR-abime-medium"
    voice = prepared_voice("auto", known)
    assert voice.name == "fr_FR-marie-medium"
    assert voice.caution is not None
    assert voice.caution.code == "voix-remplacee"
    assert "Gahter" in voice.caution.message


@pytest.mark.parametrize("package", ["numpy", "onnx", "onnxruntime"])
def test_without_the_extra(
    folder: Path, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(folder)
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingToolError) as error:
        voice_in(folder)
    assert 'pip install "ppun-access[piper]"' in error.value.next_step
    assert pick("pico", known_voices([folder])).name == "pico"


# The cache


def test_the_revision_is_that_of_both_files(folder: Path) -> None:
    path = drop(folder)
    first = voice_in(folder)
    assert first == voice_in(folder)
    drop(folder, inference={"noise_scale": 0.4})
    second = voice_in(folder)
    onnx.save(piper_models.model(2), path)
    assert len({first.revision, second.revision, voice_in(folder).revision}) == 3


def test_a_voice_that_moves_keeps_its_sounds(folder: Path, tmp_path: Path) -> None:
    drop(folder)
    first = voice_in(folder)
    folder.rename(tmp_path / "ailleurs")
    second = voice_in(tmp_path / "ailleurs")
    utterance = Utterance("s1", "Oui.", "fr")
    assert segment_key(utterance, first) == segment_key(utterance, second)
    assert say(first if folder.exists() else second, "Oui.").pcm

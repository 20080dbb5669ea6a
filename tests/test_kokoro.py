"""The neural voice: its styles, its sound, and everything that can fail."""

from __future__ import annotations

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from neural import TEXT, FakeRuntime, engine, fake, home, say, voice

from ppun_access.atelier.speaking import WHOLE, Reader
from ppun_access.cli import main
from ppun_access.commands.loading import loading_engine
from ppun_access.errors import InputError, OutputError
from ppun_access.runtime.cache import Cache
from ppun_access.speech.engines import kokoro, onnx_session
from ppun_access.speech.engines.espeak_phonemes import espeak, joined, spoken_words
from ppun_access.speech.engines.kokoro import RATE, Kokoro, alphabet
from ppun_access.speech.engines.onnx_session import PhonemeLimit, Session
from ppun_access.speech.model import Audio, ScriptOptions, SpeechEngine, Utterance, Voice
from ppun_access.speech.narration.speakable import fitting
from ppun_access.speech.narration.synthesis import Speaker, synthesise
from ppun_access.speech.narration.timing import voiced_runs
from ppun_access.speech.voices import engine_of, known_voices, pick, prepared_voice

__all__ = ["engine", "fake", "home", "voice"]


# Styles


def test_a_blend_is_the_sum_of_its_parts() -> None:
    by_name = {voice.name: voice for voice in known_voices()}
    siwis = kokoro.style_of(by_name["kokoro-siwis"], 7)
    other = replace(by_name["kokoro-siwis"], needs=(("style", "pm_alex"),))
    parts = zip(siwis, kokoro.style_of(other, 7), strict=True)
    blend = [0.3 * one + 0.7 * two for one, two in parts]
    found = kokoro.style_of(by_name["kokoro-alex"], 7)
    assert found.tolist() == pytest.approx(blend, abs=1e-6)


@pytest.mark.parametrize(
    "style", ["", "0.3 ff_siwis +", "FF", "../secret", "ff_siwis pm_alex"]
)
def test_a_style_that_is_badly_written(voice: Voice, style: str) -> None:
    with pytest.raises(InputError, match="mal écrit"):
        kokoro.style_of(replace(voice, needs=(("style", style),)), 7)


def test_a_style_that_is_not_there(voice: Voice, engine: SpeechEngine) -> None:
    other = replace(voice, needs=(("style", "xx_personne"),))
    assert Kokoro((other,)).voices() == ()


# Sound


@pytest.mark.long
def test_the_same_bytes_whatever_the_threads(engine: SpeechEngine, voice: Voice) -> None:
    texts = ["Oui.", "Non."]
    alone = [say(engine, voice, text) for text in texts]
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(lambda text: say(engine, voice, text), texts)) == alone


@pytest.fixture(scope="module")
def normal(engine: SpeechEngine, voice: Voice) -> Audio:
    return say(engine, voice, TEXT)


def test_words_are_timed(normal: Audio) -> None:
    audio = normal
    words = audio.words
    assert [w.text for w in words] == TEXT.replace(",", "").replace(".", "").split()
    assert all(TEXT[w.at :].startswith(w.text) for w in words)
    assert all(w.begin <= w.end for w in words)
    assert all(a.end <= b.begin for a, b in pairwise(words))
    runs = voiced_runs(audio.pcm, audio.rate)
    assert words[0].begin == pytest.approx(runs[0].begin / audio.rate, abs=0.05)
    assert words[-1].end == pytest.approx(runs[-1].end / audio.rate, abs=0.05)
    assert audio.seconds == pytest.approx(len(TEXT) * 0.065, rel=0.4)


@pytest.mark.long
def test_words_after_a_pause_begin_with_their_sound(
    engine: SpeechEngine, voice: Voice
) -> None:
    audio = say(engine, voice, "La Région agit : elle forme, elle équipe ; elle écoute.")
    starts = [word.begin for word in audio.words]
    pauses = [
        after.begin / RATE
        for before, after in pairwise(voiced_runs(audio.pcm, audio.rate))
        if after.begin - before.end > 0.12 * RATE  # a final « t » is silent for 0.1 s
    ]
    assert pauses
    for pause in pauses:
        assert min(abs(start - pause) for start in starts) < 0.06


@pytest.mark.long
def test_slower_is_longer(normal: Audio, engine: SpeechEngine, voice: Voice) -> None:
    slow = say(engine, voice, TEXT, 0.8)
    assert slow.seconds / normal.seconds == pytest.approx(1.25, rel=0.06)
    assert slow.words[-1].end == pytest.approx(slow.seconds, abs=0.6)


@pytest.mark.parametrize("name", ["pico", "pyttsx3"])
def test_other_voices_take_the_rate_too(name: str) -> None:
    other = pick(name, known_voices())
    normal, slow = (say(engine_of(other), other, TEXT, rate) for rate in (1.0, 0.8))
    assert slow.seconds / normal.seconds == pytest.approx(1.25, rel=0.1)


@pytest.mark.long
def test_the_lower_voice_is_another(engine: SpeechEngine, voice: Voice) -> None:
    lower = prepared_voice("kokoro-alex", known_voices())
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


def test_a_long_sentence_is_cut_at_its_clauses(
    fake: tuple[Kokoro, FakeRuntime], voice: Voice
) -> None:
    engine, model = fake
    text = ", ".join(f"la commune numéro {n} accompagne ses habitants" for n in range(60))
    words = [word for word in text.replace(",", "").split() if word]
    assert len(words) > 300
    audio = say(engine, voice, text)
    assert max(model.asked) <= kokoro.LONGEST
    assert [w.text for w in audio.words] == words
    assert all(text[w.at :].startswith(w.text) for w in audio.words)
    assert all(a.end <= b.begin for a, b in pairwise(audio.words))

    def length(piece: str) -> int:
        return len(joined(spoken_words(piece, espeak(), alphabet()))[0])

    pieces = [piece for piece, _ in fitting(text, kokoro.LONGEST, length)]
    assert "".join(pieces) == text
    assert all(piece.rstrip().endswith(",") for piece in pieces[:-1])


def test_a_long_sentence_is_heard_in_parts_at_a_press(
    engine: SpeechEngine, voice: Voice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    reader = Reader(Speaker(engine, voice), None, {}, {}, ScriptOptions())
    line = Utterance("s", f"{TEXT} {TEXT}", "fr")
    assert len(line.text) > WHOLE
    (first, goes_on), (last, is_more) = reader.say(line), reader.say(line, 1)
    assert (goes_on, is_more) == (True, False)
    reader.keep(line)
    whole, goes_on = reader.say(line)
    assert not goes_on
    parts = [Audio.from_wav(one).seconds for one in (first, last)]
    assert sum(parts) == pytest.approx(Audio.from_wav(whole).seconds, rel=0.25)


def test_a_lexicon_changes_what_is_said(
    fake: tuple[Kokoro, FakeRuntime], voice: Voice
) -> None:
    engine, model = fake
    say(engine, voice, "Dole.")
    engine.say(Utterance("s1", "Dole.", "fr", phonemes=(("Dole", "doldol"),)), voice)
    assert model.asked == [len("dˈɔl."), len("doldˈol.")]


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
    model.together = kokoro.LONGEST
    texts = [", ".join([TEXT[:-1]] * n) for n in (1, 4, 4, 2, 3, 4, 1, 1, 4, 2)] * 2
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda text: say(engine, voice, text), texts))
    assert kokoro.LONGEST < model.most <= kokoro.IN_FLIGHT


def test_room_is_given_back_after_a_fault() -> None:
    room = PhonemeLimit(10)
    for _ in range(3):
        with pytest.raises(ValueError, match="panne"), room.taken(10):
            raise ValueError("panne")
    with room.taken(10):
        pass


def test_a_crash_on_one_sentence_stops_no_other(
    fake: tuple[Kokoro, FakeRuntime], voice: Voice, tmp_path: Path
) -> None:
    engine, model = fake
    model.fault = RuntimeError("bad allocation")
    with pytest.raises(RuntimeError, match="bad allocation"):
        say(engine, voice, TEXT)
    utterances = (Utterance("s1", TEXT, "fr"),)
    (found,) = synthesise(utterances, Speaker(engine, voice), Cache(tmp_path), jobs=2)
    assert (found.problem, found.audio) == ("voix-echec", None)
    model.fault = None
    (found,) = synthesise(utterances, Speaker(engine, voice), Cache(tmp_path), jobs=2)
    assert (found.problem, found.audio is None) == ("", False)


@pytest.mark.long  # ``test_piper.py`` has it with a smaller model
def test_a_real_call_can_be_stopped(
    engine: SpeechEngine, voice: Voice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(onnx_session, "PATIENCE", 0.1)
    with pytest.raises(OutputError, match="n’a pas fini au bout de"):
        say(engine, voice, ", ".join([TEXT[:-1]] * 4))
    monkeypatch.setattr(onnx_session, "PATIENCE", 300.0)
    assert say(engine, voice, TEXT).pcm, "the model comes back"


def test_a_model_that_does_not_load() -> None:
    with pytest.raises(OutputError, match=r"ne se charge pas .+INVALID_PROTOBUF") as error:
        Session(b"no model", "Kokoro", "Tapez : ppun-access voices install kokoro")
    assert "voices install" in error.value.next_step


def test_the_model_loads_while_the_program_does(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """« speak » says all with the model whose loading began before it read the text."""
    model, loads, loaded = FakeRuntime(), list[Path](), threading.Event()

    def session(path: Path, *given: object) -> FakeRuntime:
        loads.append(path)
        loaded.set()
        return model

    monkeypatch.setattr(kokoro, "Session", session)
    page = tmp_path / "page.md"
    page.write_text("# Un titre\n\nUne phrase.\n", "utf-8")
    assert loading_engine(str(page), "kokoro-siwis") is not None
    assert loaded.wait(60)
    assert loading_engine(str(page), "pico") is None
    assert loading_engine(str(page), "personne") is None
    (tmp_path / "ppun.toml").write_text('voix = "pico"\n', "utf-8")
    assert loading_engine(f"{page}#page", None) is None
    before = len(loads)
    asked = ["speak", str(page), "--voice", "kokoro-siwis", "-o", str(tmp_path / "son.wav")]
    main(asked)  # what hums may last too long for its words
    assert model.asked
    assert len(loads) == before + 1
    loaded.clear()
    main(asked)
    assert loading_engine(str(page), "kokoro-siwis") is None, "all is in the cache"
    assert not loaded.wait(0.2)
    assert len(loads) == before + 1, "no model for what was said before"
    page.write_text("# Un titre\n\nUne autre phrase.\n", "utf-8")
    assert loading_engine(str(page), "kokoro-siwis") is not None


SPEAKS = """
import sys
from ppun_access.cli import main
from ppun_access.speech.engines import kokoro

class Hums:
    def __init__(self, *given):
        pass

    def run(self, feeds):
        count = len(feeds["tokens"][0])
        return bytes(range(0, 200, 2)) * 60 * count, [[5.0] * count]

kokoro.Session = Hums
main(["speak", "page.md#un", "--voice", "kokoro-siwis", "-o", "son.wav"])
print(*sys.modules)
"""


def test_the_first_sound_waits_for_nothing_that_it_does_not_need(
    home: Path, tmp_path: Path
) -> None:
    """Neither for what the model alone needs, nor for easy versions, nor for selectors."""
    (tmp_path / "page.md").write_text("# Un\n\nUne phrase courte est là.\n", "utf-8")
    (tmp_path / "facile").mkdir()
    (tmp_path / "facile" / "un.md").write_text("# Un\n\nUne phrase.\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", SPEAKS], cwd=tmp_path, capture_output=True, text=True
    )
    assert (tmp_path / "son.wav").is_file(), done.stderr
    loaded = frozenset(done.stdout.split())
    assert "ppun_access.speech.narration.script" in loaded
    unused = {"numpy", "onnxruntime", "soupsieve.css_parser"}
    unused |= {
        f"ppun_access.{name}" for name in ("easy.review.version", "site.report.page")
    }
    assert not loaded & unused


def test_the_model_leaves_the_memory_and_comes_back(
    fake: tuple[Kokoro, FakeRuntime], voice: Voice
) -> None:
    engine, _ = fake
    first = say(engine, voice, TEXT)
    engine.close()
    assert say(engine, voice, TEXT) == first

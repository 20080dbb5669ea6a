"""Real voices, really measured: loudness, silences, cues, bytes, the cache, failures."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from base64 import b64decode
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from speaking import (
    HUM,
    LONG,
    a_document,
    longest_silence,
    loudest,
    samples_of,
    told,
)

from ppun_access.document.model import (
    Book,
    Document,
    Edition,
    Pos,
)
from ppun_access.errors import OutputError, UsageError
from ppun_access.report import Report, Severity
from ppun_access.runtime.cache import Cache
from ppun_access.speech.engines import pico
from ppun_access.speech.engines.pico import Pico
from ppun_access.speech.engines.pyttsx3 import Pyttsx3
from ppun_access.speech.model import (
    Audio,
    AudioOptions,
    NarrationOptions,
    ScriptOptions,
    SpeechEngine,
    Utterance,
    Voice,
)
from ppun_access.speech.narration.narrate import speak
from ppun_access.speech.narration.script import script
from ppun_access.speech.voices import engine_of, known_voices, pick
from ppun_access.tools import ffmpeg
from ppun_access.writers.audio.vtt import write_vtt
from ppun_access.writers.audio.write import write_mp3

VOICES = known_voices()


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Cache:
    """A cache for tests that look at the sound of ``LONG``, not at its making."""
    return Cache(tmp_path_factory.mktemp("kept"))


# The whole, with every voice


@pytest.mark.parametrize(("name", "rate"), [("pico", 16000), ("pyttsx3", 22050)])
def test_a_narration_is_even_and_its_cues_are_right(
    name: str, rate: int, kept: Cache
) -> None:
    narration, report = told(LONG, pick(name, VOICES), kept)
    assert report.findings == []
    loudness = ffmpeg.measure_file(tool=ffmpeg.probe(), source=narration.audio)
    assert loudness.lufs == pytest.approx(-18, abs=0.5)
    assert loudness.true_peak <= -1.5
    samples = samples_of(narration, rate)
    assert longest_silence(samples, rate) <= 1.5
    assert len(samples) / rate == pytest.approx(narration.seconds, abs=0.01)
    clips = narration.clips
    assert [c.node_id for c in clips] == ["titre", *(f"s{n}" for n in range(1, 9))]
    assert len(samples) / rate - clips[-1].end == pytest.approx(0, abs=0.3)
    assert all(a.end == b.begin for a, b in pairwise(clips))
    for clip in clips[1:]:
        before = loudest(samples, clip.begin - 0.12, clip.begin, rate)
        after = loudest(samples, clip.begin, clip.begin + 0.2, rate)
        assert before < 300 < 1000 < after, clip


def test_pauses_can_be_heard_in_the_file(kept: Cache) -> None:
    voice = pick("silence", VOICES)
    narration, _ = told(LONG, voice, kept)
    slower, _ = told(LONG, voice, kept, script=ScriptOptions(pause_scale=2))
    pauses = [u.pause_after_ms for u in script(LONG, ScriptOptions())]
    more = [u.pause_after_ms for u in script(LONG, ScriptOptions(pause_scale=2))]
    added = sum(more[:-1]) - sum(pauses[:-1])
    assert slower.seconds - narration.seconds == pytest.approx(added / 1000, abs=1e-9)


@pytest.mark.parametrize("name", ["pico", pytest.param("pyttsx3", marks=pytest.mark.long)])
def test_same_bytes_whatever_the_run_or_the_jobs(
    name: str, tmp_path: Path, kept: Cache
) -> None:
    voice = pick(name, VOICES)
    made = []
    for cache, jobs in ((kept, 1), (Cache(tmp_path), 4)):
        narration, _ = told(LONG, voice, cache, jobs=jobs)
        made.append((narration.audio.read_bytes(), narration.clips))
    assert made[0] == made[1]


def test_tags_of_the_file(cache: Cache) -> None:
    options = AudioOptions(album="Politique", publisher="Région", kbits=48)
    narration, _ = told(LONG, pick("silence", VOICES), cache, audio=options)
    content = narration.audio.read_bytes()
    for text in ("L’édito de la Présidente", "Marie-Guite Dufay", "Politique", "Région"):
        assert text.encode("utf-16-le") in content or text.encode() in content
    assert "voix de synthèse".encode("utf-16-le") in content
    assert len(content) == pytest.approx(narration.seconds * 6000, rel=0.05)


# Engines


def say(engine: SpeechEngine, voice: Voice, text: str) -> Audio:
    return engine.say(Utterance("s1", text, "fr"), voice)


@pytest.mark.parametrize("name", ["pico", "pyttsx3"])
def test_what_was_said_before_changes_nothing(name: str) -> None:
    voice = pick(name, VOICES)
    engine = engine_of(voice)
    first = say(engine, voice, "Bonjour à tous.")
    for text in ("Oui.", "La Région s’engage !", "...", "1 2 3"):
        say(engine, voice, text)
    assert say(engine, voice, "Bonjour à tous.") == first
    assert first.seconds == pytest.approx(1.4, abs=0.5)


@pytest.mark.parametrize("name", ["pico", "pyttsx3"])
def test_threads_change_nothing(name: str) -> None:
    voice = pick(name, VOICES)
    engine = engine_of(voice)
    texts = ["Un.", "Deux mots.", "Trois petits mots."]
    alone = [say(engine, voice, text) for text in texts]
    found: dict[int, Audio] = {}
    threads = [
        threading.Thread(
            target=lambda n=n: found.update({n: say(engine, voice, texts[n % 3])})
        )
        for n in range(9)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found[n] for n in range(9)] == alone * 3


@pytest.mark.parametrize("name", ["pico", pytest.param("pyttsx3", marks=pytest.mark.long)])
def test_long_texts_are_not_cut(name: str) -> None:
    voice = pick(name, VOICES)
    engine = engine_of(voice)
    words = "la région accompagne les habitants et les communes au quotidien "
    short, long = (say(engine, voice, words * n).seconds for n in (10, 40))
    assert long / short == pytest.approx(4, rel=0.08)


def test_pico_is_loaded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    voice = pick("pico", VOICES)
    engine = engine_of(voice)
    first = say(engine, voice, "Bonjour.")
    monkeypatch.setattr("subprocess.Popen.__init__", None)
    assert say(engine, voice, "Bonjour.") == first


CRASHING = """
import os
class NanoTTS:
    said = b""
    def speak(self, text, voice, speed):
        if text == "boum":
            os.abort()
        NanoTTS.said += text.encode()
        return NanoTTS.said
"""
"""An engine that remembers what it said, as the real one does, and dies of a word."""


def test_each_text_is_said_by_an_engine_that_said_nothing(tmp_path: Path) -> None:
    (tmp_path / "py_nanotts.py").write_text(CRASHING)
    asked = [json.dumps((text, "fr-FR", 1.0)) for text in ("un", "deux", "boum", "trois")]
    done = subprocess.run(
        [sys.executable, "-m", f"{pico.__name__}_child"], input="\n".join(asked),
        capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(tmp_path)},
        check=False,
    )  # fmt: skip
    said = [b64decode(line) for line in done.stdout.splitlines()]
    assert (said, done.returncode) == ([b"un", b"deux"], -signal.SIGABRT)


def test_pico_reads_markup_instead_of_obeying_it() -> None:
    voice = pick("pico", VOICES)
    tags = say(Pico((voice,)), voice, '<volume level="0">Bonjour')
    assert tags.seconds > 3


@pytest.mark.parametrize("sign", ["é", "7", "x", "("])
def test_pico_says_the_whole_of_an_endless_word(
    sign: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As long as the same in short words: it left signs out, failed, or never ended."""
    monkeypatch.setattr(pico, "TIMEOUT", 300.0)
    voice = pick("pico", VOICES)
    short, long = (say(Pico((voice,)), voice, sign * n).seconds for n in (40, 400))
    assert long / short == pytest.approx(10, rel=0.25)


@pytest.mark.parametrize("rests", [(), (39,), (50, 120)])
def test_pico_is_given_every_sign(rests: tuple[int, ...]) -> None:
    """Cut by spaces in words, never in a mark for a rest."""
    text = "é" * 130 + " (" * 90 + "fin" + "<" * 50
    given = "".join(pico._pieces(Utterance("s1", text, "fr", rests=rests), french=True))
    assert given.count(pico._REST) == len(rests)
    bare = "".join(given.replace(pico._REST, "").split())
    assert bare == "".join(text.replace("<", "inférieurà").split())


def test_pyttsx3_speaks_french() -> None:
    voice = pick("pyttsx3", VOICES)
    english = replace(voice, needs=(("id", "gmw/en"), ("rate", 160)))
    engine = Pyttsx3((voice, english))
    assert say(engine, voice, "Bonjour à tous") != say(engine, english, "Bonjour à tous")
    unknown = replace(voice, needs=(("id", "roa/xx"),))
    with pytest.raises(OutputError, match="roa/xx"):
        say(engine, unknown, "Bonjour")


def test_a_faster_voice_is_shorter() -> None:
    voice = pick("pyttsx3", VOICES)
    fast = replace(voice, needs=(("id", "roa/fr"), ("rate", 300)))
    engine = Pyttsx3((voice,))
    assert (
        say(engine, fast, "Bonjour à tous").seconds
        < say(engine, voice, "Bonjour à tous").seconds
    )


# What cannot be said


@pytest.mark.parametrize("name", ["pico", "pyttsx3"])
def test_what_cannot_be_read_is_told(name: str, cache: Cache) -> None:
    texts = ("Привет мир", "🐉", "⌘ ⎈", "...", "»")
    narration, report = told(a_document("Bonjour.", *texts), pick(name, VOICES), cache)
    assert [c.node_id for c in narration.clips] == ["titre", "s1"]
    found = [(f.code, f.severity, f.pos, f.passage, f.page) for f in report.findings]
    assert found == [
        ("voix-muette", Severity.WARNING, Pos("page.md", line), text, "Édito")
        for line, text in enumerate(texts, 2)
    ]


def test_characters_that_are_lost_are_told(cache: Cache) -> None:
    document = a_document("Bonjour Мир.", "Merci 🐉.")
    _, report = told(document, pick("pico", VOICES), cache)
    assert [(f.code, f.severity) for f in report.findings] == [
        ("voix-caracteres", Severity.WARNING),
        ("voix-caracteres", Severity.INFO),
    ]
    assert "« Мир »" in report.findings[0].message


def test_findings_come_from_the_cache_too(cache: Cache) -> None:
    document = a_document("Bonjour Мир.", "⌘", "Oui.")
    _, first = told(document, pick("pico", VOICES), cache)
    _, second = told(document, pick("pico", VOICES), cache)
    assert first.findings == second.findings != []


# speak, and the writers


@pytest.mark.parametrize("suffix", [".wav", ".MP3"])
def test_speak_writes_what_its_suffix_says(
    kept: Cache, tmp_path: Path, suffix: str
) -> None:
    output = tmp_path / "dossier" / f"lecture{suffix}"
    voice = pick("pico", VOICES)
    narration = speak(LONG, output, voice, NarrationOptions(), kept, Report())
    content = output.read_bytes()
    assert content[:4] in ((b"RIFF",) if suffix == ".wav" else (b"ID3\x03",))
    loudness = ffmpeg.measure_file(tool=ffmpeg.probe(), source=output)
    assert loudness.lufs == pytest.approx(-18, abs=0.5)
    if suffix == ".wav":
        assert Audio.from_wav(content).seconds == pytest.approx(narration.seconds)


def test_speak_knows_two_suffixes(cache: Cache, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"lecture\.ogg"):
        speak(LONG, tmp_path / "lecture.ogg", HUM, NarrationOptions(), cache, Report())


def test_the_writers_publish_sound_and_cues(cache: Cache) -> None:
    narration, report = told(a_document("Vie & mort.", "⌘"), pick("pico", VOICES), cache)
    other = Document("autre", "fr", "Sans son", ())
    book = Book("Livre", "fr", (a_document("Vie & mort.", "⌘"), other))
    edition = Edition(book, "facile", (narration,))
    assert write_mp3(edition, None, report) == {
        "edito/facile/edito-facile.mp3": narration.audio
    }
    ((path, content),) = write_vtt(edition, None, report).items()
    assert path == "edito/facile/edito-facile.vtt"
    assert isinstance(content, bytes)
    assert content.startswith(b"WEBVTT\n\n")
    assert content.count(b" --> ") == 2
    assert b"\ns1\n" in content
    assert b"\nVie &amp; mort.\n" in content

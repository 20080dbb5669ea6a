"""Real voices, really measured: loudness, silences, cues, bytes, the cache, failures."""

from __future__ import annotations

import struct
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

import pytest

from ppun_access.cache import Cache
from ppun_access.document.build import heading, inlines, para
from ppun_access.document.model import (
    Book,
    Document,
    Edition,
    List,
    ListItem,
    Meta,
    Narration,
    Pos,
    Sentence,
)
from ppun_access.errors import MissingToolError, OutputError, UsageError
from ppun_access.report import Report, Severity
from ppun_access.speech import package
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
from ppun_access.speech.narrate import narrate, speak
from ppun_access.speech.script import script
from ppun_access.speech.synth import Spoken, segment_key, synthesise
from ppun_access.speech.timing import heard
from ppun_access.speech.voices import engine_of, known_voices, pick
from ppun_access.tools import ffmpeg
from ppun_access.tools.run import ToolProbe
from ppun_access.writers.audio import write_mp3
from ppun_access.writers.vtt import write_vtt

VOICES = known_voices()


def sentence(number: int, text: str) -> Sentence:
    return Sentence(inlines(text), id=f"s{number}", pos=Pos("page.md", number))


def a_document(*texts: str) -> Document:
    sentences = tuple(sentence(n, text) for n, text in enumerate(texts, 1))
    return Document("edito", "fr", "Édito", (para(*sentences),), Meta(author="Région"))


LONG = Document(
    "edito",
    "fr",
    "L’édito de la Présidente",
    (
        heading(2, sentence(1, "Une priorité")),
        para(
            sentence(
                2, "La Région a très tôt fait des transitions numériques une priorité."
            ),
            sentence(3, "Pourquoi ?"),
            sentence(4, "Parce que le numérique prend une place croissante… partout !"),
        ),
        List(
            (
                ListItem((para(sentence(5, "l’inclusion,")),)),
                ListItem((para(sentence(6, "la sobriété.")),)),
            )
        ),
        para(sentence(7, "Oui."), sentence(8, "Nos concitoyens en ont besoin, dit-on.")),
    ),
    Meta(author="Marie-Guite Dufay"),
)


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


def told(
    document: Document,
    voice: Voice,
    cache: Cache,
    engine: SpeechEngine | None = None,
    **options: object,
) -> tuple[Narration, Report]:
    report = Report()
    chosen = NarrationOptions(**options)  # type: ignore[arg-type]
    return narrate(document, voice, chosen, cache, report, engine=engine), report


def samples_of(narration: Narration, rate: int) -> tuple[int, ...]:
    pcm = ffmpeg.decode(tool=ffmpeg.probe(), source=narration.audio, rate=rate)
    return struct.unpack(f"<{len(pcm) // 2}h", pcm)


def loudest(samples: tuple[int, ...], begin: float, end: float, rate: int) -> int:
    part = samples[max(0, round(begin * rate)) : max(1, round(end * rate))]
    return max(max(part), -min(part))


def longest_silence(samples: tuple[int, ...], rate: int) -> float:
    """Seconds of the longest run below -50 dBFS."""
    longest = run = 0
    for sample in samples:
        run = run + 1 if -100 < sample < 100 else 0
        longest = max(longest, run)
    return longest / rate


# The whole, with every voice


@pytest.mark.parametrize(("name", "rate"), [("pico", 16000), ("pyttsx3", 22050)])
def test_a_narration_is_even_and_its_cues_are_right(
    name: str, rate: int, cache: Cache
) -> None:
    narration, report = told(LONG, pick(name, VOICES), cache)
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


def test_pauses_can_be_heard_in_the_file(cache: Cache) -> None:
    voice = pick("silence", VOICES)
    narration, _ = told(LONG, voice, cache)
    slower, _ = told(LONG, voice, cache, script=ScriptOptions(pause_scale=2))
    pauses = [u.pause_after_ms for u in script(LONG, ScriptOptions())]
    more = [u.pause_after_ms for u in script(LONG, ScriptOptions(pause_scale=2))]
    added = sum(more[:-1]) - sum(pauses[:-1])
    assert slower.seconds - narration.seconds == pytest.approx(added / 1000, abs=1e-9)


@pytest.mark.parametrize("name", ["pico", "pyttsx3"])
def test_same_bytes_whatever_the_run_or_the_jobs(name: str, tmp_path: Path) -> None:
    voice = pick(name, VOICES)
    made = []
    for number, jobs in enumerate((1, 4, 4)):
        narration, _ = told(LONG, voice, Cache(tmp_path / str(number)), jobs=jobs)
        made.append((narration.audio.read_bytes(), narration.clips))
    assert made[0] == made[1] == made[2]


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


@pytest.mark.parametrize("name", ["pico", "pyttsx3"])
def test_long_texts_are_not_cut(name: str) -> None:
    voice = pick(name, VOICES)
    engine = engine_of(voice)
    words = "la région accompagne les habitants et les communes au quotidien "
    short, long = (say(engine, voice, words * n).seconds for n in (10, 120))
    assert long / short == pytest.approx(12, rel=0.08)


def test_pico_reads_markup_instead_of_obeying_it() -> None:
    voice = pick("pico", VOICES)
    tags = say(Pico((voice,)), voice, '<volume level="0">Bonjour')
    assert tags.seconds > 3


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
@pytest.mark.parametrize("text", ["Привет мир", "🐉", "⌘ ⎈", "...", "»"])
def test_what_cannot_be_read_is_told(name: str, text: str, cache: Cache) -> None:
    narration, report = told(a_document("Bonjour.", text), pick(name, VOICES), cache)
    assert [c.node_id for c in narration.clips] == ["titre", "s1"]
    (finding,) = report.findings
    assert (finding.code, finding.severity) == ("voix-muette", Severity.WARNING)
    assert finding.pos == Pos("page.md", 2)
    assert finding.passage == text
    assert finding.page == "Édito"


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


# The cache, and engines that fail: an engine is the tool here


@dataclass
class Faulty:
    """Hums, unless a word tells it not to; counts what it is asked."""

    asked: list[str] = field(default_factory=list)

    def voices(self) -> tuple[Voice, ...]:
        return (HUM,)

    def say(self, utterance: Utterance, voice: Voice) -> Audio:
        text = utterance.text
        self.asked.append(text)
        if "toujours" in text or ("parfois" in text and self.asked.count(text) < 2):
            raise RuntimeError("panne")
        if "absent" in text:
            raise MissingToolError("plus de voix", next_step="Tapez…")
        if "bref" in text:
            return Audio(hum(0.05), 16000)
        if "pointes" in text:
            return Audio(b"".join(_spikes()), 16000)
        if "aigu" in text:
            return Audio(struct.pack("<2h", 8000, -8000) * 8000, 16000)
        if "trou" in text:
            return Audio(hum(0.5) + bytes(96000) + hum(0.5), 16000)
        return Audio(hum(0.06 * len(text)), 16000)


def hum(seconds: float) -> bytes:
    return struct.pack("<80h", *([8000] * 40 + [-8000] * 40)) * int(seconds * 200)


def _spikes() -> Iterator[bytes]:
    """A low hum with a click, forty times as high, 18 times a second."""
    for n in range(40_000):
        high = 32767 if n % 900 < 3 else 800
        yield struct.pack("<h", high * (-1) ** (n // 40))


HUM = Voice("hum", "silence", "fr", "Voix d’essai", "1")


def test_nothing_is_made_twice(cache: Cache) -> None:
    engine = Faulty()
    first, _ = told(LONG, HUM, cache, engine)
    assert len(engine.asked) == 9
    stamp = first.audio.stat().st_mtime_ns
    second, _ = told(LONG, HUM, cache, engine)
    assert second == first
    assert len(engine.asked) == 9
    assert second.audio.stat().st_mtime_ns == stamp


def test_a_second_call_starts_no_program(
    cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    voice = pick("pico", VOICES)
    first, _ = told(LONG, voice, cache)
    monkeypatch.setattr("subprocess.Popen.__init__", None)
    assert told(LONG, voice, cache)[0] == first


def test_one_changed_sentence_is_the_only_one_made(cache: Cache) -> None:
    engine = Faulty()
    told(a_document("Un.", "Deux.", "Trois."), HUM, cache, engine)
    engine.asked.clear()
    told(a_document("Trois.", "Quatre.", "Un."), HUM, cache, engine)
    assert engine.asked == ["Quatre."]
    engine.asked.clear()
    told(a_document("Un."), replace(HUM, revision="2"), cache, engine)
    assert sorted(engine.asked) == ["Un.", "Édito, par Région."]  # threads take turns
    engine.asked.clear()
    told(a_document("Un."), replace(HUM, title="Autre nom"), cache, engine)
    assert engine.asked == []


@pytest.mark.parametrize("damage", [b"", b"RIFF", None])
def test_a_spoilt_sound_is_made_again(cache: Cache, damage: bytes | None) -> None:
    utterance = Utterance("s1", "Bonjour.", "fr")
    engine = Faulty()
    (first,) = synthesise((utterance,), engine, HUM, cache, 1)
    path = cache.path(segment_key(utterance, HUM))
    path.write_bytes(path.read_bytes()[:-500] if damage is None else damage)
    assert synthesise((utterance,), engine, HUM, cache, 1) == (first,)
    assert len(engine.asked) == 2
    assert Audio.from_wav(path.read_bytes()) == first.audio


def test_a_spoilt_file_is_made_again(cache: Cache) -> None:
    first, _ = told(LONG, HUM, cache, Faulty())
    content = first.audio.read_bytes()
    first.audio.write_bytes(content[:-1] + b"?")
    second, _ = told(LONG, HUM, cache, Faulty())
    assert second.audio.read_bytes() == content
    for path in cache.root.rglob("*"):
        if path.is_file():
            path.write_bytes(b"{}")
    third, _ = told(LONG, HUM, cache, Faulty())
    assert (third, third.audio.read_bytes()) == (first, content)


def test_a_sentence_that_fails_once_is_tried_again(cache: Cache) -> None:
    engine = Faulty()
    narration, report = told(a_document("Ici parfois.", "Oui."), HUM, cache, engine)
    assert report.findings == []
    assert len(narration.clips) == 3
    assert engine.asked.count("Ici parfois.") == 2


@pytest.mark.parametrize("jobs", [1, 4])
def test_a_sentence_that_fails_stops_no_other_and_is_told(cache: Cache, jobs: int) -> None:
    document = a_document("Un.", "Ici toujours.", "Trois.")
    narration, report = told(document, HUM, cache, Faulty(), jobs=jobs)
    assert [c.node_id for c in narration.clips] == ["titre", "s1", "s3"]
    (finding,) = report.findings
    assert (finding.code, finding.severity) == ("voix-echec", Severity.ERROR)
    assert (finding.pos, finding.passage) == (Pos("page.md", 2), "Ici toujours.")
    assert "panne" in finding.message
    engine = Faulty()
    told(document, HUM, cache, engine)
    assert engine.asked == ["Ici toujours."] * 2, "a file with a hole must not be kept"


def test_when_nothing_can_be_said(cache: Cache) -> None:
    document = Document("a", "fr", "toujours", (para(sentence(1, "toujours lui")),))
    with pytest.raises(OutputError, match="Aucune phrase n’a pu être dite : panne"):
        told(document, HUM, cache, Faulty())


def test_a_voice_that_goes_away_stops_the_work(cache: Cache) -> None:
    with pytest.raises(MissingToolError, match="plus de voix"):
        told(a_document("absent"), HUM, cache, Faulty())


def test_a_sound_too_short_for_its_words_is_told(cache: Cache) -> None:
    document = a_document("Oui.", "Un bref " + "discours " * 20)
    narration, report = told(document, HUM, cache, Faulty())
    assert [f.code for f in report.findings] == ["voix-courte"]
    assert len(narration.clips) == 3


def test_an_engine_may_leave_no_long_silence(cache: Cache) -> None:
    narration, report = told(a_document("Le trou."), HUM, cache, Faulty())
    assert report.findings == []
    assert longest_silence(samples_of(narration, 16000), 16000) <= 1.5


def test_peaks_are_held(cache: Cache) -> None:
    narration, _ = told(a_document("Des pointes.", "pointes"), HUM, cache, Faulty())
    loudness = ffmpeg.measure_file(tool=ffmpeg.probe(), source=narration.audio)
    assert loudness.true_peak <= -1.5
    assert loudness.lufs == pytest.approx(-18, abs=0.5)


def test_a_sound_that_cannot_be_made_loud_is_told(cache: Cache) -> None:
    """MP3 leaves out the highest of tones."""
    document = Document("a", "fr", "aigu", (para(sentence(1, "aigu aussi")),))
    for _ in range(2):
        narration, report = told(document, HUM, cache, Faulty())
        assert [f.code for f in report.findings] == ["voix-volume"]
        assert len(narration.clips) == 2


def test_a_faulty_ffmpeg_leaves_nothing_behind(
    cache: Cache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "ffmpeg"
    program.write_text("#!/bin/sh\necho disque plein >&2\nexit 1\n")
    program.chmod(0o755)
    faulty = ToolProbe("ffmpeg", program, ffmpeg.probe().version)
    with monkeypatch.context() as patch:
        patch.setattr(ffmpeg, "probe", lambda: faulty)
        with pytest.raises(OutputError, match="disque plein"):
            told(LONG, HUM, cache, Faulty())
    engine = Faulty()
    narration, report = told(LONG, HUM, cache, engine)
    assert (engine.asked, report.findings) == ([], [])
    assert narration.audio.stat().st_size > 10_000


def test_sounds_at_two_rates_are_refused(tmp_path: Path) -> None:
    said = [
        Spoken(Utterance("a", "a", "fr"), Audio(b"\x00\x10" * 800, rate))
        for rate in (16000, 24000)
    ]
    with pytest.raises(OutputError, match="fréquence"):
        package.track(said, tmp_path / "sound")


def test_shaping_keeps_what_is_heard() -> None:
    tone = struct.pack("<2h", 20000, -20000) * 4000
    shaped = package.shape(Audio(bytes(32000) + tone + bytes(32000), 16000))
    (run,) = heard(shaped, 16000)
    assert run.end - run.begin == pytest.approx(8000, abs=160)
    assert len(shaped) // 2 == pytest.approx(8000 + 1600, abs=160)
    assert shaped[:2] == shaped[-2:] == b"\x00\x00"


def test_progress_is_told(cache: Cache) -> None:
    seen: list[tuple[int, int]] = []
    report = Report()
    for _ in range(2):
        narrate(
            LONG,
            HUM,
            NarrationOptions(),
            cache,
            report,
            lambda done, total: seen.append((done, total)),
            Faulty(),
        )
    assert seen == [*((n, 9) for n in range(1, 10)), (9, 9), (9, 9)]


# speak, and the writers


@pytest.mark.parametrize("suffix", [".wav", ".MP3"])
def test_speak_writes_what_its_suffix_says(
    cache: Cache, tmp_path: Path, suffix: str
) -> None:
    output = tmp_path / "dossier" / f"lecture{suffix}"
    voice = pick("pico", VOICES)
    narration = speak(LONG, output, voice, NarrationOptions(), cache, Report())
    content = output.read_bytes()
    assert content[:4] in ((b"RIFF",) if suffix == ".wav" else (b"ID3\x03",))
    loudness = ffmpeg.measure_file(tool=ffmpeg.probe(), source=output)
    assert loudness.lufs == pytest.approx(-18, abs=0.5)
    if suffix == ".wav":
        assert Audio.from_wav(content).seconds == pytest.approx(narration.seconds)
        assert narration.clips[0].src == "edito.wav"


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

"""Sounds that fail, are spoilt or cannot be right: told, mended, and nothing else lost."""

from __future__ import annotations

import struct
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from speaking import (
    HUM,
    LONG,
    Faulty,
    a_document,
    longest_silence,
    samples_of,
    sentence,
    told,
)

from ppun_access.document.build import para
from ppun_access.document.model import (
    Document,
    Pos,
)
from ppun_access.errors import MissingToolError, OutputError
from ppun_access.report import Report, Severity
from ppun_access.runtime.cache import Cache
from ppun_access.runtime.executor import AHEAD
from ppun_access.speech.model import (
    Audio,
    NarrationOptions,
    Utterance,
    Voice,
)
from ppun_access.speech.narration import joining
from ppun_access.speech.narration.narrate import narrate
from ppun_access.speech.narration.synthesis import Speaker, Spoken, segment_key, synthesise
from ppun_access.speech.narration.timing import voiced_runs
from ppun_access.speech.voices import ENGINES, known_voices, pick
from ppun_access.tools import ffmpeg
from ppun_access.tools.run import ToolProbe

quickly = partial(told, rough=True)
"""Tells too, without measuring how loud the sound is."""


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


# The cache, and engines that fail: an engine is the tool here


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
    voice = pick("pico", known_voices())
    first, _ = told(LONG, voice, cache)
    monkeypatch.setattr("subprocess.Popen.__init__", None)
    assert told(LONG, voice, cache)[0] == first


def test_one_changed_sentence_is_the_only_one_made(cache: Cache) -> None:
    engine = Faulty()
    quickly(a_document("Un.", "Deux.", "Trois."), HUM, cache, engine)
    engine.asked.clear()
    quickly(a_document("Trois.", "Quatre.", "Un."), HUM, cache, engine)
    assert engine.asked == ["Quatre."]
    engine.asked.clear()
    quickly(a_document("Un."), replace(HUM, revision="2"), cache, engine)
    assert sorted(engine.asked) == ["Un.", "Édito, par Région."]  # threads take turns
    engine.asked.clear()
    quickly(a_document("Un."), replace(HUM, title="Autre nom"), cache, engine)
    assert engine.asked == []


@pytest.mark.parametrize("damage", [b"", b"RIFF", None])
def test_a_spoilt_sound_is_made_again(cache: Cache, damage: bytes | None) -> None:
    utterance = Utterance("s1", "Bonjour.", "fr")
    engine = Faulty()
    (first,) = synthesise((utterance,), Speaker(engine, HUM), cache, 1)
    path = cache.path(segment_key(utterance, HUM))
    path.write_bytes(path.read_bytes()[:-500] if damage is None else damage)
    assert list(synthesise((utterance,), Speaker(engine, HUM), cache, 1)) == [first]
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
    narration, report = quickly(a_document("Ici parfois.", "Oui."), HUM, cache, engine)
    assert report.findings == []
    assert len(narration.clips) == 3
    assert engine.asked.count("Ici parfois.") == 2


@pytest.mark.parametrize("jobs", [1, 4])
def test_a_sentence_that_fails_stops_no_other_and_is_told(cache: Cache, jobs: int) -> None:
    document = a_document("Un.", "Ici toujours.", "Trois.")
    narration, report = quickly(document, HUM, cache, Faulty(), jobs=jobs)
    assert [c.node_id for c in narration.clips] == ["titre", "s1", "s3"]
    (finding,) = report.findings
    assert (finding.code, finding.severity) == ("voix-echec", Severity.ERROR)
    assert (finding.pos, finding.passage) == (Pos("page.md", 2), "Ici toujours.")
    assert "panne" in finding.message
    assert narration.unsaid == {"s2"}
    engine = Faulty()
    quickly(document, HUM, cache, engine)
    assert engine.asked == ["Ici toujours."] * 2, "a file with a hole must not be kept"


@pytest.mark.parametrize(
    ("text", "unsaid"),
    [("Le mot Αθήνα.", {"s1"}), ("Il faut x ⊂ y.", {"s1"}), ("Merci ⌘ à tous.", set())],
)
def test_a_passage_that_is_said_in_part_is_not_heard(
    cache: Cache, text: str, unsaid: set[str]
) -> None:
    for _ in range(2):  # the second one comes from the cache
        narration, report = quickly(a_document(text, "Oui."), HUM, cache, Faulty())
        assert [f.code for f in report.findings] == ["voix-caracteres"]
        assert (len(narration.clips), narration.unsaid) == (3, unsaid)


def test_when_nothing_can_be_said(cache: Cache) -> None:
    document = Document("a", "fr", "toujours", (para(sentence(1, "toujours lui")),))
    with pytest.raises(
        OutputError, match="Aucune phrase du texte n’a pu être dite : panne"
    ):
        quickly(document, HUM, cache, Faulty())


@pytest.mark.parametrize("text", ["toujours", "Привет мир", "⌘ ⎈"])
def test_a_title_alone_is_no_reading_of_a_text(cache: Cache, text: str) -> None:
    with pytest.raises(OutputError, match="Aucune phrase du texte"):
        quickly(a_document(text), HUM, cache, Faulty())
    alone = Document("a", "fr", "Un titre seul", ())
    narration, report = quickly(alone, HUM, cache, Faulty())
    assert (len(narration.clips), report.findings) == (1, [])


def test_a_voice_that_goes_away_stops_the_work(cache: Cache) -> None:
    with pytest.raises(MissingToolError, match="plus de voix"):
        quickly(a_document("absent"), HUM, cache, Faulty())


@pytest.mark.parametrize(
    ("word", "code"), [("bref", "voix-courte"), ("lent", "voix-longue")]
)
def test_a_sound_that_does_not_fit_its_words_is_told(
    cache: Cache, word: str, code: str
) -> None:
    document, engine = a_document("Oui.", f"Un {word} " + "discours " * 20), Faulty()
    narration, report = quickly(document, HUM, cache, engine)
    assert [(f.code, f.severity) for f in report.findings] == [(code, Severity.ERROR)]
    assert len(narration.clips) == 3
    assert sum(word in text for text in engine.asked) == 2, "it is asked for again"


@pytest.mark.parametrize("word", ["toujours", "bref", "lent", "muet"])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_another_voice_says_what_the_first_cannot(
    cache: Cache, word: str, place: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    helper = Faulty(rate=22050, obeys=False)
    monkeypatch.setitem(ENGINES, "secours", lambda voices: helper)
    sentences = ["Un deux trois quatre.", "Cinq six sept huit.", "Neuf dix onze douze."]
    sentences[place] = f"La voix {word} ne dit pas bien ces mots."
    other = replace(HUM, name="autre", engine="secours", title="Autre voix")
    document = a_document(*sentences)
    narration, report = quickly(document, HUM, cache, Faulty(), stand_in=other)
    (finding,) = report.findings
    assert (finding.code, finding.severity) == ("voix-secours", Severity.WARNING)
    assert (finding.passage, finding.pos) == (sentences[place], Pos("page.md", place + 1))
    assert "Autre voix" in finding.message
    assert helper.asked == [sentences[place]]
    clip = next(c for c in narration.clips if c.node_id == f"s{place + 1}")
    assert clip.end - clip.begin == pytest.approx(
        0.06 * len(sentences[place]) + 0.3, abs=0.3
    )
    engine = Faulty()
    quickly(document, HUM, cache, engine, stand_in=other)
    assert engine.asked or word in ("bref", "lent", "muet"), "what failed is tried again"


def test_a_stand_in_that_fails_too_changes_nothing(
    cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(voices: tuple[Voice, ...]) -> Faulty:
        raise MissingToolError("plus rien", next_step="…")

    for make in (broken, lambda voices: Faulty()):
        monkeypatch.setitem(ENGINES, "secours", make)
        other = replace(HUM, engine="secours")
        document = a_document("Oui.", "Ici toujours.")
        _, report = quickly(document, HUM, cache, Faulty(), stand_in=other)
        assert [f.code for f in report.findings] == ["voix-echec"]


def test_the_sounds_are_let_go_as_they_are_joined(cache: Cache) -> None:
    utterances = tuple(Utterance(f"s{n}", f"Phrase {n}.", "fr") for n in range(60))
    engine, held = Faulty(), list[int]()
    for taken, _ in enumerate(synthesise(utterances, Speaker(engine, HUM), cache, 2)):
        held.append(len(engine.asked) - taken)
    assert len(engine.asked) == 60
    assert max(held) <= AHEAD * 2


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
        joining.join_track(said, tmp_path / "sound")


def test_shaping_keeps_what_is_heard() -> None:
    tone = struct.pack("<2h", 20000, -20000) * 4000
    shaped = joining.shape(Audio(bytes(32000) + tone + bytes(32000), 16000))
    (run,) = voiced_runs(shaped, 16000)
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

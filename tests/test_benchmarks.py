"""What the measures are made of: words, errors, intervals, passages."""

from __future__ import annotations

import json
import sys
from io import BytesIO
from pathlib import Path

import pytest
from benchmarks import __main__ as bench
from benchmarks import calibrate, font, intelligibility, measure, texts, voices
from benchmarks.measure import Figure
from benchmarks.recognition import (
    Heard,
    difference,
    heard,
    normal_words,
    rate,
)
from hypothesis import given
from hypothesis import strategies as st

from ppun_access.speech.engines.espeak_phonemes import espeak, joined, spoken_words
from ppun_access.speech.engines.kokoro import alphabet
from ppun_access.speech.model import Audio

ROOT = Path(__file__).parents[1]
WORDS = st.lists(
    st.sampled_from(["le", "la", "un", "une", "chat", "chien", "dort"]), max_size=8
)


@pytest.mark.parametrize(
    ("written", "recognised"),
    [
        ("L’été, à Dole !", "l'été à dole"),
        ("3 500 habitants", "trois mille cinq cents habitants"),
        ("Le cœur a ses raisons.", "le coeur a ses raisons"),
        ("vingt-deux élus", "22 élus"),
        ("douze pour cent", "12 %"),
        ("Est-ce loin ?", "est ce loin"),
    ],
)
def test_what_is_said_alike_is_written_alike(written: str, recognised: str) -> None:
    assert normal_words(written) == normal_words(recognised) != []


def test_an_accent_makes_another_word() -> None:
    assert normal_words("a") != normal_words("à")


@given(WORDS, WORDS)
def test_errors_are_the_edit_distance(wanted: list[str], found: list[str]) -> None:
    (result,) = heard([wanted], found)
    assert result.words == len(wanted)
    assert result.errors == edits(wanted, found)


def edits(one: list[str], other: list[str]) -> int:
    """Return the edit distance by its definition, which is short and slow."""
    if not one or not other:
        return len(one) + len(other)
    if one[-1] == other[-1]:
        return edits(one[:-1], other[:-1])
    shorter = (one[:-1], other), (one, other[:-1]), (one[:-1], other[:-1])
    return 1 + min(edits(a, b) for a, b in shorter)


@given(st.lists(WORDS.filter(bool), min_size=1, max_size=4), WORDS)
def test_errors_are_shared_among_sentences(said: list[list[str]], found: list[str]) -> None:
    (whole,) = heard([[word for sentence in said for word in sentence]], found)
    parts = heard(said, found)
    assert sum(part.errors for part in parts) == whole.errors
    assert [part.words for part in parts] == [len(sentence) for sentence in said]


def test_an_error_belongs_to_its_sentence() -> None:
    said = [["le", "chat", "dort"], ["la", "pluie", "tombe"]]
    found = heard(said, ["le", "chat", "dort", "la", "puis", "tombe", "fort"])
    assert found == [Heard(0, 3), Heard(2, 3)]
    assert rate(found) == pytest.approx(100 * 2 / 6)


def test_no_difference_between_the_same_errors() -> None:
    same = [Heard(n % 3, 10) for n in range(40)]
    found = difference(same, same)
    assert (found.points, found.low, found.high) == (0.0, 0.0, 0.0)


def test_the_interval_holds_the_difference_and_comes_again() -> None:
    ours = [Heard(n % 4, 10) for n in range(60)]
    theirs = [Heard(n % 3, 10) for n in range(60)]
    found = difference(ours, theirs)
    assert found.points == pytest.approx(5.0)
    assert found.low < found.points < found.high
    assert found.high - found.low < 10
    assert found == difference(ours, theirs)
    assert difference(theirs, ours).points == pytest.approx(-5.0)


def test_pairs_make_the_interval_narrow() -> None:
    """A gap that is the same in every sentence is certain, however bad some are."""
    theirs = [Heard(n % 7, 10) for n in range(50)]
    ours = [Heard(one.errors + 1, 10) for one in theirs]
    found = difference(ours, theirs)
    assert found.low == found.high == pytest.approx(10.0)


@given(st.lists(st.floats(0.1, 40), max_size=30))
def test_windows_hold_every_sentence_once(lengths: list[float]) -> None:
    found = list(intelligibility.windows(lengths))
    assert [n for begin, end in found for n in range(begin, end)] == [*range(len(lengths))]
    for begin, end in found:
        pauses = (end - begin - 1) * intelligibility.PAUSE
        fits = sum(lengths[begin:end]) + pauses <= intelligibility.WINDOW
        assert fits or end == begin + 1


def test_sentences_are_recognised_by_window() -> None:
    said = ["Le chat dort.", "Il pleut."]
    sounds = [Audio(bytes(2 * 24_000 * 20), 24_000)] * 2
    answers = iter(["le chat dort", "il pleure"])
    found = intelligibility.recognised(said, sounds, lambda sound: next(answers))
    assert found == [Heard(0, 3), Heard(1, 2)]


def test_there_is_enough_to_hear() -> None:
    words = sum(len(normal_words(sentence)) for sentence in texts.sentences())
    assert words >= intelligibility.LEAST


def test_calibration_sentences_are_heard_nowhere_else() -> None:
    lines = calibrate.SENTENCES.read_text("utf-8").splitlines()
    assert len(lines) == len(set(lines)) >= 20
    measured = {" ".join(normal_words(sentence)) for sentence in texts.sentences()}
    assert not {" ".join(normal_words(line)) for line in lines} & measured


def test_the_text_for_memory_has_long_sentences() -> None:
    long = [line for line in voices.long_text().splitlines() if len(line) > 200]
    assert len(long) == voices.LONG
    for line in long:
        phonemes, _ = joined(spoken_words(line, espeak(), alphabet()))
        assert 500 <= len(phonemes) < 650


def test_a_process_is_measured() -> None:
    code = "import time; x = bytearray(80_000_000); time.sleep(0.5)"
    signs = iter([False, False, True])
    cost = measure.process([sys.executable, "-c", code], {}, lambda: next(signs, True))
    assert 0.5 < cost.seconds < 30
    assert 80 < cost.megabytes < 300
    assert 0 < cost.first < cost.seconds


def test_children_count() -> None:
    if sys.platform != "linux":
        pytest.skip("la mémoire des enfants se lit sous Linux")
    child = "import time; x = bytearray(60_000_000); time.sleep(0.6)"
    code = (
        "import subprocess, sys; x = bytearray(60_000_000); "
        f"subprocess.run([sys.executable, '-c', {child!r}])"
    )
    cost = measure.process([sys.executable, "-c", code], {}, lambda: False)
    assert cost.megabytes > 120


def test_a_process_that_fails_is_told() -> None:
    with pytest.raises(SystemExit, match="code 3"):
        measure.process([sys.executable, "-c", "raise SystemExit(3)"], {}, lambda: False)


def test_one_part_keeps_the_others(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    results = tmp_path / "results.json"
    monkeypatch.setattr(bench, "RESULTS", results)
    good = Figure("bon", "s", 1.0, 1.0, 1.0, True)
    bad = Figure("mauvais", "s", 2.0, 2.0, 2.0, False)
    parts = {"voix": lambda: iter([good]), "programme": lambda: iter([bad])}
    monkeypatch.setattr(bench, "PARTS", parts)
    assert bench.main(["voix"]) == 0
    assert "RÉUSSI" in capsys.readouterr().out
    assert bench.main(["programme"]) == 0
    assert set(json.loads(results.read_text("utf-8"))) == {"voix", "programme"}
    said = capsys.readouterr().out
    assert "ÉCHEC" in said
    assert "Non atteint : mauvais" in said
    assert bench.main(["lune"]) == 2


def test_the_font_of_the_site_holds_its_letters() -> None:
    """What is committed is the subset that the module makes."""
    tools = font.font_tools()
    committed = tools.TTFont(BytesIO((ROOT / font.OUTPUT).read_bytes()))
    made = tools.TTFont(BytesIO(font.web_font()))
    assert committed.getBestCmap() == made.getBestCmap()
    assert committed.reader.tables.keys() == made.reader.tables.keys()
    for letter in "azAZ09àâæçéèêëîïôœùûüÿÀÉŒ«»’–…€\u00a0":
        assert ord(letter) in committed.getBestCmap(), letter

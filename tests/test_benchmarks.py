"""What the measures are made of: words, errors, intervals, passages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from io import BytesIO
from pathlib import Path

import pytest
from benchmarks import __main__ as bench
from benchmarks import (
    alignment,
    calibrate,
    changes,
    figures,
    font,
    formats,
    intelligibility,
    machine,
    measure,
    page,
    pages,
    processes,
    results,
    subjects,
    texts,
    voices,
)
from benchmarks.figures import Figure, Missing, exact, figure, interval
from benchmarks.measure import OURS, Plan
from benchmarks.recognition import (
    Heard,
    difference,
    heard,
    normal_words,
    rate,
)
from benchmarks.spaces import published
from hypothesis import given
from hypothesis import strategies as st

from ppun_access.cache import Cache
from ppun_access.french import split_sentences
from ppun_access.pipeline.ledger import Ledger
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


@pytest.mark.long
def test_a_process_is_measured() -> None:
    code = "import time; x = bytearray(80_000_000); time.sleep(0.5)"
    signs = iter([False, False, True])
    cost = processes.process([sys.executable, "-c", code], sign=lambda: next(signs, True))
    assert cost.seconds > 0.5
    assert 80 < cost.megabytes < 300
    assert 0 < cost.first < cost.seconds


@pytest.mark.long
def test_children_count() -> None:
    if sys.platform != "linux":
        pytest.skip("la mémoire des enfants se lit sous Linux")
    child = "import time; x = bytearray(60_000_000); time.sleep(0.6)"
    code = (
        "import subprocess, sys; x = bytearray(60_000_000); "
        f"subprocess.run([sys.executable, '-c', {child!r}])"
    )
    cost = processes.process([sys.executable, "-c", code], sign=lambda: False)
    assert cost.megabytes > 120


def test_a_process_that_fails_is_told() -> None:
    with pytest.raises(SystemExit, match="code 3"):
        processes.process([sys.executable, "-c", "raise SystemExit(3)"], {}, lambda: False)


# How figures are made, kept and compared


def plan(tmp_path: Path, runs: int = 5, warm: int = 1) -> Plan:
    return Plan(tmp_path, runs, warm)


def test_works_take_turns(tmp_path: Path) -> None:
    order = []

    def work(name: str) -> measure.Work[float]:
        return lambda run: order.append((name, run)) or 1.0  # type: ignore[func-returns-value]

    turns = measure.by_turns({OURS: work("a"), "pair": work("b")}, plan(tmp_path, 2))
    assert order == [("b", 0), ("a", 0), ("a", 1), ("b", 1), ("b", 2), ("a", 2)]
    assert turns.of == {OURS: (1.0, 1.0), "pair": (1.0, 1.0)}


def test_a_peer_that_fails_is_told_and_ours_goes_on(tmp_path: Path) -> None:
    def broken(run: int) -> float:
        raise ValueError("en\npanne")

    works = {OURS: lambda run: 2.0, "pair": lambda run: 4.0, "autre": broken}
    found = list(measure.compared("Lire", works, plan(tmp_path), goals={"pair": 3.0}))
    names = [str(one.name) for one in found]
    assert names == ["Lire, nous", "Lire, pair", "Lire : pair / nous", "autre"]
    ratio, missing = found[2:]
    assert isinstance(ratio, Figure)
    assert (ratio.middle, ratio.passed) == (2.0, False)
    assert missing == Missing("autre", "ValueError, en panne")
    with pytest.raises(ValueError, match="panne"):
        measure.by_turns({OURS: broken}, plan(tmp_path))


def test_a_peer_that_is_not_there_is_told() -> None:
    assert measure.absent("pytest") is None
    assert "pas installé" in str(measure.absent("pair-inconnu"))


def test_the_median_and_the_quartiles() -> None:
    found = figure("durée", "s", [5.0, 1.0, 2.0, 4.0, 3.0], goal=2.5)
    assert (found.low, found.middle, found.high) == (2.0, 3.0, 4.0)
    assert found.extremes == (1.0, 5.0)
    assert found.passed is False
    assert figure("rapport", "fois", [3.0], goal=2.5).passed is True
    assert exact("F1", "%", 98.6).passed is None
    with pytest.raises(ValueError, match="unité inconnue"):
        figure("durée", "heures", [1.0])


def test_figures_come_back_from_json() -> None:
    for one in (
        figure("durée", "s", [1.0, 2.0], 3.0),
        exact("F1", "%", 98.6),
        interval("écart", "points", 0.4, (-0.1, 0.9), 1.5),
    ):
        assert figures.read_figure(json.loads(json.dumps(one.record()))) == one


def around(**more: object) -> results.Record:
    base = {"date": "2026-11-20T10:00:00+00:00", "commit": "abc", "machine": {"cores": 2}}
    return {**base, "versions": {}, "others": 0.0, **more}


def kept(*found: figures.Outcome, **more: object) -> results.Record:
    return results.record(found, around(**more), None)


def test_what_became_slower_than_its_spread_is_told() -> None:
    then = kept(
        figure("lecture", "s", [1.0, 1.1, 1.2, 1.3, 1.4]),
        figure("écriture", "s", [1.0, 1.1, 1.2, 1.3, 1.4]),
        figure("rapport", "fois", [2.0, 2.1, 2.2]),
        figure("une fois", "s", [1.0]),
        exact("F1", "%", 98.6),
        figure("disparu", "s", [1.0, 1.0, 1.0]),
    )
    now = kept(
        figure("lecture", "s", [1.5, 1.6, 1.7, 1.8, 1.9]),
        figure("écriture", "s", [1.35, 1.6, 1.7, 1.8, 1.9]),
        figure("rapport", "fois", [3.0, 3.1, 3.2]),
        figure("une fois", "s", [9.0]),
        exact("F1", "%", 98.5),
    )
    assert list(results.comparison(now, then)) == [
        "MOINS BIEN : lecture : 1,70 s, au lieu de 1,20",
        "MOINS BIEN : F1 : 98,5 %, au lieu de 98,6",
        "mieux : rapport : 3,10 fois, au lieu de 2,10",
        "Plus mesuré : disparu",
    ]
    assert "Rien de plus lent" in "".join(results.comparison(then, then))
    shared = kept(others=1.5)
    assert "machine partagée" in next(iter(results.comparison(shared, kept())))
    elsewhere = kept(machine={"cores": 64})
    assert "autre machine" in "".join(results.comparison(now, elsewhere))
    assert "Première" in "".join(results.comparison(now, None))


def test_a_run_is_kept_and_compared(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / "results.json"
    monkeypatch.setattr(bench, "RESULTS", path)
    spent = iter([1.0, 2.0])

    def good(_: subjects.Subject, plan: Plan) -> Iterator[figures.Outcome]:
        yield figure("bon", "s", [next(spent)] * plan.runs, 1.5)
        yield Missing("pair", "pas installé")
        if plan.runs == 4:
            raise OSError("disque plein")

    monkeypatch.setattr(subjects.Subject, "figures", good)
    assert bench.main(["phrases"]) == 0
    said = capsys.readouterr().out
    assert "RÉUSSI" in said
    assert "NON MESURÉ : pair" in said
    assert "Première mesure" in said
    assert bench.main(["phrases", "--fois", "4"]) == 1
    said = capsys.readouterr().out
    assert "ÉCHEC" in said
    assert "MOINS BIEN : bon" in said
    assert "OSError, disque plein" in said
    (one,) = results.load(path).values()
    assert one["figures"][0]["samples"] == [2.0] * 4
    assert one["former"]["figures"][0]["samples"] == [1.0] * 5
    assert one["machine"] == machine.machine()
    assert "former" not in one["former"]


def test_what_cannot_be_measured_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main(["lune"]) == 2
    assert "programme" in capsys.readouterr().out
    assert bench.main(["--liste"]) == 0
    listed = capsys.readouterr().out
    assert all(one.name in listed for one in subjects.SUBJECTS)


def test_spacy_can_be_hidden(tmp_path: Path) -> None:
    code = "from importlib.util import find_spec as f; print(f('spacy'), f('json') is None)"
    environment = processes.without_spacy(tmp_path / "sans")
    run = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.split() == ["None", "False"]


def test_the_seconds_of_stages_are_those_of_a_build(tmp_path: Path) -> None:
    ledger = Ledger(Cache(tmp_path))
    ledger.ends("lecture")
    told = pages.stage_seconds(ledger.as_json())
    assert list(told) == ["lecture"]
    assert told["lecture"] >= 0


def test_pages_that_grow_repeat_no_sentence(tmp_path: Path) -> None:
    pages.write_pages(tmp_path, 12)
    assert len(published(tmp_path / "docs")) == 12
    said = [
        sentence
        for at in (0, 1, 999)
        for paragraph in pages.prose(at)
        for sentence in split_sentences(paragraph)
    ]
    assert len(set(said)) == len(said) >= 3 * pages.PROSE
    pages.write_pages(tmp_path / "seule", 1)
    assert "dossier" in (tmp_path / "seule/docs/README.md").read_text("utf-8")


def test_what_a_format_adds_to_a_page() -> None:
    turns = measure.Turns({OURS: (1.0, 2.0, 1.5), "pdf": (1.5, 2.6, 2.0)})
    (added,) = formats._added(turns)
    assert (added.name, added.unit) == ("Coût d’une page : pdf", "ms/page")
    assert added.middle == pytest.approx(1000 * 0.5 / formats.COUNT)


def test_what_is_told_of_an_alignment() -> None:
    tally = alignment.Tally([0.05, 0.2, 0.5], lost=1, changed=4, found=3, alarms=1, texts=2)
    found = {one.name.partition(" : ")[2]: one for one in tally.figures("Essai")}
    assert found["débuts de phrases à 300 ms près"].middle == 50.0
    assert found["débuts de phrases à 300 ms près"].passed is False
    assert found["trouvé, sur 4"].middle == 75.0
    assert found["fausses alertes par texte"].middle == 0.5
    pairs = [("a", "b"), ("a", "c"), ("b", "a"), ("c", "b")]
    assert alignment.pairs(("a", "b", "c")) == pairs


def test_one_sentence_is_changed(tmp_path: Path) -> None:
    content = changes._content(tmp_path)
    before = (content / changes.PAGE).read_text("utf-8")
    assert changes._change(content, 2150) in (content / changes.PAGE).read_text("utf-8")
    assert len((content / changes.PAGE).read_text("utf-8")) == len(before)


def test_each_subject_has_its_module() -> None:
    for one in subjects.SUBJECTS:
        module = import_module(f"benchmarks.{one.module}")
        assert callable(getattr(module, one.function))


def test_the_page_of_performance_is_made_from_its_results() -> None:
    written = (ROOT / page.PAGE).read_text("utf-8")
    stored = results.load(ROOT / page.SOURCE)
    assert stored
    assert written == page.with_tables(written, stored)


def test_a_shared_machine_is_told() -> None:
    one = {**kept(figure("a", "s", [1.0], 2.0)), "machine": machine.machine()}
    subject = subjects.SUBJECTS[0].name
    quiet = page.tables({subject: one})
    assert "| a | 1,00 s | 1,00 to 1,00 | 1 (few) | 2,00: reached |" in quiet
    assert "shared" not in quiet
    assert "took 1.2 cores" in page.tables({subject: {**one, "others": 1.2}})


def test_the_font_of_the_site_holds_its_letters() -> None:
    """What is committed is the subset that the module makes."""
    tools = font.font_tools()
    committed = tools.TTFont(BytesIO((ROOT / font.OUTPUT).read_bytes()))
    made = tools.TTFont(BytesIO(font.web_font()))
    assert committed.getBestCmap() == made.getBestCmap()
    assert committed.reader.tables.keys() == made.reader.tables.keys()
    for letter in "azAZ09àâæçéèêëîïôœùûüÿÀÉŒ«»’–…€\u00a0":
        assert ord(letter) in committed.getBestCmap(), letter

"""What is measured, beside what, and how figures are made and kept."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from io import BytesIO
from pathlib import Path

import pytest
from benchmarks import __main__ as bench
from benchmarks import (
    building,
    font,
    machine,
    measure,
    processes,
    spaces,
    subjects,
    texts,
)
from benchmarks.measure import OURS, Figure, Missing, Plan
from hypothesis import given
from hypothesis import strategies as st
from late import Late

from ppun_access.french import split_sentences
from ppun_access.runtime.cache import Cache
from ppun_access.speech.model import Audio, Utterance
from ppun_access.speech.narration.synthesis import Speaker, synthesise
from ppun_access.speech.voices import engine_of, known_voices, pick

hearing = Late("benchmarks.intelligibility")

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
    assert hearing.normal_words(written) == hearing.normal_words(recognised) != []


def test_an_accent_makes_another_word() -> None:
    assert hearing.normal_words("a") != hearing.normal_words("à")
    assert hearing.normal_words("+12 %, 86,5") == hearing.normal_words(
        "plus 12 %, quatre-vingt-six virgule 5"
    )


@given(WORDS, WORDS)
def test_errors_are_the_edit_distance(wanted: list[str], found: list[str]) -> None:
    (result,) = hearing.heard([wanted], found)
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
    (whole,) = hearing.heard([[word for sentence in said for word in sentence]], found)
    parts = hearing.heard(said, found)
    assert sum(part.errors for part in parts) == whole.errors
    assert [part.words for part in parts] == [len(sentence) for sentence in said]


def test_an_error_belongs_to_its_sentence() -> None:
    said = [["le", "chat", "dort"], ["la", "pluie", "tombe"]]
    found = hearing.heard(said, ["le", "chat", "dort", "la", "puis", "tombe", "fort"])
    assert found == [hearing.Heard(0, 3), hearing.Heard(2, 3)]
    assert hearing.rate(found) == pytest.approx(100 * 2 / 6)


def test_no_difference_between_the_same_errors() -> None:
    same = [hearing.Heard(n % 3, 10) for n in range(40)]
    found = hearing.difference(same, same)
    assert found == (0.0, (0.0, 0.0))


def test_the_interval_holds_the_difference_and_comes_again() -> None:
    ours = [hearing.Heard(n % 4, 10) for n in range(60)]
    theirs = [hearing.Heard(n % 3, 10) for n in range(60)]
    points, (low, high) = hearing.difference(ours, theirs)
    assert points == pytest.approx(5.0)
    assert low < points < high < low + 10
    assert (points, (low, high)) == hearing.difference(ours, theirs)
    assert hearing.difference(theirs, ours)[0] == pytest.approx(-5.0)


def test_pairs_make_the_interval_narrow() -> None:
    """A gap that is the same in every sentence is certain, however bad some are."""
    theirs = [hearing.Heard(n % 7, 10) for n in range(50)]
    ours = [hearing.Heard(one.errors + 1, 10) for one in theirs]
    _, (low, high) = hearing.difference(ours, theirs)
    assert low == high == pytest.approx(10.0)


@given(st.lists(st.floats(0.1, 40), max_size=30))
def test_windows_hold_every_sentence_once(lengths: list[float]) -> None:
    found = list(hearing.windows(lengths))
    assert [n for begin, end in found for n in range(begin, end)] == [*range(len(lengths))]
    for begin, end in found:
        pauses = (end - begin - 1) * hearing.PAUSE
        fits = sum(lengths[begin:end]) + pauses <= hearing.WINDOW
        assert fits or end == begin + 1


def test_what_nobody_can_hear_is_no_error_of_sounds() -> None:
    passages = [
        (["Ces voix du télétravail,", "à adopter."], "ses voies du télé travail a adopté")
    ]
    assert [one.errors for one in hearing.by_letters(passages)] == [2, 2]
    assert [one.errors for one in hearing.errors(passages, hearing.sounds_of)] == [0, 0]
    other = [(["Un toit."], "un doigt")]
    (found,) = hearing.errors(other, hearing.sounds_of)
    assert found.errors == 1
    assert hearing.sounds_of("à Béthune") == hearing.sounds_of("a Bétune")


@pytest.mark.parametrize(
    ("said", "written", "errors"),
    [
        ("Ces voix du télétravail,", "ses voies du télé travail", 0),
        ("l’égalité s’en empare", "légalité sans empare", 0),
        ("Il utilise", "ils utilisent", 0),
        ("Vous commettez un préalable", "vous cométez impréalable", 0),
        ("Elle est belle", "elle et belle", 1),
        ("Texte lu ici", "texte lui ici", 1),
        ("rurale où la fibre", "rurale au la fibre", 1),
        ("le monde depuis mars", "le monde de depuis mars", 1),
        ("La fibre accélère encore", "la fibre", 2),
        ("La fibre", "la petite fibre optique", 2),
        ("Un toit", "un doigt", 1),
        ("La fibre", "", 2),
    ],
)
def test_a_word_is_heard_by_its_sounds(said: str, written: str, errors: int) -> None:
    """A word added counts, and a word of which a sound is another."""
    (found,) = hearing.by_sound([([said], written)])
    assert (found.errors, found.words) == (errors, len(hearing.normal_words(said)))


def test_the_spaces_that_whisper_writes_are_no_errors() -> None:
    passages = [
        (
            ["L’édito du télétravail, au rez-de-chaussée."],
            "lédito du télé-travail au rez de chaussé",
        )
    ]
    (found,) = hearing.by_letters(passages)
    assert (found.errors, found.words) == (1, 8)


def test_a_word_added_belongs_to_the_sentence_before_it() -> None:
    found = hearing.by_sound(
        [(["Le chat dort.", "La pluie tombe."], "le chat dort bien la pluie")]
    )
    assert found == [hearing.Heard(1, 3), hearing.Heard(1, 3)]


def test_sentences_are_recognised_by_window() -> None:
    said = ["Le chat dort.", "Il pleut."]
    sounds = [Audio(bytes(2 * 24_000 * 20), 24_000)] * 2
    answers = iter(["le chat dort", "il pleure"])
    passages = hearing.recognised(said, sounds, lambda sound: next(answers))
    found = hearing.errors(passages, hearing.normal_words)
    assert found == [hearing.Heard(0, 3), hearing.Heard(1, 2)]


def test_there_is_enough_to_hear() -> None:
    words = sum(len(hearing.normal_words(sentence)) for sentence in texts.sentences())
    assert words >= hearing.LEAST


def test_calibration_sentences_are_heard_nowhere_else() -> None:
    lines = Late("benchmarks.calibrate").SENTENCES.read_text("utf-8").splitlines()
    assert len(lines) == len(set(lines)) >= 20
    measured = {" ".join(hearing.normal_words(sentence)) for sentence in texts.sentences()}
    assert not {" ".join(hearing.normal_words(line)) for line in lines} & measured


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
    cost = processes.process([sys.executable, "-c", code])
    assert cost.megabytes > 120


def test_a_sign_that_never_comes_is_told() -> None:
    with pytest.raises(SystemExit, match="aucun son"):
        processes.process([sys.executable, "-c", ""], sign=lambda: False)
    assert processes.process([sys.executable, "-c", ""], sign=lambda: True).first > 0


def test_a_sentence_that_was_said_is_seen_in_the_cache(tmp_path: Path) -> None:
    cache, there = Cache(tmp_path), Late("benchmarks.voices").sounds(tmp_path)
    assert not there()
    voice = pick("silence", known_voices())
    said = Utterance("essai", "Bonjour à tous.", "fr")
    list(synthesise((said,), Speaker(engine_of(voice), voice), cache, jobs=1))
    assert there()


def test_a_process_that_fails_is_told() -> None:
    with pytest.raises(SystemExit, match="code 3"):
        processes.process([sys.executable, "-c", "raise SystemExit(3)"], {})


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
    found = list(measure.compared("Lire", works, plan(tmp_path), goal=3.0))
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
    found = Figure("durée", "s", (5.0, 1.0, 2.0, 4.0, 3.0), goal=2.5)
    assert (found.middle, found.spread, found.passed) == (3.0, (2.0, 4.0), False)
    once = Figure("rapport", "fois", (3.0,), goal=2.5)
    assert (once.spread, once.passed) == (None, True)
    computed = Figure("écart", "points", (0.4,), bounds=(-0.1, 0.9))
    assert (computed.spread, computed.passed) == ((-0.1, 0.9), None)
    with pytest.raises(ValueError, match="unité inconnue"):
        Figure("durée", "heures", (1.0,))


def test_a_run_is_printed_and_kept_when_it_is_asked(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    page, source = tmp_path / "page.md", tmp_path / "page.json"
    page.write_text(f"Avant.\n\n{subjects.BEGIN}\n{subjects.END}\n", "utf-8")
    source.write_text("{}", "utf-8")
    monkeypatch.setattr(subjects, "PAGE", page)
    monkeypatch.setattr(subjects, "SOURCE", source)

    def found(_: subjects.Subject, plan: Plan) -> Iterator[measure.Outcome]:
        yield Figure("bon", "s", (float(plan.runs),) * plan.runs, 3.5)
        yield Missing("pair", "pas installé")
        if plan.runs == 4:
            raise OSError("disque plein")

    monkeypatch.setattr(subjects.Subject, "figures", found)
    assert bench.main(["phrases", "--fois", "3"]) == 0
    said = capsys.readouterr().out
    assert "RÉUSSI" in said
    assert "NON MESURÉ : pair" in said
    assert source.read_text("utf-8") == "{}"
    assert bench.main(["phrases", "--fois", "4", "--tableau"]) == 1
    said = capsys.readouterr().out
    assert "ÉCHEC" in said
    assert "OSError, disque plein" in said
    (one,) = subjects.load(source).values()
    assert one["figures"][0]["samples"] == [4.0] * 4
    assert one["machine"] == machine.machine()
    written = page.read_text("utf-8")
    assert written.startswith("Avant.")
    assert "| bon | 4,00 s | 4,00 to 4,00 | 4 | 3,50: **not reached** |" in written
    assert "| pair | not measured: pas installé |" in written


def test_what_can_be_measured_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main(["lune"]) == 2
    assert "programme" in capsys.readouterr().out
    assert bench.main(["--liste"]) == 0
    listed = capsys.readouterr().out.splitlines()
    for one, line in zip(subjects.SUBJECTS, listed, strict=True):
        assert line.startswith(one.name)
        assert one.beside in line


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


def test_pages_that_grow_repeat_no_sentence(tmp_path: Path) -> None:
    spaces.write_pages(tmp_path, 12)
    assert len(spaces.published(tmp_path / "docs")) == 12
    said = [
        sentence
        for at in (0, 1, 999)
        for paragraph in spaces.prose(at)
        for sentence in split_sentences(paragraph)
    ]
    assert len(set(said)) == len(said) >= 3 * spaces.PROSE
    spaces.write_pages(tmp_path / "seule", 1)
    assert "dossier" in (tmp_path / "seule/docs/README.md").read_text("utf-8")


def test_one_sentence_is_changed(tmp_path: Path) -> None:
    content = building.copied(tmp_path)
    before = (content / building.PAGE).read_text("utf-8")
    text = building.change(content, 2150)
    after = (content / building.PAGE).read_text("utf-8")
    assert text in after
    assert len(after) == len(before)


def test_each_subject_stands_beside_a_peer_or_an_aim_of_the_docs() -> None:
    """A peer is installed to be measured; the page of an aim says how it is measured."""
    lock = (ROOT / "requirements/bench.txt").read_text("utf-8")
    for one in subjects.SUBJECTS:
        peer = re.match(r"[a-z-]+", one.beside)
        aims = re.findall(r"docs/[a-z-]+\.md", one.beside)
        assert aims or (peer and re.search(rf"^(py)?{peer[0]}\b", lock, re.M))
        for path in aims:
            text = (ROOT / path).read_text("utf-8")
            assert f"make bench ARGS={one.name}" in text or f"(`{one.name}`)" in text


def test_each_subject_has_its_function() -> None:
    for one in subjects.SUBJECTS:
        module = import_module(f"benchmarks.{one.module}")
        assert callable(getattr(module, one.function))


def test_the_page_of_performance_is_made_from_its_results() -> None:
    kept = subjects.load(ROOT / subjects.SOURCE)
    assert kept.keys() <= subjects.BY_NAME.keys()
    assert (ROOT / subjects.SOURCE).read_text("utf-8") == subjects.written(kept)
    page = (ROOT / subjects.PAGE).read_text("utf-8")
    assert page == subjects.with_tables(page, kept)


def test_a_shared_machine_is_told() -> None:
    one = next(iter(subjects.load(ROOT / subjects.SOURCE).items()))
    quiet, shared = ({one[0]: {**one[1], "others": load}} for load in (0.0, 1.2))
    assert "shared" not in subjects.tables(quiet)
    assert "took 1.2 cores" in subjects.tables(shared)


def test_the_font_of_the_site_holds_its_letters() -> None:
    """What is committed is the subset that the module makes."""
    tools = font.font_tools()
    committed = tools.TTFont(BytesIO((ROOT / font.OUTPUT).read_bytes()))
    made = tools.TTFont(BytesIO(font.web_font()))
    assert committed.getBestCmap() == made.getBestCmap()
    assert committed.reader.tables.keys() == made.reader.tables.keys()
    for letter in "azAZ09àâæçéèêëîïôœùûüÿÀÉŒ«»’–…€\u00a0":
        assert ord(letter) in committed.getBestCmap(), letter


# What is said of the machine: its neighbours are not its own workers

LEAVES = """
import subprocess, sys, time
from benchmarks import machine

machine.adopt()
before = machine.own()
starts = "import subprocess, sys; subprocess.Popen([sys.executable, *sys.argv[1:]])"
busy = "import time\\nwhile time.process_time() < 0.3: pass"
subprocess.run([sys.executable, "-c", starts, "-c", busy], check=True)
until = time.monotonic() + 600
while machine.own() - before < 0.3 and time.monotonic() < until:
    time.sleep(0.05)
print(machine.own() - before >= 0.3)
"""
"""A program that ends before the process that it started."""


def test_what_others_take_of_the_machine() -> None:
    neighbours = machine.Neighbours()
    sum(range(300_000))
    found = neighbours.cores()
    assert found is None or 0 <= found <= 4096
    assert machine.cores() >= 1


def test_a_process_keeps_what_python_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    keeps = "import sys; sys.exit(sys.dont_write_bytecode)"
    assert processes.process([sys.executable, "-c", keeps]).seconds > 0


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="seul Linux le permet")
def test_what_a_program_leaves_behind_is_not_another_s() -> None:
    run = subprocess.run([sys.executable, "-c", LEAVES], capture_output=True, text=True)
    assert run.stdout == "True\n", run.stderr

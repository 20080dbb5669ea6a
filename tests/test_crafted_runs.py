"""Texts made to hold the program up: each takes as long as its length, and no more.

``test_expressions.py`` looks for others in every regular expression of the package.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from growth import grows_with_its_length

from ppun_access.atelier.session import beside
from ppun_access.atelier.writing.passages import EasyText, Passage, cut
from ppun_access.checks import MOST as MOST_REMARKS
from ppun_access.checks import check
from ppun_access.checks.model import CheckOptions
from ppun_access.cli import main
from ppun_access.commands.audit import AuditRequest, audit_file
from ppun_access.commands.score import score
from ppun_access.commands.scored_texts import ScoreRequest
from ppun_access.commands.simplify import SimplifyRequest, simplify
from ppun_access.document.build import link, para
from ppun_access.document.model import Document
from ppun_access.easy.audit import MOST
from ppun_access.easy.audit.outcomes import printed
from ppun_access.easy.draft.glossary import hard_words as explained
from ppun_access.easy.review.answers import hard_words
from ppun_access.easy.review.rewording import SentencePosition, reworded
from ppun_access.easy.review.ties import ties
from ppun_access.easy.review.version import left_out_on_purpose, to_write
from ppun_access.errors import OutputError
from ppun_access.french.lexical.persons import person_in
from ppun_access.french.spoken.spoken_form import spoken_form
from ppun_access.french.text.sentences import split_sentences
from ppun_access.readers import READERS, ReaderOptions
from ppun_access.readers.gitbook.includes import target
from ppun_access.readers.lines import LineFinder
from ppun_access.readers.office.conversion import picture_inside
from ppun_access.report import Report
from ppun_access.runtime.processor_time import OverBudgetError, time_limit
from ppun_access.settings.sections import PageChoice
from ppun_access.tools import spacy_french
from ppun_access.writers.picture_sizes import kind_of


def read(text: str) -> object:
    return READERS["gitbook"](text, "a.md", ReaderOptions(), Report())


def chosen(pattern: str, folders: str) -> bool:
    choice = PageChoice(included=(f"{pattern}b",))
    return choice.takes(f"{folders}a", listed=True)


def noted(head: str) -> EasyText:
    return EasyText("", (Passage(head, "b"),))


BREAK = "\n\n"
RUNS: dict[str, tuple[Callable[[int], object], int]] = {
    "svg comments": (lambda n: kind_of(b"<!-- a -->" * n), 40_000),
    "message": (lambda n: printed("a" * n), 60_000),
    "include": (lambda n: target('include "a' + " " * n + "|\n|", ""), 400_000),
    "silence": (lambda n: read("<!-- ppun : a" + " " * n + "| -->"), 20_000),
    "address": (lambda n: person_in("a." * n), 8_000),
    "marks": (lambda n: split_sentences("a" + " !" * n + "b"), 4_000),
    "patterns": (lambda n: chosen("**/" * 5, "a/" * n), 200),
    "left out": (lambda n: left_out_on_purpose("<!-- faits omis : a" * n), 1_000),
    "left to write": (lambda n: to_write("<!-- à écrire : a" * n), 1_000),
    "places to write": (lambda n: to_write("<!-- à écrire -->\n" * n), 2_000),
    "ties": (lambda n: ties("<!-- source: a -->\n" * n), 2_000),
    "lines": (lambda n: LineFinder("<!--a" * n), 8_000),
    "passages": (lambda n: cut("\n\n\xa0<!--" * n), 4_000),
    "items": (lambda n: cut(f"{'a' * n} :{f'{BREAK}- b' * (n // 5)}"), 10_000),
    "pictures": (lambda n: cut(f"![{'a' * n}](b){f'{BREAK} c' * (n // 4)}"), 10_000),
    "notes": (lambda n: Passage("<!-- a" * n).notes, 8_000),
    "a note": (lambda n: noted("<!-- a" * n).without_note(0, "a"), 8_000),
    "titles": (lambda n: Passage(text=f"# {' ' * n}a{BREAK}").words, 20_000),
    "addresses": (lambda n: beside("](" * n, ()), 10_000),
    "hard words": (lambda n: hard_words(f"a{' ' * n}b"), 20_000),
    "nouns": (lambda n: explained([f"{'a-' * n}a ! bus"], {"bus": "un car"}), 1_000),
    "dots": (lambda n: spoken_form("a… " * n), 400),
}


@pytest.mark.parametrize("name", RUNS)
def test_a_crafted_run_takes_as_long_as_its_length(name: str) -> None:
    grows_with_its_length(*RUNS[name])


def test_pictures_of_an_rtf_that_nothing_closes(tmp_path: Path) -> None:
    path = tmp_path / "a.rtf"

    def looked_for(count: int) -> None:
        path.write_bytes(b"{\\rtf1" + b"{\\pict 00" * count)
        assert picture_inside(path, f"{'0' * 40}.png") is None

    grows_with_its_length(looked_for, 4_000)


@pytest.mark.parametrize(
    "run", ["<!--", "a" + " " * 9, "[^", "[a](", "<a ", "```\n", "~~~~\n", "&#"]
)
def test_a_page_that_an_editor_rewrites_is_looked_through_once(run: str) -> None:
    wanted = SentencePosition("Voici un texte.")

    def rewrite(size: int) -> object:
        return reworded(f"Fin. {run * (size // len(run))}\n", {wanted: "Un."})

    grows_with_its_length(rewrite, 4_000)


def told(count: int) -> list[str]:
    """Return what the checks tell of links that all say « ici »."""
    links = tuple(para(link(f"https://exemple.fr/{n}", "ici")) for n in range(count))
    document = Document("a", "fr", "Titre", links)
    found = check(document, CheckOptions())
    return [finding.message for finding in found if finding.code == "lien-vague"]


def test_remarks_of_one_kind_are_counted_past_some() -> None:
    assert len(told(MOST_REMARKS)) == MOST_REMARKS
    *first, last = told(MOST_REMARKS + 2)
    assert len(first) == MOST_REMARKS
    assert last == "Et 2 autres remarques de ce genre dans ce texte."


def test_findings_of_one_test_are_counted_past_some(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.md"
    path.write_text("# Titre\n\nTexte " + "_ " * 1_500, "utf-8")
    assert main(["audit", str(path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    found = {test["id"]: test["findings"] for test in told["tests"]}
    assert max(map(len, found.values())) == MOST + 1
    last = found["RLS-5.4.1"][-1]["message"]
    assert last == "Et 1300 autres passages de ce genre dans ce texte."


BOUND = 0.001
"""Seconds, far less than any of them needs."""
COMMANDS: dict[str, Callable[[str], object]] = {
    "audit": lambda file: audit_file(AuditRequest(file, seconds=BOUND), Report()),
    "score": lambda file: score(ScoreRequest((file,), seconds=BOUND), Report(), bytes),
    "simplify": lambda file: simplify(
        SimplifyRequest(file, seconds=BOUND), Report(), bytes, lambda done, total: None
    ),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_gives_a_text_no_more_time_than_a_build(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the parser: where nothing hears the stop, the work ends and is refused."""
    monkeypatch.setattr(spacy_french, "find_spec", lambda name: None)
    path = tmp_path / "a.md"
    lines = (f"Le chat{n} qui dort mange une souris{n}.\n\n" for n in range(600))
    path.write_text("# Titre\n\n" + "".join(lines), "utf-8")
    with pytest.raises(OutputError, match=r"a\.md.*plus de 0\.001 s de processeur"):
        COMMANDS[command](str(path))


class _Deaf:
    """Works when it is forgotten, where Python hears no exception."""

    def __del__(self) -> None:
        began = time.thread_time()
        while time.thread_time() < began + 10 * BOUND:
            pass


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_stop_that_is_not_heard_counts_in_the_end() -> None:
    with pytest.raises(OverBudgetError), time_limit(BOUND):
        _Deaf()

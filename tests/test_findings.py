"""Every finding is a row of the table, and docs/findings.md is written from it."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from ppun_access.checks import CheckOptions, check
from ppun_access.codes import CHAPTERS, writing
from ppun_access.codes.row import Chapter, Code
from ppun_access.document.model import Document
from ppun_access.document.walk import running_text, sentences
from ppun_access.errors import ExitCode
from ppun_access.readability.document import score_document
from ppun_access.readability.scores import score_sentences
from ppun_access.readers import read
from ppun_access.report import (
    CODES,
    Finding,
    Report,
    cannot_silence,
    exit_code,
    unknown_code,
)
from ppun_access.transforms import STANDARD, TransformOptions, apply

ROOT = Path(__file__).parents[1]
GUIDE = ROOT / "docs" / "guide-redaction.md"
PAGE = ROOT / "docs" / "findings.md"
BEGIN = "<!-- Ce qui suit est écrit par « make golden », de src/ppun_access/codes/. -->\n"
CODE = re.compile(r"[a-z]+(?:-[a-z]+)+")


def tables() -> str:
    """Return the tables of the page, one a chapter."""
    return "".join(f"\n## {one.title}\n\n{table(one)}" for one in CHAPTERS)


def table(chapter: Chapter) -> str:
    introduction = f"{chapter.introduction}\n\n" if chapter.introduction else ""
    head = "| code | gravité | ce qui est constaté | que faire | taire | sortie |\n"
    return f"{introduction}{head}|---|---|---|---|---|---|\n" + "".join(
        f"| `{code.name}` | {severity(code)} | {code.says} | {advice(code)} "
        f"| {'oui' if code.silenceable else 'non'} | {int(code.exit_code) or ''} |\n"
        for code in chapter.codes
    )


def severity(code: Code) -> str:
    return code.severity.label + (f" ; information {code.minor}" if code.minor else "")


def advice(code: Code) -> str:
    again = " La construction suivante essaie de nouveau." if code.retried else ""
    return code.advice + again


def test_the_page_of_findings_is_written_from_the_table() -> None:
    written = PAGE.read_text("utf-8")
    made = written.partition(BEGIN)[0] + BEGIN + tables()
    if os.environ.get("PPUN_GOLDEN"):
        PAGE.write_text(made, "utf-8")
    assert made == PAGE.read_text("utf-8")


@pytest.mark.parametrize("code", CODES.values(), ids=lambda code: code.name)
def test_a_row_tells_an_editor_what_and_what_to_do(code: Code) -> None:
    for text in (code.says, code.advice):
        assert text.endswith((".", "`.", "…"))
        assert not set("|\n") & set(text)
        assert "'" not in re.sub(r"`[^`]*`", "", text), "une apostrophe droite"


def test_a_finding_has_the_facts_of_its_row() -> None:
    assert sum(len(chapter.codes) for chapter in CHAPTERS) == len(CODES)
    for code in CODES.values():
        found = Finding(code.name, "m")
        assert (found.severity, exit_code([found])) == (code.severity, code.exit_code)
        assert bool(cannot_silence(code.name)) is not code.silenceable
    both = [Finding("page-illisible", "m"), Finding("pdf-rate", "m")]
    assert exit_code(both) is ExitCode.OUTPUT_FAILED
    assert exit_code([]) is ExitCode.DONE


def test_codes_are_written_alike() -> None:
    assert [code for code in CODES if not CODE.fullmatch(code)] == []


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("phrase-longue", ""),
        ("phrases-longues", "vouliez-vous dire « phrase-longue » ?"),
        ("audio-rate", "ne peut pas être tu."),
        ("xyz", "n’existe pas."),
    ],
)
def test_what_may_be_silenced(code: str, told: str) -> None:
    assert cannot_silence(code).endswith(told)
    assert bool(cannot_silence(code)) is bool(told)
    assert bool(unknown_code(code)) is (code not in CODES)


# The guide for editors follows its own advice.


@pytest.fixture(scope="module")
def guide() -> Document:
    report = Report()
    (document,) = read(GUIDE, report=report)
    document = apply(STANDARD, document, TransformOptions(), report)
    assert report.findings == []
    return document


def test_the_guide_passes_every_check(guide: Document) -> None:
    assert [str(finding) for finding in check(guide, CheckOptions())] == []


def test_the_guide_is_easy_to_read_and_short(guide: Document) -> None:
    body = score_document(guide)
    everything = score_sentences([running_text(s.children) for s in sentences(guide)])
    assert min(body.kandel_moles, everything.kandel_moles) > 70
    assert everything.longest_sentence <= 25
    assert len(GUIDE.read_text("utf-8").split()) < 600


def test_the_guide_names_every_code_of_the_checks() -> None:
    text = GUIDE.read_text("utf-8")
    named = set(re.findall(r"`([a-z]+(?:-[a-z]+)+)`", text))
    assert named == {code.name for code in writing.CHAPTER.codes}


def test_both_readmes_lead_to_the_guide() -> None:
    for name in ("README.md", "README.fr.md"):
        assert "docs/guide-redaction.md" in (ROOT / name).read_text("utf-8")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("image-sans-description", "image sans description"),
        ("pluriel-entre-parentheses", "pluriel entre parenthèses"),
        ("mkdocs-non-lu", "MkDocs non lu"),
        ("braille-caractere", "signe absent du braille"),
    ],
)
def test_the_name_of_a_finding_in_words_is_french(code: str, words: str) -> None:
    assert CODES[code].label == words

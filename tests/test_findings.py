"""Every code that the program can give is in the register and in docs/findings.md."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from ppun_access.checks import CheckOptions, check
from ppun_access.document.model import Document
from ppun_access.document.walk import running_text, sentences
from ppun_access.readability.document import score_document
from ppun_access.readability.scores import score_sentences
from ppun_access.readers import read
from ppun_access.report import (
    CODES,
    NEVER_SILENT,
    Report,
    cannot_silence,
    unknown_code,
)
from ppun_access.transforms import STANDARD, TransformOptions, apply

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "ppun_access"
GUIDE = ROOT / "docs" / "guide-redaction.md"
TELLERS = re.compile(r"^(?:Finding|Caution|remark|fault|_?tell\w*)$")
"""What is called with a code, first: a finding, or what makes one of it."""
CODE = re.compile(r"[a-z]+(?:-[a-z]+)+")


@cache
def codes_and_strings() -> tuple[set[str], set[str]]:
    """Return the codes that the program gives to findings, and all that it could say."""
    codes, said = set[str](), set[str]()
    for path in SOURCE.rglob("*.py"):
        if path != SOURCE / "report.py":
            tree = ast.parse(path.read_text("utf-8"), str(path))
            codes.update(given(tree))
            said.update(strings(tree))
    return codes, said


def strings(node: ast.AST) -> set[str]:
    found = (n.value for n in ast.walk(node) if isinstance(n, ast.Constant))
    return {value for value in found if isinstance(value, str)}


def constants(tree: ast.Module) -> dict[str, str]:
    """Return the names of a module, and of its functions, that are set to one string."""
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            target, value = node.targets[0], node.value
            pairs = [(target, value)]
            if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
                pairs = list(zip(target.elts, value.elts, strict=True))
            for name, text in pairs:
                if isinstance(name, ast.Name) and isinstance(text, ast.Constant):
                    found[name.id] = str(text.value)
    return found


def given(tree: ast.Module) -> Iterator[str]:
    """Yield the codes that a module gives to what tells, as words or by a name."""
    names = constants(tree)
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and node.args):
            continue
        called = ast.unparse(node.func).rpartition(".")[2]
        first = node.args[0]
        if not TELLERS.match(called):
            continue
        if isinstance(first, ast.Constant):
            yield str(first.value)
        elif isinstance(first, ast.Name) and first.id in names:
            yield names[first.id]


def test_every_code_is_in_the_register() -> None:
    found, _ = codes_and_strings()
    assert len(found) > 40
    assert {code for code in found if CODE.fullmatch(code)} - set(CODES) == set()


def test_every_code_of_the_register_is_said_somewhere() -> None:
    _, said = codes_and_strings()
    assert set(CODES) - said == set()


def test_the_scan_sees_words_names_and_what_is_unknown() -> None:
    text = "A, B = 'a-b', 'c-d'\ntell('e-f')\nself._tell(A, 1)\nFinding(B)\nprint('g-h')"
    assert list(given(ast.parse(text))) == ["e-f", "a-b", "c-d"]


def documented() -> dict[str, tuple[str, str]]:
    """Return the rows of docs/findings.md: code → severity, may be silenced."""
    text = (ROOT / "docs" / "findings.md").read_text("utf-8")
    rows = re.findall(r"^\| `([a-z-]+)` \| (\w+) \|(.*)\| (yes|no) \|$", text, re.M)
    assert len({row[0] for row in rows}) == len(rows), "a code stands twice"
    assert all(len(row[2].split("|")) == 2 and row[2].strip() for row in rows)
    return {code: (severity, silent) for code, severity, _, silent in rows}


def test_the_documentation_lists_every_code_and_no_other() -> None:
    assert documented() == {
        code: (severity.name.lower(), "no" if code in NEVER_SILENT else "yes")
        for code, severity in CODES.items()
    }


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
    own = set(CODES) & {
        text
        for path in (SOURCE / "checks").glob("*.py")
        for text in strings(ast.parse(path.read_text("utf-8")))
    }
    assert named == own


def test_both_readmes_lead_to_the_guide() -> None:
    for name in ("README.md", "README.fr.md"):
        assert "docs/guide-redaction.md" in (ROOT / name).read_text("utf-8")

"""The faults that a person named by hand in the editorials, beside what the audit finds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ppun_access.easy.audit.model import Audit

CASES = Path(__file__).parent / "cases"
LAYOUT = ("RLS-1.", "RLS-2.", "RLS-3.")
"""What a reader of the text alone does not judge."""


@dataclass(frozen=True, slots=True)
class Named:
    """A fault of the list: the tests that may carry it, the words, « * » for the whole."""

    tests: frozenset[str]
    words: str


@dataclass(frozen=True, slots=True)
class Compared:
    """What was found of a list, what was missed, what the audit alone tells."""

    found: int
    missed: tuple[Named, ...]
    beside: tuple[tuple[str, str], ...]

    @property
    def recall(self) -> float:
        return self.found / (self.found + len(self.missed))

    @property
    def precision(self) -> float:
        return self.found / (self.found + len(self.beside))


def named(path: Path, text: str) -> list[Named]:
    """Return the list of one text."""
    rows = (
        [cell.strip() for cell in line.split("|")]
        for line in path.read_text("utf-8").splitlines()
        if line.strip() and not line.startswith("#")
    )
    return [
        Named(frozenset(f"RLS-{test}" for test in tests.split("/")), words)
        for name, tests, words in rows
        if name == text
    ]


def told(audit: Audit) -> list[tuple[str, str]]:
    """Return the findings on the words of a text: test, words at fault."""
    return [
        (result.criterion.test, finding.found or "*")
        for result in audit.results
        if result.verdict == "NC" and not result.criterion.test.startswith(LAYOUT)
        for finding in result.findings
    ]


def compared(wanted: Iterable[Named], findings: Iterable[tuple[str, str]]) -> Compared:
    """Pair each fault with one finding at most: same test, words inside each other's."""
    left = list(findings)
    missed = []
    found = 0
    for one in sorted(wanted, key=lambda fault: -len(fault.words)):
        match = next((f for f in left if _same(one, *f)), None)
        if match is None:
            missed.append(one)
        else:
            left.remove(match)
            found += 1
    return Compared(found, tuple(missed), tuple(left))


def _same(one: Named, test: str, words: str) -> bool:
    if test not in one.tests:
        return False
    wanted, got = _plain(one.words), _plain(words)
    return wanted in got or got in wanted


def _plain(text: str) -> str:
    return " ".join(text.lower().replace("'", "’").split())

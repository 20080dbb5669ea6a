"""Passages judged by hand against the grid, and what the audit says of each.

``tests/cases/audit-passages.tsv`` holds them, and what was measured at first sight. A fixed
third of the first round is kept apart: nobody should look at its errors while rules are
mended, or it measures nothing any more.
``python tests/audit_passages.py`` prints the measures, and the errors of the other two.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ppun_access.build.audit import facts_of
from ppun_access.easy.audit import RULES
from ppun_access.easy.audit.model import Facts, Verdict
from ppun_access.readers import READERS, ReaderOptions
from ppun_access.report import Report
from ppun_access.settings.lexique_toml import Lexicon
from ppun_access.settings.ppun_toml import Settings
from ppun_access.transforms import STANDARD, TransformOptions, apply

CASES = Path(__file__).parent / "cases" / "audit-passages.tsv"
ASKED = "?"
APART = "1, kept apart"
GROUPS = ("1", APART, "2", "3")
_RULES = {rule.test: rule for rule in RULES}


@dataclass(frozen=True, slots=True)
class Judged:
    """A passage, what a person says of it, what the audit says."""

    written: str
    """Its round."""
    test: str
    wanted: str
    """« NC », « C », or « ? » where only a person can say."""
    text: str
    verdict: Verdict
    message: str

    @property
    def group(self) -> str:
        """The round, and whether the passage was kept apart while rules were mended."""
        digest = hashlib.sha256(f"{self.test} {self.text}".encode()).hexdigest()
        apart = self.written == "1" and int(digest, 16) % 3 == 0
        return f"{self.written}, kept apart" if apart else self.written

    @property
    def is_wrong(self) -> bool:
        got = {"NA": "C", "NT": ASKED}.get(self.verdict, self.verdict)
        return got != self.wanted


@dataclass(frozen=True, slots=True)
class Shares:
    """How many faults are found, how many are invented, how much is left to a person."""

    found: float
    invented: float
    asked: float


def shares(judged: Iterable[Judged]) -> Shares:
    """Return the measures of some passages."""
    all_ = list(judged)
    count = Counter((one.wanted, one.verdict) for one in all_)
    wrong = sum(one.wanted == "NC" for one in all_)
    fine = sum(one.wanted == "C" for one in all_)
    asked = sum(one.verdict == "NT" for one in all_)
    return Shares(count["NC", "NC"] / wrong, count["C", "NC"] / fine, asked / len(all_))


@cache
def judged() -> tuple[Judged, ...]:
    """Return all the passages, audited."""
    rows = (
        line.split("\t")
        for line in CASES.read_text("utf-8").splitlines()
        if line and not line.startswith("#")
    )
    return tuple(
        _judge(number, f"RLS-{test}", wanted, text) for number, test, wanted, text in rows
    )


def _judge(number: str, test: str, wanted: str, written: str) -> Judged:
    text = written.replace("\\n", "\n").replace("\\u00a0", "\u00a0")
    outcome = _RULES[test].check(facts(text))
    message = " ".join([outcome.reason, *(one.message for one in outcome.findings)])
    return Judged(number, test, wanted, written, outcome.verdict, message)


def facts(text: str) -> Facts:
    report = Report()
    (document,) = READERS["markdown"](text, "page.md", ReaderOptions(), report)
    prepared = apply(STANDARD, document, TransformOptions(Lexicon()), report)
    return facts_of(prepared, {}, Settings(), Lexicon(), report)


def _print() -> None:
    for group in GROUPS:
        some = [one for one in judged() if one.group == group]
        print(f"{group}: {len(some)} passages, {shares(some)}")
    for one in judged():
        if one.is_wrong and one.group != APART:
            print(f"{one.test} {one.wanted} {one.verdict}\t{one.text}\n\t{one.message}")


if __name__ == "__main__":
    _print()

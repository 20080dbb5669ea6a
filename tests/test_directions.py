"""Characters that turn the words around them: none of them goes through, the words do."""

from __future__ import annotations

import pytest
from carrying import CARRIERS, in_markdown, lost, published

from ppun_access.readers import READERS, ReaderOptions
from ppun_access.report import Report

FORCING = [chr(n) for n in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))]
MARKS = "\u200e\u200f\u061c"
ARABIC = "مرحبا بالعالم"


@pytest.mark.parametrize(
    ("reader", "source"),
    [
        ("gitbook", "# Le{0} titre\n\nUn{0} mot, {1}, `du{0} m`[^1].\n\n[^1]: La{0} n."),
        ("markdown", "Un{0} mot, {1}\n\n<abbr title='trois{0} mots'>TM</abbr>"),
        ("gitbook", "<details><summary>Un{0} mot</summary>{1}</details>"),
        ("html", "<p>Un&#x202e;{0} mot, {1}<img src='x.png' alt='vu{0}e'>"),
        ("plain", "Titre\n\nUn{0} mot, {1}\n\nfin"),
    ],
)  # fmt: skip
def test_what_forces_the_direction_is_taken_out(reader: str, source: str) -> None:
    text = source.format("".join(FORCING), ARABIC)
    told, report = Report(), Report()
    (document,) = READERS[reader](text, f"a.{reader}", ReaderOptions(), told)
    ready = published(document, report)
    codes = [finding.code for finding in report.findings]
    assert "sens-force" in codes
    for name, carrier in {**CARRIERS, "markdown": in_markdown}.items():
        carried = carrier(ready if name != "markdown" else document, Report())
        assert not set(FORCING) & set(carried), name
        drawn = [] if name in ("pdf", "braille") else ARABIC.split()
        assert lost(["Un", "mot", *drawn], carried) == [], name


def test_marks_that_only_settle_a_sign_stay_and_nothing_is_told() -> None:
    report = Report()
    text = f"{ARABIC}{MARKS}! Un mot."
    (document,) = READERS["gitbook"](text, "a.md", ReaderOptions(), report)
    ready = published(document, report)
    assert "sens-force" not in [finding.code for finding in report.findings]
    assert MARKS in CARRIERS["text"](ready, Report())

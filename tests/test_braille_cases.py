"""Braille, cell by cell, against cases written from the French code."""

from __future__ import annotations

import pytest
from harness import Case, cases

from ppun_access.document.model import Document
from ppun_access.readers import READERS, ReaderOptions
from ppun_access.report import Report
from ppun_access.tools.louis import Grade
from ppun_access.transforms import BRAILLE, STANDARD, TransformOptions, apply
from ppun_access.writers.braille.write import transcribed


def document_of(text: str, report: Report) -> Document:
    """Return a page as it is when it goes to braille."""
    (document,) = READERS["gitbook"](text, "page.md", ReaderOptions(), report)
    return apply((*STANDARD, *BRAILLE), document, TransformOptions(), report)


def in_cells(text: str, grade: Grade) -> str:
    report = Report()
    document = document_of(f"# Titre\n\n{text}", report)
    told = transcribed(document, grade, report)
    assert report.findings == []
    return "\n".join(cells for _, cells in told)


@pytest.mark.parametrize("case", cases("braille"))
def test_cells(case: Case) -> None:
    grade: Grade = "abrege" if case.kind == "abrege" else "integral"
    case.check(in_cells(case.source, grade))

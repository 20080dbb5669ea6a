"""Golden cases of the French language; the source marks no-break spaces with signs."""

from __future__ import annotations

import pytest
from harness import Case, cases

from ppun_access.french import split_sentences, spoken_form

STAND_INS = str.maketrans({"_": "\u202f", "~": "\u00a0", "¬": "\u00ad", "¦": "_"})
BACK = {value: chr(key) for key, value in STAND_INS.items()}


@pytest.mark.parametrize("case", cases("sentences"))
def test_sentences(case: Case) -> None:
    """One piece a line, its end shown by ⏎."""
    pieces = split_sentences(case.source.removesuffix("\n").translate(STAND_INS))
    case.check("\n".join(f"{piece.translate(str.maketrans(BACK))}⏎" for piece in pieces))


@pytest.mark.parametrize("case", cases("spoken"))
def test_spoken(case: Case) -> None:
    said = [spoken_form(line.translate(STAND_INS)) for line in case.source.splitlines()]
    case.check("\n".join(said))


@pytest.mark.parametrize("name", ["sentences", "spoken"])
def test_there_are_cases(name: str) -> None:
    assert len(cases(name)) >= 8

"""Dates, and the words that may stand for a percentage."""

from __future__ import annotations

from itertools import pairwise

import pytest

from ppun_access.easy.draft.kept import words_kept
from ppun_access.easy.draft.words.words import dates, written_out
from ppun_access.easy.facts.sheet import part_of, parts


def test_the_table_of_percentages_has_no_overlap() -> None:
    ordered = sorted(parts(), key=lambda part: part.low)
    assert all(a.high < b.low for a, b in pairwise(ordered))
    for value, words in (("95", "presque"), ("48", "la moitié"), ("52", "la moitié")):
        part = part_of(value)
        assert part is not None
        assert words in part.words
    assert [part_of(v) for v in ("47,9", "52,1", "23,9", "26,1", "94")] == [None] * 5


@pytest.mark.parametrize(
    ("source", "draft", "kept"),
    [
        ("Le 12/07/2026, il vient.", "Le 12 juin 2026, il vient.", False),
        ("Le 12/07/2026, il vient.", "Le 12 juillet 2026, il vient.", True),
        ("Ici, 97 % des communes votent.", "Ici, 98 % des communes votent.", False),
        ("Il a 3 500 habitants.", "Il y a 3 500 habitants.", True),
    ],
)
def test_other_words_keep_the_numbers(source: str, draft: str, kept: bool) -> None:
    assert words_kept(source, draft) is kept


DATES = [
    ("Depuis 01/02/2024, il vient.", "Depuis le 1er février 2024, il vient."),
    ("Le 12/07/2026, il vient.", "Le 12 juillet 2026, il vient."),
    ("Au XXIe siècle, tout change.",) * 2,
    ("Le 45/12/2020, le 12/13/2020 et 1/2.",) * 2,
    ("La version 12/07/2026/3.",) * 2,
    ("Le lundi 12 juillet 2026, il vient.",) * 2,
]


@pytest.mark.parametrize(("text", "easier"), DATES)
def test_dates(text: str, easier: str) -> None:
    assert written_out(text) == easier


def test_a_protected_date_stays() -> None:
    assert dates("Le 12/07/2026.", [(0, 14)]) == ()

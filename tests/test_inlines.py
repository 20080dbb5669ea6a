"""Marks in a line of Markdown: those of Python-Markdown, and no word between them lost."""

from __future__ import annotations

import html
import random
import re

import pytest
from bs4 import BeautifulSoup
from test_readers import outline

from ppun_access.readers import READERS, ReaderOptions
from ppun_access.readers.markdown import page
from ppun_access.readers.markdown.page import to_html
from ppun_access.report import Report

SIGNS = (
    "*", "**", "***", "_", "__", "`", "``", "~~", "[a](b)", "[", "](", ")", "![", "[r]",
    "\\", "\\*", "!", "<b>", "</b>", "<https://e.fr>", "&amp;", "  \n", "\n", "[^1]",
    " ", " ", " ", ",", "mot", "é",
)  # fmt: skip
STARS = ("*", "**", "***", "_", "__", " ", " ", ",", "(", ")", "\\\\")


def drawn(pieces: tuple[str, ...], seed: int) -> str:
    """Return a line made of pieces."""
    drawing = random.Random(seed)
    return "".join(drawing.choices(pieces, k=drawing.randint(3, 25)))


def test_the_marks_are_those_of_python_markdown(monkeypatch: pytest.MonkeyPatch) -> None:
    """It looks for them otherwise, in a time that grows with the square of their number."""
    lines = [f"{drawn(SIGNS, seed)}\n\n[r]: x\n[^1]: n" for seed in range(400)]
    ours = [to_html(line) for line in lines]
    monkeypatch.setattr(page, "register_inlines", lambda md: None)
    assert ours == [to_html(line) for line in lines]


@pytest.mark.parametrize("seed", range(0, 2_000, 200))
def test_stars_lose_nothing(seed: int) -> None:
    """Letters were taken for stars, and backslashes were lost."""
    for number in range(seed, seed + 200):
        line = re.sub(r"(?<=[ ,(])(?=[*_ ])", "mot", f"w {drawn(STARS, number)}")
        shown = html.unescape(re.sub("<[^>]*>", "", to_html(line)))
        wanted = line.replace("\\\\", "\\")
        assert re.sub(r"[*_\s]", "", shown) == re.sub(r"[*_\s]", "", wanted), line


@pytest.mark.parametrize(
    ("text", "alt"),
    [
        ("![a *b* `c` d](e)", "a *b* c d"),
        ("![a [`b`](c) d](e)", "a b d"),
        ('![a [<b c="d">](e) f](g)', 'a <b c="d"> f'),
    ],
)
def test_a_picture_is_described_by_the_words_of_its_marks(text: str, alt: str) -> None:
    """Those of a mark in another one were place holders."""
    assert BeautifulSoup(to_html(text), "html.parser").img["alt"] == alt


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("w *mot **un*deux trois", "w *mot **un*deux trois"),
        ("~~a ~~b~~", "~~a b"),
        ("~~a ~~ b~~", "a ~~ b"),
        ("[^a [^1]\n\n[^1]: Une.", "[^a Une. +Note"),
        ("<p>a <![CDATA[ <b>c</b>", "a <![CDATA[ c (Strong)"),
        ("<p>a <!-- <b>c</b>", "a <!-- c (Strong)"),
        ("<p>a <!b c", "a <!b c"),
        ("a[^1]\n\n[^1]: un </li> deux\n[^2]: trois", "aundeux +Note"),
        ("<p><prénom>\n\nb", "<prénom>"),
        ("<p>a <?b c", "a <?b c"),
        ("<div>a <b c", "a <b c"),
    ],
)
def test_what_is_begun_and_not_ended(text: str, wanted: str) -> None:
    """It is text, what follows is read."""
    (document,) = READERS["gitbook"](text, "a.md", ReaderOptions(), Report())
    assert wanted in "\n".join(outline(document))

"""Marks in a line of Markdown: no word between them is lost."""

from __future__ import annotations

import html
import random
import re

import pytest
from bs4 import BeautifulSoup
from test_readers import outline

from ppun_access.readers import READERS, ReaderOptions
from ppun_access.readers.markdown.parser import parser
from ppun_access.readers.markdown.to_html import to_html
from ppun_access.report import Report

STARS = ("*", "**", "***", "_", "__", " ", " ", ",", "(", ")", "\\\\")


def html_of(text: str) -> str:
    return to_html(text, parser()).text


def drawn(pieces: tuple[str, ...], seed: int) -> str:
    """Return a line made of pieces."""
    drawing = random.Random(seed)
    return "".join(drawing.choices(pieces, k=drawing.randint(3, 25)))


@pytest.mark.parametrize("seed", range(0, 2_000, 200))
def test_stars_lose_nothing(seed: int) -> None:
    """Letters were taken for stars, and backslashes were lost."""
    for number in range(seed, seed + 200):
        line = re.sub(r"(?<=[ ,(])(?=[*_ ])", "mot", f"w {drawn(STARS, number)}")
        shown = html.unescape(re.sub("<[^>]*>", "", html_of(line)))
        wanted = line.replace("\\\\", "\\")
        assert re.sub(r"[*_\s]", "", shown) == re.sub(r"[*_\s]", "", wanted), line


@pytest.mark.parametrize(
    ("text", "alt"),
    [
        ("![a *b* `c` d](e)", "a b c d"),
        ("![a [`b`](c) d](e)", "a b d"),
        ('![a [<b c="d">](e) f](g)', "a  f"),
    ],
)
def test_a_picture_is_described_by_the_words_of_its_marks(text: str, alt: str) -> None:
    """Those of a mark in another one were place holders."""
    assert BeautifulSoup(html_of(text), "html.parser").img["alt"] == alt


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("w *mot **un*deux trois", "w mot **undeux trois (Emph)"),
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

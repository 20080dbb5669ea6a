"""No run of signs makes a reader slow: eight times more takes about eight times longer."""

from __future__ import annotations

import time
from itertools import product

import pytest
from growth import grows_with_its_length

from ppun_access.readers import READERS, ReaderOptions
from ppun_access.report import Report

SIGNS = (
    "[", "![", "](", "(", "<", ">", "{%", "%}", "{{", "}}", "|", "`", "``", "_", "*",
    "**", "~~", "&", "&#", "\\", "#", "$$", ":", '"', "'", "=", "-", "+", "^", "!", "/",
    "\n", "a",
)  # fmt: skip
PASSAGES = (
    "- ", "* ", "1. ", "> ", "> > ", "> - ", "- > ", "-\n", "---\n", "===\n", "***\n",
    "* * *\n", "# a\n", "## a\n", "  # a\n", "> # a\n", "- # a\n", "- a\n\n  # b\n",
    "\n\n", "a\n---\n", "a\n\n", "- a\n", "- a\n  ", "- a\n\n    b\n",
    "- a\n\n  b\n- c\n", "1. a\n- b\n", "1) a\n", "- [ ] a\n", "> a\n", "    a\n",
    "```\n", "~~~\n", ": a\n", "a\n: b\n", "| a ", "|\n", "|a|\n|-|\n", "[^a",
    "[^1]: a\n", "[a]: b\n", "[a](b", "[a](<", "[a](b) ", "[[a](b)", "![a](b)\n", "*a ",
    "**a*", "*_", "*[", "[*", "`[", "`a`", "``a`", "`a``", "{#a}", "{: a=b", "{a=b ",
    "a\\\n", "a  \n", "https://a.b ", "<https://a ", "a@b.c ", ":a:", "a_b", "$$x",
    "&amp;", "&a;", "\\`", "<!--", "<!-- a\n", "<!-- a -->\n", "-->", "<a ", "<a b=c ",
    '<a b="', '<a b="c" ', '<a b="<b " ', "<a b='c\"", '<a href="x>', '<img src="x alt="',
    "<b>", "</b>", "<b></i>", "<p>", "<p>\n\n", "<div>", "<div>\n\n", "<li>", "<ul><li>",
    "<td>", "<table><tr><td>", "<br>\n", "<h1>", "<code>", "<pre>", "<details>",
    "<summary>", "<svg>", "<script>", "<style>", "<![CDATA[", "<?", "<!", "</",
    "{% hint %}\n", "{% endhint %}\n", "{% tabs %}\n", '{% tab title="x" %}\n',
    "{% if a %}\n", "{% a b=", '{% a b="c" ', '{% include "a" %}\n', "{{ vars.a }}",
    "vars.a",
)  # fmt: skip
UNITS = dict.fromkeys((*map("".join, product(SIGNS, SIGNS)), *SIGNS, *PASSAGES))
"""Each sign, each pair of them, and what opens a block or a mark."""
FEW, MORE = 1_000, 8
LEAST = 0.02
"""Seconds below which the clock says little."""


def read(reader: str, text: str) -> None:
    READERS[reader](text, f"a.{reader}", ReaderOptions(), Report())


def seems_slow(reader: str, unit: str) -> bool:
    """Tell whether eight times more takes much longer than eight times as long."""
    times = []
    for size in (FEW, FEW * MORE):
        began = time.process_time()
        read(reader, unit * (size // len(unit)))
        times.append(time.process_time() - began)
    return times[1] > 2 * MORE * max(times[0], LEAST)


@pytest.mark.long
@pytest.mark.parametrize("reader", ["gitbook", "markdown", "html", "plain"])
def test_time_grows_with_the_length_of_a_page(reader: str) -> None:
    read(reader, "# Un\n\ntexte `a` *b* <b>c</b>")  # what is loaded once
    for unit in UNITS:
        if seems_slow(reader, unit):  # or the machine was busy
            few = 4 * FEW // len(unit)
            grows_with_its_length(lambda count, unit=unit: read(reader, unit * count), few)

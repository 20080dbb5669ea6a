"""Big and hostile pages are read in a bounded time and memory; no word is lost."""

from __future__ import annotations

import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from cProfile import Profile

import pytest
from growth import grows_with_its_length

from ppun_access.document.walk import plain_text
from ppun_access.readers import READERS, ReaderOptions
from ppun_access.report import Report

ROWS = "\n".join("| " + " | ".join(f"c{x}" for x in range(10)) + " |" for _ in range(1000))
CELLS = {
    "gitbook": f"# T\n\n{'| a ' * 10}|\n{'|---' * 10}|\n{ROWS}\n",
    "html": "<h1>T</h1><table>" + f"<tr>{'<td>c0</td>' * 10}</tr>" * 1000,
}
MANY = 2_500_000
"""Words of ten megabytes."""


@contextmanager
def bounded(megabytes: int) -> Iterator[None]:
    """Hold that what is inside adds no more memory."""
    before = _peak()
    yield
    assert _peak() - before < megabytes


def _peak() -> float:
    scale = 1 / 1024 if sys.platform == "linux" else 1 / 1024**2
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * scale


def read(reader: str, text: str) -> str:
    found = READERS[reader](text, f"a.{reader}", ReaderOptions(), Report())
    return "".join(map(plain_text, found))


def calls(reader: str, text: str) -> int:
    """Return how many functions are called to read a text."""
    profile = Profile()
    profile.runcall(read, reader, text)
    return sum(entry.callcount for entry in profile.getstats())


@pytest.mark.long
@pytest.mark.parametrize("reader", ["gitbook", "html"])
def test_ten_thousand_cells(reader: str) -> None:
    with bounded(500):
        text = read(reader, CELLS[reader])
    assert text.count("c0") == (1_000 if reader == "gitbook" else 10_000)


@pytest.mark.long
@pytest.mark.parametrize("reader", ["gitbook", "markdown", "html", "plain"])
def test_a_line_of_ten_megabytes(reader: str) -> None:
    with bounded(1_500):
        line = "mot " * MANY
        text = read(reader, f"<p>{line}" if reader == "html" else f"Titre\n\n{line}")
    assert text.count("mot") == MANY


@pytest.mark.parametrize(
    ("reader", "before", "sign", "few"),
    [
        *(("markdown", "", sign, 400) for sign in ("[", "![", "[a](", "[[a](b)", '[a]("x')),
        ("markdown", "", "<![CDATA[", 100), ("markdown", "", "~~a ", 400),
        ("gitbook", "<p>\n\n", "<![CDATA[", 150), ("html", "<p>", "<![CDATA[", 2_000),
        ("html", "", "<script>", 500), ("html", "<p>", "<!-- ", 2_000),
        ("gitbook", "<p>", "<!-- ", 400), ("gitbook", "", "[^a", 400),
        ("html", "", "<a ", 1_000), ("html", "", "<p ", 1_000),
        ("gitbook", "", "<a ", 1_000), ("gitbook", "", "<p ", 1_000),
        ("gitbook", "", "``\\", 1_000),
    ],
)  # fmt: skip
def test_signs_without_end(reader: str, before: str, sign: str, few: int) -> None:
    """Each was looked for as far as the end of the page: up to twenty seconds."""
    grows_with_its_length(lambda count: read(reader, before + sign * count), few)


@pytest.mark.parametrize("sign", ["`d` ", "mot <b ", "*a* ", "``a`"])
def test_many_marks_on_a_line(sign: str) -> None:
    """The line was copied, or looked through, for each of them: eight seconds and more."""
    grows_with_its_length(lambda count: read("markdown", sign * count), 600)


@pytest.mark.long
@pytest.mark.parametrize(
    ("sign", "between"),
    [
        ("*a*{.b} ", ""), ("<b>a</b>{% icon %}", ""), ("<div>\n\n", "</div>\n\n"),
        ("<p>a\n\n", ""), ("<ul><li>a</ul>\n\n", ""), ("<td><b></b>{% icon %}$$x$$", ""),
    ],
)  # fmt: skip
def test_many_elements(sign: str, between: str) -> None:
    """What is around each was looked at again."""
    grows_with_its_length(lambda n: read("gitbook", sign * n + between * n), 600)


@pytest.mark.long
def test_many_names() -> None:
    """The end of each was looked for in the whole page."""
    grows_with_its_length(
        lambda n: read("gitbook", "".join(f"{{% a{x} %}}\n" for x in range(n))), 1_000
    )


@pytest.mark.parametrize("name", ["svg", "math"])
def test_drawings_in_drawings_without_end(name: str) -> None:
    """Each was searched as far as the end of the page: ten seconds."""

    def drawn(count: int) -> None:
        text = read("html", f"<p>avant</p>{f'<{name}>' * count}<text>mot</text><p>fin")
        assert text == "avantmotfin"

    grows_with_its_length(drawn, 400)


@pytest.mark.parametrize("signs", ["\n[^1]: mot", "[^a]: mot "])
def test_notes_of_one_name(signs: str) -> None:
    """Those of the name, or its calls, were counted from one at each: twelve seconds."""

    def noted(count: int) -> None:
        assert read("markdown", signs * count).count("mot") == count

    grows_with_its_length(noted, 150)


def test_menus_in_menus() -> None:
    """Three thousand stopped the reading of the page."""
    text = read("html", f"{'<nav>' * 3_000}menu{'</nav>' * 3_000}<p>mot")
    assert text == "mot"


@pytest.mark.parametrize(
    ("reader", "sign"),
    [
        ("html", "<header>"), ("html", "<nav>"), ("html", "<svg><p>"),
        ("html", "a<article>"), ("html", "<video>"), ("html", "<iframe src=x>"),
        ("gitbook", "| |\n"), ("markdown", "\n\n: a"),
        ("markdown", "a\n---\n"), ("markdown", "a\n:   :   "), ("markdown", "-\n"),
        ("markdown", "---\n"), ("gitbook", "===\n"), ("markdown", "## a\n"),
    ],
)  # fmt: skip
def test_four_times_more_is_four_times_longer(reader: str, sign: str) -> None:
    """What was looked at again from each one took up to fifteen seconds."""
    few, many = (calls(reader, sign * count) for count in (150, 600))
    assert many < 6 * few

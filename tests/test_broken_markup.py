"""Broken markup removes no word: quotation marks, brackets and ends that are missing."""

from __future__ import annotations

from itertools import count

import pytest
from carrying import lost, normal, words
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ppun_access.document.walk import plain_text
from ppun_access.readers import READERS, ReaderOptions
from ppun_access.report import Report

READ = ("gitbook", "markdown", "mkdocs", "html")
PIECES = (
    '<a href="x>', "<a href='x>", '<p class="x>', "<div id='x>", '<span lang="en>',
    '<img src="x alt="y">', "<b", '<a href="x" ', '<td colspan="2>', '<details open="x>',
    '<img src="x />', "<h2 id='x>", "<details>", "<summary>", "</a>", "</b>", "</div>",
    "</p>", "</details>", "</summary>", "<", ">", '"', "'", "<!-- ", "<style>", "<script>",
    "<style type='x>", "<table><tr><td>", "</td></tr></table>", "{% endhint %}",
    '{% hint style="info %}', "{% tab title='x %}", "{% tabs %}", "{%", "{{", "}}", "`",
    "```", "[", "](", "![", "**", "_", "\n", "\n\n", "> ", "- ", "    ", "\n# ", "\\",
    "&", "|", "~~",
)  # fmt: skip
"""What opens, what closes, and never what would hide words by right."""
pieces = st.lists(st.sampled_from((*PIECES, *[None] * 30)), max_size=30)
quiet = [HealthCheck.too_slow, HealthCheck.data_too_large]


def check(reader: str, made: list[str | None]) -> None:
    numbers = count()
    names = [f"mot{next(numbers)}z" for piece in made if piece is None]
    left = iter(names)
    text = "".join(f" été {next(left)} loin " if p is None else p for p in made)
    report = Report()
    found = READERS[reader](text, "a.md", ReaderOptions(), report)
    if "hors-contenu" in {finding.code for finding in report.findings}:
        return
    read = "\0".join(w for d in found for w in (d.title, *words(d)))
    missing = lost(map(normal, names), read)
    assert missing == [], text


@pytest.mark.parametrize("reader", READ)
@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=quiet)
@given(made=pieces)
def test_broken_markup_removes_no_word(reader: str, made: list[str | None]) -> None:
    check(reader, made)


@pytest.mark.long
@pytest.mark.parametrize("reader", READ)
@settings(max_examples=5000, deadline=None, suppress_health_check=quiet)
@given(made=pieces)
def test_broken_markup_removes_no_word_at_length(
    reader: str, made: list[str | None]
) -> None:
    check(reader, made)


@pytest.mark.parametrize("reader", READ)
@pytest.mark.parametrize(
    "text",
    [
        '<p>un</p>\n\n<p><a href="x>deux</a> trois</p>\n\n<p>il dit "oui" ou "non"</p>',
        "<p>un</p>\n\n<p><a href='x>deux</a></p>\n\n<p>l'eau</p><p>trois</p>",
        '<p>un</p>\n\n<div class="x>\n\ndeux\n\n</div>\n\n<p class="y">trois</p>',
        '<p>un</p>\n\n<p><img src="x.png alt="deux"> <b class="y">trois</b></p>',
        '<p>un</p>\n\n<p><span lang="en>deux</span> <span lang="de">trois</span></p>',
        '<p>un</p>\n\n<p><a title="x>deux <b>trois</b></a> « " » </p>',
        "<p>un</p>\n\n<p>deux <!-- trois</p>",
        '<p>un</p>\n\n<p><a href="x <b>deux</b> "trois" ></a></p>',
        '<p>un</p>\n\n<p><b{ x="y > deux <i class="x>trois</i></p>',
        '<p>un</p>\n\n<p class="x><b{% hint style="info %} deux trois >',
        '<p>un</p>\n\n<p><b{ x="y deux <i class="x>trois</i></p>',
        '<p>un</p>\n\n<p><!-- <b<!-- style="deux trois <a href="x></a></p>',
    ],
)
def test_it_is_told_at_its_line(reader: str, text: str) -> None:
    report = Report()
    (document,) = READERS[reader](text, "a.md", ReaderOptions(), report)
    read = "\0".join((document.title, *words(document)))
    assert lost(map(normal, ("un", "deux", "trois")), read) == []
    told = [(f.code, f.pos and f.pos.line) for f in report.findings]
    assert ("balise-mal-ecrite", 3) in told


@pytest.mark.parametrize("reader", READ)
@pytest.mark.parametrize(
    "tag",
    [
        'a title="plus > moins"', 'p class="[&>p]:m-0 x"', 'a data-content="<b>x</b> > y"',
        "p style=\"background:url(data:image/svg+xml;utf8,<svg xmlns='x'></svg>)\"",
        "a href=\"x\"class='y'", "a href='' title=\"l'eau\"", 'a title="Prix ="',
    ],
)  # fmt: skip
def test_what_is_well_written_is_left(reader: str, tag: str) -> None:
    report = Report()
    text = f'<div>\n<{tag}>un</{tag[0]}> <b class="z">deux</b>\n</div>'
    (document,) = READERS[reader](text, "a.md", ReaderOptions(), report)
    read = plain_text(document).replace("(l'eau)", "")
    assert "".join(read.split()) == "undeux"
    assert not {f.code for f in report.findings if f.code.startswith("balise")}


def test_code_is_not_mended() -> None:
    code = '<a href="x>'
    text = f'un `{code}`\n\n```\n{code}\n```\n\nfin\n\n    {code}\n\n"a" <b c="d">e</b>'
    for reader in ("gitbook", "markdown"):
        report = Report()
        (document,) = READERS[reader](text, "a.md", ReaderOptions(), report)
        assert plain_text(document).count(code) == 3
        assert "balise-mal-ecrite" not in {f.code for f in report.findings}

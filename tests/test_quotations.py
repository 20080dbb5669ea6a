"""Quotations in a line: a browser writes the marks of ``<q>``, so does each format."""

from __future__ import annotations

import pytest
from carrying import CARRIERS, published
from pandoc_trees import given

from ppun_access.document.model import Document
from ppun_access.document.walk import plain_text
from ppun_access.readers import READERS, ReaderOptions
from ppun_access.report import Report

HTML = ["gitbook", "markdown", "html"]


def read(reader: str, text: str) -> Document:
    (document,) = READERS[reader](text, "a.md", ReaderOptions(), Report())
    return document


@pytest.mark.parametrize("reader", HTML)
@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<q>un mot</q>", "«\u202fun mot\u202f»"),
        ("<q> un <b>mot</b> </q>.", "«\u202fun mot\u202f»."),
        ("<q>un <q>autre</q> mot</q>", "«\u202fun “autre” mot\u202f»"),
        ("<q>un <b><q>autre</q></b></q> <q>fin</q>",
         "«\u202fun “autre”\u202f» «\u202ffin\u202f»"),
        ("<q>« déjà »</q> <q>“là”</q>", "« déjà » “là”"),
        ("un <q></q> deux", "un deux"),
        ('<q lang="en">word</q>', "«\u202fword\u202f»"),
        ('<span lang="en">a <q>word <q>b</q></q></span>', "a “word ‘b’”"),
    ],
)  # fmt: skip
def test_quotations_have_their_marks(reader: str, html: str, text: str) -> None:
    document = read(reader, f"<p>{html}</p>")
    assert plain_text(document.blocks[0]) == text


def test_they_are_those_of_the_language_of_the_page() -> None:
    markdown = read("markdown", "---\nlang: en\n---\n<q>word</q>")
    page = read("html", "<html lang=en-GB><body><p><q>word</q>")
    assert [plain_text(d.blocks[0]) for d in (markdown, page)] == ["“word”"] * 2


@pytest.mark.parametrize("reader", HTML)
def test_every_format_has_them(reader: str) -> None:
    made = published(read(reader, "<p>Il dit <q>bonjour</q>.</p>"), Report())
    written = read(reader, "<p>Il dit «\u202fbonjour\u202f».</p>")
    for name, carrier in CARRIERS.items():
        carried = carrier(made, Report())
        assert carried == carrier(published(written, Report()), Report()), name
        assert name == "speech" or "«" in carried, name


def test_those_of_pandoc_change_in_one_another() -> None:
    def quoted(*inside: object, kind: str = "DoubleQuote") -> dict[str, object]:
        return {"t": "Quoted", "c": [{"t": kind}, list(inside)]}

    line = [
        quoted({"t": "Str", "c": "un"}, quoted({"t": "Str", "c": "deux"})),
        quoted({"t": "Str", "c": "trois"}, kind="SingleQuote"),
    ]
    document = read("pandoc", given([{"t": "Para", "c": line}]))
    assert plain_text(document.blocks[0]) == "«\u202fun“deux”\u202f»‘trois’"

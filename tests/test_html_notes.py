"""The notes of a web page: what an item and a mark that lead to each other become."""

from __future__ import annotations

import pytest

from ppun_access.document.model import Document, Heading, Link, List, Note
from ppun_access.document.walk import nodes, plain_text
from ppun_access.readers import READERS, ReaderOptions
from ppun_access.report import Report

PANDOC = (
    '<p>Un mot<a href="#fn1" class="footnote-ref" id="fnref1" role="doc-noteref">'
    '<sup>1</sup></a>.</p>{}<section id="footnotes" class="footnotes" role="doc-endnotes">'
    '<hr /><ol><li id="fn1"><p>La note.<a href="#fnref1" role="doc-backlink">↩︎</a>'
    "</p></li></ol></section>"
)
GITHUB = (
    '<p>Un mot<sup><a href="#f-1" id="r-1">1</a></sup>.</p>{}<section class="footnotes">'
    '<h2>Footnotes</h2><ol><li id="f-1"><p>La note. <a href="#r-1">↩</a></p></li></ol>'
    "</section>"
)
WIKIPEDIA = (
    '<p>Un mot<sup id="ref-1"><a href="#note-1"><span>[</span>1<span>]</span></a></sup>.'
    '</p>{}<h2>Notes et références</h2><ol><li id="note-1"><span>↑ <a href="#ref-1">a</a> '
    "</span><span>La note.</span></li></ol>"
)
PLAIN = (
    '<p>Un mot (<a href="#n1" id="a1">1</a>).</p>{}<hr><ol><li id="n1">La note. '
    '<a href="#a1">Retour au texte</a></li></ol>'
)


def read(body: str) -> tuple[Document, list[str]]:
    report = Report()
    page = f"<title>T</title><main><h1>T</h1>{body}</main>"
    (document,) = READERS["html"](page, "a.html", ReaderOptions(), report)
    return document, [finding.code for finding in report.findings]


@pytest.mark.parametrize("page", [PANDOC, GITHUB, WIKIPEDIA, PLAIN])
def test_an_item_that_its_mark_calls_is_a_note(page: str) -> None:
    document, told = read(page.format("<p>Suite.</p>"))
    (note,) = (node for node in nodes(document) if isinstance(node, Note))
    assert plain_text(note) == "La note."
    assert not [node for node in nodes(document) if isinstance(node, Link | List)]
    assert [plain_text(n) for n in nodes(document) if isinstance(n, Heading)] == []
    assert plain_text(document.blocks[-1]) == "Suite."
    assert told == []


def test_a_note_in_the_footer_of_a_page_is_kept() -> None:
    page = PANDOC.format("").replace("<section", "<footer").replace("</section", "</footer")
    document, told = read(page)
    assert [plain_text(n) for n in nodes(document) if isinstance(n, Note)] == ["La note."]
    assert told == []


def test_a_note_keeps_its_list_and_may_be_called_again() -> None:
    document, _ = read(
        '<p>a<sup><a id="r1" href="#n1">1</a></sup> '
        'b<sup><a id="r2" href="#n1">1</a></sup></p>'
        '<ol><li id="n1"><p>Note</p><ul><li>Un</li></ul><a href="#r1">↩</a>'
        '<a href="#r2">↩</a></li><li>Autre</li></ol>'
    )
    notes = [node for node in nodes(document) if isinstance(node, Note)]
    assert [plain_text(note) for note in notes] == ["NoteUn", "NoteUn"]
    assert plain_text(document.blocks[-1]) == "Autre"


_TO = '<p>{}</p><ul><li id="s1">Mot <a href="#{}">haut</a></li></ul>'


@pytest.mark.parametrize(
    "body",
    [
        _TO.format('<a href="#s1" id="t1">Le titre</a>', "t1"),
        _TO.format('<a href="#s1" id="t1">A</a>', "t1"),
        _TO.format('<sup><a href="#s1">1</a></sup>', "x"),
        '<ul><li id="s1">Mot <a href="#s1" id="t1">1</a> <a href="#t1">2</a></li></ul>',
    ],
)
def test_other_links_are_links(body: str) -> None:
    document, _ = read(body)
    assert not [node for node in nodes(document) if isinstance(node, Note)]
    assert len([node for node in nodes(document) if isinstance(node, Link)]) == 2

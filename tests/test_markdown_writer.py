"""Documents as Markdown: read ∘ write is the identity on what a reader leaves."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from projects import project
from readable import documents as readable
from test_office import has_pandoc
from trees import documents as any_documents

from ppun_access.cli import main
from ppun_access.document.build import para
from ppun_access.document.model import (
    Abbr,
    Code,
    Deleted,
    Div,
    Document,
    Emph,
    Figure,
    Heading,
    Image,
    Inline,
    Link,
    List,
    ListItem,
    Meta,
    Note,
    Para,
    Quote,
    Strong,
    Text,
)
from ppun_access.document.walk import plain_text
from ppun_access.readers import READERS, SUFFIXES, ReaderOptions, read
from ppun_access.readers.office.conversion import FORMATS
from ppun_access.report import Report
from ppun_access.transforms.editorials import editorials
from ppun_access.transforms.model import TransformOptions
from ppun_access.writers.markdown.write import write_markdown

__all__ = ["project"]

ROOT = Path(__file__).parents[1]
PAGES = sorted((ROOT / "content").rglob("*.md"))
OFFICE = sorted(p for p in (ROOT / "tests/office").glob("*.*") if p.suffix in SUFFIXES)


QUICK = [Phase.explicit, Phase.reuse, Phase.generate]
"""To make an example of a whole document smaller takes minutes."""


def again(document: Document) -> Document:
    """Return what is read of a document that is written."""
    text = write_markdown(document)
    (found,) = READERS["gitbook"](text, document.meta.source, ReaderOptions(), Report())
    return replace(found, id=document.id)


@settings(phases=QUICK, max_examples=15)
@given(readable)
def test_what_is_written_reads_back(document: Document) -> None:
    assert again(document) == document


@pytest.mark.long
@pytest.mark.parametrize("part", range(5))
@settings(max_examples=600, phases=QUICK)
@given(document=readable)
def test_what_is_written_reads_back_at_length(part: int, document: Document) -> None:
    """In parts: Hypothesis keeps half a megabyte for each document that it has drawn."""
    assert again(document) == document


@settings(phases=QUICK, max_examples=20, derandomize=True)
@given(any_documents)
def test_any_tree_is_written_once_for_all(document: Document) -> None:
    first = again(document)
    assert again(first) == first


def test_emphasis_of_no_words_is_left_out() -> None:
    nothing = Emph((Strong((Deleted(()),)),))
    document = Document("t", "fr", "Titre", (Figure(Image((), "a.png"), (nothing,)),))
    assert "<em>" not in write_markdown(document)
    assert again(again(document)) == again(document)


@pytest.mark.parametrize("path", [*PAGES, *OFFICE], ids=lambda path: path.name)
def test_real_pages_read_back(path: Path) -> None:
    if path.suffix in FORMATS and not (has_pandoc() or os.environ.get("CI")):
        pytest.skip("pandoc is not installed")
    for document in read(path):
        found = again(document)
        assert found.blocks == document.blocks
        assert (found.title, found.lang) == (document.title, document.lang)
        meta = replace(
            found.meta, source=document.meta.source, opening=document.meta.opening
        )
        front = tuple(pair for pair in found.meta.front if pair not in added(document))
        assert replace(meta, front=front) == document.meta


def added(document: Document) -> tuple[tuple[str, str], ...]:
    """Return what hides the description of a page that does not show it."""
    hides = (
        Path(document.meta.source).suffix not in (".md", ".markdown")
        and document.meta.description
    )
    return (("layout", '{"description": {"visible": false}}'),) if hides else ()


@pytest.mark.parametrize(("name", "leads"), [("a.html", 0), ("a.md", 1)])
def test_a_description_shows_as_much_as_it_did(name: str, leads: int) -> None:
    meta = Meta(name, description="Comment venir.")
    document = Document("t", "fr", "T", (Para((Text("mot"),)),), meta)
    text = write_markdown(document)
    (found,) = READERS["gitbook"](text, "b.md", ReaderOptions(), Report())
    shown = editorials(found, TransformOptions(), Report()).blocks
    assert len(shown) == 1 + leads
    assert found.meta.description == "Comment venir."


def test_the_title_of_a_link_reads_back(tmp_path: Path) -> None:
    """Read as the end of its words, it is one text with them."""
    page = tmp_path / "a.md"
    page.write_text('# T\n\n[Le guide](https://exemple.fr "édition de mai")\n', "utf-8")
    (document,) = read(page)
    assert again(document).blocks == document.blocks


def test_what_is_struck_may_begin_a_line() -> None:
    blocks = (para(Deleted((Text("hier"),)), Text(" demain")),)
    assert again(Document("t", "fr", "T", blocks)).blocks == blocks


def test_what_markdown_says_is_said_in_markdown() -> None:
    path = ROOT / "tests/office/accueil.txt"
    (document,) = read(path)
    assert write_markdown(document) == (ROOT / "tests/office/accueil.txt.md").read_text(
        "utf-8"
    )


def test_front_matter_reads_back() -> None:
    front = (("publier", "non"), ("note", "a: b # c"), ("vide", ""), ("liste", '["a", 1]'))
    meta = Meta(
        "a.md", "Anne : « cheffe »", "rôle", "2026-01-02", "Une: description", front=front
    )
    document = Document("t", "br", "T", (Para((Text("mot"),)),), meta)
    assert again(document) == document


def test_show_writes_markdown(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = "# Un *titre*\n\nDu **gras**, un [lien](b.md).\n\n- a\n- b\n"
    (project / "content/a.md").write_text(page, "utf-8")
    assert main(["show", "content/a.md", "--to", "markdown"]) == 0
    assert capsys.readouterr().out == page.replace("*titre*", "titre")
    assert main(["show", "content/a.md#autre", "--to", "markdown"]) == 2
    assert "titre" in capsys.readouterr().err
    assert main(["show", "content", "--to", "markdown"]) == 3


def test_an_item_that_begins_with_brackets_is_no_task() -> None:
    """Wherever it stands: a list with a language is written as HTML."""
    for task in (
        "[ ] un",
        "[x] deux",
        "[X]\u00a0trois",
        "\u00a0[ ] quatre",
        "[x]\u2028cinq",
    ):
        for lang in ("", "en"):
            items = (ListItem((para(task),)),)
            page = Document("x", "fr", "Titre", (List(items, lang=lang),))
            assert again(page).blocks == page.blocks


def test_a_heading_in_a_quotation_reads_back() -> None:
    """Even when there is nothing in it but the mark of a footnote."""
    for words in (para("un").children, (Note((para("deux"),)),)):
        page = Document("x", "fr", "Titre", (Quote((Heading(2, words), para("trois"))),))
        assert again(page).blocks == page.blocks


def test_signs_that_no_number_follows_read_back() -> None:
    """« &# » stopped the parser: what followed was doubled in notes, cut in cells."""
    words = (Abbr((Text("{"), Code("&#")), ""), Note((Para((Link((), "\\"),)),)))
    page = Document("x", "fr", "Titre", (List((ListItem((Para(words),)),)),))
    assert again(page) == page


@pytest.mark.parametrize("title", ["'\\", "\\", '\\"', "«\\\\", 'a\\" b="c'])
def test_the_title_of_a_tab_that_ends_with_a_backslash_reads_back(title: str) -> None:
    """Its last quotation mark was taken for one that the backslash escapes."""
    tabs = Div((Div((para("un"),), "tab", title),), "tabs")
    assert again(Document("x", "fr", "Titre", (tabs,))).blocks == (tabs,)


@pytest.mark.parametrize(
    "words",
    [
        # an escaped « ` » opened a code that ended where the next one begins
        (Text("\\'` ^"), Code(":smile:")),
    ],
)
def test_inlines_that_came_back_otherwise(words: tuple[Inline, ...]) -> None:
    page = Document("x", "fr", "Titre", (Para((Text("a"), Emph(words))),))
    assert again(page) == page


def test_words_that_look_like_debris_of_gitbook_read_back() -> None:
    words = Para((Text("<b></b> &lt;b>&lt;/b> **** ** ** fin \\"),))
    document = Document("t", "fr", "T", (words, Quote((words,))))
    assert [*map(plain_text, again(document).blocks)] == [words.children[0].text] * 2

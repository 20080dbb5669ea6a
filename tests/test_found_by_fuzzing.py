"""What a coverage-guided fuzzer found (``fuzz.py``), the shortest of each kind."""

from __future__ import annotations

import pytest
from carrying import CARRIERS, active, in_pdf, lost, page, published, words
from growth import grows_with_its_length

from ppun_access.document.build import para
from ppun_access.document.model import Cell, CodeBlock, Div, Document, Row, Table
from ppun_access.document.walk import plain_text
from ppun_access.french.spoken.spoken_form import spoken_form
from ppun_access.readers import READERS, ReaderOptions
from ppun_access.readers.depth import DEEPEST, _depth
from ppun_access.report import Report
from ppun_access.writers.markdown.write import write_markdown


def read(reader: str, text: str) -> tuple[Document, list[str]]:
    report = Report()
    (document,) = READERS[reader](text, f"a.{reader}", ReaderOptions(), report)
    return document, [finding.code for finding in report.findings]


@pytest.mark.parametrize(
    ("reader", "text", "words"),
    [
        ("html", "<p>mot <svg onload=x><g><b>gras</b> suite<p>fin", "mot gras suite fin"),
        ("html", "<p>a<svg aria-label=nom><text>texte</text></svg> b", "a nom texte b"),
        ("html", "<dl> mot <dt>a<dd>b</dl>", "mot a b"),
        ("html", "<table><caption>un<caption>deux</caption></table>", "un deux"),
        ("gitbook", "```python mot\nreste", "mot reste"),
        ("gitbook", "Une aide\n{voir annexe}", "Une aide voir annexe"),
        ("markdown", "x\n{% hint mot {% stepper %}", "x hint mot stepper"),
        ("gitbook", "[^1]: un\n\n[^1]: deux\n\nmot[^1]", "un deux mot"),
        ("gitbook", "[^1]: [^1]: mot", "mot"),
        ("gitbook", "<details>\n<p><details><details>mot", "mot"),
        ("markdown", '<div markdown="1">\nmot\n\n<div markdown="1">\nfin', "mot fin"),
        ("gitbook", '<section markdown="1">\n<section>\nmot\n\n<p>fin', "mot fin"),
        ("gitbook", "<table><tr>mot<td>a</td></tr></table>", "mot a"),
        ("gitbook", "a <code>b [^1]</code> fin\n\n[^1]: mot", "a mot fin"),
        ("markdown", "[voir](l'un (deux [trois](a.md) mot", "voir deux trois mot"),
    ],
)
def test_words_that_were_lost(reader: str, text: str, words: str) -> None:
    document, _ = read(reader, text)
    ready = published(document, Report())
    for name, carrier in CARRIERS.items():
        assert lost(words.split(), carrier(ready, Report())) == [], name
    assert active(page(ready, Report())) == []


@pytest.mark.parametrize(
    ("reader", "text", "line"),
    [
        ("markdown", "un<sup>er</sup>\n\ndeux<sup>e mot\n\nfin", 3),
        ("markdown", "un\n\n<article>\n\n*mot*\n\nfin", 3),
        ("html", "<p>un<sup>er</sup></p>\n\n<p>deux<mark\n>mot</p><p>fin", 3),
        ("html", "<p>un deux trois\n<div class=a>\n\n<p>mot<ul><li>fin</ul>", 2),
    ],
)
def test_what_nothing_ends_is_told_where_it_begins(
    reader: str, text: str, line: int
) -> None:
    report = Report()
    (document,) = READERS[reader](text, f"a.{reader}", ReaderOptions(), report)
    assert lost(["un", "mot", "fin"], plain_text(document)) == []
    told = [(f.code, f.pos and f.pos.line) for f in report.findings]
    assert told == [("balise-non-fermee", line)]


def test_what_follows_a_reference_without_number_is_read() -> None:
    document, _ = read("html", "<p>un &# deux</p><p>trois &# <b>mot</b></p>")
    assert [plain_text(b) for b in document.blocks] == ["un &# deux", "trois &# mot"]


def test_attributes_are_still_read() -> None:
    document, told = read("gitbook", "## Titre {#place}\n\n**gras**{: .x lang=en } fin")
    assert write_markdown(document).count("{#place}") == 1
    assert '<strong lang="en">gras</strong>' in write_markdown(document)
    assert told == []


def test_a_note_that_calls_itself() -> None:
    document, told = read("gitbook", "Un[^1]\n\n[^1]: deux [^1]")
    assert plain_text(document).strip() == "Undeux"
    assert told == ["note-repetee"]


def test_notes_that_call_one_another_without_end() -> None:
    """Thirty notes that each call the next one twice would be a billion."""
    notes = "\n".join(f"[^{n}]: mot{n} [^{n + 1}][^{n + 1}]" for n in range(1, 31))
    document, told = read("gitbook", f"Un[^1]\n\n{notes}\n[^31]: fin")
    text = plain_text(document)
    assert all(f"mot{n}" in text for n in range(1, 31))
    assert text.count("mot") < 3_000
    assert set(told) == {"note-repetee"} or set(told) == {
        "note-repetee", "imbrication-profonde",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("reader", "text"),
    [
        (
            "gitbook",
            "{% tabs %}" * 150 + "\n\nfond\n\n" + "{% endtabs %}" * 150 + "\n\nfin",
        ),
        ("gitbook", "<ul><li>a" * 150 + "fond" + "</li></ul>" * 150 + "fin"),
        ("html", "<blockquote>a" * 150 + "fond" + "</blockquote>" * 150 + "fin"),
        ("html", "<div>" * 3000 + "fond" + "</div>" * 3000 + "fin"),
        ("gitbook", "<ul><li>a" * 3000 + "fond" + "</li></ul>" * 3000 + "fin"),
        ("html", "<p>" + "<b>" * 150 + "fond" + "</b>" * 150 + "fin"),
        (
            "markdown",
            "\n".join(f"{'    ' * n}- mot{n}" for n in range(200)) + "\n\nfond fin",
        ),
        ("markdown", "1. " * 3000 + "fond\n\nfin"),
        ("gitbook", "- " * 3000 + "fond\n\nfin"),
        ("markdown", "<details>" * 3000 + "fond\n\nfin"),
        ("gitbook", "<details>\n" * 3000 + "fond\n\nfin"),
        ("gitbook", "{% hint %}" * 3000 + "fond\n\nfin"),
    ],
)
def test_what_is_too_deep_keeps_its_words_and_is_told(reader: str, text: str) -> None:
    document, told = read(reader, text)
    assert "imbrication-profonde" in told
    assert max(map(_depth, document.blocks)) <= DEEPEST
    ready = published(document, Report())
    wanted = ["fond", "fin", *(f"mot{n}" for n in range(200) if "mot1" in text)]
    for name, carrier in CARRIERS.items():
        assert lost(wanted, carrier(ready, Report())) == [], name


def test_many_lines_of_code_are_written_at_once() -> None:
    """Its pattern took a time that doubled with each line."""

    def written(lines: int) -> None:
        write_markdown(Document("t", "fr", "T", (CodeBlock("ligne\n" * lines + "`"),)))

    grows_with_its_length(written, 400)


def test_a_plural_without_a_word() -> None:
    assert spoken_form("s/tous") == "s, tous"


def test_a_name_of_column_above_nothing() -> None:
    """A table too wide for large print is given row by row: all its headers are there."""
    head = Row(tuple(Cell((para(f"colonne{n}"),), True) for n in range(40)))
    rows = Row((Cell((para("seule"),)),))
    document = published(Document("t", "fr", "T", (Table((head, rows)),)), Report())
    wanted = [f"colonne{n}" for n in range(40)]
    assert lost(wanted, in_pdf(document, Report())) == []


@pytest.mark.parametrize("word", ["À\u0323", "À\u0653\u0327ا", "a\u0301\u0323b"])
def test_the_marks_on_a_letter_are_looked_for_with_it(word: str) -> None:
    """Texts are written with each letter composed, which sorts its marks."""
    document, _ = read("plain", f"mot {word} fin")
    held = words(document)
    assert len(held) == 3
    assert lost(held, CARRIERS["text"](published(document, Report()), Report())) == []


def test_an_empty_table_in_a_cell_is_read_aloud() -> None:
    """It took back the name of the column, then its cell did: the text was not read."""
    names = Row((Cell((para("note"),), True), Cell((para("nom"),), True)))
    inside = Table((Row((Cell(()),)),))
    rows = Row((Cell((para("mot"),)), Cell((inside,))))
    ready = published(Document("t", "fr", "T", (Table((names, rows)),)), Report())
    assert lost(["note", "mot"], CARRIERS["speech"](ready, Report())) == []


def test_a_title_alone_in_a_cell_is_said() -> None:
    """What stands for an empty cell left with what announces it, titles included."""
    cells = (Cell((Div((), "section", "mot"),)), Cell((Div((), "section", "autre"),)))
    ready = published(Document("t", "fr", "T", (Table((Row(cells),)),)), Report())
    assert lost(["mot", "autre"], CARRIERS["speech"](ready, Report())) == []

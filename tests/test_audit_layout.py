"""How pages show texts: the cascade, the facts, and each rule of presentation on them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

import pytest
from books import edition, unzipped
from bs4 import BeautifulSoup

from ppun_access.document.build import bullets, div, emph, inlines, para
from ppun_access.document.model import Document, Meta, Note, Para, Sentence
from ppun_access.easy.audit import RULES
from ppun_access.easy.audit.model import Facts, RenderedFacts
from ppun_access.easy.audit.passages import passages
from ppun_access.lexicon import Lexicon
from ppun_access.pipeline.audit import facts_of
from ppun_access.pipeline.paged_facts import (
    of_pdf,
    pdf_looks,
    together,
    worst_pages,
)
from ppun_access.pipeline.rendered_facts import (
    facts_of_page,
    page_of,
    rendered_facts,
    style_sheet,
)
from ppun_access.pipeline.stylesheet import Scene, computed, pixels, specificity
from ppun_access.report import Report
from ppun_access.settings import Settings
from ppun_access.writers.epub import write_epub
from ppun_access.writers.model import EpubOptions
from ppun_access.writers.pdf_document import template

BY_TEST = {rule.test: rule for rule in RULES}
TWO = Para(
    (
        Sentence(inlines("Une phrase. "), id="a"),
        Sentence(inlines("Une autre ", emph("phrase"), "."), id="b"),
    )
)
TEXT = Document(
    "x", "fr", "Un titre",
    (
        div("status", "Un état.", "Un autre état."), TWO, para("La suite."),
        bullets("un", "deux"),
    ),
    Meta(status="brouillon"),
)  # fmt: skip


def verdict(test: str, sheet: str, document: Document = TEXT) -> str:
    """Return the verdict on an easy page that uses ``sheet`` after the real one."""
    rendered = facts_of_page(page_of(document, "facile"), style_sheet() + sheet)
    facts = Facts(document, passages(document), rendered=rendered)
    outcome = BY_TEST[f"RLS-{test}"].check(facts)
    assert (outcome.verdict == "NC") == bool(outcome.findings)
    return outcome.verdict


PLANTED = [
    ("1.1.1", ".facile .s { font-size: 13px }"),
    ("1.2.1", ".facile h1 { font-family: Georgia, serif }"),
    ("1.2.2", ".facile body { font-weight: 300 }"),
    ("1.2.3", ".facile h1 { letter-spacing: -.01em }"),
    ("1.2.4", ".facile em { font-style: italic }"),
    ("1.2.5", ".facile .s { text-decoration: underline }"),
    ("1.2.5", ".facile p { text-shadow: 1px 1px #000 }"),
    ("1.3.1", ".facile h1 { font-family: Verdana, sans-serif }"),
    ("1.4.1", ".facile .s { color: #777777 }"),
    ("1.4.1", "@media (prefers-color-scheme: dark) { .facile .texte { background: #000; "
     "color: #fff } }"),
    ("1.4.2", ".facile em { color: #7a1e3c }"),
    ("1.5.1", ".facile .texte { columns: 2 }"),
    ("1.6.1", ".facile h1 { text-transform: uppercase }"),
    ("1.7.1", ".facile .s { display: inline }"),
    ("1.8.1", ".facile .texte { hyphens: auto }"),
    ("1.8.1", ".facile .texte { overflow-wrap: break-word }"),
    ("1.9.1", ".facile p { text-indent: 2em }"),
    ("1.13.1", ".facile h1 { line-height: 1.15 }"),
    ("1.13.2", ".facile p { margin: 0 0 1em }"),
    ("1.13.2", ".facile .statut p:not(:last-child) { margin-bottom: .4em }"),
    ("1.14.1", ".facile .texte { text-align: justify }"),
    ("4.3.2", ".facile ul, .facile li { list-style: none }"),
]  # fmt: skip


@pytest.mark.parametrize(("test", "sheet"), PLANTED)
def test_each_fault_of_a_sheet_is_seen(test: str, sheet: str) -> None:
    assert verdict(test, "") == "C"
    assert verdict(test, sheet) == "NC"


def test_an_ordered_list_without_numbers_is_seen() -> None:
    numbered = replace(TEXT, blocks=(replace(bullets("un", "deux"), ordered=True),))
    assert verdict("4.3.1", "", numbered) == "C"
    assert verdict("4.3.1", "", TEXT) == "NA"
    assert verdict("4.3.1", ".texte li { list-style-type: none }", numbered) == "NC"


def test_the_page_of_a_full_text_is_told_as_it_is() -> None:
    facts = rendered_facts(replace(TEXT, meta=Meta()), "integral")
    assert facts.run_on == ("Une autre phrase.",)
    assert facts.italic == ("phrase",)
    assert facts.light_on_dark
    assert facts.letter_spacing is not None
    assert facts.letter_spacing.value < 0
    easy = rendered_facts(TEXT, "facile")
    assert (easy.run_on, easy.italic, easy.light_on_dark) == ((), (), ())


def test_what_is_not_there_is_not_measured() -> None:
    """No two paragraphs, no measure; a mark of note stands on the line of its text."""
    single = replace(TEXT, blocks=(para("Une phrase."),))
    assert rendered_facts(single, "facile").paragraph_spacing is None
    assert verdict("1.13.2", "", single) == "NA"
    assert verdict("1.13.2", "") == "C"
    noted = replace(TEXT, blocks=(para("Un mot", Note((para("Une note."),))),))
    assert b"<sup" in page_of(noted, "integral")
    spacing = rendered_facts(noted, "integral").line_spacing
    assert spacing == rendered_facts(single, "integral").line_spacing


def test_a_fault_of_the_pdf_is_told_of_it_and_quotes_nothing() -> None:
    found = facts_of(replace(TEXT, meta=Meta()), {}, Settings(), Lexicon(), Report())
    told = BY_TEST["RLS-1.7.1"].check(found).findings
    assert [one.sentence for one in told] == ["Une autre phrase."]
    (italic,) = BY_TEST["RLS-1.2.4"].check(of_both(replace(Look(), italics=True))).findings
    assert (italic.sentence, italic.found) == ("", "")
    assert italic.message.startswith("Dans le document PDF, ce texte est en italique.")


def test_sentences_on_lines_of_their_own_run_on_nowhere() -> None:
    apart = replace(TEXT, blocks=(para("Une phrase."), para("Une autre.")), meta=Meta())
    found = facts_of(apart, {}, Settings(), Lexicon(), Report())
    assert BY_TEST["RLS-1.7.1"].check(found).verdict == "C"


def test_a_soft_hyphen_and_a_long_page_are_seen() -> None:
    soft = replace(TEXT, blocks=(para("Une com\N{SOFT HYPHEN}mune."),))
    assert verdict("1.8.1", "", soft) == "NC"
    assert verdict("1.12.1", "") == "NT"
    long = replace(TEXT, blocks=(para("mot " * 1200),))
    assert verdict("1.12.1", "", long) == "NC"


# --- PDF ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Look:
    """What the writer of PDF says of what it makes."""

    family: str = "Atkinson Hyperlegible"
    serif: bool = False
    smallest: float = 14
    weight: int = 400
    letter_spacing: float = 0
    decorated: bool = False
    marked_lists: bool = True
    line_spacing: float = 1.5
    paragraph_spacing: float = 1.5
    alignment: str = "left"
    hyphenation: bool = False
    first_line_indent: float = 0
    columns: int = 1
    italics: bool = False
    capitals: bool = False
    sentence_a_line: bool = True
    text_colours: int = 1
    contrast: float = 21
    light_on_dark: bool = False
    page_format: str = "A4"
    margins_mm: float = 30
    page_numbers: bool = True
    page_total: bool = True


def of_both(look: Look, document: Document = TEXT) -> Facts:
    """Return the facts of a text that has a page and a PDF."""
    pdf, pages = of_pdf(look, ("Une autre phrase.",))
    rendered = together(rendered_facts(document, "facile"), pdf)
    return Facts(document, passages(document), rendered=rendered, paged=pages)


@pytest.mark.parametrize(
    ("test", "fault"),
    [
        ("1.1.1", {"smallest": 10}),
        ("1.2.2", {"weight": 300}),
        ("1.2.3", {"letter_spacing": -0.05}),
        ("1.2.5", {"decorated": True}),
        ("1.2.1", {"serif": True}),
        ("1.2.4", {"italics": True}),
        ("1.4.1", {"contrast": 6.9}),
        ("1.4.1", {"light_on_dark": True}),
        ("1.4.2", {"text_colours": 2}),
        ("1.5.1", {"columns": 2}),
        ("1.6.1", {"capitals": True}),
        ("1.7.1", {"sentence_a_line": False}),
        ("1.8.1", {"hyphenation": True}),
        ("1.9.1", {"first_line_indent": 1}),
        ("1.10.1", {"page_format": "letter"}),
        ("1.11.1", {"margins_mm": 25}),
        ("1.13.1", {"line_spacing": 1.4}),
        ("1.13.2", {"paragraph_spacing": 1.0}),
        ("1.14.1", {"alignment": "justify"}),
        ("2.3.1", {"page_numbers": False}),
        ("2.3.2", {"page_total": False}),
        ("4.3.2", {"marked_lists": False}),
    ],
)
def test_a_fault_of_the_pdf_is_one_of_the_text(test: str, fault: dict[str, Any]) -> None:
    check = BY_TEST[f"RLS-{test}"].check
    assert check(of_both(Look())).verdict == "C"
    assert check(of_both(replace(Look(), **fault))).verdict == "NC"


def test_the_template_of_the_pdfs_is_as_their_facts_say() -> None:
    drawn = template("pdf.typ").decode()
    assert set(re.findall(r'weight: "(\w+)"', drawn)) == {"bold"}
    assert re.findall(r"(\w*)\(tracking: \S+ (.*)\)", drawn) == [("text", r'"\u{a0}"')]
    lined = [line for line in drawn.splitlines() if "underline(" in line]
    assert all("link(" in line or "set underline" in line for line in lined)
    assert "marker: ([•], [–])" in drawn
    assert "#counter(page).get().first() sur~#last" in drawn
    (screen, _) = pdf_looks("facile", Settings())
    assert (screen.weight, screen.letter_spacing, screen.decorated) == (400, 0, False)
    assert (screen.marked_lists, screen.page_total) == (True, True)


def test_two_formats_may_have_each_its_font_and_nothing_is_made_up() -> None:
    assert BY_TEST["RLS-1.3.1"].check(of_both(Look(family="Autre"))).verdict == "C"
    page = rendered_facts(TEXT, "facile")
    both = together(page, RenderedFacts())
    assert both == RenderedFacts(words=page.words)


def test_the_pdfs_that_we_write_are_looked_at_and_no_other() -> None:
    assert pdf_looks("facile", Settings(formats=("html", "text"))) == ()
    screen, paper = pdf_looks("facile", Settings())
    for look in (screen, paper):
        assert look.smallest >= 14
        assert look.sentence_a_line
        assert look.margins_mm >= 30
    assert len(pdf_looks("integral", Settings())) == 1


def test_two_pdfs_are_judged_by_the_worse() -> None:
    good, bad = (of_pdf(Look(margins_mm=m, page_numbers=m > 20))[1] for m in (30, 20))
    for pair in ((good, bad), (bad, good)):
        found = worst_pages(worst_pages(None, pair[0]), pair[1])
        assert (found.margin_cm, found.numbered, found.format) == (2, False, "A4")


def test_an_easy_text_follows_the_layout_rules_in_all_that_we_write() -> None:
    """The page and both PDFs, as the audit of a text sees them."""
    found = facts_of(TEXT, {}, Settings(), Lexicon(), Report())
    layout = [test for test in BY_TEST if test.startswith("RLS-1.")]
    verdicts = {test: BY_TEST[test].check(found).verdict for test in layout}
    assert not [test for test, verdict in verdicts.items() if verdict == "NC"]
    assert {verdicts[f"RLS-{t}"] for t in ("1.10.1", "1.11.1", "1.13.1", "1.8.1")} == {"C"}


def test_an_epub_page_follows_them_too() -> None:
    made = write_epub(edition(TEXT, version="facile"), EpubOptions(), Report())
    (content,) = made.values()
    assert isinstance(content, bytes)
    book = unzipped(content)
    (name,) = (n for n in book if n.endswith("-facile.xhtml"))
    page = BeautifulSoup(book[name], "html.parser")
    for part in page.select("body > section"):
        part["class"] = "texte"
    (sheet,) = (text.decode() for n, text in book.items() if n.endswith("style.css"))
    found = facts_of_page(str(page).encode(), sheet)
    assert found.size is not None
    assert found.size.value >= 19
    assert found.line_spacing is not None
    assert found.line_spacing.value >= 1.5
    assert found.paragraph_spacing is not None
    assert found.paragraph_spacing.value >= 1.5
    wrong = (found.run_on, found.italic, found.serif, found.capitals, found.not_left)
    assert wrong == ((), (), (), (), ())


# --- The cascade --------------------------------------------------------------------


def style(sheet: str, body: str, scene: Scene | None = None) -> dict[str, str]:
    """Return the style of the element whose id is « x »."""
    page = BeautifulSoup(f"<html><body>{body}</body></html>", "html.parser")
    (tag,) = page.select("#x")
    return computed(page, (sheet,), scene or Scene())[id(tag)]


@pytest.mark.parametrize(
    ("selector", "weight"),
    [
        ("p", (0, 0, 1)),
        (".a .b", (0, 2, 0)),
        ("#a p.b", (1, 1, 1)),
        (":root:not(.facile)", (0, 2, 0)),
        ('a[href^="http"]', (0, 1, 1)),
        ("*", (0, 0, 0)),
        (".a > :last-child", (0, 2, 0)),
    ],
)
def test_specificity(selector: str, weight: tuple[int, int, int]) -> None:
    assert specificity(selector) == weight


@pytest.mark.parametrize(
    ("sheet", "name", "value"),
    [
        (".a { color: #111 } p { color: #222 }", "color", "#111"),
        ("p { color: #111 } p { color: #222 }", "color", "#222"),
        ("div { color: #111 }", "color", "#111"),
        ("div { margin-bottom: 9px }", "margin-bottom", "16px"),
        (":root { --c: #123456 } p { color: var(--c) }", "color", "#123456"),
        ("html { font-size: 20px } p { font-size: 1.5rem }", "font-size", "30px"),
        ("div { font-size: 2em } p { font-size: .5em }", "font-size", "16px"),
        ("p { font-size: clamp(1rem, 2vw, 1.25rem) }", "font-size", "20px"),
        ("p { font-size: clamp(1rem, .5rem + 1vw, 3rem) }", "font-size", "20.8px"),
        ("p { font: bold 1rem/1.5 Arial, sans-serif }", "line-height", "1.5"),
        ("p { font: 1rem/1.5 Arial, sans-serif }", "font-family", "Arial, sans-serif"),
        ("p { margin: 1px 2px 3px }", "margin-bottom", "3px"),
        ("p:hover { color: #111 }", "color", "#000000"),
        ("p::before { color: #111 }", "color", "#000000"),
        ("@media print { p { color: #111 } }", "color", "#000000"),
        ("@media (max-width: 30rem) { p { color: #111 } }", "color", "#000000"),
        ("@media (min-width: 60rem) { p { color: #111 } }", "color", "#111"),
        ("/* p { color: #111 } */ p { color: #222 }", "color", "#222"),
        ("p, em { font-weight: bold }", "font-weight", "700"),
        ("p { letter-spacing: -.1em }", "letter-spacing", "-1.6px"),
    ],
)
def test_cascade(sheet: str, name: str, value: str) -> None:
    assert style(sheet, '<div><p class="a" id="x">Un</p></div>')[name] == value


def test_the_colour_scheme_is_that_of_the_scene() -> None:
    sheet = "@media (prefers-color-scheme: dark) { p { color: #fff } }"
    assert style(sheet, '<p id="x">Un</p>')["color"] == "#000000"
    assert style(sheet, '<p id="x">Un</p>', Scene(dark=True))["color"] == "#fff"


def test_what_the_cascade_does_not_know_stops() -> None:
    with pytest.raises(ValueError, match="media query"):
        style("@media (orientation: portrait) { p { color: #111 } }", '<p id="x">Un</p>')
    with pytest.raises(ValueError, match="font"):
        style("p { font: caption }", '<p id="x">Un</p>')


def test_pixels() -> None:
    assert pixels("12.5px") == 12.5
    assert pixels("normal") == 0.0

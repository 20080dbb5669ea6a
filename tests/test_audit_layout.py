"""How a page and its PDFs show a text, and each rule of presentation on it.

``conformance/test_audit.py`` holds the facts to a browser, ``test_pdf.py`` to real PDFs.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from builders import bullets, div, emph

from ppun_access.build.audit import facts_of
from ppun_access.build.rendered_facts import page_of, rendered_facts
from ppun_access.document.build import inlines, para
from ppun_access.document.model import Document, Meta, Note, Para, Sentence
from ppun_access.easy.audit import RULES
from ppun_access.easy.audit.model import IN_PDF, Facts, RenderedFacts, WorstValue
from ppun_access.easy.audit.passages import passages
from ppun_access.report import Report
from ppun_access.settings.lexique_toml import Lexicon
from ppun_access.settings.ppun_toml import Settings
from ppun_access.settings.sections import PdfSettings

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
FULL = replace(TEXT, meta=Meta())


def facts(document: Document, settings: Settings | None = None) -> Facts:
    return facts_of(document, {}, settings or Settings(), Lexicon(), Report())


def verdict(test: str, document: Document, rendered: RenderedFacts | None = None) -> str:
    """Return the verdict on a text, shown as an easy page shows it or as ``rendered``."""
    shown = rendered or rendered_facts(document, "facile")
    found = Facts(document, passages(document), rendered=shown)
    outcome = BY_TEST[f"RLS-{test}"].check(found)
    assert (outcome.verdict == "NC") == bool(outcome.findings)
    return outcome.verdict


@pytest.mark.parametrize(
    ("test", "fault"),
    [
        ("1.1.1", {"size": WorstValue(13.0, "Un mot.")}),
        ("1.2.1", {"serif": ("Un mot.",)}),
        ("1.2.2", {"weight": WorstValue(300.0, "Un mot.")}),
        ("1.2.3", {"letter_spacing": WorstValue(-0.01, "Un mot.")}),
        ("1.2.4", {"italic": ("Un mot.",)}),
        ("1.2.5", {"decorated": ("Un mot.",)}),
        ("1.3.1", {"fonts": ("Luciole", "Verdana")}),
        ("1.4.1", {"contrast": WorstValue(6.9, "Un mot.")}),
        ("1.4.1", {"light_on_dark": ("Un mot.",)}),
        ("1.4.2", {"colours": ("#241c18", "#7a1e3c")}),
        ("1.5.1", {"columns": ("Un mot.",)}),
        ("1.6.1", {"capitals": ("Un mot.",)}),
        ("1.7.1", {"run_on": ("Un mot.",)}),
        ("1.8.1", {"hyphenated": ("Un mot.",)}),
        ("1.9.1", {"indented": ("Un mot.",)}),
        ("1.13.1", {"line_spacing": WorstValue(1.4, "Un mot.")}),
        ("1.13.2", {"paragraph_spacing": WorstValue(1.4, "Un mot.")}),
        ("1.14.1", {"not_left": ("Un mot.",)}),
        ("4.3.2", {"unmarked_bullets": ("un",)}),
    ],
)
def test_each_rule_tells_its_fault_and_no_other(test: str, fault: dict[str, Any]) -> None:
    assert verdict(test, TEXT) == "C"
    wrong = replace(rendered_facts(TEXT, "facile"), **fault)
    assert verdict(test, TEXT, wrong) == "NC"


def test_an_ordered_list_without_numbers_is_seen() -> None:
    numbered = replace(TEXT, blocks=(replace(bullets("un", "deux"), ordered=True),))
    assert verdict("4.3.1", numbered) == "C"
    assert verdict("4.3.1", TEXT) == "NA"
    wrong = replace(rendered_facts(numbered, "facile"), unmarked_numbers=("un",))
    assert verdict("4.3.1", numbered, wrong) == "NC"


def test_the_page_of_a_full_text_is_told_as_it_is() -> None:
    full, easy = rendered_facts(FULL, "integral"), rendered_facts(TEXT, "facile")
    assert (full.run_on, full.italic) == (("Une autre phrase.",), ("phrase",))
    assert full.light_on_dark == (), "a dark scheme is the choice of the reader"
    assert full.letter_spacing == WorstValue(-0.01, "Un titre")
    assert (easy.run_on, easy.italic, easy.light_on_dark) == ((), (), ())


def test_what_is_not_there_is_not_measured() -> None:
    """No two paragraphs, no measure; a mark of note stands on the line of its text."""
    single = replace(TEXT, blocks=(para("Une phrase."),))
    assert rendered_facts(single, "facile").paragraph_spacing is None
    assert verdict("1.13.2", single) == "NA"
    noted = replace(TEXT, blocks=(para("Un mot", Note((para("Une note."),))),))
    assert b"<sup" in page_of(noted, "integral")
    spacing = rendered_facts(noted, "integral").line_spacing
    assert spacing == rendered_facts(single, "integral").line_spacing
    nothing = facts(Document("x", "fr", "", ()))
    assert nothing.rendered == RenderedFacts()


def test_sentences_on_lines_of_their_own_run_on_nowhere() -> None:
    """Others do, in the page and in the PDF of a full text, and are told once."""
    told = BY_TEST["RLS-1.7.1"].check(facts(FULL)).findings
    assert [one.sentence for one in told] == ["Une autre phrase."]
    apart = replace(FULL, blocks=(para("Une phrase."), para("Une autre.")))
    assert BY_TEST["RLS-1.7.1"].check(facts(apart)).verdict == "C"


def test_a_soft_hyphen_and_a_long_page_are_seen() -> None:
    soft = replace(TEXT, blocks=(para("Une com\N{SOFT HYPHEN}mune."),))
    assert verdict("1.8.1", soft) == "NC"
    assert verdict("1.12.1", TEXT) == "NT"
    long = replace(TEXT, blocks=(para("mot " * 1200),))
    assert verdict("1.12.1", long) == "NC"


def test_a_fault_of_the_pdf_is_told_of_it_and_quotes_nothing() -> None:
    """The settings of PDFs count, in those that are made: the page is as it was."""
    dark = PdfSettings(line_spacing=1.1, ink="#ffffff", paper="#102030")
    wrong, alone = Settings(pdf=dark), Settings(pdf=dark, formats=("html",))
    (found,) = BY_TEST["RLS-1.4.1"].check(facts(TEXT, wrong)).findings
    assert (found.sentence, found.found) == ("", "")
    assert found.message.startswith("Dans le document PDF, le texte est clair")
    assert verdict("1.4.1", TEXT, facts(TEXT, alone).rendered) == "C"
    assert facts(FULL, wrong).rendered.line_spacing == WorstValue(1.1, IN_PDF)
    assert facts(TEXT, wrong).rendered.line_spacing == WorstValue(1.5, "Un titre")


def test_the_pdfs_that_we_write_are_looked_at_and_no_other() -> None:
    """Both PDFs of an easy text have margins of 3 cm, the one of a full text has not."""
    assert facts(TEXT, Settings(formats=("html", "text"))).paged is None
    tests = ("1.10.1", "1.11.1", "2.3.1", "2.3.2")
    verdicts = {
        version: [BY_TEST[f"RLS-{test}"].check(found).verdict for test in tests]
        for version, found in (("facile", facts(TEXT)), ("integral", facts(FULL)))
    }
    assert verdicts == {
        "facile": ["C", "C", "C", "C"],
        "integral": ["C", "NC", "C", "C"],
    }


def test_an_easy_text_follows_the_layout_rules_in_all_that_we_write() -> None:
    """The page and both PDFs, as the audit of a text sees them."""
    layout = [test for test in BY_TEST if test.startswith("RLS-1.")]
    verdicts = {test: BY_TEST[test].check(facts(TEXT)).verdict for test in layout}
    assert not [test for test, verdict in verdicts.items() if verdict == "NC"]
    assert {verdicts[f"RLS-{t}"] for t in ("1.10.1", "1.11.1", "1.13.1", "1.8.1")} == {"C"}

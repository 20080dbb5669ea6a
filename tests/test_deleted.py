"""Deleted text (« ~~ », ``<del>``): every output shows that it no longer holds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from braille_reading import text_of
from carrying import in_speech, page, published
from projects import build, codes
from space_formats import printed
from test_hostile import member, squeezed

from ppun_access.checks import CheckOptions, check
from ppun_access.document.model import Document
from ppun_access.easy.draft.passages import passages
from ppun_access.easy.review.version import fingerprint
from ppun_access.readability.document import sentence_rows
from ppun_access.readers import READERS, ReaderOptions
from ppun_access.report import Report
from ppun_access.writers.markdown.write import write_markdown

PAGE = """# Guide

Ce script ~~ne~~ casse <del>pas</del> moins.

## ~~Ancien tarif~~

- ~~Le guichet ferme à 17 h.~~
"""


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a page in every format, its report beside the site."""
    folder = tmp_path_factory.mktemp("barre")
    (folder / "content").mkdir()
    (folder / "content/guide.md").write_text(PAGE, "utf-8")
    to = "html,text,vtt,chapters,epub,daisy,pdf,brf,report"
    assert build(str(folder / "content"), "-o", str(folder / "output"), "--to", to) == 0
    return folder / "output/guide"


HEARD = (
    "Ce script (texte supprimé : ne, fin du texte supprimé) casse (texte supprimé : pas, "
    "fin du texte supprimé) moins."
)
ALONE = "Texte supprimé : Ancien tarif. Fin du texte supprimé."


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_web_pages_and_books_strike_it(out: Path) -> None:
    ways = {
        "html": (out / "index.html").read_bytes(),
        "epub": member(out / "guide.epub", "guide.xhtml"),
        "daisy": member(out / "guide-daisy202.zip", "content.html"),
    }
    for name, content in ways.items():
        assert content.count(b"<del>") == 4, name
        assert b"<del>pas</del>" in content, name


def test_a_pdf_strikes_it_and_tells_screen_readers(out: Path) -> None:
    assert (out / "guide.pdf").read_bytes().count(b"/TextDecorationType/LineThrough") == 4
    assert squeezed("ne casse pas moins") in squeezed(printed(out / "guide.pdf"))


def test_texts_and_cues_say_where_it_begins_and_ends(out: Path) -> None:
    for ending in ("txt", "vtt"):
        text = plain((out / f"guide.{ending}").read_text("utf-8"))
        assert HEARD in text
        assert ALONE in text
        assert "Texte supprimé : Le guichet ferme à 17 h. Fin du texte supprimé." in text


def test_braille_puts_it_in_brackets(out: Path) -> None:
    read = text_of((out / "guide.brf").read_bytes(), "integral")
    assert "(texte supprimé: pas) moins" in " ".join(read.split())


def test_lists_of_headings_label_it(out: Path) -> None:
    label = "(texte supprimé : Ancien tarif)"
    chapters = json.loads((out / "guide-chapitres.json").read_text("utf-8"))["chapters"]
    assert plain(chapters[1]["title"]) == label
    assert label in plain(member(out / "guide.epub", "nav.xhtml").decode())
    assert label in plain(member(out / "guide-daisy202.zip", "ncc.html").decode())


def test_a_draft_does_not_state_it_and_nothing_is_reported(out: Path) -> None:
    draft = (out.parents[1] / "output-rapport/brouillons/guide.md").read_text("utf-8")
    assert "Ce script casse moins." in draft
    assert not any(word in draft for word in ("pas", "17", "tarif"))
    assert codes(out.parent) == []


def read(text: str) -> Document:
    (found,) = READERS["markdown"](text, "a.md", ReaderOptions(), Report())
    return found


def ready(text: str) -> Document:
    return published(read(text), Report())


def test_it_is_spoken() -> None:
    said = plain(in_speech(ready(PAGE), Report()))
    assert HEARD in said
    assert ALONE in said


@pytest.mark.parametrize("tag", ["del", "s", "strike"])
def test_what_is_deleted_and_what_is_inserted(tag: str) -> None:
    line = f"Un <{tag}>mot</{tag}> et <ins>deux</ins>, ~5 km~~"
    assert "Un <del>mot</del> et deux, ~5 km~~" in plain(page(ready(line), Report()))
    assert "Un ~~mot~~ et deux" in write_markdown(read(line))


def test_it_is_neither_scored_nor_judged() -> None:
    found = ready(f"Le guichet ~~{'très ' * 50}vieux~~ ferme.\n\n~~Oui.~~")
    assert [row.text for row in sentence_rows(found)] == ["Le guichet ferme."]
    assert [one.source.text for one in passages(found)] == ["Le guichet ferme."]
    assert not list(check(found, CheckOptions()))


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("Il ~~ne~~ plie ~~pas~~.", "Il plie."),
        ("~~Hier~~ Demain, il plie", "Demain, il plie"),
        ("Il plie (~~ou non~~ demain ~~oui~~)", "Il plie (demain)"),
        ("Les habitant~~e~~s plient ~~ou~~ ~~non~~ ici", "Les habitants plient ici"),
        ("Il plie ~~peu~~ !", "Il plie !"),
    ],
)
def test_what_is_left_reads_as_a_line(line: str, kept: str) -> None:
    (row,) = sentence_rows(read(line))
    assert plain(row.text) == kept


def test_a_title_says_what_is_deleted() -> None:
    title = plain(read("# Guide ~~2024~~ 2025").title)
    assert title == "Guide (texte supprimé : 2024) 2025"


def test_deleting_a_word_asks_for_a_new_reading_of_the_easy_text() -> None:
    assert fingerprint(read("Un ~~mot~~ deux")) != fingerprint(read("Un mot deux"))

"""Nothing is lost and nothing breaks, whatever the text: generated documents."""

from __future__ import annotations

import re
import unicodedata
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

from bs4 import BeautifulSoup
from carrying import edition, words
from hypothesis import given
from hypothesis import strategies as st
from trees import published as documents

from ppun_access.document.model import Document
from ppun_access.report import Report
from ppun_access.writers.characters import clean
from ppun_access.writers.html.page import write_html
from ppun_access.writers.model import HtmlOptions, TextOptions
from ppun_access.writers.text.write import write_text

__all__ = ["edition", "words"]

VOID = {"meta", "link", "br", "hr", "img"}


@given(documents, st.sampled_from(["sobre", "complet"]))
def test_text_loses_no_word(document: Document, manner: Any) -> None:
    files = write_text(edition(document), TextOptions(manner), Report())
    written = bytes(files["t/t.txt"]).decode("utf-8-sig")  # type: ignore[arg-type]
    text = written.replace("\r\n", "\n")
    assert text == unicodedata.normalize("NFC", text)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u2028\ufeff]", text)
    assert text.endswith("\n")
    whole = unicodedata.normalize("NFD", text)
    assert [word for word in words(document) if word not in whole] == []


class Balance(HTMLParser):
    """Hold that every tag closes the one that it should."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        assert not (tag == "a" and "a" in self.open), "link inside a link"
        block = {"p", "div", "ul", "ol", "table", "section", "pre", "blockquote", "figure"}
        assert not (tag in block and "p" in self.open), f"{tag} inside p"
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID | {"path"}:
            assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        assert tag == "path"


@given(documents)
def test_page_is_sound_and_loses_no_word(document: Document) -> None:
    files = write_html(edition(document), HtmlOptions(), Report())
    page = bytes(files["t/index.html"]).decode()  # type: ignore[arg-type]
    balance = Balance()
    balance.feed(page)
    assert balance.open == []
    soup = BeautifulSoup(page, "html.parser")
    taken = [tag["id"] for tag in soup.select("[id]")]
    assert len(taken) == len(set(taken))
    for tag in soup.select("[href], [src]"):
        assert not re.match(r"(?!https?:|mailto:|tel:)[^/?#]*:", _address(tag))
    levels = [int(h.name[1]) for h in soup.select("h1, h2, h3, h4, h5, h6")]
    assert levels[0] == 1
    assert 1 not in levels[1:]
    steps = pairwise(levels)
    assert all(b <= a + 1 for a, b in steps)
    for link in soup.select("a[href^='#']"):
        assert not link["href"][1:].startswith(("note-", "appel-")) or soup.select(
            f"[id='{link['href'][1:]}']"
        )
    shown = [
        soup.get_text(),
        *(_attr(t, "alt") + _attr(t, "title") for t in soup.select("*")),
    ]
    whole = unicodedata.normalize("NFD", "\0".join(shown))
    assert [word for word in words(document) if word not in whole] == []


def _address(tag: Any) -> str:
    return str(tag.get("href") or tag.get("src"))


def _attr(tag: Any, name: str) -> str:
    return str(tag.get(name) or "")


@given(st.text(alphabet="a\r\n\x85\u2028\u2029\x0b\u00ad\u202f"))
def test_line_ends_are_plain_and_as_many(text: str) -> None:
    plain = re.sub("\r\n|[\r\x85\u2028\u2029]", "\n", text)
    assert clean(text) == plain.replace("\x0b", "").replace("\u00ad", "")

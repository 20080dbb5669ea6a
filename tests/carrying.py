"""What each format carries of a text: the words that its readers are given.

A document goes through the transforms and every writer; what comes out is taken apart
again, so that its words can be compared with those of the source.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from bs4 import BeautifulSoup
from lxml import etree

from ppun_access.document.build import para
from ppun_access.document.model import Book, Div, Document, Edition, Literal
from ppun_access.document.walk import nodes
from ppun_access.report import Report
from ppun_access.settings.sections import PdfSettings
from ppun_access.speech.model import ScriptOptions
from ppun_access.speech.narration.script import script
from ppun_access.transforms import STANDARD, TransformOptions, apply
from ppun_access.writers.braille.blocks import paragraphs
from ppun_access.writers.braille.inlines import InlineState
from ppun_access.writers.braille.letters import text_of
from ppun_access.writers.daisy.write import write_daisy
from ppun_access.writers.epub.write import write_epub
from ppun_access.writers.html.page import write_html
from ppun_access.writers.markdown.write import write_markdown
from ppun_access.writers.model import (
    DaisyOptions,
    EpubOptions,
    Files,
    HtmlOptions,
    PdfOptions,
    TextOptions,
)
from ppun_access.writers.outline import outlined
from ppun_access.writers.pdf.look import look
from ppun_access.writers.pdf.whole_text import Resources, signs_of, text_source, typesetting
from ppun_access.writers.pdf.write import Supplies
from ppun_access.writers.text.write import write_text

ID = "t"
"""The id of the document that is written."""
STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')


def words(document: Document) -> list[str]:
    """Return the words of a document, decomposed, without asking the writers."""
    held = [n.text for n in nodes(document) if isinstance(n, Literal)]
    titles = [n.title for n in nodes(document) if isinstance(n, Div)]
    return words_in("\0".join(held + titles))


def words_in(text: str) -> list[str]:
    """Return the words of ``text``, decomposed as ``carried`` has them.

    A word holds the marks on its letters: cut from them, they may come in another order.
    """
    kept = (c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in text)
    return [normal(word) for word in "".join(kept).split()]


def normal(text: str) -> str:
    """Return ``text`` with its accents as characters of their own."""
    return unicodedata.normalize("NFD", text)


def edition(document: Document, version: Any = "integral") -> Edition:
    return Edition(Book("Livre", "fr", (document,)), version)


def published(document: Document, report: Report) -> Document:
    """Return a document as the writers are given it."""
    ready = apply(STANDARD, document, TransformOptions(), report)
    return replace(ready, id=ID, title=ready.title or "Titre")


# What each format carries


def in_text(document: Document, report: Report) -> str:
    files = write_text(edition(document), TextOptions("complet"), report)
    return _only(files).decode("utf-8-sig")


def page(document: Document, report: Report) -> str:
    """Return the page of a document in the site."""
    files = write_html(edition(document), HtmlOptions(), report)
    return _bytes(files[f"{ID}/index.html"]).decode()


def in_html(document: Document, report: Report) -> str:
    return shown(page(document, report))


def in_epub(document: Document, report: Report) -> str:
    return _inside(write_epub(edition(document), EpubOptions(), report), f"{ID}.xhtml")


def in_daisy(document: Document, report: Report) -> str:
    return _inside(write_daisy(edition(document), DaisyOptions(), report), "content.html")


def in_pdf(document: Document, report: Report) -> str:
    whole = "\0".join(strings(source_of(document, "integral")))
    return whole.replace("\u200b", "").replace("\u2060", "")


def in_braille(document: Document, report: Report) -> str:
    """Return what liblouis is given of a document, notes and addresses included."""
    told = paragraphs(outlined(document.blocks), t := InlineState(report, document.title))
    n = 0
    while n < len(t.notes):
        told += paragraphs(outlined(t.notes[n].blocks, 3), t)
        n += 1
    return "\0".join((document.title, *(text_of(p.line) for p in told), *t.links))


def in_speech(document: Document, report: Report) -> str:
    said = script(document, ScriptOptions(), report)
    return "\0".join(utterance.text for utterance in said)


def in_markdown(document: Document, report: Report) -> str:
    return write_markdown(document)


Carrier = Callable[[Document, Report], str]
CARRIERS: Mapping[str, Carrier] = {
    "text": in_text,
    "html": in_html,
    "epub": in_epub,
    "daisy": in_daisy,
    "pdf": in_pdf,
    "braille": in_braille,
    "speech": in_speech,
}
"""Each takes a document that is ready and gives back the words of one format."""


def lost(wanted: Iterable[str], carried: str) -> list[str]:
    """Return the words, decomposed, that are not among those of a format."""
    whole = normal(carried)
    return [word for word in wanted if word not in whole]


# Taking files apart


def shown(markup: str) -> str:
    """Return the words of a page, and those that describe what is in it."""
    soup = BeautifulSoup(markup, "html.parser")
    beside = (str(t.get(a) or "") for t in soup.find_all(True) for a in ("alt", "title"))
    return "\0".join((soup.get_text(), *beside))


def source_of(document: Document, version: Any) -> str:
    """Return the typst source of a document."""
    t = typesetting(
        document, look(version, PdfSettings()), _means(document), PdfOptions(), Report()
    )
    return text_source(document, version, t)


def _means(document: Document) -> Resources:
    return Supplies(Report()).means(ID, signs_of(document), document)


def strings(source: str) -> list[str]:
    """Return what the string literals of a source say, as typst reads them."""

    def said(found: re.Match[str]) -> str:
        text = found[0]
        if text.startswith("\\u"):
            return chr(int(text[3:-1], 16))
        return {"n": "\n", "r": "\r", "t": "\t"}.get(text[1], text[1])

    literals = (found[1] for found in STRING.finditer(source))
    return [re.sub(r"\\u\{[0-9a-f]+\}|\\.", said, text) for text in literals]


def _only(files: Files) -> bytes:
    (content,) = files.values()
    return _bytes(content)


def _bytes(content: object) -> bytes:
    assert isinstance(content, bytes)
    return content


def _inside(files: Files, ending: str) -> str:
    with zipfile.ZipFile(io.BytesIO(_only(files))) as archive:
        (name,) = (n for n in archive.namelist() if n.endswith(ending))
        root = etree.fromstring(archive.read(name))
    beside = (str(e.get(a) or "") for e in root.iter() for a in ("alt", "title"))
    return "\0".join(("".join(map(str, root.itertext())), *beside))


# What may act


_SAFE = re.compile(r"(?:https?:|mailto:|tel:)|(?![^/?#]*:)", re.IGNORECASE)
_ADDRESSES = (
    "href",
    "src",
    "action",
    "formaction",
    "poster",
    "data",
    "xlink:href",
    "srcset",
)
_ACTS = {"script", "style", "link", "meta", "base"}
_FOREIGN = {"iframe", "object", "embed", "applet", "frame", "form", "svg", "math"}


def active(markup: str) -> list[str]:
    """Return what could act in a page and that no page of ours has: nothing."""
    soup = BeautifulSoup(markup, "html.parser")
    return [what for tag in soup.find_all(True) for what in _actions(tag)]


def _actions(tag: Any) -> Iterator[str]:
    if tag.name in _ACTS | _FOREIGN and _opening(tag) not in _ours():
        yield f"{_opening(tag)}"
    for name, value in tag.attrs.items():
        if name.lower().startswith("on") or name.lower() in ("style", "srcdoc"):
            yield f"{tag.name} {name}"
        if name.lower() in _ADDRESSES and not _SAFE.match(str(value).strip()):
            yield f"{tag.name} {name}={value}"


def _opening(tag: Any) -> str:
    """Return the kind of a tag with its attributes, those of descriptions aside."""
    kept = {k: v for k, v in tag.attrs.items() if k not in ("content", "d")}
    return (
        f"{tag.name} {sorted(kept.items())} {tag.get_text() if tag.name in _ACTS else ''}"
    )


@cache
def _ours() -> frozenset[str]:
    """Return what acts in a page of a text without anything in it."""
    empty = Document(ID, "fr", "Titre", (para("Un texte."),))
    soup = BeautifulSoup(page(empty, Report()), "html.parser")
    return frozenset(_opening(t) for t in soup.find_all(list(_ACTS | _FOREIGN)))

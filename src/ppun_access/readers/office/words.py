"""Find the words of a DOCX or ODT file that the imported document has lost.

A parser that keeps no tree sees them go by. What is no text is not among them: deletions
that wait, comments, hidden words, contents and indexes, what a field or a picture says of
itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from lxml import etree

from ppun_access.document.model import Div, Document, Literal, Node
from ppun_access.document.walk import children

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_ODF = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_TEXT, _OFFICE, _TABLE, _DRAW = (_ODF % n for n in ("text", "office", "table", "drawing"))
_DOCX = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
_DOCX_SPACES = {
    _W + n
    for n in (
        "br", "tab", "cr", "noBreakHyphen", "footnoteReference", "endnoteReference", "sym",
        "drawing", "pict", "object",
    )
}  # fmt: skip
_DOCX_APART = {f"{_W}del", f"{_W}moveFrom", f"{_W}rt", _FALLBACK}
_ODT_PARAS = (f"{_TEXT}p", f"{_TEXT}h")
_ODT_SPACES = {f"{_TEXT}{n}" for n in ("s", "tab", "line-break", "note")}
_ODT_SPACES |= {f"{_DRAW}frame"}
_ODT_APART = {
    _TEXT + n
    for n in (
        "tracked-changes", "note-citation", "table-of-content", "illustration-index",
        "table-index", "object-index", "user-index", "alphabetical-index", "bibliography",
        "page-number", "page-count", "page-continuation", "hidden-text",
        "hidden-paragraph", "ruby-text", "script", "sender-firstname",
    )
}  # fmt: skip
_ODT_APART |= {f"{_OFFICE}annotation", f"{_OFFICE}forms", f"{_TABLE}covered-table-cell"}
_WORD = re.compile(r"[^\W\d_]+|\d+")
_INSIDE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
"""What may stand inside a word and is none of its letters."""
_PIECE = 1 << 16
_OFF = ("0", "false", "off")
_MOST_SOUGHT = 200
"""Words that are looked for in others, for two readers may cut them otherwise."""


class _Target:
    """Hears an XML document go by, and keeps its paragraphs."""

    apart: set[str]
    spaces: set[str]
    paras: tuple[str, ...]

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._line: list[str] = []
        self._apart = 0
        self.inside = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self._apart or tag in self.apart or self.is_hidden(tag, attributes):
            self._apart += 1
        elif tag in self.paras:
            self._end_line()
            self.inside += 1
        elif tag in self.spaces:
            self._line.append(" ")

    def end(self, tag: str) -> None:
        if self._apart:
            self._apart -= 1
        elif tag in self.paras:
            self._end_line()
            self.inside -= 1
        elif tag in self.spaces:
            self._line.append(" ")

    def data(self, text: str) -> None:
        if not self._apart and self.is_text():
            self._line.append(text)

    def close(self) -> list[str]:
        self._end_line()
        return self.lines

    def _end_line(self) -> None:
        if line := " ".join("".join(self._line).split()):
            self.lines.append(line)
        self._line = []

    def is_hidden(self, tag: str, attributes: Mapping[str, str]) -> bool:
        """Return whether an element shows nothing."""
        return attributes.get(f"{_TEXT}display", "") == "none"

    def is_text(self) -> bool:
        """Return whether the parser is inside a paragraph."""
        return self.inside > 0


class _Odt(_Target):
    apart, spaces, paras = _ODT_APART, _ODT_SPACES, _ODT_PARAS


class _Docx(_Target):
    apart, spaces, paras = _DOCX_APART, _DOCX_SPACES, (f"{_W}p",)

    def __init__(self) -> None:
        super().__init__()
        self._tag = ""
        self._hidden = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        super().start(tag, attributes)
        self._tag = tag
        if tag == f"{_W}r":
            self._hidden = False
        elif tag == f"{_W}vanish":
            self._hidden = attributes.get(f"{_W}val", "1") not in _OFF

    def end(self, tag: str) -> None:
        super().end(tag)
        self._tag = ""

    def is_text(self) -> bool:
        return self._tag == f"{_W}t" and not self._hidden


def lines_of(content: bytes, suffix: str) -> list[str]:
    """Return the paragraphs of a document, read from its own XML.

    No line for other formats, nor for XML that is broken: pandoc will tell.
    """
    if suffix not in (".docx", ".odt"):
        return []
    parts = _DOCX if suffix == ".docx" else ("content.xml",)
    with ZipFile(BytesIO(content)) as archive:
        try:
            names = [name for name in parts if name in archive.namelist()]
            return [line for name in names for line in _heard(archive, name, suffix)]
        except (etree.XMLSyntaxError, ValueError):
            return []


def _heard(archive: ZipFile, name: str, suffix: str) -> list[str]:
    target: Any = _Docx() if suffix == ".docx" else _Odt()
    parser = etree.XMLParser(
        target=target, resolve_entities=False, no_network=True, load_dtd=False
    )
    with archive.open(name) as part:
        while piece := part.read(_PIECE):
            parser.feed(piece)
    parser.close()
    return list(target.lines)


def missing_words(lines: Sequence[str], document: Document) -> tuple[int, str]:
    """Return how many words of ``lines`` a document lacks, and a line of such words."""
    if not lines:
        return 0, ""
    wanted, read = Counter(_words(lines)), Counter(_words(_said(document)))
    if lines.count(document.title) > 1:  # once above the text, once as its first heading
        wanted -= Counter(_words([document.title]))
    missing = wanted - read
    if missing and len(missing) <= _MOST_SOUGHT:
        more = set(read - wanted)
        missing = Counter({w: n for w, n in missing.items() if not _is_cut(w, more)})
    if not missing:
        return 0, ""
    return missing.total(), max(lines, key=lambda line: _share(line, missing))


def _is_cut(word: str, more: Collection[str]) -> bool:
    """Return whether a word is part of one of ``more``, or made of several of them."""
    if any(word in other for other in more):
        return True
    ends = [0]  # where a word of ``more`` may end in it, and the next one begin
    for end in range(1, len(word) + 1):
        if any(word[start:end] in more for start in ends):
            ends.append(end)
    return ends[-1] == len(word)


def _share(line: str, missing: Counter[str]) -> float:
    found = list(_words([line]))
    return sum(word in missing for word in found) / len(found) if found else 0.0


def _words(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        plain = unicodedata.normalize("NFKC", _INSIDE.sub("", text)).casefold()
        yield from _WORD.findall(plain)


def _said(document: Document) -> Iterator[str]:
    """Yield the words of a document, metadata included."""
    meta = document.meta
    yield from (document.title, meta.author, meta.role, meta.date, meta.description)
    for block in document.blocks:
        yield "".join(_characters(block))


def _characters(tree: object) -> Iterator[str]:
    """Yield characters, with a space around those that are not in a word."""
    match tree:
        case Literal():
            yield tree.text
        case Div():
            yield f" {tree.title} "
    apart = not isinstance(tree, Node) or type(tree).__name__ not in _RUNNING
    yield " " if apart else ""
    for child in children(tree):
        yield from _characters(child)
    yield " " if apart else ""


_RUNNING = ("Text", "Code", "Emph", "Strong", "Deleted", "Link", "Span", "Abbr", "Sentence")
"""Nodes in which a word may begin and end outside of them."""

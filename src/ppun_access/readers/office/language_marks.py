"""Mark passages in another language, which pandoc ignores, by characters in the text.

A word processor knows the language of each run of text: its spelling checker needs it.
It is often wrong, for a template's language sticks to what is pasted: a passage whose
words are French stays French, whatever it says.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from lxml import etree

from ppun_access.document.model import Inline, Span, Text
from ppun_access.french.lexical.lists import is_function_word
from ppun_access.french.text.words import words

OPEN, AFTER_TAG, CLOSE = "\ufdd2", "\ufdd3", "\ufdd4"
"""Noncharacters of Unicode: no text may hold them, so they can mark our places."""
_FIRST = 0xF0000
"""A letter of a language's tag is written as a private character: it is in no word."""
_MARK = re.compile(f"{OPEN}([^{OPEN}{AFTER_TAG}]*+){AFTER_TAG}|{CLOSE}")
_FRENCH = 0.15
"""From this share of French words of grammar on, a passage is French; that of French
texts is near one half, that of English ones below one tenth (« on », « son »)."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of one element, its ``text`` or its ``tail``, and their language."""

    element: etree._Element
    tail: bool
    lang: str
    paragraph: int

    @property
    def text(self) -> str:
        """The characters."""
        return (self.element.tail if self.tail else self.element.text) or ""

    def write(self, text: str) -> None:
        """Put ``text`` in their place."""
        if self.tail:
            self.element.tail = text
        else:
            self.element.text = text


def mark_languages(pieces: Iterable[Piece]) -> str:
    """Mark each passage that is in another language than most; return that of most.

    Empty when the document says none, or when it says another and is French.
    """
    found = list(pieces)
    letters: Counter[str] = Counter()
    for piece in found:
        piece.write(_MARK.sub("", piece.text))
        letters[_main(piece.lang)] += sum(map(str.isalpha, piece.text))
    most = max(letters, key=lambda lang: letters[lang], default="")
    whole = " ".join(p.text for p in found if _main(p.lang) == most)
    lang = "fr" if most != "fr" and _is_french(whole) else most
    for (_, other), group in groupby(found, key=lambda p: (p.paragraph, p.lang)):
        passage = list(group)
        text = "".join(piece.text for piece in passage)
        if _main(other) not in ("", most, lang) and _is_foreign(text):
            for piece in passage:
                piece.write(_marked(piece.text, other))
    return "" if lang == "fr" and most != "fr" else lang


def folded(line: Iterable[Inline]) -> tuple[Inline, ...]:
    """Return a line with a span for each passage between marks."""
    found: list[Inline] = []
    lang = ""
    held: list[Inline] = []
    for inline in line:
        if not isinstance(inline, Text) or not _MARK.search(inline.text):
            (held if lang else found).append(inline)
            continue
        for kind, text in _pieces(inline.text):
            if kind == "text":
                (held if lang else found).append(Text(text))
                continue
            _close(found, held, lang)
            held, lang = [], text
    _close(found, held, lang)
    return tuple(found)


def unmarked(text: str) -> str:
    """Return a text without our marks."""
    return _MARK.sub("", text)


def _close(found: list[Inline], held: list[Inline], lang: str) -> None:
    """Wrap a passage in a span, joined to the one before if it has the same language."""
    if not held:
        return
    match found[-1] if found else None:
        case Span(children, "", None, 0, lang=last) if last == lang and lang:
            found[-1] = Span((*children, *held), lang=lang)
        case _ if lang:
            found.append(Span(tuple(held), lang=lang))
        case _:
            found.extend(held)


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    end = 0
    for mark in _MARK.finditer(text):
        if mark.start() > end:
            yield "text", text[end : mark.start()]
        tag = "".join(chr(ord(c) - _FIRST) for c in mark[1] or "" if ord(c) > _FIRST)
        yield "mark", tag
        end = mark.end()
    if end < len(text):
        yield "text", text[end:]


def _marked(text: str, lang: str) -> str:
    tag = "".join(chr(_FIRST + ord(c)) for c in lang)
    return f"{OPEN}{tag}{AFTER_TAG}{text}{CLOSE}" if text else text


def _main(lang: str) -> str:
    return lang.partition("-")[0].lower()


def _is_foreign(text: str) -> bool:
    return any(map(str.isalpha, text)) and not _is_french(text)


def _is_french(text: str) -> bool:
    found = words(text)
    share = sum(map(is_function_word, found))
    return bool(found) and share / len(found) >= _FRENCH

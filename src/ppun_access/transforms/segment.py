"""Wrap each sentence of a document in a node whose id is made from its words."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import TypeAlias

from ppun_access.document.build import SENSE_BREAK
from ppun_access.document.model import (
    Abbr,
    Definition,
    Deleted,
    Document,
    Figure,
    Heading,
    Image,
    Inline,
    LineBreak,
    Link,
    Literal,
    Node,
    Note,
    Para,
    Pos,
    Sentence,
    Table,
    Text,
)
from ppun_access.document.walk import plain_text, shown_text, walk
from ppun_access.french.text.sentences import pieces, split_sentences
from ppun_access.report import Report
from ppun_access.transforms.model import TransformOptions

ID_DIGITS = 8
PICTURE = "i"
"""What opens the id of a picture; that of a sentence opens with « s »."""


def segment(document: Document, options: TransformOptions, report: Report) -> Document:
    """Wrap the text of ``document`` in sentences; name the pictures that are described.

    The id of a sentence is made from its words alone: it is the same wherever the
    sentence moves. What is too long to be one is cut. A sentence that comes again gets a
    number. So does a picture, whose
    description may be heard by itself.
    """
    seen: Counter[str] = Counter()
    return walk(document, lambda node: _segmented(node, seen))


def _segmented(node: Node, seen: Counter[str]) -> Node:
    match node:
        case Para() | Heading():
            return replace(node, children=_sentences(node.children, seen, node.pos))
        case Definition():
            return replace(node, term=_sentences(node.term, seen, node.pos))
        case Table() | Figure():
            return replace(node, caption=_sentences(node.caption, seen, node.pos))
        case Image(id="") if words := plain_text(node).strip():
            return replace(node, id=passage_id(words, seen, PICTURE))
        case _:
            return node


def _sentences(line: Line, seen: Counter[str], pos: Pos | None) -> Line:
    if any(isinstance(inline, Sentence) for inline in line):
        return line
    return tuple(_cut_up(line, seen, pos))


def _cut_up(line: Line, seen: Counter[str], pos: Pos | None) -> Iterator[Inline]:
    sentences = split_sentences(shown_text(line))
    for piece in (piece for sentence in sentences for piece in pieces(sentence)):
        words, space = len(piece.rstrip()), len(piece) - len(piece.rstrip())
        if words:
            sentence, line = split_inlines(line, words)
            yield Sentence(sentence, id=passage_id(piece, seen), pos=pos)
        if space:
            blank, line = split_inlines(line, space)
            yield from walk(Sentence(blank), _bare).children
    yield from line


def _bare(inline: Node) -> Node | tuple[Node, ...]:
    """Return the space after a sentence without the end of a link, an abbreviation….

    Writers would take what is left of it for a link without words, and show its address.
    A sense line ends inside a sentence only: between two, it is a space.
    """
    if inline == SENSE_BREAK:
        return Text(SENSE_BREAK.text)
    if isinstance(inline, Link | Abbr | Deleted) and not plain_text(inline).strip():
        return inline.children
    return inline


def passage_id(text: str, seen: Counter[str], kind: str = "s") -> str:
    """Return the id of a sentence or a picture; ``seen`` counts those of its document."""
    words = " ".join(text.split())
    digest = hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:ID_DIGITS]
    name = f"{kind}-{digest}"
    seen[name] += 1
    return name if seen[name] == 1 else f"{name}-{seen[name]}"


# Cutting lines


Line: TypeAlias = tuple[Inline, ...]


def split_inlines(line: Line, offset: int) -> tuple[Line, Line]:
    """Return ``line`` before and after ``offset`` characters of its text.

    Emphasis, links and the like that span the cut are there on both sides. What has no
    text of its own (a footnote's mark, a picture) stays with what it follows.
    """
    before: list[Inline] = []
    for at, inline in enumerate(line):
        length = len(shown_text((inline,)))
        if length > offset:
            left, right = _cut_inline(inline, offset)
            return (*before, *left), (*right, *line[at + 1 :])
        before.append(inline)
        offset -= length
        if offset == 0 and not _is_mark(line, at + 1):
            return tuple(before), line[at + 1 :]
    return tuple(before), ()


def _is_mark(line: Line, at: int) -> bool:
    return at < len(line) and not shown_text((line[at],))


def _cut_inline(inline: Inline, offset: int) -> tuple[Line, Line]:
    if offset == 0:
        return (), (inline,)
    match inline:
        case LineBreak() | Note() | Image():
            return (inline,), ()
        case Literal():
            text = inline.text
            return (replace(inline, text=text[:offset]),), (
                replace(inline, text=text[offset:]),
            )
        case _:
            left, right = split_inlines(inline.children, offset)
            return (replace(inline, children=left),), (replace(inline, children=right),)

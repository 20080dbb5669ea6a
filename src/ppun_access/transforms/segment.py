"""Cut text into sentences, each with an id that lasts as long as its words do."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from ppun_access.document.build import SENSE_BREAK
from ppun_access.document.cut import Line, cut
from ppun_access.document.model import (
    Abbr,
    Definition,
    Document,
    Figure,
    Heading,
    Image,
    Inline,
    Link,
    Node,
    Para,
    Pos,
    Sentence,
    Table,
    Text,
)
from ppun_access.document.walk import plain_text, running_text, walk
from ppun_access.french.text.pieces import pieces
from ppun_access.french.text.sentences import split_sentences
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
    sentences = split_sentences(running_text(line))
    for piece in (piece for sentence in sentences for piece in pieces(sentence)):
        words, space = len(piece.rstrip()), len(piece) - len(piece.rstrip())
        if words:
            sentence, line = cut(line, words)
            yield Sentence(sentence, id=passage_id(piece, seen), pos=pos)
        if space:
            blank, line = cut(line, space)
            yield from walk(Sentence(blank), _bare).children
    yield from line


def _bare(inline: Node) -> Node | tuple[Node, ...]:
    """Return the space after a sentence without the end of a link or an abbreviation.

    Writers would take what is left of it for a link without words, and show its address.
    A sense line ends inside a sentence only: between two, it is a space.
    """
    if inline == SENSE_BREAK:
        return Text(SENSE_BREAK.text)
    if isinstance(inline, Link | Abbr) and not plain_text(inline).strip():
        return inline.children
    return inline


def passage_id(text: str, seen: Counter[str], kind: str = "s") -> str:
    """Return the id of a sentence or a picture; ``seen`` counts those of its document."""
    words = " ".join(text.split())
    digest = hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:ID_DIGITS]
    name = f"{kind}-{digest}"
    seen[name] += 1
    return name if seen[name] == 1 else f"{name}-{seen[name]}"

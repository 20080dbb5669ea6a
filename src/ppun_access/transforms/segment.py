"""Cut text into sentences, each with an id that lasts as long as its words do."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from ppun_access.document.cut import Line, cut
from ppun_access.document.model import (
    Definition,
    Document,
    Figure,
    Heading,
    Inline,
    Node,
    Para,
    Pos,
    Sentence,
    Table,
)
from ppun_access.document.walk import running_text, walk
from ppun_access.french.sentences import split_sentences
from ppun_access.report import Report
from ppun_access.transforms.model import TransformOptions

ID_DIGITS = 8


def segment(document: Document, options: TransformOptions, report: Report) -> Document:
    """Wrap the text of ``document`` in sentences.

    The id of a sentence is made from its words alone: it is the same wherever the
    sentence moves. A sentence that comes again gets a number.
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
        case _:
            return node


def _sentences(line: Line, seen: Counter[str], pos: Pos | None) -> Line:
    if any(isinstance(inline, Sentence) for inline in line):
        return line
    return tuple(_cut_up(line, seen, pos))


def _cut_up(line: Line, seen: Counter[str], pos: Pos | None) -> Iterator[Inline]:
    for piece in split_sentences(running_text(line)):
        words, space = len(piece.rstrip()), len(piece) - len(piece.rstrip())
        if words:
            sentence, line = cut(line, words)
            yield Sentence(sentence, id=sentence_id(piece, seen), pos=pos)
        if space:
            blank, line = cut(line, space)
            yield from blank
    yield from line


def sentence_id(text: str, seen: Counter[str]) -> str:
    """Return the id of a sentence; ``seen`` counts those of its document."""
    words = " ".join(text.split())
    digest = hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:ID_DIGITS]
    seen[digest] += 1
    return f"s-{digest}" if seen[digest] == 1 else f"s-{digest}-{seen[digest]}"

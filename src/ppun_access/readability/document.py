"""Score the body of a document: its paragraphs, its lead among them.

Headings, list items, tables, code, the signature, the description of a picture and the
status of an easy-to-read text are no running text: they are scored apart or not at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ppun_access.document.model import (
    Block,
    Callout,
    Div,
    Document,
    Inline,
    Para,
    Quote,
    Sentence,
)
from ppun_access.document.walk import nodes, running_text
from ppun_access.french import split_sentences, words
from ppun_access.readability.scores import Scores, score_sentences

_APART = frozenset({"signature", "status", "description"})


@dataclass(frozen=True, slots=True)
class SentenceRow:
    """One sentence of the body; ``id`` is empty and ``line`` None when nobody knows."""

    id: str
    text: str
    line: int | None
    """In the source file, counted from 1."""
    words: int


def score_document(document: Document) -> Scores:
    """Return the scores of the body of ``document``; all zero when it has none."""
    return score_sentences([row.text for row in sentence_rows(document)])


def sentence_rows(document: Document) -> tuple[SentenceRow, ...]:
    """Return the sentences of the body in reading order, those without a word left out.

    They are the ``Sentence`` nodes where the document is segmented, else a cut of its text.
    """
    paragraphs = _paragraphs(document.blocks)
    rows = (row for paragraph in paragraphs for row in _rows(paragraph))
    return tuple(row for row in rows if row.words)


def _paragraphs(blocks: Iterable[Block]) -> Iterator[Para]:
    """Yield the paragraphs of running text below ``blocks``."""
    for block in blocks:
        match block:
            case Para():
                yield block
            case Div() if block.role not in _APART:
                yield from _paragraphs(block.blocks)
            case Quote() | Callout():
                yield from _paragraphs(block.blocks)
            case _:
                pass


def _rows(paragraph: Para) -> Iterator[SentenceRow]:
    """Yield the sentences of ``paragraph``, white space around them left out."""
    line = paragraph.pos.line if paragraph.pos else None
    if not any(isinstance(child, Sentence) for child in paragraph.children):
        for text in split_sentences(running_text(paragraph.children)):
            yield SentenceRow("", text.strip(), line, len(words(text)))
        return
    for child in paragraph.children:
        text = running_text((child,))
        yield SentenceRow(child.id, text.strip(), _line(child) or line, len(words(text)))


def _line(inline: Inline) -> int | None:
    """Return the first line that is known of ``inline``."""
    return next((node.pos.line for node in nodes(inline) if node.pos), None)

"""Score a document: its body, lead included, and apart from it its lists and headings.

Headings and list items are scored apart, so that short bullets do not flatter a text.
Tables, code, the signature, the description of a picture and the status of an easy-to-read
text are not scored.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from ppun_access.document.model import (
    NOT_AUTHORS,
    Block,
    Callout,
    DefinitionList,
    Div,
    Document,
    Heading,
    Inline,
    List,
    Para,
    Quote,
    Sentence,
)
from ppun_access.document.walk import nodes, running_text
from ppun_access.french import split_sentences
from ppun_access.readability.causes import Cause, causes
from ppun_access.readability.composite import difficulty, level_of
from ppun_access.readability.scores import Scores, as_json, score_sentences
from ppun_access.readability.sentence_counts import sentence_counts


@dataclass(frozen=True, slots=True)
class SentenceRow:
    """One sentence; ``id`` is empty and ``line`` None when nobody knows."""

    id: str
    text: str
    line: int | None
    """In the source file, counted from 1."""
    words: int


@dataclass(frozen=True, slots=True)
class DocumentScores:
    """The scores of the three kinds of text in a document, each all zero without any."""

    body: Scores
    lists: Scores
    """Of the items of lists, and of what definitions say."""
    headings: Scores


def score_document(document: Document) -> Scores:
    """Return the scores of the body of ``document``; all zero when it has none."""
    return _score(_paragraphs(document.blocks))


def score_parts(document: Document) -> DocumentScores:
    """Return the scores of the body, of the lists and of the headings of ``document``."""
    return DocumentScores(
        body=score_document(document),
        lists=_score(_items(document.blocks)),
        headings=_score(_headings(document.blocks)),
    )


def parts_as_json(scores: DocumentScores) -> dict[str, Any]:
    """Return the scores of the body under the catalogue's keys, with the other two."""
    apart = {"lists": as_json(scores.lists), "headings": as_json(scores.headings)}
    return {**as_json(scores.body), **apart}


def _score(lines: Iterable[Para | Heading]) -> Scores:
    return score_sentences([row.text for line in lines for row in _rows(line)])


def sentence_rows(document: Document) -> tuple[SentenceRow, ...]:
    """Return the sentences of the body in reading order, those without a word left out.

    They are the ``Sentence`` nodes where the document is segmented, else a cut of its text.
    """
    return _rows_of(_paragraphs(document.blocks))


def listed_rows(document: Document) -> tuple[SentenceRow, ...]:
    """Return the sentences of the lists, as ``sentence_rows`` those of the body."""
    return _rows_of(_items(document.blocks))


def _rows_of(paragraphs: Iterable[Para]) -> tuple[SentenceRow, ...]:
    rows = (row for paragraph in paragraphs for row in _rows(paragraph))
    return tuple(row for row in rows if row.words)


def _flow(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield ``blocks``, the insides of sections, quotations and callouts for themselves."""
    for block in blocks:
        match block:
            case Div(role=role) if role in NOT_AUTHORS:
                pass
            case Div() | Quote() | Callout():
                yield from _flow(block.blocks)
            case _:
                yield block


def _paragraphs(blocks: Iterable[Block]) -> Iterator[Para]:
    """Yield the paragraphs of running text below ``blocks``."""
    return (block for block in _flow(blocks) if isinstance(block, Para))


def _headings(blocks: Iterable[Block]) -> Iterator[Heading]:
    return (block for block in _flow(blocks) if isinstance(block, Heading))


def _items(blocks: Iterable[Block]) -> Iterator[Para]:
    """Yield the paragraphs in the lists below ``blocks``."""
    for block in _flow(blocks):
        if isinstance(block, List | DefinitionList):
            for item in block.items:
                yield from _paragraphs(item.blocks)
                yield from _items(item.blocks)


def _rows(paragraph: Para | Heading) -> Iterator[SentenceRow]:
    """Yield the sentences of ``paragraph``, white space around them left out."""
    line = paragraph.pos.line if paragraph.pos else None
    if not any(isinstance(child, Sentence) for child in paragraph.children):
        for text in split_sentences(running_text(paragraph.children)):
            yield _row("", text, line)
        return
    for child in paragraph.children:
        yield _row(child.id, running_text((child,)), _line(child) or line)


def _row(id_: str, text: str, line: int | None) -> SentenceRow:
    return SentenceRow(id_, text.strip(), line, sentence_counts(text.strip()).words)


def _line(inline: Inline) -> int | None:
    """Return the first line that is known of ``inline``."""
    return next((node.pos.line for node in nodes(inline) if node.pos), None)


# Sentences


__all__ = ["Cause", "ScoredSentence", "hardest", "listed_sentences", "scored_sentences"]


@dataclass(frozen=True, slots=True)
class ScoredSentence:
    """One sentence; ``id`` is empty and ``line`` None when nobody knows."""

    id: str
    text: str
    line: int | None
    """In the source file, counted from 1."""
    words: int
    difficulty: float
    """0 (easiest) to 100."""
    level: str
    causes: tuple[Cause, ...]
    """The weightiest first."""
    in_list: bool = False


def scored_sentences(document: Document) -> tuple[ScoredSentence, ...]:
    """Return the sentences of the body of ``document`` in reading order."""
    return tuple(map(_scored, sentence_rows(document)))


def listed_sentences(document: Document) -> tuple[ScoredSentence, ...]:
    """Return the sentences of the lists of ``document`` in reading order."""
    return tuple(replace(_scored(row), in_list=True) for row in listed_rows(document))


def hardest(sentences: Iterable[ScoredSentence], most: int) -> tuple[ScoredSentence, ...]:
    """Return the ``most`` hardest; the first of two as hard comes first."""
    ranked = sorted(sentences, key=lambda sentence: -sentence.difficulty)
    return tuple(ranked[:most])


def _scored(row: SentenceRow) -> ScoredSentence:
    found = sentence_counts(row.text)
    hard = difficulty((found,))
    level, why = level_of(hard), causes(found, hard)
    return ScoredSentence(row.id, row.text, row.line, row.words, hard, level, why)

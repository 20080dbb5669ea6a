"""The sentences of a document, in order, and which ones a draft leaves as they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ppun_access.document.model import (
    NOT_AUTHORS,
    Block,
    Callout,
    Code,
    CodeBlock,
    DefinitionList,
    Div,
    Document,
    Emph,
    Heading,
    Inline,
    List,
    Para,
    Quote,
    Sentence,
    Span,
    Table,
)
from ppun_access.document.walk import nodes, plain_text, running_text
from ppun_access.easy.draft.model import Source
from ppun_access.easy.draft.parse.text import is_endless
from ppun_access.easy.draft.tables import as_prose
from ppun_access.french import split_sentences


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence, or what nobody rewrites (``kept``): a title, a quotation, a code.

    What is too long to be a sentence is kept too.
    """

    source: Source
    line: int | None
    """In the source file, counted from 1."""
    place: tuple[str, int]
    """The text and the block that it stands in, counted from 0."""
    kept: bool = False
    mark: str = ""
    """« - » or « 1. » and a space before the first block of an item of a list."""


def passages(document: Document) -> tuple[Passage, ...]:
    """Return all that is read of ``document``, in order; no signature, no large table."""
    return tuple(
        passage
        for number, (block, kept, mark) in enumerate(_flow(document.blocks, False))
        for passage in _of(block, (document.id, number), kept, mark)
    )


def _flow(blocks: Iterable[Block], kept: bool) -> Iterator[tuple[Block, bool, str]]:
    """Yield the blocks that hold text, whether somebody else wrote them, their mark."""
    for block in blocks:
        match block:
            case Div(role=role) if role in NOT_AUTHORS:
                pass
            case Div() | Callout():
                yield from _flow(block.blocks, kept)
            case Quote():
                yield from _flow(block.blocks, True)
            case List():
                yield from _items(block, kept)
            case DefinitionList():
                for defined in block.items:
                    yield from _flow(defined.blocks, kept)
            case Table():
                # What a row became is no sentence of the author: nobody rewrites it.
                yield from _flow(as_prose(block), kept or len(block.rows[0].cells) > 1)
            case Heading() | CodeBlock() | Para():
                yield block, kept or not isinstance(block, Para), ""
            case _:
                pass


def _items(block: List, kept: bool) -> Iterator[tuple[Block, bool, str]]:
    for number, item in enumerate(block.items, block.start):
        mark = f"{number}. " if block.ordered else "- "
        for n, (inner, own, deeper) in enumerate(_flow(item.blocks, kept)):
            yield inner, own, deeper if n else mark


def _of(block: Block, place: tuple[str, int], kept: bool, mark: str) -> Iterator[Passage]:
    line = block.pos.line if block.pos else None
    if isinstance(block, CodeBlock):
        yield Passage(Source(block.text), line, place, True, mark)
    elif isinstance(block, Para | Heading):
        for text, inlines in _sentences(block):
            if text:
                at = next((n.pos.line for i in inlines for n in nodes(i) if n.pos), line)
                source = Source(text, tuple(_names(inlines)))
                yield Passage(source, at, place, kept or is_endless(text), mark)


def _sentences(block: Para | Heading) -> Iterator[tuple[str, tuple[Inline, ...]]]:
    if not any(isinstance(child, Sentence) for child in block.children):
        for text in split_sentences(running_text(block.children)):
            yield text.strip(), block.children
        return
    for child in block.children:
        yield " ".join(running_text((child,)).split("\n")).strip(), (child,)


def _names(inlines: Iterable[Inline]) -> Iterator[str]:
    """Yield the titles (in italics), the code and the words of another language."""
    for inline in inlines:
        for node in nodes(inline):
            foreign = isinstance(node, Span) and bool(node.lang)
            if isinstance(node, Code | Emph) or foreign:
                yield plain_text(node)

"""List the passages of a document that its author wrote, in reading order.

Quotations, code, the signature, the state of an easy version and the description of a
missing picture are somebody else's words, or no sentence.
"""

from __future__ import annotations

from collections.abc import Iterator

from ppun_access.document.model import (
    NOT_AUTHORS,
    Block,
    Callout,
    CodeBlock,
    DefinitionList,
    Div,
    Document,
    Figure,
    Heading,
    Inline,
    List,
    Node,
    Para,
    Quote,
    Rule,
    Sentence,
    Table,
)
from ppun_access.document.sources import page_of_source
from ppun_access.document.walk import masked_text, nodes, running_text
from ppun_access.easy.audit.model import Kind, Passage
from ppun_access.settings.thresholds import ENDLESS_CHARACTERS


def passages(document: Document) -> tuple[Passage, ...]:
    """Return the title, the headings, the sentences, the items of ``document``."""
    file = page_of_source(document.meta.source)
    title = Passage(document.title, document.title, "titre", None, file)
    return (title, *_of_blocks(document.blocks, "phrase"))


def _of_blocks(blocks: tuple[Block, ...], kind: Kind) -> Iterator[Passage]:
    for block in blocks:
        yield from _of_block(block, kind)


def _of_block(block: Block, kind: Kind) -> Iterator[Passage]:  # noqa: C901 - one case a node
    match block:
        case Heading():
            yield _passage(block.children, "titre", block)
        case Para():
            yield from _of_line(block.children, kind, block)
        case List():
            for item in block.items:
                yield from _of_blocks(item.blocks, "element")
        case DefinitionList():
            for entry in block.items:
                yield _passage(entry.term, "element", block)
                yield from _of_blocks(entry.blocks, "definition")
        case Callout():
            yield from _of_blocks(block.blocks, kind)
        case Table():
            cells = (cell for row in block.rows for cell in row.cells)
            for cell in cells:
                yield from _of_blocks(cell.blocks, "case")
        case Figure():
            yield from _of_line(block.caption, kind, block)
        case Div():
            if block.role not in NOT_AUTHORS:
                yield from _of_blocks(block.blocks, kind)
        case Quote() | CodeBlock() | Rule():
            return


def _of_line(line: tuple[Inline, ...], kind: Kind, block: Node) -> Iterator[Passage]:
    """Yield the sentences of a line of text, or the whole of it when it is not cut."""
    cut = [inline for inline in line if isinstance(inline, Sentence)]
    if not cut:
        yield from (p for p in (_passage(line, kind, block),) if p.text)
        return
    for at, sentence in enumerate(cut):
        last = at == len(cut) - 1
        found = _passage(sentence.children, kind, sentence, block, ends_line=last)
        if found.text:
            yield found


def _passage(
    line: tuple[Inline, ...],
    kind: Kind,
    node: Node,
    block: Node | None = None,
    *,
    ends_line: bool = True,
) -> Passage:
    places = (n.pos for top in (node, *line) for n in nodes(top))
    pos = next((p for p in places if p), block.pos if block else None)
    text = " ".join(running_text(line).split())
    prose = " ".join("".join(map(masked_text, line)).split())[:ENDLESS_CHARACTERS]
    return Passage(
        text, prose, kind, pos.line if pos else None, pos.file if pos else "", ends_line
    )

"""Repair the order of headings: no level skipped, titles of parts made headings."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from ppun_access.document.model import (
    Block,
    Callout,
    Cell,
    Definition,
    DefinitionList,
    Div,
    Heading,
    List,
    ListItem,
    Para,
    Quote,
    Table,
    Text,
)
from ppun_access.document.walk import plain_text
from ppun_access.writers.characters import clean

LAST_LEVEL = 6

Item = TypeVar("Item", ListItem, Definition, Cell)


def outlined(blocks: tuple[Block, ...], first: int = 2) -> tuple[Block, ...]:
    """Return ``blocks`` with headings from level ``first`` on, none of them skipped.

    The title of a part or of a tab becomes a heading, the first of its blocks, and takes
    the part's id; the headings of the part come below it.
    """
    return _outlined(blocks, first, [])


def _outlined(blocks: tuple[Block, ...], first: int, open_: list[int]) -> tuple[Block, ...]:
    """``open_`` holds the levels, as written, of the headings above this place."""
    return tuple(_block(_heading_or_para(block), first, open_) for block in blocks)


def _heading_or_para(block: Block) -> Block:
    """Return a heading that has no words, only a picture perhaps, as a paragraph."""
    if isinstance(block, Heading) and not clean(plain_text(block)).strip():
        return Para(block.children, id=block.id, lang=block.lang, pos=block.pos)
    return block


def _block(block: Block, first: int, open_: list[int]) -> Block:
    match block:
        case Heading():
            while open_ and open_[-1] >= block.level:
                open_.pop()
            open_.append(block.level)
            return replace(block, level=min(first + len(open_) - 1, LAST_LEVEL))
        case Div() if block.title:
            return _titled(block, min(first + len(open_), LAST_LEVEL))
        case Div() | Quote() | Callout():
            return replace(block, blocks=_outlined(block.blocks, first, open_))
        case List():
            items = (_item(item, first, open_) for item in block.items)
            return replace(block, items=tuple(items))
        case DefinitionList():
            terms = (_item(item, first, open_) for item in block.items)
            return replace(block, items=tuple(terms))
        case Table():
            rows = (
                replace(r, cells=tuple(_item(cell, first, open_) for cell in r.cells))
                for r in block.rows
            )
            return replace(block, rows=tuple(rows))
        case _:
            return block


def _titled(div: Div, level: int) -> Div:
    title = Heading(level, (Text(div.title),), id=div.id, pos=div.pos)
    below = _outlined(div.blocks, level + 1, [])
    return replace(div, blocks=(title, *below), title="", id="")


def _item(item: Item, first: int, open_: list[int]) -> Item:
    return replace(item, blocks=_outlined(item.blocks, first, open_))


def without_title(blocks: tuple[Block, ...], title: str) -> tuple[Block, ...]:
    """Return ``blocks`` without a first heading that repeats ``title``."""
    match blocks:
        case (Heading() as first, *rest) if plain_text(first).strip() == title:
            return tuple(rest)
        case _:
            return blocks


def split_status(
    blocks: tuple[Block, ...],
) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Return the state of the text, which goes under the title, and the rest."""
    cut = 0
    while cut < len(blocks) and getattr(blocks[cut], "role", "") == "status":
        cut += 1
    return blocks[:cut], blocks[cut:]

"""Limit how deep a page may nest: deeper content becomes plain paragraphs.

Writers, checks and voices go down a text level by level; a page of a thousand levels is
a fault or an attack, and no reader of the text could follow more than a few.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from ppun_access.document.model import (
    Abbr,
    Block,
    Callout,
    Definition,
    DefinitionList,
    Deleted,
    Div,
    Emph,
    Link,
    List,
    ListItem,
    Node,
    Note,
    Para,
    Pos,
    Quote,
    Row,
    Span,
    Strong,
    Table,
    Text,
)
from ppun_access.document.walk import children, plain_text
from ppun_access.report import Finding, Report

DEEPEST = 24
"""Blocks in one another, and inlines in one another."""
TOO_DEEP = (
    f"Ce passage est imbriqué dans plus de {DEEPEST} listes, citations ou blocs : ce qui "
    "est plus profond est publié comme de simples paragraphes. Simplifiez cette partie."
)
_HOLDERS = (List, DefinitionList, Quote, Callout, Table, Div, Note)
_MARKS = (Emph, Strong, Deleted, Link, Abbr, Span)
_INSIDE = (*_HOLDERS, ListItem, Definition, Row)
_BRANCHES = ("blocks", "items", "rows", "cells", "children", "term", "caption")


def limited_depth(
    blocks: tuple[Block, ...], name: str, page: str, report: Report
) -> tuple[Block, ...]:
    """Return ``blocks`` limited to a depth of ``DEEPEST``, and report what was cut."""
    if max(map(_depth, blocks), default=0) <= DEEPEST:
        return blocks
    made = (_cut(block, DEEPEST, DEEPEST) for block in blocks)
    for block in blocks:
        if _depth(block) > DEEPEST:
            code, pos = "imbrication-profonde", block.pos or Pos(name, 1)
            passage = plain_text(block)[:200]
            finding = Finding(code, TOO_DEEP, pos, page, passage)
            report.add(finding)
    return tuple(one for found in made for one in found)


def _depth(node: Node) -> int:
    """Return how many blocks, or inlines, stand in one another: the larger."""
    deepest, stack = 0, [(node, 0, 0)]
    while stack:
        one, holders, marks = stack.pop()
        holders += isinstance(one, _HOLDERS)
        marks += isinstance(one, _MARKS)
        deepest = max(deepest, holders, marks)
        stack += [(child, holders, marks) for child in children(one)]
    return deepest


def _cut(node: Any, holders: int, marks: int) -> tuple[Any, ...]:
    """Return ``node`` with so many levels of blocks and of inlines, at most."""
    holds, marked = isinstance(node, _HOLDERS), isinstance(node, _MARKS)
    if (marked and not marks) or (isinstance(node, Note) and not holders):
        return (Text(plain_text(node)),)
    if holds and not holders:
        return tuple(one for leaf in _leaves(node) for one in _cut(leaf, 0, marks))
    holders, marks = holders - holds, marks - marked
    changes = {
        name: tuple(one for child in old for one in _cut(child, holders, marks))
        for name in _BRANCHES
        if isinstance(old := getattr(node, name, None), tuple)
    }
    return (replace(node, **changes),) if changes else (node,)


def _leaves(node: Any) -> Iterator[Block]:
    """Yield what a block holds without the blocks that hold it."""
    stack = [node]
    while stack:
        one = stack.pop()
        if not (isinstance(one, _INSIDE) or hasattr(one, "colspan")):
            yield one
            continue
        if words := getattr(one, "title", ""):
            yield Para((Text(words),), pos=one.pos)
        for line in (getattr(one, "caption", ()), getattr(one, "term", ())):
            if line:
                yield Para(line, pos=one.pos)
        stack += reversed(list(_below(one)))


def _below(node: Any) -> Iterable[Any]:
    names = ("blocks", "items", "rows", "cells")
    return (child for name in names for child in getattr(node, name, ()))

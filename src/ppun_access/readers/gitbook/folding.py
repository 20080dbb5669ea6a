"""Fold flat blocks with marks into the tree that GitBook's tags describe."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from ppun_access.document.model import Block, Div, Heading, Literal, Para, Text
from ppun_access.document.walk import plain_text, walk
from ppun_access.readers.gitbook.blocks import (
    ALONE,
    BRANCHES,
    HOLDERS,
    OPTIONAL,
    SIBLINGS,
    unknown,
    unsaid,
    words_of,
)
from ppun_access.readers.gitbook.tags import MARK, OPEN, BlockTag, Found, Making, texts
from ppun_access.readers.spaces import trimmed


@dataclass(slots=True)
class _Open:
    """A tag that has been opened and what it holds so far."""

    tag: BlockTag
    blocks: list[Block] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Folding:
    """Folds the blocks of one page."""

    found: Found
    making: Making

    def fold(self, flat: Iterable[Block]) -> tuple[Block, ...]:
        """Return the tree; what is never closed is closed where it can no longer hold."""
        stack = [_Open(BlockTag("", ""))]
        strange: Counter[str] = Counter()
        for block in flat:
            for part in self._parts(block):
                if isinstance(part, BlockTag):
                    self._tag(part, stack, strange)
                else:
                    stack[-1].blocks.append(self._inside(part))
        while len(stack) > 1:
            self._pop(stack, unclosed=True)
        return tuple(stack[0].blocks)

    def _parts(self, block: Block) -> Iterator[Block | BlockTag]:
        """Yield a block, or the tags and the text of a paragraph that has marks."""
        if not isinstance(block, Para) or OPEN not in plain_text(block):
            yield block
            return
        line: list[Any] = []
        for inline in block.children:
            if not isinstance(inline, Text) or not MARK.search(inline.text):
                line.append(inline)
                continue
            end = 0
            for mark in MARK.finditer(inline.text):
                line.append(replace(inline, text=inline.text[end : mark.start()]))
                yield from _para(block, line)
                line, end = [], mark.end()
                yield self.found.tag(mark)
            line.append(replace(inline, text=inline.text[end:]))
        yield from _para(block, line)

    def _tag(self, tag: BlockTag, stack: list[_Open], strange: Counter[str]) -> None:
        name = tag.name
        if tag.faulty or (tag.words and (name in HOLDERS or name.startswith("end"))):
            self.making.tell_faulty(tag)
        if name.startswith("end") or name in BRANCHES:
            stack[-1].blocks.extend(unsaid(tag, (), self.making))
        if name.startswith("end"):
            if strange[name.removeprefix("end")]:
                strange[name.removeprefix("end")] -= 1
            else:
                self._close(stack, tag)
        elif name in HOLDERS:
            if name == stack[-1].tag.name and name in (*SIBLINGS, *OPTIONAL):
                self._pop(stack, unclosed=True)
            stack.append(_Open(tag))
        elif name in BRANCHES:
            return
        elif name in ALONE:
            stack[-1].blocks.extend(ALONE[name](tag, (), self.making))
        else:
            strange[name] += 1
            stack[-1].blocks.extend(unknown(tag, (), self.making))

    def _close(self, stack: list[_Open], tag: BlockTag) -> None:
        name = tag.name.removeprefix("end")
        if all(opened.tag.name != name for opened in stack[1:]):
            message = (
                f"{{% {tag.name} %}} ne ferme rien : retirez cette ligne, "
                f"ou ajoutez {{% {name} %}} avant elle."
            )
            self.making.tell("balise-sans-debut", message, tag)
            return
        while stack[-1].tag.name != name:
            self._pop(stack, unclosed=True)
        self._pop(stack, unclosed=False)

    def _pop(self, stack: list[_Open], *, unclosed: bool) -> None:
        """Close the last tag; what one that needs no end seemed to hold comes after it."""
        opened = stack.pop()
        tag, held, after = opened.tag, tuple(opened.blocks), ()
        if unclosed and tag.name in OPTIONAL:
            held, after = (), held
        elif unclosed:
            message = (
                f"{{% {tag.name} %}} n’est jamais fermé : ajoutez "
                f"{{% end{tag.name} %}} à la fin de cette partie. "
                "Le texte est gardé."
            )
            self.making.tell("balise-non-fermee", message, tag)
        made = HOLDERS[tag.name](tag, held, self.making)
        lead = unsaid(tag, made, self.making)
        stack[-1].blocks.extend((*lead, *made, *after))

    def _inside(self, block: Block) -> Block:
        """Fold what is nested in a block that Markdown made: items, quotes, cells."""
        if not any(OPEN in text for text in texts(block)):
            return block
        folded: Block = self._swept(walk(_fold_nested(block, self), self._swept))
        return folded

    def _swept(self, node: Any) -> Any:
        """Take out a mark that stands where no block can be, such as a heading."""
        match node:
            case Literal(text=text) if OPEN in text:
                return replace(node, text=MARK.sub(self._in_line, text))
            case Heading():
                return replace(node, children=trimmed(list(node.children)))
            case Div(title=title) if OPEN in title:
                return replace(node, title=MARK.sub(self._in_line, title).strip())
            case _:
                return node

    def _in_line(self, mark: re.Match[str]) -> str:
        """Return what a tag leaves in a line: its words, and a finding."""
        tag = self.found.tag(mark)
        unknown(tag, (), self.making)
        return words_of(tag)


def _para(block: Para, line: list[Any]) -> Iterator[Para]:
    """Yield what stands in a paragraph between marks, if it is anything."""
    content = trimmed(line)
    if content:
        yield replace(block, children=content)


def _fold_nested(block: Any, folding: Folding) -> Any:
    changes: dict[str, Any] = {}
    for name in ("blocks", "items", "rows", "cells"):
        value = getattr(block, name, None)
        if not value:
            continue
        if name == "blocks":
            changes[name] = folding.fold(value)
        else:
            changes[name] = tuple(_fold_nested(part, folding) for part in value)
    return replace(block, **changes)

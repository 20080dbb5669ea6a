"""Read plain text by the convention of ``docs/office.md``: it has no markup.

A title line, blank lines between paragraphs, underlined or numbered headings, lists whose
items begin with a hyphen or a number, quotations that begin with « > ».
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TypeAlias

from ppun_access.document.model import (
    Block,
    Document,
    Heading,
    Inline,
    List,
    ListItem,
    Para,
    Pos,
    Quote,
    Rule,
    Text,
)
from ppun_access.readers.markdown.page import page
from ppun_access.readers.model import ReaderOptions
from ppun_access.report import Report

Line: TypeAlias = tuple[int, str]
"""A number, from 1, and the characters."""

DEEPEST = 12
"""Lists in one another; what is deeper stays at this level."""
LONGEST_HEADING = 120
"""Characters of a line that may be a numbered heading, or the title."""
_ITEM = re.compile(r"([ ]*)(?:([-*•–—‣◦])|(\d{1,4})[.)])[ ]+(?=\S)")
_NUMBERED = re.compile(r"((?:\d{1,3}\.)+\d{0,3}|\d{1,3}\)|[IVX]{1,5}\.)[ ]+\S")
_UNDERLINE = re.compile(r"(=|-|~|\*|_)\1{2,}")
_LEVELS = {"=": 2, "-": 3, "~": 4, "*": 2, "_": 3}
_SENTENCE_END = (".", ";", ":", ",", "…", "?", "!")


def read_plain(
    source: str, name: str, options: ReaderOptions, report: Report
) -> tuple[Document, ...]:
    """Return the one document of a text; ``name`` is its path, for messages."""
    text = source.expandtabs(4).replace("\f", "\n\n").replace("\v", "\n")
    paragraphs = list(_paragraphs(text))
    title, rest = _title(paragraphs)
    content = [Heading(1, _line(title), pos=Pos(name, title[0][0]))] if title else []
    return (page((*content, *_blocks(rest, name)), {}, name, options),)


def _paragraphs(text: str) -> Iterator[list[Line]]:
    """Yield the lines between blank ones."""
    lines = enumerate(text.split("\n"), 1)
    for blank, group in groupby(lines, key=lambda line: not line[1].strip()):
        if not blank:
            yield [(number, line.rstrip()) for number, line in group]


def _title(paragraphs: list[list[Line]]) -> tuple[list[Line], list[list[Line]]]:
    """Return the title, if the first line is one, and what follows it."""
    if not paragraphs:
        return [], []
    first, *others = paragraphs
    underlined = len(first) > 1 and _is_underline(first[1])
    if underlined and not _is_underline(first[0]):
        return first[:1], [first[2:], *others] if first[2:] else others
    alone = len(first) == 1 and others and len(first[0][1]) <= LONGEST_HEADING
    if alone and not (_ITEM.match(first[0][1]) or _is_underline(first[0])):
        return first, others
    return [], paragraphs


def _is_underline(line: Line) -> bool:
    return bool(_UNDERLINE.fullmatch(line[1].strip()))


def _blocks(paragraphs: Sequence[list[Line]], name: str) -> list[Block]:
    found: list[Block] = []
    headings = _numbered_headings(paragraphs)
    for at, lines in enumerate(paragraphs):
        if at in headings:
            level = min(headings[at] + 1, 6)
            found.append(Heading(level, _line(lines), pos=Pos(name, lines[0][0])))
        else:
            found.extend(_paragraph(lines, name))
    return list(_one_list(found))


def _numbered_headings(paragraphs: Sequence[list[Line]]) -> dict[int, int]:
    """Return which paragraphs are numbered headings, with their depth.

    Numbered lines of the same depth that follow one another are the items of a list.
    """
    depths = [_depth(lines) for lines in paragraphs]
    return {
        at: depth
        for at, depth in enumerate(depths)
        if depth
        and depth not in depths[at + 1 : at + 2]
        and (at == 0 or depths[at - 1] != depth)
    }


def _depth(lines: list[Line]) -> int:
    """Return how many numbers a heading has (« 1.2. Dates »: 2), 0 for no heading."""
    text = lines[0][1].strip()
    found = _NUMBERED.match(text)
    if len(lines) > 1 or not found or len(text) > LONGEST_HEADING:
        return 0
    return 0 if text.endswith(_SENTENCE_END) else len(re.findall(r"\w+", found[1]))


def _paragraph(lines: list[Line], name: str) -> Iterator[Block]:
    """Yield the blocks between two blank lines: headings, text, items, quotations."""
    loose: list[Line] = []
    while lines:
        line, *rest = lines
        if rest and _is_underline(rest[0]) and not _is_underline(line):
            yield from _para(loose, name)
            level = _LEVELS[rest[0][1].strip()[0]]
            yield Heading(level, _line([line]), pos=Pos(name, line[0]))
            loose, lines = [], rest[1:]
        elif _is_underline(line):
            yield from _para(loose, name)
            yield Rule(pos=Pos(name, line[0]))
            loose, lines = [], rest
        elif line[1].lstrip().startswith(">"):
            yield from _para(loose, name)
            count = next(
                (n for n, x in enumerate(lines) if x[1].lstrip()[:1] != ">"), len(lines)
            )
            yield from _quote(lines[:count], name)
            loose, lines = [], lines[count:]
        elif _ITEM.match(line[1]):
            yield from _para(loose, name)
            yield from _items(lines, name)
            return
        else:
            loose.append(line)
            lines = rest
    yield from _para(loose, name)


def _para(lines: list[Line], name: str) -> Iterator[Block]:
    if line := _line(lines):
        yield Para(line, pos=Pos(name, lines[0][0]))


def _line(lines: list[Line]) -> tuple[Inline, ...]:
    """Return lines as one: their ends are spaces."""
    text = re.sub(r"[ \n]+", " ", " ".join(line for _, line in lines)).strip(" ")
    return (Text(text),) if text else ()


def _quote(lines: list[Line], name: str) -> Iterator[Block]:
    inner = [(n, line.lstrip().lstrip(">").strip(" ")) for n, line in lines]
    parts = groupby(inner, key=lambda line: not line[1])
    paras = [p for blank, part in parts if not blank for p in _para(list(part), name)]
    if paras:
        yield Quote(tuple(paras), pos=Pos(name, lines[0][0]))


# Lists


@dataclass(slots=True)
class _Growing:
    """A list that is being read: how far it is set in, its items and their lines."""

    indent: int
    ordered: bool
    start: int
    items: list[tuple[list[Line], list[Block]]] = field(default_factory=list)

    def built(self, name: str) -> List:
        """Return the list."""
        items = tuple(
            ListItem((*_para(text, name), *inside)) for text, inside in self.items
        )
        return List(items, self.ordered, self.start, pos=Pos(name, self.items[0][0][0][0]))


def _items(lines: list[Line], name: str) -> Iterator[Block]:
    """Yield the lists of lines, the first of which begins an item."""
    stack: list[_Growing] = []
    for number, line in lines:
        mark = _ITEM.match(line)
        if not mark:
            stack[-1].items[-1][0].append((number, line))
            continue
        indent, ordered = len(mark[1]), mark[3] is not None
        while len(stack) > 1 and indent <= stack[-2].indent:
            _close(stack, name)
        if stack and indent <= stack[-1].indent + 1 and ordered != stack[-1].ordered:
            top = _close(stack, name)
            if top:
                yield top
        if not stack or (indent > stack[-1].indent + 1 and len(stack) < DEEPEST):
            stack.append(_Growing(indent, ordered, int(mark[3] or 1)))
        stack[-1].items.append(([(number, line[mark.end() :])], []))
    while len(stack) > 1:
        _close(stack, name)
    yield stack[0].built(name)


def _close(stack: list[_Growing], name: str) -> List | None:
    """Put the innermost list in the item above it; return it when there is none."""
    inner = stack.pop()
    if not stack:
        return inner.built(name)
    stack[-1].items[-1][1].append(inner.built(name))
    return None


def _one_list(blocks: list[Block]) -> Iterator[Block]:
    """Yield blocks, those lists joined whose items blank lines keep apart."""
    held: List | None = None
    for block in blocks:
        if isinstance(block, List) and held and _goes_on(held, block):
            held = List((*held.items, *block.items), held.ordered, held.start, pos=held.pos)
            continue
        if held:
            yield held
        held = block if isinstance(block, List) else None
        if held is None:
            yield block
    if held:
        yield held


def _goes_on(before: List, after: List) -> bool:
    follows = not after.ordered or after.start == before.start + len(before.items)
    return before.ordered == after.ordered and follows

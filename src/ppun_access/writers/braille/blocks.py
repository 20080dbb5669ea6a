"""Render blocks as braille paragraphs, with their indentation.

Indents are in cells, counted from the margin.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal as OneOf
from typing import assert_never

from ppun_access.document.model import (
    Block,
    Callout,
    Cell,
    CodeBlock,
    Definition,
    DefinitionList,
    Div,
    Figure,
    Heading,
    List,
    Para,
    Quote,
    Rule,
    Table,
)
from ppun_access.document.walk import repeats_description
from ppun_access.writers.braille.inlines import InlineState, is_foreign, lines
from ppun_access.writers.braille.letters import Line, letters, text_of
from ppun_access.writers.characters import clean, description, one_line
from ppun_access.writers.labels import CALLOUT, TASK, code_label, labelled, says_image
from ppun_access.writers.tables import column_headers, grid
from ppun_access.writers.units import NBSP

FIRST = 2
"""How far the first line of a paragraph is set in."""
STEP = 2
"""How far what belongs to something is set in, and the later lines of an item."""
DEEPEST = 8
"""Beyond this, what is nested stands no farther in: lines of braille are short."""
ITEM = "⠤⠤"
"""What opens an item of an unordered list, in the code's own transcription."""
RULE = "⠒" * 6
_ALIGNED = re.compile(" {2,}")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that follow each other; a space breaks into lines, a no-break one does not."""

    line: Line
    first: int = FIRST
    rest: int = 0
    place: OneOf["", "centre", "middle"] = ""
    """``centre``: as a title, a blank line on either side; ``middle``: on a title page."""
    blank: int = 0
    """Empty lines before and, when centred, after."""
    joined: bool = False
    """True when what follows must begin on the same page."""
    mark: str = ""
    """Cells that go first: as text, they would be a part of the first word."""


def paragraphs(
    blocks: tuple[Block, ...], t: InlineState, indent: int = 0
) -> list[Paragraph]:
    """Return the paragraphs of ``blocks``, in reading order, set in by ``indent``."""
    deep = min(indent, DEEPEST)
    return [
        in_full(p) if is_foreign(block.lang, t) else p
        for block in blocks
        for p in _block(block, t, deep)
        if p.line
    ]


def in_full(paragraph: Paragraph) -> Paragraph:
    """Return a paragraph that contracted braille does not contract."""
    return replace(
        paragraph, line=tuple(letter._replace(base=True) for letter in paragraph.line)
    )


def _block(block: Block, t: InlineState, indent: int) -> Iterable[Paragraph]:  # noqa: C901 - one case a node
    match block:
        case Heading():
            return _heading(block, t)
        case Para():
            return _para(block, t, indent)
        case List():
            return _list(block, t, indent)
        case DefinitionList():
            return [p for item in block.items for p in _definition(item, t, indent)]
        case Quote():
            return _named("Citation", paragraphs(block.blocks, t, indent + STEP), indent)
        case Callout():
            inside = paragraphs(block.blocks, t, indent + STEP)
            return _named(CALLOUT[block.kind], inside, indent)
        case CodeBlock():
            return _code(block, indent)
        case Table():
            return _table(block, t, indent)
        case Figure():
            return _figure(block, t, indent)
        case Rule():
            return [Paragraph(letters(RULE), 0, 0, "centre", 1)]
        case Div():
            return _div(block, t, indent)
        case _:
            assert_never(block)


def _heading(heading: Heading, t: InlineState) -> Iterator[Paragraph]:
    """Yield a heading: centred at level 2, else set in by its level, after a blank line."""
    told = lines(heading.children, t, emphasis=False)
    line = joined(told)
    if heading.level <= 2:
        yield Paragraph(line, 0, 0, "centre", 1, joined=True)
    else:
        deep = 4 if heading.level == 3 else 6
        yield Paragraph(line, deep, deep, "", 1, joined=True)


def joined(told: Iterable[Line], between: str = " ") -> Line:
    """Return lines as one, with a space between."""
    found: Line = ()
    for line in told:
        found = (*found, *letters(between), *line) if found else line
    return found


def _para(para: Para, t: InlineState, indent: int) -> Iterator[Paragraph]:
    """Yield a paragraph, or each sentence of it with its later lines set in."""
    for n, line in enumerate(lines(para.children, t)):
        if t.by_sentence:
            yield Paragraph(line, indent, indent + STEP, blank=0 if n else 1)
        else:
            yield Paragraph(line, indent + (0 if n else FIRST), indent)


def _list(list_: List, t: InlineState, indent: int) -> Iterator[Paragraph]:
    for n, item in enumerate(list_.items):
        inside = paragraphs(item.blocks, t, indent + STEP)
        task = TASK[item.checked]
        head = labelled(task, "") if task else ""
        if list_.ordered:
            yield from opened(f"{list_.start + n}.{NBSP}{head}", inside, indent)
        else:
            yield from opened(head, inside, indent, mark=ITEM)


def opened(
    opening: str, inside: list[Paragraph], indent: int = 0, *, mark: str = ""
) -> Iterator[Paragraph]:
    """Yield paragraphs whose first line opens, at the margin, with words or a mark."""
    if not inside:
        return
    first, rest = inside[0], indent + STEP
    line = (*letters(opening), *first.line)
    yield replace(
        first, line=line, first=indent, rest=rest, place="", blank=0, mark=mark + first.mark
    )
    yield from (_flush(p) for p in inside[1:])


def _flush(paragraph: Paragraph) -> Paragraph:
    """Return a paragraph without the set-in of its first line, inside an item."""
    if paragraph.place or paragraph.first - paragraph.rest != FIRST:
        return paragraph
    return replace(paragraph, first=paragraph.rest)


def _named(name: str, inside: list[Paragraph], indent: int) -> Iterator[Paragraph]:
    """Yield a line that names what follows, then it."""
    if inside:
        label = letters(labelled(name, "").rstrip(" "))
        yield Paragraph(label, indent, indent, "", 1, joined=True)
        yield from inside


def _definition(item: Definition, t: InlineState, indent: int) -> Iterable[Paragraph]:
    term = joined(lines(item.term, t))
    inside = paragraphs(item.blocks, t, indent + STEP)
    if not inside:
        return [Paragraph(term, indent, indent + STEP)]
    first = inside[0]
    head = (*term, *letters(f"{NBSP}: ")) if term else ()
    told = opened("", inside, indent)
    return [
        replace(p, line=(*head, *first.line)) if n == 0 else p for n, p in enumerate(told)
    ]


def _code(block: CodeBlock, indent: int) -> Iterator[Paragraph]:
    code = clean(block.text).strip("\n").replace("\t", "    ").split("\n")
    if not any(map(str.strip, code)):
        return
    yield from _named(
        code_label(one_line(block.language)),
        [_code_line(line, indent) for line in code if line.strip()],
        indent,
    )


def _code_line(line: str, indent: int) -> Paragraph:
    """Return a line of code: its own indent is kept, as far as there is room."""
    words = line.strip()
    deep = indent + min(len(line) - len(line.lstrip()), DEEPEST)
    kept = _ALIGNED.sub(lambda spaces: NBSP * len(spaces[0]), words)
    return Paragraph(letters(kept, base=True), deep, indent + STEP)


def _figure(figure: Figure, t: InlineState, indent: int) -> Iterator[Paragraph]:
    words = description(figure.image.children)
    if words:
        line = letters(labelled("Image", words))
        yield Paragraph(line, indent + FIRST, indent, "", 0)
    caption = joined(lines(figure.caption, t))
    if caption and not repeats_description(figure):
        line = (*letters(labelled("Légende", "")), *caption)
        yield Paragraph(line, indent + FIRST, indent)


def _div(div: Div, t: InlineState, indent: int) -> list[Paragraph]:
    inside = paragraphs(div.blocks, t, indent)
    if div.title:
        title = letters(one_line(div.title))
        inside = [Paragraph(title, indent, indent, "", 1, joined=True), *inside]
    if div.role == "signature" and inside:
        inside = [
            replace(
                p, first=FIRST * 2, rest=FIRST * 2, blank=int(n == 0),
                joined=n < len(inside) - 1,
            )
            for n, p in enumerate(inside)
        ]  # fmt: skip
    if div.role == "description" and inside and not says_image(text_of(inside[0].line)):
        named = (*letters(labelled("Image", "")), *inside[0].line)
        inside = [replace(inside[0], line=named), *inside[1:]]
    return inside


def _table(table: Table, t: InlineState, indent: int) -> Iterator[Paragraph]:
    """Yield a table row by row, each cell after the header of its column."""
    cells = grid(table)
    caption = joined(lines(table.caption, t))
    told: dict[int, Line] = {}
    for cell in (cell for row in (*cells.head, *cells.body) for cell in row):
        if id(cell) not in told:  # a cell that spans rows is told once: notes count
            told[id(cell)] = joined(p.line for p in paragraphs(cell.blocks, t))
    if not any(told.values()) and not caption:
        return
    name = letters(f"Tableau{NBSP}: " if caption else "Tableau")
    yield Paragraph((*name, *caption), indent, indent + STEP, "", 1, joined=True)
    headers = [joined(one, ", ") for one in column_headers(cells, lambda c: told[id(c)])]
    if any(headers):
        line = letters(labelled("Colonnes", ""))
        titles = joined(filter(None, headers), ", ")
        yield Paragraph((*line, *titles), indent, indent + STEP)
    for n, row in enumerate(cells.body, 1):
        yield from _row(n, row, headers, told, indent)


def _row(
    number: int, row: tuple[Cell, ...], headers: list[Line], told: dict[int, Line],
    indent: int,
) -> Iterator[Paragraph]:  # fmt: skip
    title: Line = letters(f"Ligne{NBSP}{number}")
    rest = row
    if row and row[0].header and told[id(row[0])]:
        title, rest = (*title, *letters(f"{NBSP}: "), *told[id(row[0])]), row[1:]
    yield Paragraph(title, indent, indent + STEP, joined=True)
    inside = indent + STEP
    skipped = len(row) - len(rest)
    for n, cell in enumerate(rest, skipped):
        line = told[id(cell)]
        if not line or (n > skipped and row[n - 1] is cell):
            continue
        header = headers[n] if n < len(headers) else ()
        name = header or letters(f"Colonne{NBSP}{n + 1}")
        yield Paragraph((*name, *letters(f"{NBSP}: "), *line), inside, inside + STEP)

"""Render blocks as typst source."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import assert_never

from ppun_access.document.model import (
    Block,
    Callout,
    CodeBlock,
    DefinitionList,
    Div,
    Figure,
    Heading,
    Image,
    LineBreak,
    List,
    ListItem,
    Note,
    Para,
    Quote,
    Rule,
    Sentence,
    Table,
    Text,
)
from ppun_access.document.walk import nodes, plain_text
from ppun_access.writers.characters import clean
from ppun_access.writers.labels import CALLOUT, TASK, labelled, says_image
from ppun_access.writers.pdf.inlines import inlines, picture, sentences
from ppun_access.writers.pdf.source import NOTHING, call, joined, literal, stacked
from ppun_access.writers.pdf.tables import table
from ppun_access.writers.pdf.typesetting import (
    DEEPEST,
    Inside,
    Typesetting,
    as_code,
    placed,
    within,
    words,
)

INDENT = 1.6
"""Of lists, quotations and boxes, in times the size."""
_DIVS = {
    "": "", "section": "", "tabs": "", "tab": "", "lead": "lead", "signature": "signature",
    "description": "described", "status": "status",
    "credits": "",
}  # fmt: skip


def blocks(content: tuple[Block, ...], t: Typesetting) -> str:
    """Return ``content`` as one piece of source; empty when nothing would be seen."""
    return stacked(sources(content, t))


def sources(content: tuple[Block, ...], t: Typesetting) -> list[str]:
    """Return each block that is seen as source; no signature is alone on a page."""
    found: list[str] = []
    before: Block | None = None
    for item in content:
        if source := block(item, t):
            joins = isinstance(item, Div) and item.role == "signature"
            add(found, source, joins=joins and not may_turn(before))
            before = item
    return found


def add(found: list[str], source: str, *, joins: bool) -> None:
    """Add a block; one that ``joins`` is on the page of the one before, if it can be."""
    if joins and found:
        found[-1] = call("ended", found[-1], source)
    else:
        found.append(source)


def may_turn(item: Block | None) -> bool:
    """Return whether a block may need a page that is turned."""
    return item is not None and any(isinstance(node, Table) for node in nodes(item))


def block(item: Block, t: Typesetting) -> str:
    """Return one block as source; empty when nothing would be seen."""
    return placed(item, _block(item, t), t)


def _block(item: Block, t: Typesetting) -> str:  # noqa: C901 - one case a node
    match item:
        case Heading():
            return _heading(item, t)
        case Para():
            return _para(item, t)
        case List():
            return _list(item, t)
        case DefinitionList():
            return _definitions(item, t)
        case Quote():
            return _box("quoted", item.blocks, t)
        case Callout():
            label = literal(CALLOUT[item.kind])
            return _box("callout", item.blocks, t, label)
        case CodeBlock():
            return _code_block(item, t)
        case Table():
            return table(item, t)
        case Figure():
            return _figure(item, t)
        case Rule():
            return "rule()"
        case Div():
            return _div(item, t)
        case _:
            assert_never(item)


def _heading(heading: Heading, t: Typesetting) -> str:
    """Return a heading; in a cell or a note, it is a bold line: it opens no section."""
    inside = t.in_cell or t.in_note
    level = min(heading.level, t.level + 1, 6)
    scale = 1.0 if inside else t.headings[level - 1]
    with within(t, scale=scale, heavy=True):
        content = inlines(heading.children, t)
    if not content:
        return ""
    if inside:
        return call("par", call("strong", content))
    t.level = level
    return call("heading", content, level=str(level))


def _para(para: Para, t: Typesetting) -> str:
    content = _run_in(para, t)
    if not content:
        return ""
    content = call("sentences", content) if t.look.easy else call("par", content)
    if plain_text(para).rstrip().endswith(":") and not t.in_note:
        return call("announce", content)
    if not t.look.easy or t.depth or t.in_note:
        return content
    return call("kept" if _is_short(para, t) else "whole", content)


def _run_in(para: Para, t: Typesetting) -> str:
    """Return the words of a paragraph, each sentence of an easy text in one of its own."""
    if not t.look.easy:
        return inlines(para.children, t)
    lines = sentences(para.children, t)
    return joined([part for one in lines for part in ("parbreak()", one)][1:])


def _is_short(para: Para, t: Typesetting) -> bool:
    """Return whether a paragraph surely takes less than half a page: no need to measure."""
    others = any(isinstance(node, Image | Note) for node in nodes(para))
    lines = t.regular.width(plain_text(para)) * t.look.size / t.room
    lines += sum(isinstance(node, Sentence | LineBreak) for node in nodes(para)) + 1
    height = lines * 1.3 * t.look.size * t.look.line_spacing
    return not others and height < t.look.page_height / 2


def _list(list_: List, t: Typesetting) -> str:
    if t.depth >= DEEPEST:  # as lines that open with what marks them
        marks = (f"{n}. " if list_.ordered else "• " for n in count(list_.start))
        lines = zip(marks, list_.items, strict=False)
        return stacked([blocks(_marked(mark, i.blocks), t) for mark, i in lines])
    with within(t, depth=t.depth + 1, room=_narrower(t)):
        items = [(n, _item(item, t)) for n, item in enumerate(list_.items, list_.start)]
    told = [(n, source) for n, source in items if source]
    if not told:
        return ""
    if list_.ordered:
        given = (call("enum.item", str(max(n, 0)), source) for n, source in told)
        return call("numbered", *given)
    return call("bulleted", *(source for _, source in told))


def _item(item: ListItem, t: Typesetting) -> str:
    task = TASK[item.checked]
    content = _marked(labelled(task, ""), item.blocks) if task else item.blocks
    return placed(item, run_in(content, t), t)


def run_in(content: tuple[Block, ...], t: Typesetting) -> str:
    """Return blocks whose first paragraph goes on the line where they begin."""
    match content:
        case (Para() as first, *rest):
            line = placed(first, _run_in(first, t), t)
            return stacked([line, *(block(item, t) for item in rest)])
        case _:
            return blocks(content, t)


INSIDE = Inside(blocks, run_in)


def _marked(mark: str, content: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return blocks that open with ``mark``."""
    match content:
        case (Para() as first, *rest):
            return (replace(first, children=(Text(mark), *first.children)), *rest)
        case _:
            return (Para((Text(mark),)), *content)


def _definitions(list_: DefinitionList, t: Typesetting) -> str:
    told = []
    for item in list_.items:
        with within(t, heavy=True):
            term = inlines(item.term, t)
        with within(t, depth=t.depth + 1, room=_narrower(t)):
            meaning = run_in(item.blocks, t)
        if t.depth >= DEEPEST:
            line = call("par", call("strong", term)) if term else ""
            told.append(placed(item, stacked([line, meaning]), t))
        elif term or meaning:
            made = call("defined", term or '""', meaning or '""')
            told.append(placed(item, made, t))
    return stacked(told)


def _box(name: str, content: tuple[Block, ...], t: Typesetting, *before: str) -> str:
    with within(t, depth=t.depth + 1, room=_narrower(t)):
        source = blocks(content, t)
    if not source:
        return ""
    if t.depth >= DEEPEST:
        label = [call("par", call("strong", text)) for text in before]
        return stacked([*label, source])
    return call(name, *before, source)


def _narrower(t: Typesetting) -> float:
    """Return the room that is left inside a list or a box, never nothing."""
    return max(t.room - INDENT * t.look.size, t.look.size * 3)


def _code_block(code: CodeBlock, t: Typesetting) -> str:
    lines = clean(code.text).strip("\n")
    if not lines.strip():
        return ""
    with within(t, room=_narrower(t)):
        return call("code_block", as_code(lines, t))


def _figure(figure: Figure, t: Typesetting) -> str:
    shown = picture(figure.image, t)
    caption = inlines(figure.caption, t)
    if not shown:
        return call("par", caption) if caption else ""
    drawn = call("illustration", shown, caption or NOTHING)
    return call("idea", drawn) if t.look.easy and not caption else drawn


def _div(div: Div, t: Typesetting) -> str:
    title = []
    if div.title:
        title = [call("par", call("strong", "{" + "; ".join(words(div.title, t)) + "}"))]
        title = [] if not plain_text(Para((Text(div.title),))).strip() else title
    content = _described(div) if div.role == "description" else div.blocks
    name = _DIVS[div.role]
    heavy, depth = t.heavy or div.role == "lead", t.depth + bool(name)
    # the addresses of whose pictograms are make no list at the end of an easy text
    listed = {} if t.addresses is not None and div.role == "credits" else t.addresses
    with within(t, heavy=heavy, depth=depth, addresses=listed):
        source = stacked([*title, *sources(content, t)])
    framed = name and source and t.depth < DEEPEST
    return call(name, source) if framed else source


def _described(div: Div) -> tuple[Block, ...]:
    """Return the description of a missing picture, said to be one."""
    if not div.blocks or says_image(plain_text(div.blocks[0])):
        return div.blocks
    return _marked(labelled("Image", ""), div.blocks)

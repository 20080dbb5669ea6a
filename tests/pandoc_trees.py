"""Documents as pandoc’s tree (pandoc-types 1.23), for the reader that takes it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, assert_never

from ppun_access.document.model import (
    Abbr,
    Block,
    Callout,
    Code,
    CodeBlock,
    DefinitionList,
    Deleted,
    Div,
    Document,
    Emph,
    Figure,
    Heading,
    Image,
    Inline,
    LineBreak,
    Link,
    List,
    ListItem,
    Note,
    Para,
    Quote,
    Row,
    Rule,
    Sentence,
    Span,
    Strong,
    Table,
    Text,
)

BESIDE = {"lang": "", "comments": [], "deleted": [], "changes": False, "descriptions": []}
_SPANS = {"sup": "Superscript", "sub": "Subscript"}
_CALLOUTS = {"info": "note", "success": "tip", "warning": "warning", "danger": "danger"}
_DECIMAL = {"t": "Decimal"}, {"t": "Period"}
_DEFAULT = {"t": "AlignDefault"}


def given(blocks: list[Any], meta: dict[str, Any] | None = None) -> str:
    """Return what ``read_pandoc`` takes."""
    tree = {"meta": meta or {}, "blocks": blocks}
    return json.dumps({"tree": tree, "log": [], "beside": BESIDE})


def as_pandoc(document: Document) -> str:
    """Return a document as pandoc would give it."""
    title = {"t": "MetaInlines", "c": _words(document.title)}
    return given(_blocks(document.blocks), {"title": title})


def _node(kind: str, content: Any = None) -> dict[str, Any]:
    return {"t": kind} if content is None else {"t": kind, "c": content}


def _attr(lang: str = "", *classes: str) -> list[Any]:
    return ["", list(classes), [["lang", lang]] if lang else []]


def _words(text: str) -> list[Any]:
    """Return a run of characters: words, and the spaces between them."""
    made: list[Any] = []
    for n, word in enumerate(text.split(" ")):
        made += [_node("Space")] * bool(n) + [_node("Str", word)] * bool(word)
    return made


def _inlines(line: Iterable[Inline]) -> list[Any]:
    return [made for inline in line for made in _inline(inline)]


def _inline(node: Inline) -> list[Any]:  # noqa: C901 - one case a node
    match node:
        case Text():
            made = _words(node.text)
        case Code():
            return [_node("Code", [_attr(node.lang), node.text])]
        case LineBreak():
            return [_node("LineBreak")]
        case Emph() | Strong():
            made = [_node(type(node).__name__, _inlines(node.children))]
        case Deleted():
            made = [_node("Strikeout", _inlines(node.children))]
        case Link():
            inside = [_attr(), _inlines(node.children), [node.href, ""]]
            made = [_node("Link", inside)]
        case Image():
            made = [_node("Image", [_attr(), _inlines(node.children), [node.src, ""]])]
        case Note():
            return [_node("Note", _blocks(node.blocks))]
        case Abbr():  # pandoc has none: what it stands for follows
            made = [*_inlines(node.children), *_words(f" ({node.title})")]
        case Span() if kind := _SPANS.get(node.role):
            made = [_node(kind, _inlines(node.children))]
        case Span() | Sentence():
            made = _inlines(node.children)
        case _:
            assert_never(node)
    return [_node("Span", [_attr(node.lang), made])] if node.lang else made


def _blocks(blocks: Iterable[Block]) -> list[Any]:
    return [made for block in blocks for made in _block(block)]


def _block(node: Block) -> list[Any]:  # noqa: C901 - one case a node
    match node:
        case Heading():
            return [_node("Header", [node.level, _attr(), _inlines(node.children)])]
        case Para():
            return [_node("Para", _inlines(node.children))]
        case List(ordered=True):
            items = [_item(item) for item in node.items]
            return [_node("OrderedList", [[node.start, *_DECIMAL], items])]
        case List():
            return [_node("BulletList", [_item(item) for item in node.items])]
        case DefinitionList():
            pairs = [[_inlines(i.term), [_blocks(i.blocks)]] for i in node.items]
            return [_node("DefinitionList", pairs)]
        case Quote():
            return [_node("BlockQuote", _blocks(node.blocks))]
        case Callout():
            attr = _attr("", _CALLOUTS[node.kind])
            return [_node("Div", [attr, _blocks(node.blocks)])]
        case CodeBlock():
            return [_node("CodeBlock", [_attr("", node.language or "text"), node.text])]
        case Table():
            return [_table(node)]
        case Figure():
            held = [_node("Plain", _inline(node.image))]
            caption = [None, [_node("Plain", _inlines(node.caption))]]
            return [_node("Figure", [_attr(), caption, held])]
        case Rule():
            return [_node("HorizontalRule")]
        case Div():
            title = (
                [_node("Header", [3, _attr(), _words(node.title)])] if node.title else []
            )
            return [*title, _node("Div", [_attr(node.lang), _blocks(node.blocks)])]
        case _:
            assert_never(node)


def _item(item: ListItem) -> list[Any]:
    box = {None: "", True: "☒", False: "☐"}[item.checked]
    match _blocks(item.blocks):
        case [{"t": "Para", "c": line}, *rest] if box:
            return [_node("Para", [_node("Str", box), _node("Space"), *line]), *rest]
        case made:
            return made


def _table(node: Table) -> dict[str, Any]:
    head = [_row(row) for row in node.rows[:1]]
    body = [_attr(), 0, [], [_row(row) for row in node.rows[1:]]]
    caption = [None, [_node("Plain", _inlines(node.caption))]]
    return _node("Table", [_attr(), caption, [], [_attr(), head], [body], [_attr(), []]])


def _row(row: Row) -> list[Any]:
    cells = [
        [_attr(), _DEFAULT, c.rowspan, c.colspan, _blocks(c.blocks)] for c in row.cells
    ]
    return [_attr(), cells]

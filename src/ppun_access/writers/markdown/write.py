"""Write a document as Markdown that reads back the same, GitBook blocks included.

What Markdown has marks for, and reads without doubt, is written with them; the rest is
HTML, which Markdown may hold. A text that comes from a reader comes back node for node.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, assert_never

import yaml

from ppun_access.document.model import (
    Block,
    Callout,
    Cell,
    CodeBlock,
    DefinitionList,
    Div,
    Document,
    Figure,
    Heading,
    Image,
    List,
    ListItem,
    Note,
    Para,
    Quote,
    Row,
    Rule,
    Span,
    Table,
)
from ppun_access.runtime.untrusted_files import parse_json
from ppun_access.writers.markdown import characters
from ppun_access.writers.markdown.characters import escaped, line
from ppun_access.writers.markdown.inlines import Writing, attribute, html_inlines, inlines

_ID = re.compile(r"[^\W\d_][\w-]*")
_LANGUAGE = re.compile(r"[\w+#.-]*", re.ASCII)
_FORCING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Characters that turn the direction of the words around them: code has none either."""
_FENCED = re.compile(r"(?:(?! +$)[^`~\x00-\x1f\x7f-\x9f]*\n)*", re.M)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_HIDDEN = '{"description": {"visible": false}}'
"""The layout by which GitBook hides the description of a page."""


def write_markdown(document: Document, lang: str = "fr") -> str:
    """Return a document as Markdown; ``lang`` is that of a page that does not say its own.

    Its title is the first heading; author, date and the like are front matter.
    """
    w = Writing()
    blocks = list(_blocks(document.blocks, w))
    if w.raw_notes or not all(map(_is_note, w.notes)):
        w = Writing(native=False)
        blocks = list(_blocks(document.blocks, w))
    title = line(escaped(_SPACES.sub(" ", document.title).strip()))
    text = "\n\n".join([f"# {title}", *blocks, *_notes(w)])
    return _FORCING.sub("", f"{_front_matter(document, lang)}{text}\n")


def _front_matter(document: Document, lang: str) -> str:
    meta, front = document.meta, dict(document.meta.front)
    if meta.description and not meta.source.endswith((".md", ".markdown")):
        front.setdefault("layout", _HIDDEN)  # that of such a page is not shown
    known = {
        "langue": document.lang if document.lang != lang else "",
        "auteur": meta.author,
        "fonction": meta.role,
        "date": meta.date,
        "description": meta.description,
        **front,
    }
    said: dict[str, Any] = {
        key: _value(text) for key, text in known.items() if text or key in front
    }
    if not said:
        return ""
    block = yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=10_000)
    return f"---\n{block}---\n\n"


def _value(text: str) -> Any:
    """Return what a value of front matter was: text, or a list or mapping told as JSON."""
    try:
        value = parse_json(text)
    except ValueError:
        return text
    again = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return value if isinstance(value, dict | list) and again == text else text


def _notes(w: Writing) -> Iterator[str]:
    """Yield the notes; one may call another."""
    if w.native:
        for number, note in enumerate(w.notes, 1):
            yield f"[^{number}]: {_line(note.blocks[0], w)}"
        return
    told: list[str] = []
    while len(told) < len(w.notes):
        number = len(told) + 1
        inside = html_blocks(w.notes[number - 1].blocks, w)
        told.append(f'<li id="note-{number}">{inside}</li>')
    if told:
        yield '<div class="footnote"><ol>' + "\n".join(told) + "</ol></div>"


def _is_note(note: Note) -> bool:
    """Return whether a note is one plain line, which « [^1]: » says."""
    if len(note.blocks) != 1 or not _is_line(note.blocks[0]):
        return False
    text = _line(note.blocks[0], probe := Writing())
    return not probe.notes and (text[-1:].isalnum() or text.endswith((".", "!", "?")))


def _blocks(blocks: tuple[Block, ...], w: Writing) -> Iterator[str]:
    """Yield blocks in Markdown; two lists or quotations in a row would become one."""
    before: Block | None = None
    for block in _flat(blocks):
        alike = type(block) is type(before) and isinstance(block, _JOINING)
        text = html_block(block, w) if alike else _block(block, w)
        if text:
            yield text
            before = block


def _flat(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Yield blocks, those of a division that shows as nothing in its place."""
    for block in blocks:
        if isinstance(block, Div) and block.role not in _SHOWN and not block.title:
            yield from _flat(block.blocks)
        else:
            yield block


_JOINING = (List, Quote, DefinitionList)
_SHOWN = ("tabs", "tab", "section")


def _block(block: Block, w: Writing) -> str:  # noqa: C901 - one case a node
    match block:
        case Heading() if _is_line(block) and (not block.id or _ID.fullmatch(block.id)):
            id_ = f" {{#{block.id}}}" if block.id else ""
            return f"{'#' * block.level} {_line(block, w)}{id_}"
        case Para() if _is_line(block):
            return _line(block, w)
        case List() if _is_list(block):
            return "\n".join(_list(block, w))
        case Quote() if (
            block.blocks
            and not block.lang
            and all(isinstance(b, Para) and _is_line(b) for b in block.blocks)
        ):
            return "\n>\n".join(f"> {_line(b, w)}" for b in block.blocks)
        case Callout():
            return "\n\n".join([callout_tag(block), *_blocks(block.blocks, w), END_CALLOUT])
        case Div(role="tabs" | "tab"):
            return "\n\n".join([tab_tag(block), *_blocks(block.blocks, w), end_tag(block)])
        case CodeBlock() if _is_fenced(block):
            return f"```{block.language}\n{block.text}\n```"
        case Table() if _is_table(block):
            return "\n".join(_table(block, w))
        case Figure() if not block.caption and not block.lang:
            text = inlines((block.image,), w)
            return text if text.startswith("!") else html_block(block, w)
        case Rule() if not block.lang:
            return "***"
        case _:
            return html_block(block, w)


def _is_line(block: Block) -> bool:
    """Return whether a block is text that Markdown writes on one line."""
    match block:
        case Para(children) | Heading(children=children) if children and not block.lang:
            return not isinstance(children[0], Image) and not _pauses(children[0])
        case _:
            return False


def _pauses(inline: object) -> bool:
    return isinstance(inline, Span) and inline.pause > 0


def _line(block: Block, w: Writing) -> str:
    assert isinstance(block, Para | Heading)
    return line(inlines(block.children, w))


def _is_list(list_: List) -> bool:
    started = not list_.ordered or list_.start >= 1
    return (
        bool(list_.items) and started and not list_.lang and all(map(_is_item, list_.items))
    )


def _is_item(item: ListItem) -> bool:
    """Return whether an item is a line, with a list below it perhaps."""
    if item.checked is not None or item.lang:
        return False
    match item.blocks:
        case (Para() as para,):
            return _is_line(para)
        case (Para() as para, List() as below):
            return _is_line(para) and _is_list(below)
        case _:
            return False


_BRACKETS = re.compile(r"\A\\\[[ xX]\\\](?=\s)")
"""What would be the box of a task, at the beginning of an item that is none."""
_NO_BOX = r"<span>\g<0></span>"


def _list(list_: List, w: Writing) -> Iterator[str]:
    for number, item in enumerate(list_.items, list_.start):
        mark = f"{number}." if list_.ordered else "-"
        yield f"{mark} {_BRACKETS.sub(_NO_BOX, _line(item.blocks[0], w))}"
        for below in item.blocks[1:]:
            assert isinstance(below, List)
            yield from (f"{' ' * len(mark)} {text}" for text in _list(below, w))


def _is_fenced(block: CodeBlock) -> bool:
    plain = _FENCED.fullmatch(f"{block.text}\n") is not None
    return plain and not block.lang and bool(_LANGUAGE.fullmatch(block.language))


def _is_table(table: Table) -> bool:
    """Return whether a table is a row of headers, then rows of lines."""
    if table.caption or table.lang or len(table.rows) < 2:
        return False
    head, *body = table.rows
    width = len(head.cells)
    sound = all(len(row.cells) == width and not row.lang for row in table.rows)
    headers = all(c.header for c in head.cells) and not any(
        c.header for r in body for c in r.cells
    )
    return width > 1 and sound and headers and all(map(_is_row, table.rows))


def _is_row(row: Row) -> bool:
    return all(
        cell.colspan == cell.rowspan == 1
        and not cell.lang
        and (not cell.blocks or (len(cell.blocks) == 1 and _is_line(cell.blocks[0])))
        for cell in row.cells
    )


def _table(table: Table, w: Writing) -> Iterator[str]:
    for number, row in enumerate(table.rows):
        cells = (_line(c.blocks[0], w) if c.blocks else "" for c in row.cells)
        yield f"| {' | '.join(cells)} |"
        if number == 0:
            yield f"|{' --- |' * len(row.cells)}"


# HTML, where Markdown has no marks


_ACTIVE = re.compile(r"""(?<=\{)[%{]|(?<=%)\}|[\\"$`]|:(?=[\w+-]+:)""")
"""What would end the title of a tab, or stand for something else in it."""


def html_blocks(blocks: tuple[Block, ...], w: Writing) -> str:
    """Return blocks as HTML, one after the other."""
    return "\n".join(filter(None, (html_block(block, w) for block in blocks)))


def html_block(block: Block, w: Writing) -> str:  # noqa: C901 - one case a node
    """Return a block as HTML."""
    lang = attribute("lang", block.lang)
    match block:
        case Heading():
            tag, id_ = f"h{block.level}", attribute("id", block.id)
            return f"<{tag}{id_}{lang}>{html_inlines(block.children, w)}</{tag}>"
        case Para():
            return f"<p{lang}>{html_inlines(block.children, w)}</p>"
        case List():
            return _html_list(block, lang, w)
        case DefinitionList():
            return f"<dl{lang}>{_definitions(block, w)}</dl>"
        case Quote():
            return f"<blockquote{lang}>{html_blocks(block.blocks, w)}</blockquote>"
        case Callout():
            return _tagged(callout_tag(block), html_blocks(block.blocks, w), END_CALLOUT)
        case CodeBlock():
            code = characters.html(f"{block.text}\n")
            kind = attribute(
                "class", f"language-{block.language}" if block.language else ""
            )
            return f"<pre{lang}><code{kind}>{code}</code></pre>"
        case Table():
            return _html_table(block, lang, w)
        case Figure():
            image = html_inlines((block.image,), w)
            caption = html_inlines(block.caption, w)
            message = f"<figcaption>{caption}</figcaption>" if block.caption else ""
            return f"<figure{lang}>{image}{message}</figure>"
        case Rule():
            return f"<hr{lang}>"
        case Div():
            return _div(block, lang, w)
        case _:
            assert_never(block)


def _tagged(opening: str, inside: str, closing: str) -> str:
    """Put blocks between two tags of GitBook, each a paragraph of its own."""
    return "\n".join(filter(None, (f"<p>{opening}</p>", inside, f"<p>{closing}</p>")))


END_CALLOUT = "{% endhint %}"


def callout_tag(callout: Callout) -> str:
    """Return the tag that opens a callout."""
    return f'{{% hint style="{callout.kind}" %}}'


def tab_tag(div: Div) -> str:
    """Return the tag that opens tabs, or one of them."""
    if div.role == "tabs":
        return "{% tabs %}"
    title = characters.written(div.title).replace("\n", " ")
    title = _ACTIVE.sub(r"\\\g<0>", title)
    return f'{{% tab title="{title}" %}}'


def end_tag(div: Div) -> str:
    """Return the tag that closes tabs, or one of them."""
    return f"{{% end{div.role} %}}"


def _html_list(list_: List, lang: str, w: Writing) -> str:
    tag = "ol" if list_.ordered else "ul"
    start = f' start="{list_.start}"' if list_.ordered and list_.start != 1 else ""
    items = "\n".join(_html_item(item, w) for item in list_.items)
    return f"<{tag}{start}{lang}>{items}</{tag}>"


_HTML_BRACKETS = re.compile(r"\A((?:<[^>]*>|\s)*)(\[[ xX]\])(?=\s)")
"""What would be the box of a task, at the beginning of an item that is none."""


def _html_item(item: ListItem, w: Writing) -> str:
    checked = " checked" if item.checked else ""
    box = "" if item.checked is None else f'<input type="checkbox"{checked}>'
    held = html_blocks(item.blocks, w)
    held = held if box else _HTML_BRACKETS.sub(r"\1<span>\2</span>", held)
    return f"<li{attribute('lang', item.lang)}>{box}{held}</li>"


def _definitions(list_: DefinitionList, w: Writing) -> str:
    told = ""
    for item in list_.items:
        told += f"<dt>{html_inlines(item.term, w)}</dt>"
        told += f"<dd>{html_blocks(item.blocks, w)}</dd>" if item.blocks else ""
    return told


def _html_table(table: Table, lang: str, w: Writing) -> str:
    caption = html_inlines(table.caption, w)
    head = f"<caption>{caption}</caption>" if table.caption else ""
    rows = ("".join(_html_cell(cell, w) for cell in row.cells) for row in table.rows)
    body = "\n".join(f"<tr>{row}</tr>" for row in rows)
    return f"<table{lang}>{head}{body}</table>"


def _html_cell(cell: Cell, w: Writing) -> str:
    tag = "th" if cell.header else "td"
    across = f' colspan="{cell.colspan}"' if cell.colspan != 1 else ""
    down = f' rowspan="{cell.rowspan}"' if cell.rowspan != 1 else ""
    attributes = f"{across}{down}{attribute('lang', cell.lang)}"
    return f"<{tag}{attributes}>{html_blocks(cell.blocks, w)}</{tag}>"


def _div(div: Div, lang: str, w: Writing) -> str:
    inside = html_blocks(div.blocks, w)
    if div.role in ("tabs", "tab"):
        return _tagged(tab_tag(div), inside, end_tag(div))
    if div.role == "section" or div.title:
        title = f"<summary>{characters.html(div.title)}</summary>"
        return f'<details markdown="0"{lang}>{title}{inside}</details>'
    return inside

"""Write as HTML the blocks that Markdown has no syntax for.

Each line begins with a tag, and none is blank: whatever reads lines before HTML sees
nothing in them. GitBook's tags stand between those of HTML.
"""

from __future__ import annotations

import re
from typing import assert_never

from ppun_access.document.model import (
    Block,
    Callout,
    Cell,
    CodeBlock,
    DefinitionList,
    Div,
    Figure,
    Heading,
    List,
    ListItem,
    Para,
    Quote,
    Rule,
    Table,
)
from ppun_access.writers.markdown import characters
from ppun_access.writers.markdown.inlines import Writing, attribute, html_inlines

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
            return _list(block, lang, w)
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
            return _table(block, lang, w)
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


def _list(list_: List, lang: str, w: Writing) -> str:
    tag = "ol" if list_.ordered else "ul"
    start = f' start="{list_.start}"' if list_.ordered and list_.start != 1 else ""
    items = "\n".join(_item(item, w) for item in list_.items)
    return f"<{tag}{start}{lang}>{items}</{tag}>"


_BRACKETS = re.compile(r"\A((?:<[^>]*>|\s)*)(\[[ xX]\])(?=\s)")
"""What would be the box of a task, at the beginning of an item that is none."""


def _item(item: ListItem, w: Writing) -> str:
    checked = " checked" if item.checked else ""
    box = "" if item.checked is None else f'<input type="checkbox"{checked}>'
    held = html_blocks(item.blocks, w)
    held = held if box else _BRACKETS.sub(r"\1<span>\2</span>", held)
    return f"<li{attribute('lang', item.lang)}>{box}{held}</li>"


def _definitions(list_: DefinitionList, w: Writing) -> str:
    told = ""
    for item in list_.items:
        told += f"<dt>{html_inlines(item.term, w)}</dt>"
        told += f"<dd>{html_blocks(item.blocks, w)}</dd>" if item.blocks else ""
    return told


def _table(table: Table, lang: str, w: Writing) -> str:
    caption = html_inlines(table.caption, w)
    head = f"<caption>{caption}</caption>" if table.caption else ""
    rows = ("".join(_cell(cell, w) for cell in row.cells) for row in table.rows)
    body = "\n".join(f"<tr>{row}</tr>" for row in rows)
    return f"<table{lang}>{head}{body}</table>"


def _cell(cell: Cell, w: Writing) -> str:
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

"""Parse the contents of a GitBook space: ``SUMMARY.md``, groups, nested pages."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from ppun_access.document.model import Block, Div, Heading, Link, List, ListItem
from ppun_access.document.walk import nodes, plain_text
from ppun_access.readers.context import Context
from ppun_access.readers.gitbook.expressions import expanded
from ppun_access.readers.gitbook.tags import Found, gitbook, without_marks
from ppun_access.readers.html.tree import read_html
from ppun_access.readers.markdown.parser import parser
from ppun_access.readers.markdown.to_html import to_html
from ppun_access.report import Report


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents."""

    title: str
    page: str = ""
    """The path in the space of the page that it leads to; empty when it leads to none."""
    anchor: str = ""
    url: str = ""
    """The address of another site."""
    level: int = 0
    """How deep it is nested in its group."""
    group: str = ""
    """The title that it stands under."""
    line: int = 0


@lru_cache(maxsize=8)
def read_summary(text: str, name: str) -> tuple[Entry, ...]:
    """Return the lines of a SUMMARY.md, in order; ``name`` is its path in the space."""
    text = expanded(without_marks(text), {}, lambda code, line, words: None)
    html = to_html(text, parser(gitbook), Found())
    blocks = read_html(html.text, Context(name, "", Report(), lines=html.lines))
    return tuple(_entries(blocks, posixpath.dirname(name)))


def _entries(blocks: Iterable[Block], folder: str) -> Iterator[Entry]:
    group = ""
    for block in blocks:
        match block:
            case Heading() if block.level > 1:
                group = _words(block)
            case List():
                yield from _of_list(block, 0, group, folder)
            case _:
                continue


def _of_list(list_: List, level: int, group: str, folder: str) -> Iterator[Entry]:
    for item in list_.items:
        yield from _of_item(item, level, group, folder)


def _of_item(item: ListItem, level: int, group: str, folder: str) -> Iterator[Entry]:
    own = tuple(block for block in item.blocks if not isinstance(block, List))
    if title := _words(Div(own)):
        links = (n for n in nodes(Div(own)) if isinstance(n, Link))
        link = next((link for link in links if plain_text(link).strip()), None)
        line = next((n.pos.line for n in nodes(Div(own)) if n.pos), 0)
        page, anchor, url = _target(link.href if link else "", folder)
        yield Entry(title, page, anchor, url, level, group, line)
    for block in item.blocks:
        if isinstance(block, List):
            yield from _of_list(block, level + 1, group, folder)


def _target(href: str, folder: str) -> tuple[str, str, str]:
    """Return the page, the anchor and the external address that a line links to."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return "", "", ""
    if parts.scheme or parts.netloc:
        return "", "", href if parts.scheme in ("http", "https") else ""
    if not parts.path:
        return "", "", ""
    path = unquote(parts.path).replace("\\", "/").lstrip("/")
    return posixpath.normpath(posixpath.join(folder, path)), unquote(parts.fragment), ""


def _words(block: Block) -> str:
    return re.sub(r"\s+", " ", plain_text(block)).strip()

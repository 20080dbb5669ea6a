"""The examples of CommonMark’s specification: our tree says what its HTML says.

``docs/readers.md`` has a table of those that we read otherwise, and why: no other ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, PreformattedString, Tag

from ppun_access.document import model as ours
from ppun_access.document.walk import plain_text
from ppun_access.readers import READERS, ReaderOptions
from ppun_access.readers.html.pictures import with_title
from ppun_access.report import Report

from . import tools
from .conftest import missing

DOCS = Path(__file__).parents[2] / "docs" / "readers.md"
SPECIFICATION = tools.NODE_MODULES / "commonmark-spec" / "spec.txt"
EXAMPLES = 652
_EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$", re.DOTALL | re.MULTILINE)
_ROW = re.compile(r"^\| ([\d, ]+) \|.*\|.*\|$", re.MULTILINE)
Shape = tuple[Any, ...]
"""A block or a mark: its kind, what it says, what it holds."""


class Example(NamedTuple):
    number: int
    markdown: str
    html: str


def examples() -> Iterator[Example]:
    found = _EXAMPLE.finditer(SPECIFICATION.read_text("utf-8"))
    for number, example in enumerate(found, 1):
        yield Example(number, *(text.replace("→", "\t") for text in example.groups()))


# Our tree


def shape_of_ours(markdown: str) -> list[Shape]:
    """Return the shape of a text that stands under a title."""
    text = f"# Titre\n\n{markdown}"
    (document,) = READERS["gitbook"](text, "a.md", ReaderOptions(), Report())
    return blocks(document.blocks)


def blocks(nodes: Iterable[ours.Block]) -> list[Shape]:
    return [shape for node in nodes for shape in block(node)]


def block(node: ours.Block) -> Iterator[Shape]:
    match node:
        case ours.Para(children):
            yield "p", line(children)
        case ours.Heading(level, children):
            yield f"h{level}", line(children)
        case ours.List():
            start = (node.start,) if node.ordered else ()
            yield "list", start, [blocks(item.blocks) for item in node.items]
        case ours.Quote():
            yield "quote", blocks(node.blocks)
        case ours.CodeBlock():
            yield "code", node.language, node.text
        case ours.Rule():
            yield ("rule",)
        case ours.Figure():
            title = "".join(map(plain_text, node.caption))
            (kind, src, alt), *_ = line((node.image,))
            yield "p", [(kind, src, titled(alt, title))]
        case ours.Table():
            yield from (s for r in node.rows for c in r.cells for s in blocks(c.blocks))
        case ours.Div() | ours.Callout():
            yield from blocks(node.blocks)
        case _:
            raise AssertionError(node)


def line(nodes: Iterable[ours.Inline]) -> list[Shape]:
    return merged(shape for node in nodes for shape in inline(node))


def inline(node: ours.Inline) -> Iterator[Shape]:
    match node:
        case ours.Text(text):
            yield "text", text
        case ours.Emph(children):
            yield "em", line(children)
        case ours.Strong(children):
            yield "strong", line(children)
        case ours.Code(text):
            yield "code", text
        case ours.LineBreak():
            yield ("break",)
        case ours.Link():
            yield "link", unquote(node.href), line(node.children)
        case ours.Image():
            yield "image", unquote(node.src), plain_text(node)
        case _:
            yield from (s for child in getattr(node, "children", ()) for s in inline(child))


def titled(words: str, title: str) -> str:
    """Return words with what a title adds to them, as in our tree."""
    said = (ours.Text(words),) if words else ()
    return "".join(map(plain_text, with_title(said, title, "")))


def merged(shapes: Iterable[Shape]) -> list[Shape]:
    """Join texts, as a browser shows them: one space, none at the ends of a line."""
    found: list[Shape] = [("break",)]
    for text, group in groupby(shapes, lambda shape: shape[0] == "text"):
        if not text:
            found += group
            continue
        words = re.sub(r"[ \t\n\r\f]+", " ", "".join(one[1] for one in group))
        words = words.lstrip(" ") if found[-1][0] == "break" else words
        found += [("text", words)] if words else []
    if found[-1][0] == "text":
        found[-1] = ("text", found[-1][1].rstrip(" "))
    return [shape for shape in found[1:] if shape != ("text", "")]


# Their HTML


BLOCKS = (
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "hr",
    "table", "tr", "td", "th", "tbody", "thead", "div", "section", "article", "details",
    "summary", "del", "textarea",
)  # fmt: skip
UNSHOWN = ("script", "style")
MARKS = {"em": "em", "i": "em", "strong": "strong", "b": "strong"}


def shape_of_theirs(html: str) -> list[Shape]:
    return elements(BeautifulSoup(html, "html.parser").children)


def elements(children: Iterable[PageElement]) -> list[Shape]:
    """Return the shape of blocks; the marks between them are paragraphs."""
    found: list[Shape] = []
    for blocky, group in groupby(children, _is_block):
        if blocky:
            found += (shape for tag in group for shape in element(tag))
        elif words := merged(shape for one in group for shape in mark(one)):
            found.append(("p", words))
    return found


def _is_block(one: PageElement) -> bool:
    return isinstance(one, Tag) and (one.name in BLOCKS or one.find(BLOCKS) is not None)


def element(tag: Any) -> Iterator[Shape]:
    match tag.name:
        case "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
            if words := merged(shape for one in tag.children for shape in mark(one)):
                yield tag.name, words
        case "ul" | "ol":
            start = (int(tag.get("start", 1)),) if tag.name == "ol" else ()
            items = tag.find_all("li", recursive=False)
            yield "list", start, [elements(item.children) for item in items]
        case "blockquote":
            yield "quote", elements(tag.children)
        case "pre":
            code = tag.find("code")
            names = code.get("class", [""]) if code else [""]
            language = str(names[0]).removeprefix("language-")
            yield "code", language, tag.get_text().removesuffix("\n")
        case "hr":
            yield ("rule",)
        case _:
            yield from elements(tag.children)


def mark(one: PageElement) -> Iterator[Shape]:
    if isinstance(one, PreformattedString):
        return
    if isinstance(one, NavigableString):
        yield "text", str(one)
    elif isinstance(one, Tag) and one.name not in UNSHOWN:
        words = merged(shape for child in one.children for shape in mark(child))
        match one.name:
            case "em" | "i" | "strong" | "b":
                yield MARKS[one.name], words
            case "code":
                yield "code", one.get_text()
            case "br":
                yield ("break",)
            case "a" if one.has_attr("href"):
                yield "link", unquote(str(one["href"])), words_titled(words, one)
            case "img":
                alt, title = str(one.get("alt", "")), str(one.get("title", ""))
                yield "image", unquote(str(one.get("src", ""))), titled(alt, title)
            case _:
                yield from (s for child in one.children for s in mark(child))


def words_titled(words: list[Shape], link: Tag) -> list[Shape]:
    said = link.get_text()
    more = titled(said, str(link.get("title", "")))[len(said) :]
    return merged((*words, ("text", more))) if more else words


# The table of our documentation


def differing() -> dict[int, tuple[Example, list[Shape], list[Shape]]]:
    found = {}
    for example in examples():
        mine, theirs = shape_of_ours(example.markdown), shape_of_theirs(example.html)
        if mine != theirs:
            found[example.number] = (example, mine, theirs)
    return found


def test_we_read_the_examples_of_commonmark_but_those_that_the_table_tells() -> None:
    if not SPECIFICATION.is_file():
        missing("les exemples de CommonMark ne sont pas installés : tapez « make test »")
    assert sum(1 for _ in examples()) == EXAMPLES
    told = {int(n) for row in _ROW.findall(DOCS.read_text("utf-8")) for n in row.split(",")}
    found = differing()
    assert {n: found[n] for n in found.keys() - told} == {}
    assert told - found.keys() == set()

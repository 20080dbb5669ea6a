"""Find the language of a page that does not say it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ppun_access.document.model import (
    Callout,
    Cell,
    Code,
    Definition,
    DefinitionList,
    Div,
    Document,
    Heading,
    Inline,
    List,
    ListItem,
    Node,
    Para,
    Row,
    Table,
)
from ppun_access.document.walk import children, running_text
from ppun_access.french.lexical.languages import Line, foreign_language

_SENTENCE = re.compile(r"[.!?…][»”\"')\s]*$")


def recognised_language(document: Document) -> str:
    """Return the language of a document that is surely not French, else nothing.

    Quotations, code and what has a language of its own say nothing of it.
    """
    return foreign_language((Line(document.title, False), *_lines(document.blocks)))


def _lines(nodes: Iterable[Node]) -> Iterator[Line]:
    for node in nodes:
        match node:
            case Node(lang=str(lang)) if lang:
                pass
            case Heading() | Para():
                text = _words(node.children)
                yield Line(text, isinstance(node, Para) and bool(_SENTENCE.search(text)))
            case Definition():
                yield Line(_words(node.term), False)
                yield from _lines(node.blocks)
            case Div() | Callout() | ListItem() | Cell():
                yield from _lines(node.blocks)
            case List() | DefinitionList() | Table() | Row():
                yield from _lines(children(node))
            case _:
                pass


def _words(line: tuple[Inline, ...]) -> str:
    return running_text(node for node in line if not (node.lang or isinstance(node, Code)))

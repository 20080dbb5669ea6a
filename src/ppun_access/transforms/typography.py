"""Apply French spacing, and write numbers so that voices read them right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ppun_access.document.model import Div, Document, Inline, Node, Span, Text
from ppun_access.document.walk import walk
from ppun_access.french.text.typography import french_spacing, group_thousands
from ppun_access.report import Report
from ppun_access.transforms.model import TransformOptions

_GROUPS = re.compile(r"(?<![\d,.])\d{1,3}(?: \d{3})+(?![\d])")


def typography(document: Document, options: TransformOptions, report: Report) -> Document:
    """Space ``document`` as French doesand group the thousands of its numbers.

    « 3.500 » becomes « 3 500 » with an ordinary space, in a span of role ``number``: with
    a no-break space inside, eSpeak reads « trois, cinq cents ».
    """
    if not document.is_french:
        return document
    title, author, role = (
        french_spacing(group_thousands(text))
        for text in (document.title, document.meta.author, document.meta.role)
    )
    meta = replace(document.meta, author=author, role=role)
    return replace(walk(document, _spaced), title=title, meta=meta)


def _spaced(node: Node) -> Node | tuple[Node, ...]:
    if isinstance(node, Div) and node.title:
        return replace(node, title=french_spacing(group_thousands(node.title)))
    if not isinstance(node, Text):
        return node
    text = french_spacing(group_thousands(node.text))
    return tuple(_numbers(replace(node, text=text)))


def _numbers(node: Text) -> Iterator[Inline]:
    """Yield the text, with each number of several groups in a span of its own."""
    end = 0
    for number in _GROUPS.finditer(node.text):
        if number.start() > end:
            yield replace(node, text=node.text[end : number.start()])
        yield Span((replace(node, text=number[0]),), "number")
        end = number.end()
    if end < len(node.text) or not node.text:
        yield replace(node, text=node.text[end:])

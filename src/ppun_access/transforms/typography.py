"""Apply French spacing, and write numbers so that voices read them right."""

from __future__ import annotations

import re
from dataclasses import replace

from ppun_access.document.model import Div, Document, Node, Span, Text
from ppun_access.document.walk import walk, wrapped
from ppun_access.french.text.typography import french_spacing, group_thousands
from ppun_access.report import Report
from ppun_access.transforms.model import TransformOptions

_GROUPS = re.compile(r"(?<![\d,.])(?<!\b0 )[1-9]\d{0,2}(?: \d{3})+(?!\d)")


def typography(document: Document, options: TransformOptions, report: Report) -> Document:
    """Space ``document`` as French does, and group the thousands of its numbers.

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
    numbers = ((*one.span(), _number) for one in _GROUPS.finditer(text))
    return tuple(wrapped(replace(node, text=text), numbers))


def _number(groups: Text) -> Span:
    return Span((groups,), "number")

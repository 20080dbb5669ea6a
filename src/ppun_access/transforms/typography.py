"""Apply French spacing, and write numbers so that voices read them right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ppun_access.document.model import Div, Document, Inline, Node, Span, Text
from ppun_access.document.walk import nodes, walk
from ppun_access.french.text.typography import french_spacing, group_thousands
from ppun_access.report import Finding, Report
from ppun_access.transforms.model import TransformOptions

_GROUPS = re.compile(r"(?<![\d,.])\d{1,3}(?: \d{3})+(?![\d])")


def typography(document: Document, options: TransformOptions, report: Report) -> Document:
    """Space ``document`` as French does; each number that changes is a finding.

    « 3.500 » becomes « 3 500 » with an ordinary space, in a span of role ``number``: with
    a no-break space inside, eSpeak reads « trois, cinq cents ».
    """
    if not document.is_french:
        return document
    _report_numbers(document, report)
    title, author, role = (
        french_spacing(group_thousands(text)[1])
        for text in (document.title, document.meta.author, document.meta.role)
    )
    meta = replace(document.meta, author=author, role=role)
    return replace(walk(document, _spaced), title=title, meta=meta)


def _report_numbers(document: Document, report: Report) -> None:
    for block in document.blocks:
        place = block.pos
        for node in nodes(block):
            place = node.pos or place
            if not isinstance(node, Text):
                continue
            for before, after in group_thousands(node.text)[0]:
                message = f"Le nombre « {before} » est écrit « {after} »."
                passage = _around(node.text, before)
                finding = Finding("nombre-reecrit", message, place, document.title, passage)
                report.add(finding)


def _around(text: str, number: str) -> str:
    """Return ``text`` from the three words before ``number``."""
    before, found, after = text.partition(number)
    return " ".join(before.split()[-3:]) + f" {found}{after}"


def _spaced(node: Node) -> Node | tuple[Node, ...]:
    if isinstance(node, Div) and node.title:
        return replace(node, title=french_spacing(group_thousands(node.title)[1]))
    if not isinstance(node, Text):
        return node
    text = french_spacing(group_thousands(node.text)[1])
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

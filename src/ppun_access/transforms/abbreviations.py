"""Mark the acronyms of the project's lexicon with their meaning."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from ppun_access.document.model import Abbr, Document, Inline, Node, Text
from ppun_access.document.walk import walk
from ppun_access.report import Report
from ppun_access.transforms.model import TransformOptions


def abbreviations(
    document: Document, options: TransformOptions, report: Report
) -> Document:
    """Mark the acronyms of ``options.lexicon`` wherever they stand as whole words."""
    known = options.lexicon.acronyms
    if not known or not document.is_french:  # what they stand for is in French
        return document
    longest_first = sorted(known, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")

    def mark(node: Node) -> Node | tuple[Node, ...]:
        match node:
            case Text():
                return tuple(_marked(node, pattern, known))
            case Abbr():
                return replace(node, children=_unmarked(node.children))
            case _:
                return node

    return walk(document, mark)


def _marked(
    node: Text, pattern: re.Pattern[str], known: Mapping[str, str]
) -> Iterator[Inline]:
    end = 0
    for found in pattern.finditer(node.text):
        if found.start() > end:
            yield replace(node, text=node.text[end : found.start()])
        yield Abbr((replace(node, text=found[0]),), known[found[0]])
        end = found.end()
    if end < len(node.text) or not node.text:
        yield replace(node, text=node.text[end:])


def _unmarked(children: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return the content of an abbreviation that the author marked, ours taken off."""
    return tuple(
        inner
        for child in children
        for inner in (child.children if isinstance(child, Abbr) else (child,))
    )

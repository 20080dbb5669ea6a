"""Mark the acronyms of the project's lexicon with their meaning."""

from __future__ import annotations

import re
from dataclasses import replace

from ppun_access.document.model import Abbr, Document, Inline, Node, Text
from ppun_access.document.walk import walk, wrapped
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

    def meant(word: Text) -> Abbr:
        return Abbr((word,), known[word.text])

    def mark(node: Node) -> Node | tuple[Node, ...]:
        match node:
            case Text():
                found = pattern.finditer(node.text)
                return tuple(wrapped(node, ((*one.span(), meant) for one in found)))
            case Abbr():
                return replace(node, children=_unmarked(node.children))
            case _:
                return node

    return walk(document, mark)


def _unmarked(children: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return the content of an abbreviation that the author marked, ours taken off."""
    return tuple(
        inner
        for child in children
        for inner in (child.children if isinstance(child, Abbr) else (child,))
    )

"""Remove the characters that force the writing direction.

They may hide words, or show them in another order than the one that is read aloud
(CVE-2021-42574). Arabic and Hebrew need none of them: the letters and the language say it.
The marks U+200E, U+200F and U+061C only settle the side of a sign: they stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ppun_access.document.model import Abbr, Div, Document, Literal, Span
from ppun_access.document.walk import nodes, walk
from ppun_access.report import Finding, Report
from ppun_access.transforms.model import TransformOptions

FORCING = re.compile("[\u202a-\u202e\u2066-\u2069]+")
_HELD = ("author", "role", "description", "group")
"""What the writers show of the metadata."""


def directions(document: Document, options: TransformOptions, report: Report) -> Document:
    """Return ``document`` without those characters; report each block that had some."""
    held = (document.title, *(getattr(document.meta, name) for name in _HELD))
    forced = [text for text in held if FORCING.search(text)]
    faulty = False
    for block in document.blocks:
        place = block.pos
        for node in nodes(block):
            place = node.pos or place
            if text := next((t for t in _texts(node) if FORCING.search(t)), ""):
                faulty = True
                report.add(_finding(text, place, document))
    if forced:
        report.add(_finding(forced[0], None, document))
    if not faulty and not forced:
        return document
    freed: dict[str, Any] = {k: _freed(getattr(document.meta, k)) for k in _HELD}
    meta = replace(document.meta, **freed)
    made = walk(document, _without) if faulty else document
    return replace(made, title=_freed(made.title), meta=meta)


def _texts(node: Any) -> Iterator[str]:
    """Yield what a node itself says."""
    match node:
        case Literal(text=text) | Div(title=text) | Abbr(title=text) | Span(said=str(text)):
            yield text


def _without(node: Any) -> Any:
    match node:
        case Literal(text=text) if FORCING.search(text):
            return replace(node, text=_freed(text))
        case Div(title=text) | Abbr(title=text) if FORCING.search(text):
            return replace(node, title=_freed(text))
        case Span(said=str(text)) if FORCING.search(text):
            return replace(node, said=_freed(text))
        case _:
            return node


def _freed(text: str) -> str:
    return FORCING.sub("", text)


def _finding(text: str, pos: Any, document: Document) -> Finding:
    message = (
        "Ce passage contient des caractères invisibles qui changent le sens de lecture : "
        "ils sont retirés. Écrivez les mots dans l’ordre où ils se lisent."
    )
    code = "sens-force"
    passage = _freed(text)
    return Finding(code, message, pos, document.title, passage)

"""The documents of a page: an editorial in a tab is one, and what surrounds it another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ppun_access.document.model import (
    Block,
    Div,
    Document,
    Figure,
    Link,
    List,
    ListItem,
    Para,
    Text,
)
from ppun_access.document.sources import document_id, split_source
from ppun_access.document.walk import nodes, plain_text, running_text
from ppun_access.report import Finding, Report

BESIDE = "texte-hors-edito"
"""The code of the finding: only the home page shows a text."""
_EDITORIAL = re.compile(r"\b[ée]dito", re.I)


def documents(whole: Document, report: Report) -> tuple[Document, ...]:
    """Return the opening of the book and its editorials, or the page itself.

    Text beside the editorials is reported.
    """
    tabs = [tab for tab in _tabs(whole.blocks) if _is_editorial(tab)]
    if not tabs:
        return (whole,)
    rest = _without(whole.blocks, tuple(tabs))
    opening = replace(whole, blocks=rest, meta=replace(whole.meta, opening=True))
    found = tuple(_editorial(tab, whole) for tab in tabs)
    _report_beside(opening, found[0], report)
    return (opening, *found)


def _editorial(tab: Div, whole: Document) -> Document:
    tab_id = document_id(tab.title)
    meta = replace(whole.meta, source=f"{whole.meta.source}#{tab_id}")
    return Document(tab_id, whole.lang, tab.title, tab.blocks, meta)


def apart_from_the_book(found: Sequence[Document]) -> tuple[Document, ...]:
    """Return the documents of a page that does not open the book.

    What surrounds its editorials is a text of its own, which leads to them. Pictures
    alone are no text: they go to the top of each editorial.
    """
    opening, *editorials = found
    alone = [not running_text((block,)).strip() for block in opening.blocks]
    if all(alone):
        held = tuple(block for block in opening.blocks if isinstance(block, Figure))
        return tuple(replace(one, blocks=(*held, *one.blocks)) for one in editorials)
    last = next((b.pos for b in reversed(opening.blocks) if b.pos), None)
    lines = (
        Link((Text(one.title),), f"#{split_source(one.meta.source)[1]}", pos=last)
        for one in editorials
    )
    listed = List(tuple(ListItem((Para((line,), pos=last),)) for line in lines), pos=last)
    meta = replace(opening.meta, opening=False)
    return (replace(opening, blocks=(*opening.blocks, listed), meta=meta), *editorials)


def _tabs(blocks: Iterable[Block]) -> Iterator[Div]:
    for block in blocks:
        if isinstance(block, Div):
            if block.role == "tab":
                yield block
            if not _is_editorial(block):
                yield from _tabs(block.blocks)


def _is_editorial(tab: Div) -> bool:
    return tab.role == "tab" and bool(_EDITORIAL.search(tab.title))


def _without(blocks: tuple[Block, ...], gone: tuple[Div, ...]) -> tuple[Block, ...]:
    """Return ``blocks`` without some tabs; a group that is left empty goes with them."""
    kept: list[Block] = []
    for block in blocks:
        if any(block is tab for tab in gone):
            continue
        if isinstance(block, Div) and block.role in ("tabs", "tab"):
            inner = _without(block.blocks, gone)
            if inner or not block.blocks:
                kept.append(replace(block, blocks=inner))
        else:
            kept.append(block)
    return tuple(kept)


def _report_beside(opening: Document, first: Document, report: Report) -> None:
    """Note the text beside the editorials: only the home page will show it."""
    begin = next((b.pos.line for b in first.blocks if b.pos), 0)
    beside = [b for b in opening.blocks if b.pos and _last_line(b) > begin]
    words = " ".join(plain_text(block) for block in beside).strip()
    if words:
        message = (
            "Ce texte n’est dans aucun édito : il n’est que sur la page d’accueil, "
            "ni dans les fichiers à télécharger, ni dans l’audio."
        )
        pos, page = beside[0].pos, opening.title
        finding = Finding(BESIDE, message, pos, page, words)
        report.add(finding)


def _last_line(block: Block) -> int:
    return max(node.pos.line for node in nodes(block) if node.pos)

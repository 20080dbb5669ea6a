"""Build nodes in short form, and copy documents with other metadata or packed blocks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ppun_access.document.model import (
    Block,
    Callout,
    CalloutKind,
    Document,
    Inline,
    LineBreak,
    Link,
    Para,
    Pos,
    Strong,
    Text,
)
from ppun_access.document.packing import Packed, raw
from ppun_access.document.walk import plain_text

CALLOUT: Mapping[CalloutKind, str] = {
    "info": "À savoir",
    "success": "Conseil",
    "warning": "Attention",
    "danger": "Danger",
}
"""What each kind of note set apart is called, in every format."""

SENSE_BREAK = LineBreak(" ")
"""Where a line ends inside a sentence of an easy text: who counts or says the words sees
a space, and the sentence goes on."""


def inlines(*parts: str | Inline) -> tuple[Inline, ...]:
    """Return inlines, with strings as ``Text``; empty strings vanish."""
    return tuple(
        Text(part) if isinstance(part, str) else part for part in parts if part != ""
    )


def para(*parts: str | Inline) -> Para:
    """Return a paragraph."""
    return Para(inlines(*parts))


def link(href: str, *parts: str | Inline) -> Link:
    """Return a link."""
    return Link(inlines(*parts), href)


def callout(
    kind: CalloutKind, title: tuple[Inline, ...], held: tuple[Block, ...], pos: Pos | None
) -> Callout:
    """Return a note set apart, its title in bold, unless that only says what it is."""
    words = "".join(map(plain_text, title)).strip(" \u00a0\u202f:!.")
    if words and words.casefold() != CALLOUT[kind].casefold():
        held = (Para((Strong(title),), pos=pos), *held)
    return Callout(held, kind, pos=pos)


def compressed(document: Document) -> Document:
    """Return a document whose blocks are compressed until someone reads them."""
    return replace(document, blocks=Packed.of(document.blocks))


def size_of(document: Document) -> int:
    """Return how many blocks a document has; packed ones stay so."""
    return len(raw(document, "blocks"))


def keep_front_matter(document: Document, *keys: str) -> Document:
    """Return a document with ``keys`` alone of its front matter."""
    front = tuple(pair for pair in document.meta.front if pair[0] in keys)
    return with_meta(document, front=front)


def without_position(document: Document) -> Document:
    """Return a document without its front matter, nor its place among the others."""
    return with_meta(document, front=(), level=0, group="")


def with_meta(document: Document, *, id: str = "", **changes: Any) -> Document:
    """Return a document with other values in its ``meta``; packed blocks stay so."""
    held, meta = raw(document, "blocks"), replace(document.meta, **changes)
    return replace(document, id=id or document.id, blocks=held, meta=meta)

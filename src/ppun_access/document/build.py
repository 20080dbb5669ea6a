"""Short constructors, for readers, transforms and tests."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ppun_access.document.model import (
    Div,
    Document,
    Emph,
    Heading,
    Inline,
    LineBreak,
    Link,
    List,
    ListItem,
    Para,
    Role,
    Strong,
    Text,
)
from ppun_access.document.packing import Packed, raw

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


def heading(level: int, *parts: str | Inline) -> Heading:
    """Return a heading."""
    return Heading(level, inlines(*parts))


def strong(*parts: str | Inline) -> Strong:
    """Return strong text."""
    return Strong(inlines(*parts))


def emph(*parts: str | Inline) -> Emph:
    """Return emphasised text."""
    return Emph(inlines(*parts))


def link(href: str, *parts: str | Inline) -> Link:
    """Return a link."""
    return Link(inlines(*parts), href)


def bullets(*items: str) -> List:
    """Return an unordered list of one-paragraph items."""
    return List(tuple(ListItem((para(item),)) for item in items))


def div(role: Role, *paragraphs: str) -> Div:
    """Return paragraphs that share a role."""
    return Div(tuple(para(text) for text in paragraphs), role)


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

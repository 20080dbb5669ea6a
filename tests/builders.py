"""Nodes of the model, in a word each, and the tree that JSON holds."""

from __future__ import annotations

from typing import Any

from ppun_access.document import model
from ppun_access.document.build import inlines, para
from ppun_access.document.model import (
    Div,
    Emph,
    Heading,
    Inline,
    List,
    ListItem,
    Role,
    Strong,
)


def heading(level: int, *parts: str | Inline) -> Heading:
    return Heading(level, inlines(*parts))


def strong(*parts: str | Inline) -> Strong:
    return Strong(inlines(*parts))


def emph(*parts: str | Inline) -> Emph:
    return Emph(inlines(*parts))


def bullets(*items: str) -> List:
    return List(tuple(ListItem((para(item),)) for item in items))


def div(role: Role, *paragraphs: str) -> Div:
    return Div(tuple(para(text) for text in paragraphs), role)


def from_json(value: Any) -> Any:
    """Return the tree that ``codec.to_json`` gave ``value`` for."""
    if isinstance(value, list):
        return tuple(from_json(item) for item in value)
    if not isinstance(value, dict):
        return value
    kind = getattr(model, value["t"])
    return kind(**{k: from_json(v) for k, v in value.items() if k != "t"})

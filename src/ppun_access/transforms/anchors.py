"""Find the headings that links lead to, by their words or ids, and give them ids."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import unquote, urlsplit

from ppun_access.document.model import Div, Document, Heading, Link, Node
from ppun_access.document.walk import nodes, plain_text, walk

PREFIX = "ancre-"
"""What keeps the ids of authors apart from those of the pages."""
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})


@dataclass(frozen=True, slots=True)
class Places:
    """Where in a document links can lead, and the places that its own links ask for."""

    anchors: Mapping[str, str]
    """The key of each heading, and the id that it may get."""
    wanted: frozenset[str]


def slug(title: str) -> str:
    """Return words in plain letters joined by hyphens, as addresses write them."""
    plain = unicodedata.normalize("NFKD", title.lower().translate(_LIGATURES))
    kept = "".join(c for c in plain if not unicodedata.combining(c))
    return "-".join(re.findall(r"[^\W_]+", kept))


def fragment(href: str) -> str:
    """Return the place that an address asks for, as its key; empty without one."""
    try:
        return slug(unquote(urlsplit(href).fragment))
    except ValueError:
        return ""


def anchors(document: Document) -> dict[str, str]:
    """Return the key of each heading of ``document``, and the id that it may get."""
    return {key: f"{PREFIX}{key}" for _, key in _keyed(document)}


def wanted(document: Document) -> frozenset[str]:
    """Return the keys of the places that the links of ``document`` ask for."""
    links = [node.href for node in nodes(document) if isinstance(node, Link)]
    last = (f"#{href.rpartition('#')[2]}" for href in links if href.count("#") > 1)
    return frozenset(filter(None, map(fragment, (*links, *last))))


def named(document: Document, asked: frozenset[str]) -> Document:
    """Return ``document`` with ids on the headings of the keys ``asked``, and no other."""
    places = {(type(node), node.pos, _key(node)): key for node, key in _keyed(document)}

    def name(node: Node) -> Node:
        key = places.get((type(node), node.pos, _key(node)), "") if _key(node) else ""
        return replace(node, id=f"{PREFIX}{key}" if key in asked else "") if key else node

    return walk(document, name)


def _keyed(document: Document) -> Iterator[tuple[Node, str]]:
    """Yield the headings with their keys; a second one of the same words has a number."""
    seen: dict[str, int] = {}
    for node in nodes(document):
        if key := _key(node):
            again = seen[key] = seen.get(key, -1) + 1
            yield node, f"{key}-{again}" if again else key


def _key(node: Node) -> str:
    match node:
        case Heading():
            return slug(node.id or plain_text(node))
        case Div() if node.title:
            return slug(node.id or node.title)
        case _:
            return ""

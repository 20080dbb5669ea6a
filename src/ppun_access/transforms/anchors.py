"""Find the headings that links lead to, by their words or ids, and give them ids.

Each heading has one id and several keys. Its own key is its words in plain letters,
joined by hyphens. GitBook and GitHub leave out the signs inside a word (« nest-pas »,
« datagouvfr »), GitBook says « & » in words: hyphens left out, all of these are alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import unquote, urlsplit

from ppun_access.document.model import Div, Document, Heading, Link, Node
from ppun_access.document.walk import children, nodes, plain_text, running_text, walk

PREFIX = "ancre-"
"""What keeps the ids of authors apart from those of the pages."""
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})
_AND = ("and", "et")
"""What « & » is in an address: GitBook’s word, then that of people who write French."""
_NUMBER = re.compile(r"id-(?=\d)")
"""What GitBook puts before a title that begins with a number."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where in a document links can lead, and the places that its own links ask for."""

    anchors: Mapping[str, str]
    """The keys of each heading, and the id that it may get."""
    titles: Mapping[str, str]
    """The id that each heading may get, and its words."""
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


def place_in(places: Mapping[str, str], key: str) -> str:
    """Return the value in ``places`` of what a link asks for, the nearest; else ""."""
    return next((places[one] for one in _readings(key) if one in places), "")


def _readings(key: str) -> tuple[str, ...]:
    """Return the keys that the place ``key`` of a link may mean, in order.

    >>> _readings("les-dates"), _readings("id-1-nest-pas")
    (('les-dates', 'lesdates'), ('id-1-nest-pas', 'id1nestpas', '1nestpas'))
    """
    alone = _NUMBER.sub("", key, count=1) if key.startswith("id-") else key
    return tuple(filter(None, dict.fromkeys((key, _joined(key), _joined(alone)))))


def _joined(key: str) -> str:
    return key.replace("-", "")


def anchors(document: Document) -> dict[str, str]:
    """Return the keys of each heading of ``document``, and the id that it may get.

    Its own key comes first, whatever stands before it in the document.
    """
    found, others = dict[str, str](), dict[str, str]()
    again: dict[str, int] = {}
    for node, key in _keyed(document):
        found[key] = name = f"{PREFIX}{key}"
        for form in dict.fromkeys((_key(node), *map(slug, _spellings(node)))):
            number = again[form] = again.get(form, -1) + 1
            others.setdefault(_joined(f"{form}-{number}" if number else form), name)
    return {**others, **found}


def titles_in(document: Document) -> dict[str, str]:
    """Return the id that each heading of ``document`` may get, and its words."""
    return {f"{PREFIX}{key}": _title(node) for node, key in _keyed(document)}


def _title(node: Node) -> str:
    return node.title if isinstance(node, Div) else running_text(children(node))


def _spellings(node: Node) -> Iterator[str]:
    """Yield the words of a heading as an address may say them."""
    words = _title(node)
    yield words
    if "&" in words:
        yield from (words.replace("&", f" {word} ") for word in _AND)


def wanted(document: Document) -> frozenset[str]:
    """Return the keys of the places that the links of ``document`` ask for."""
    links = [node.href for node in nodes(document) if isinstance(node, Link)]
    last = (f"#{href.rpartition('#')[2]}" for href in links if href.count("#") > 1)
    asked = dict.fromkeys(map(fragment, (*links, *last)))
    return frozenset(key for place in asked for key in _readings(place))


def named(document: Document, ids: Collection[str]) -> Document:
    """Return ``document`` with those of the ``ids`` of its headings, and no other."""
    places = {(type(node), node.pos, _key(node)): key for node, key in _keyed(document)}

    def name(node: Node) -> Node:
        key = places.get((type(node), node.pos, _key(node)), "") if _key(node) else ""
        own = f"{PREFIX}{key}"
        return replace(node, id=own if own in ids else "") if key else node

    return walk(document, name)


def _keyed(document: Document) -> Iterator[tuple[Node, str]]:
    """Yield the headings with their own keys; a second one of the same has a number."""
    seen: dict[str, int] = {}
    for node in nodes(document):
        if key := _key(node):
            own, number = key, seen.get(key, 0)
            while own in seen:
                number += 1
                own = f"{key}-{number}"
            seen[key], seen[own] = number, seen.get(own, 0)
            yield node, own


def _key(node: Node) -> str:
    match node:
        case Heading():
            return slug(node.id or plain_text(node))
        case Div() if node.title:
            return slug(node.id or node.title)
        case _:
            return ""

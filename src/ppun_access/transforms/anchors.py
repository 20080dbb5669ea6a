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
from ppun_access.document.walk import nodes, plain_text, running_text, walk

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


def find_places(document: Document) -> Places:
    """Return where in ``document`` links can lead, and where its own links lead.

    The own key of a heading comes first, whatever stands before it in the document.
    """
    own, others, titles = dict[str, str](), dict[str, str](), dict[str, str]()
    again: dict[str, int] = {}
    for node, key in _keyed(document):
        own[key] = name = f"{PREFIX}{key}"
        words = node.title if isinstance(node, Div) else running_text(node.children)
        titles[name] = words
        for form in dict.fromkeys((_key(node), *map(slug, _spellings(words)))):
            number = again[form] = again.get(form, -1) + 1
            others.setdefault(_joined(f"{form}-{number}" if number else form), name)
    return Places({**others, **own}, titles, wanted(document))


def _spellings(words: str) -> Iterator[str]:
    """Yield the words of a heading as an address may say them."""
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
    keyed = _keyed(document) if ids else ()
    places = {(type(node), node.pos, _key(node)): key for node, key in keyed}

    def name(node: Node) -> Node:
        if not isinstance(node, Heading | Div) or not (key := _key(node)):
            return node
        own = f"{PREFIX}{places.get((type(node), node.pos, key), '')}"
        return replace(node, id=own if own in ids else "")

    return walk(document, name)


def _keyed(document: Document) -> Iterator[tuple[Heading | Div, str]]:
    """Yield the headings with their own keys; a second one of the same has a number."""
    seen: dict[str, int] = {}
    for node in nodes(document):
        if isinstance(node, Heading | Div) and (key := _key(node)):
            own, number = key, seen.get(key, 0)
            while own in seen:
                number += 1
                own = f"{key}-{number}"
            seen[key], seen[own] = number, seen.get(own, 0)
            yield node, own


def _key(node: Heading | Div) -> str:
    words = node.title if isinstance(node, Div) else plain_text(node)
    return slug(node.id or words)

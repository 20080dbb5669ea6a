"""Emoji and icons that are written by their names: ``:smile:``, ``:material-check:``.

An icon of a theme only decorates: it is left out. One that stands alone in a cell, an item
or a link is what people read there: its name is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from xml.etree.ElementTree import Element

import markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

_NAMED = r":([+\-\w]{1,80}):"
_SETS = ("material-", "fontawesome-", "octicons-", "simple-")
_VARIANT = re.compile(r"^(?:brands|solid|regular)-|-(?:outline|variant|bold|\d+)(?=-|$)")
_FRENCH: Mapping[str, str] = {
    "account": "personne", "alert": "attention", "arrow-down": "vers le bas",
    "arrow-left": "vers la gauche", "arrow-right": "vers la droite",
    "arrow-up": "vers le haut", "calendar": "calendrier", "cancel": "non",
    "check": "oui", "check-all": "oui", "check-bold": "oui", "check-circle": "oui",
    "circle-check": "oui", "circle-xmark": "non", "clock": "horaire", "close": "non",
    "close-circle": "non", "download": "télécharger", "email": "courriel",
    "envelope": "courriel", "file": "fichier", "file-document": "document",
    "help": "aide", "help-circle": "aide", "home": "accueil", "information": "information",
    "link": "lien", "lock": "cadenas", "magnify": "rechercher", "map-marker": "lieu",
    "minus": "moins", "phone": "téléphone", "plus": "plus", "star": "étoile",
    "thumb-down": "non", "thumb-up": "oui", "times": "non", "triangle-exclamation":
    "attention", "warning": "attention", "x": "non", "xmark": "non",
}  # fmt: skip
"""The name of an icon, without that of its set → what it says in the place of words."""
_HOLDERS = ("p", "li", "td", "th", "dt", "dd", "a", "label", "summary", "strong", "em")
"""What is empty for its reader when it holds an icon and no words."""
_ICON = "icon"


class Emoji(Extension):
    """Reads the names of emoji and icons; ``alone`` are the icons that were named."""

    def __init__(self) -> None:
        super().__init__()
        self.alone: list[str] = []

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802
        """Register with ``md``."""
        md.ESCAPED_CHARS = [*md.ESCAPED_CHARS, ":"]
        md.inlinePatterns.register(_Names(_NAMED, md), "emoji", 75)
        md.treeprocessors.register(_Icons(md, self.alone), "icons", 5)


class _Names(InlineProcessor):
    """Replaces the name of an emoji by its character, and that of an icon by a mark."""

    def handleMatch(  # type: ignore[override] # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[Element | str | None, int | None, int | None]:
        """Return what stands for a name; nothing for one that is unknown."""
        if m[1].startswith(_SETS):
            return Element("i", {_ICON: m[1]}), m.start(), m.end()
        found = character(m[0])
        return (found, m.start(), m.end()) if found else (None, None, None)


def character(name: str) -> str:
    """Return the emoji of a name such as « :smile: », empty when there is none."""
    emoji, aliases = _emoji()
    code = emoji.get(aliases.get(name, name), {}).get("unicode", "")
    return "".join(chr(int(one, 16)) for one in code.split("-")) if code else ""


@cache
def _emoji() -> tuple[Mapping[str, Mapping[str, str]], Mapping[str, str]]:
    """Return what is known of each emoji, and other names; few pages name any."""
    from pymdownx import twemoji_db

    return twemoji_db.emoji, twemoji_db.aliases


class _Icons(Treeprocessor):
    """Takes the icons out, and names those that stand alone."""

    def __init__(self, md: markdown.Markdown, alone: list[str]) -> None:
        super().__init__(md)
        self._alone = alone

    def run(self, root: Element) -> None:
        """Rewrite the tree."""
        for holder, parent, icon in list(_found(root)):
            words = ""
            if not "".join(holder.itertext()).strip() and holder.find(".//img") is None:
                words = said(icon.get(_ICON, ""))
                self._alone.append(icon.get(_ICON, ""))
            _replace(parent, icon, words)


def _found(root: Element) -> Iterator[tuple[Element, Element, Element]]:
    """Yield each icon, what holds it, and what it must not leave empty."""
    stack = [(root, root)]
    while stack:
        parent, holder = stack.pop()
        holder = parent if parent.tag in _HOLDERS else holder
        for child in reversed(parent):
            stack.append((child, holder))
        for child in parent:
            if child.tag == "i" and child.get(_ICON):
                yield holder, parent, child


def said(name: str) -> str:
    """Return an icon in words.

    >>> said("material-check"), said("fontawesome-brands-mastodon")
    ('oui', 'mastodon')
    """
    own = next((name.removeprefix(kind) for kind in _SETS if name.startswith(kind)), name)
    own = _VARIANT.sub("", own)
    return _FRENCH.get(own, own.replace("-", " "))


def _replace(parent: Element, icon: Element, words: str) -> None:
    """Put words in the place of an icon; what follows it stays."""
    at = list(parent).index(icon)
    text = words + (icon.tail or "")
    parent.remove(icon)
    if at:
        parent[at - 1].tail = (parent[at - 1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text

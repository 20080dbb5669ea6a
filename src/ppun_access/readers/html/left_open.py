"""HTML elements that need an end tag and have none: their words stay, an editor is told.

Whoever parses marks them with an attribute, ``tree.py`` tells where they are.
"""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree.ElementTree import Element

from bs4.element import Tag

from ppun_access.readers.context import Context
from ppun_access.report import Finding

LEFT_OPEN = "data-left-open"
NEED_END = frozenset({
    "a", "abbr", "article", "aside", "b", "blockquote", "cite", "code", "del", "details",
    "div", "dl", "em", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "i", "ins", "kbd",
    "mark", "ol", "q", "s", "section", "small", "span", "strong", "sub", "sup", "table",
    "u", "ul",
})  # fmt: skip
"""Those of a text that HTML lets no author leave open."""


def mark(element: Element | str, name: str) -> None:
    """Note on an element that nothing ended it, if something should have."""
    if name in NEED_END and isinstance(element, Element):
        element.set(LEFT_OPEN, "")


def marked(tag: str, name: str) -> str:
    """Return a start tag with that note, if something should have ended it."""
    return f'{tag[:-1]} {LEFT_OPEN}="">' if name in NEED_END else tag


def tell_left_open(tag: Tag, context: Context) -> None:
    """Note that nothing ends ``tag``, or that for which it stands, if so."""
    if not tag.has_attr(LEFT_OPEN):
        return
    name, pos = str(tag[LEFT_OPEN] or tag.name), context.near(tag)
    if tag[LEFT_OPEN]:
        line = context.finder.look(rf"(?i)<{re.escape(name)}\b")
        advice = f"retirez-la, ou ajoutez </{name}> à la fin de ce qu’elle contient"
    else:
        line = context.finder.above(pos.line, name)
        advice = f"ajoutez </{name}> à la fin de ce qu’elle marque"
    message = f"La balise <{name}> n’est pas fermée : {advice}. Le texte est gardé."
    pos, code = replace(pos, line=line), "balise-non-fermee"
    found = Finding(code, message, pos, context.page, f"<{name}>")
    context.report.add(found)

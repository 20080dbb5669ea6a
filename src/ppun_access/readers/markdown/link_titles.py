"""The title of a link: ``[words](address "title")``, or ``<a title>``.

A browser shows it to whoever holds a mouse, and to nobody else: it ends the words of the
link, between parentheses, unless it says nothing more than they do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bs4.element import Tag

from ppun_access.document.model import Inline, Text
from ppun_access.document.walk import plain_text
from ppun_access.readers.spaces import merged

_OF_EDITORS = re.compile(
    r"mention|(s[’']ouvre dans )?(une? )?(nouvelle fenêtre|nouvel onglet)|new (window|tab)",
    re.IGNORECASE,
)
"""What editing tools write: GitBook's mark of a mention, a window that we do not open."""
_AROUND = " ()[]:;,.\u00a0\u202f–—-"


def titled(children: tuple[Inline, ...], tag: Tag) -> tuple[Inline, ...]:
    """Return the words of a link with what its title adds to them."""
    return with_title(children, str(tag.get("title", "")), str(tag.get("href", "")))


def with_title(children: tuple[Inline, ...], title: str, href: str) -> tuple[Inline, ...]:
    """Return the words of a link to ``href`` with what ``title`` adds to them."""
    added = _added(_words(title), children)
    if not added or added == href or _OF_EDITORS.fullmatch(added):
        return children
    return tuple(merged((*children, Text(f" ({added})" if children else added))))


def _added(title: str, children: Sequence[Inline]) -> str:
    """Return what ``title`` says after the words of the link; nothing if they say it."""
    words = _words("".join(map(plain_text, children)))
    if title.casefold() in words.casefold():
        return ""
    if words and title.casefold().startswith(words.casefold()):
        return title[len(words) :].strip(_AROUND)
    return title


def _words(text: str) -> str:
    return " ".join(text.split())

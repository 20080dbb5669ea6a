"""The title of a link: ``[words](address "title")``, or ``<a title>``.

A browser shows it to whoever holds a mouse, and to nobody else: it ends the words of the
link, between parentheses, unless it says nothing more than they do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape

from bs4.element import Tag

from ppun_access.document.model import Inline, Text
from ppun_access.document.walk import plain_text
from ppun_access.readers.spaces import merged

_WINDOW = re.compile(
    r"(?:(?:\A|(?<!\s)\s*+[(\[:;,.–—-]\s*+)(?:(?:s[’'])?ouv(?:re|erture) )?"
    r"(?:dans )?(?:une? )?(?:nouvelle fenêtre|nouvel onglet|new window|new tab)[)\]]?)+\Z",
    re.IGNORECASE,
)
"""What editing tools write at the end of titles: of a window that we do not open."""
_MENTION = "mention"
"""What GitBook writes on a link to a page."""
_AROUND = " ()[]:;,.\u00a0\u202f–—-"


def titled(children: tuple[Inline, ...], tag: Tag) -> tuple[Inline, ...]:
    """Return the words of a link with what its title adds to them."""
    return with_title(children, str(tag.get("title", "")), str(tag.get("href", "")))


def with_title(children: tuple[Inline, ...], title: str, href: str) -> tuple[Inline, ...]:
    """Return the words of a link to ``href`` with what ``title`` adds to them."""
    said = _WINDOW.sub("", _words(unescape(title)))
    added = _added(said, children)
    if not added or added in (href, _MENTION):
        return children
    return tuple(merged((*children, Text(f" ({added})" if children else added))))


def _added(title: str, children: Sequence[Inline]) -> str:
    """Return what ``title`` says after the words of the link; nothing if they say it."""
    words = _words("".join(map(plain_text, children)))
    own, said = (text.casefold().replace("’", "'") for text in (words, title))
    if said in own:
        return ""
    if words and said.startswith(own):
        return title[len(words) :].strip(_AROUND)
    return title


def _words(text: str) -> str:
    return " ".join(text.split())

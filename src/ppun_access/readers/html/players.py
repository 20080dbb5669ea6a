"""What another site, or a player, would show in a page: links in its place."""

from __future__ import annotations

from bs4 import BeautifulSoup
from bs4.element import Tag

_MEDIA = ("iframe", "video", "audio", "embed", "object")
_OWN = ("data:", "javascript:", "about:")
"""How an address begins that leads nowhere."""


def link_media(soup: Tag) -> None:
    """Put a link in the place of each medium of a tree; what it holds is its words."""
    for tag in reversed(soup.find_all(_MEDIA)):  # what one holds is read before it
        _linked(tag)


def _linked(tag: Tag) -> None:
    source = tag.find("source")
    inner = source.get("src") if isinstance(source, Tag) else ""
    address = str(tag.get("src") or tag.get("data") or inner or "")
    words = str(tag.get("title") or tag.get("aria-label") or "") or tag.get_text(" ")
    link = BeautifulSoup("", "html.parser").new_tag("a", href=address)
    link.string = " ".join(words.split()) or address
    if address and not address.lower().startswith(_OWN):
        tag.replace_with(link)
    else:
        tag.unwrap()

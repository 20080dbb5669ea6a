"""A tree of HTML that is too deep to be read level by level, cut before it is."""

from __future__ import annotations

from bs4 import BeautifulSoup
from bs4.element import PreformattedString, Tag

from ppun_access.readers.context import Context
from ppun_access.readers.depth import TOO_DEEP

DEEPEST = 120
"""Elements in one another; a list in a list is two or three of them."""


def cut(soup: BeautifulSoup, context: Context, part: Tag | None = None) -> None:
    """Make paragraphs of the words that are deeper, and tell it.

    ``part`` of the page is alone read when it is given: it will be a page of its own.
    """
    for passage in _cut(soup if part is None else part, soup, 0 if part is None else 1):
        context.aside().tell("imbrication-profonde", TOO_DEEP, passage)


def _cut(part: Tag, soup: BeautifulSoup, depth: int) -> list[Tag]:
    found: list[Tag] = []
    stack: list[tuple[Tag, int]] = [(part, depth)]
    while stack:
        tag, depth = stack.pop()
        if depth == DEEPEST:
            found += [tag] if _flat(tag, soup) else []
        else:
            below = (child for child in tag.children if isinstance(child, Tag))
            stack += [(child, depth + 1) for child in below]
    return found


def _flat(tag: Tag, soup: BeautifulSoup) -> bool:
    """Give a tag its words alone, if there are tags in it."""
    if not any(isinstance(child, Tag) for child in tag.children):
        return False
    texts = [t for t in tag.strings if t.strip() and not isinstance(t, PreformattedString)]
    tag.clear()
    for text in texts:
        line = soup.new_tag("p")
        line.string = str(text)
        tag.append(line)
    return True

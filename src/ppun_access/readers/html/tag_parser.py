"""Python's parser of HTML, which keeps as text what is written as a tag and is none.

A program that nothing ends (« <script> ») would take the rest of the page, as it does in a
browser: its tag is left out and told, and what follows is read.
"""

from __future__ import annotations

import re
import warnings
from collections import defaultdict
from functools import cached_property
from typing import Any

from bs4 import XMLParsedAsHTMLWarning
from bs4.builder._htmlparser import BeautifulSoupHTMLParser, HTMLParserTreeBuilder

from ppun_access.readers.html import drawings
from ppun_access.readers.html.angle_words import AS_WRITTEN, Names, end_words, start_words
from ppun_access.readers.html.left_open import LEFT_OPEN

UNREAD = ("canvas", "map", "noframes", "noscript", "script", "style", "template")
"""Elements whose content is not published."""
MEDIA = ("audio", "iframe", "object", "video")
_PROGRAMS = ("script", "style")
_HOLDERS = re.compile(rf"<(/?)({'|'.join((*UNREAD, *MEDIA))})(?=[\s/>])", re.IGNORECASE)
"""What would take the rest of the page, were it left open."""
TAG = re.compile(r"""</?([a-zA-Z][^\s/<>]*)?(?:=\s*(?:"[^"]*"|'[^']*')|[^<>])*+>?""")
"""A tag, or what there is of one before the next « < »."""
_LATE_END = re.compile(rf"</({'|'.join(_PROGRAMS)})[\s/][^<>]*>", re.IGNORECASE)
_PLACE = "template"
"""What stands in the tree where an element was left open; it holds nothing."""


def tidy_ends(html: str) -> str:
    """Return a page in which the end tags of programs are as Python knows them."""
    return _LATE_END.sub(r"</\1>", html)


def ended(html: str) -> frozenset[int]:
    """Return where the start tags are of such elements that have an end."""
    opened: defaultdict[str, list[int]] = defaultdict(list)
    found: set[int] = set()
    for tag in _HOLDERS.finditer(html):
        name = tag[2].lower()
        if tag[1]:
            found.update(opened[name][-1:])
            del opened[name][-1:]
        elif not opened[name] or name not in _PROGRAMS:  # a program holds no tag
            opened[name].append(tag.start())
    return frozenset(found)


warnings.filterwarnings("ignore", category=XMLParsedAsHTMLWarning)
"""An instruction of XML in a page is no fault of who runs the program."""


class _Parser(BeautifulSoupHTMLParser):
    """Tells tags from words before Python does."""

    _page = ""

    def feed(self, data: str) -> None:
        """Parse a whole page."""
        self._page = data
        super().feed(data)

    @cached_property
    def _ended(self) -> frozenset[int]:
        return ended(self._page)

    @cached_property
    def _names(self) -> Names:
        return Names(self._page)

    def _is_open(self, i: int) -> bool:
        """Tell whether such an element begins at ``i`` and has no end."""
        past = len(self._page) - len(self.rawdata)
        return bool(_HOLDERS.match(self.rawdata, i)) and i + past not in self._ended

    def parse_starttag(self, i: int) -> int:
        """Go past a start tag, or past the words that it is."""
        name, end = self._at(i)
        if any(map(self.soup.open_tag_counter.get, drawings.DRAWINGS)):
            return super().parse_starttag(i)
        open_ = self._is_open(i)
        words = start_words(name, self.rawdata[i:end], self._names, program=not open_)
        if words:
            return self._keep(i, words)
        if open_ and name in UNREAD:
            self.soup.handle_starttag(_PLACE, None, None, {LEFT_OPEN: name})
            self.soup.handle_endtag(_PLACE)
            return end
        after = super().parse_starttag(i)
        if open_:  # a frame, a video: its words are beside it
            self.clear_cdata_mode()
            self.soup.handle_endtag(name)
            self.soup.handle_data(" ")
        return after

    def handle_data(self, data: str) -> None:
        """Add text; words end the head of a page, which needs no end tag."""
        if self.soup.tagStack[-1].name == "head" and data.strip():
            self.soup.handle_endtag("head")
        super().handle_data(data)

    def parse_endtag(self, i: int) -> int:
        """Go past an end tag, or past the words that it is."""
        name, end = self._at(i)
        words = end_words(name, self.rawdata[i:end], self._names)
        if words and not self.cdata_elem:
            return self._keep(i, words)
        if not self.cdata_elem and self.rawdata[end - 1] != ">":
            self.handle_endtag(name)
            return end
        return super().parse_endtag(i)

    def _at(self, i: int) -> tuple[str, int]:
        """Return the name of the tag at ``i``, and where it ends."""
        found = TAG.match(self.rawdata, i)
        assert found
        return (found[1] or "").lower(), found.end()

    def _keep(self, i: int, words: str) -> int:
        self.soup.handle_starttag("span", None, None, {AS_WRITTEN: ""})
        self.soup.handle_data(words)
        self.soup.handle_endtag("span")
        return i + len(words)


class Builder(HTMLParserTreeBuilder):
    """Makes a tree with that parser; what stands above words (``<rt>``) is text too."""

    DEFAULT_STRING_CONTAINERS = {  # noqa: RUF012
        name: kind
        for name, kind in HTMLParserTreeBuilder.DEFAULT_STRING_CONTAINERS.items()
        if name not in ("rt", "rp")
    }

    def feed(
        self, markup: Any, _parser_class: type[BeautifulSoupHTMLParser] = _Parser
    ) -> None:
        """Parse ``markup``."""
        super().feed(markup, _parser_class)

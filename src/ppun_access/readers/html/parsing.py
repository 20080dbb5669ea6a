"""HTML as a tree (beautifulsoup4), with the ends of elements that HTML lets authors omit.

beautifulsoup4's own parser nests what has no end tag (a cell in a cell, an item in an
item) and loses the semicolon of an entity that it does not know; both are mended here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html.entities import html5
from itertools import islice
from typing import Any

from bs4 import BeautifulSoup
from bs4.element import CData, NavigableString, Tag

from ppun_access.readers.html import drawings
from ppun_access.readers.html.left_open import LEFT_OPEN, NEED_END
from ppun_access.readers.html.open_quotes import with_quotes
from ppun_access.readers.html.tag_parser import Builder, tidy_ends
from ppun_access.readers.markdown.stray_references import STRAY

_FARTHEST = 200
"""How many open elements are looked at, from the last one up."""
_ENTITY = re.compile(r"&(?=([a-zA-Z][-.a-zA-Z0-9]*;))")
_SECTIONS = ("thead", "tbody", "tfoot", "caption", "colgroup")
_CELLS = ("td", "th")
_TABLE = ("table", "template")
_AROUND = (
    "ul", "ol", "menu", "dl", *_TABLE, *_CELLS, "caption", "blockquote", "section",
    "article", "aside", "main", "nav", "header", "footer", "details", "figure",
    "figcaption", "fieldset", "form", "object", "button", "body",
)  # fmt: skip
_IN_HEAD = (
    "head", "base", "basefont", "bgsound", "link", "meta", "noframes", "noscript", "script",
    "style", "template", "title",
)  # fmt: skip
"""Elements that do not end the head of a page, which needs no end tag."""
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_ENDS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "li": (("li",), _AROUND),
    "dt": (("dt", "dd"), _AROUND),
    "dd": (("dt", "dd"), _AROUND),
    "td": ((*_CELLS, "caption", "colgroup"), _TABLE),
    "th": ((*_CELLS, "caption", "colgroup"), _TABLE),
    "tr": ((*_CELLS, "tr", "caption", "colgroup"), _TABLE),
    **dict.fromkeys(_SECTIONS, ((*_CELLS, "tr", *_SECTIONS), _TABLE)),
    "option": (("option",), ("select", "datalist")),
}
"""A start tag → the elements that it ends, and those beyond which it ends nothing
(HTML, 13.2.6.4)."""
_NO_PARAGRAPH = (
    "p", "address", "article", "aside", "blockquote", "center", "details", "dialog", "dir",
    "div", "dl", "fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup",
    "hr", "listing", "main", "menu", "nav", "ol", "pre", "search", "section", "summary",
    "table", "ul",
)  # fmt: skip
_BESIDE: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(_NO_PARAGRAPH, ("p",)),
    **dict.fromkeys(_HEADINGS, ("p", *_HEADINGS)),
}
"""A start tag → what it ends when that is the last element that is open."""


class _Soup(BeautifulSoup):
    """A tree in which a start tag ends what it cannot stand in.

    What should have an end tag and has none is marked.
    """

    _ending = ""

    def handle_starttag(self, name: str, *args: Any, **kwargs: Any) -> Tag | None:
        """Put a new element where a browser would."""
        if any(map(self.open_tag_counter.get, drawings.DRAWINGS)):
            for drawing in drawings.ended(name, self.tagStack):
                self.handle_endtag(drawing)
        elif self.tagStack[-1].name == "head" and name not in _IN_HEAD:
            self.handle_endtag("head")
        for ended in _ended(name, self.tagStack):
            self.handle_endtag(ended)
        if name in _CELLS and self.tagStack[-1].name in ("table", *_SECTIONS[:3]):
            super().handle_starttag("tr", None, None, {})
        return super().handle_starttag(name, *args, **kwargs)

    def handle_endtag(self, name: str, nsprefix: str | None = None) -> None:
        """End an element and those that it holds."""
        self._ending = name
        super().handle_endtag(name, nsprefix)
        self._ending = ""

    def popTag(self) -> Tag | None:  # noqa: N802
        """End the last element that is open."""
        last = self.tagStack[-1]
        if last.name in NEED_END and last.name != self._ending:
            last[LEFT_OPEN] = ""
        return super().popTag()


def _ended(name: str, opened: list[Tag]) -> list[str]:
    """Return the elements that a start tag ends, the last one that was opened first."""
    if name in _BESIDE:
        return [opened[-1].name] if opened[-1].name in _BESIDE[name] else []
    ends, around = _ENDS.get(name, ((), ()))
    found: list[str] = []
    for tag in islice(reversed(opened), _FARTHEST if ends else 0):
        if tag.name in around:
            break
        if tag.name in ends:
            found.append(tag.name)
    return found


_ASIDE = re.compile(r"<!(?:(--)|\[(?:(CDATA\[)|((?:if|else|endif)\b))?)", re.IGNORECASE)
"""What opens a comment or a section of SGML: Python's parser refuses the whole page for
sections of other names, and looks for each end as far as the end of the page."""
_ASIDE_ENDS = tuple(map(re.compile, (r"--[!\s]*>", r"\]\]>", r"\]>")))


def parsed(html: str) -> BeautifulSoup:
    """Return the tree of ``html``; the words of CDATA sections are text.

    A « < » that no « > » follows is text too: each would be looked at to the end.
    """
    html = with_quotes(html)
    whole = html.rfind(">") + 1
    html = html[:whole] + html[whole:].replace("<", "&lt;")
    html = _with_asides(STRAY.sub("&amp;#", _ENTITY.sub(_known, html)))
    soup = _Soup(tidy_ends(html), builder=Builder)
    for section in soup.find_all(string=lambda text: isinstance(text, CData)):
        section.replace_with(NavigableString(str(section)))
    return soup


def _with_asides(html: str) -> str:
    """Return ``html`` with what opens as a comment or a section, and is none, as text."""
    ends = [max((m.start() for m in e.finditer(html)), default=0) for e in _ASIDE_ENDS]

    def kept(sign: re.Match[str]) -> str:
        whole = sign.lastindex and sign.start() < ends[sign.lastindex - 1]
        return sign[0] if whole else sign[0].replace("<", "&lt;")

    return _ASIDE.sub(kept, html)


def _known(sign: re.Match[str]) -> str:
    """Keep the « & » of an entity, write that of any other word as one."""
    return "&" if sign[1] in html5 else "&amp;"

"""Parse HTML into a tree (beautifulsoup4), with optional end tags restored.

beautifulsoup4's own parser nests what has no end tag (a cell in a cell, an item in an
item) and loses the semicolon of an entity that it does not know; both are repaired here.
"""

from __future__ import annotations

import re
import warnings
from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from html.entities import html5
from itertools import islice
from typing import Any

from bs4 import BeautifulSoup, XMLParsedAsHTMLWarning
from bs4.builder._htmlparser import BeautifulSoupHTMLParser, HTMLParserTreeBuilder
from bs4.element import CData, NavigableString, PageElement, Tag

from ppun_access.readers.html.elements import placed
from ppun_access.readers.html.repairs import (
    AS_WRITTEN,
    LEFT_OPEN,
    NEED_END,
    Names,
    end_words,
    start_words,
    with_quotes,
)

DRAWINGS = ("svg", "math")
_FARTHEST = 200
"""How many open elements are looked at, from the last one up."""
_STRAY = re.compile(r"&#(?!(?:[0-9]+|[xX][0-9a-fA-F]+)(?:[^0-9a-fA-F]|\Z))")
"""« &# » that no number follows: the parser of Python would stop there."""
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
BESIDE_PARAGRAPHS = (
    "p", "address", "article", "aside", "blockquote", "center", "details", "dialog", "dir",
    "div", "dl", "fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup",
    "hr", "listing", "main", "menu", "nav", "ol", "pre", "search", "section", "summary",
    "table", "ul",
)  # fmt: skip
"""Elements that no paragraph holds."""
_BESIDE: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(BESIDE_PARAGRAPHS, ("p",)),
    **dict.fromkeys(_HEADINGS, ("p", *_HEADINGS)),
}
"""A start tag → what it ends when that is the last element that is open."""


class _Soup(BeautifulSoup):
    """A tree in which a start tag ends the elements that cannot contain it.

    What should have an end tag and has none is marked. Texts have a « sourceline », the
    line on which they begin, as elements have.
    """

    _ending = ""
    _line = 1
    parser: _Parser

    def handle_starttag(self, name: str, *args: Any, **kwargs: Any) -> Tag | None:
        """Put a new element where a browser would."""
        if any(map(self.open_tag_counter.get, DRAWINGS)):
            for drawing in _ended_drawings(name, self.tagStack):
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

    def handle_data(self, data: str) -> None:
        """Add characters to a text."""
        if not self.current_data:
            self._line = self.parser.getpos()[0]
        super().handle_data(data)

    def object_was_parsed(
        self,
        o: PageElement,
        parent: Tag | None = None,
        most_recent_element: PageElement | None = None,
    ) -> None:
        """Put a text, or a comment, in the tree."""
        vars(o).setdefault("sourceline", self._line)
        super().object_was_parsed(o, parent, most_recent_element)

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


_END_DRAWINGS = (
    "b", "big", "blockquote", "body", "br", "center", "code", "dd", "div", "dl", "dt", "em",
    "embed", "h1", "h2", "h3", "h4", "h5", "h6", "head", "hr", "i", "img", "li", "listing",
    "menu", "meta", "nobr", "ol", "p", "pre", "ruby", "s", "small", "span", "strong",
    "strike", "sub", "sup", "table", "tt", "u", "ul", "var",
)  # fmt: skip
"""Elements that end a drawing that nothing closes (HTML, 13.2.6.5)."""
_HOLDS_END_DRAWINGS = (
    "foreignobject", "desc", "title", "annotation-xml", "mi", "mo", "mn", "ms", "mtext",
)  # fmt: skip
"""What a drawing holds, and in which such elements may stand."""


def _ended_drawings(name: str, opened: list[Tag]) -> list[str]:
    """Return the drawings that the start tag of an element ends, the last one first.

    ``opened``: the elements that are open. A drawing without its end tag would else hold
    the whole of the page.
    """
    found: list[str] = []
    others = 0
    for tag in reversed(opened if name in _END_DRAWINGS else ()):
        if tag.name in _HOLDS_END_DRAWINGS or others == _FARTHEST:
            break
        if tag.name in DRAWINGS:
            found.append(tag.name)
        else:
            others += 1
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
    html = _with_asides(_STRAY.sub("&amp;#", _ENTITY.sub(_known, html)))
    soup = _Soup(tidy_ends(html), builder=Builder)
    for section in soup.find_all(string=lambda text: isinstance(text, CData)):
        section.replace_with(placed(NavigableString(str(section)), section))
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


# The parser


SKIPPED_ELEMENTS = ("canvas", "map", "noframes", "noscript", "script", "style", "template")
"""Elements whose content is not published."""
MEDIA = ("audio", "iframe", "object", "video")
_PROGRAMS = ("script", "style")
_HOLDERS = re.compile(
    rf"<(/?)({'|'.join((*SKIPPED_ELEMENTS, *MEDIA))})(?=[\s/>])", re.IGNORECASE
)
"""What would take the rest of the page, were it left open."""
TAG = re.compile(r"""</?([a-zA-Z][^\s/<>]*)?(?:=\s*(?:"[^"]*"|'[^']*')|[^<>])*+>?""")
"""A tag, or what there is of one before the next « < »."""
_LATE_END = re.compile(rf"</({'|'.join(_PROGRAMS)})[\s/][^<>]*>", re.IGNORECASE)
_PLACE = "template"
"""What stands in the tree where an element was left open; it holds nothing."""


def tidy_ends(html: str) -> str:
    """Return a page in which the end tags of programs are as Python knows them."""
    return _LATE_END.sub(r"</\1>", html)


def closed_tags(html: str) -> frozenset[int]:
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

    soup: _Soup
    _page = ""

    def feed(self, data: str) -> None:
        """Parse a whole page."""
        self._page = data
        self.soup.parser = self
        super().feed(data)

    @cached_property
    def _ended(self) -> frozenset[int]:
        return closed_tags(self._page)

    @cached_property
    def _names(self) -> Names:
        return Names(self._page)

    def _is_open(self, i: int) -> bool:
        """Return whether such an element begins at ``i`` and has no end."""
        past = len(self._page) - len(self.rawdata)
        return bool(_HOLDERS.match(self.rawdata, i)) and i + past not in self._ended

    def parse_starttag(self, i: int) -> int:
        """Go past a start tag, or past the words that it is."""
        name, end = self._at(i)
        if any(map(self.soup.open_tag_counter.get, DRAWINGS)):
            return super().parse_starttag(i)
        open_ = self._is_open(i)
        words = start_words(name, self.rawdata[i:end], self._names, program=not open_)
        if words:
            return self._keep(i, words)
        if open_ and name in SKIPPED_ELEMENTS:
            self.soup.handle_starttag(
                _PLACE, None, None, {LEFT_OPEN: name}, sourceline=self.getpos()[0]
            )
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
        self.soup.handle_starttag(
            "span", None, None, {AS_WRITTEN: ""}, sourceline=self.getpos()[0]
        )
        self.soup.handle_data(words)
        self.soup.handle_endtag("span")
        return i + len(words)


class Builder(HTMLParserTreeBuilder):
    """Builds a tree with that parser; ruby annotations (``<rt>``) are text too."""

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

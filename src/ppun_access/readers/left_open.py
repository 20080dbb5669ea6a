"""HTML elements that need an end tag and have none: their words stay, an editor is told.

Whoever parses marks them with an attribute, ``tree.py`` tells where they are.
"""

from __future__ import annotations

from dataclasses import replace
from xml.etree.ElementTree import Element, TreeBuilder

import markdown
from bs4.element import Tag
from markdown.extensions.md_in_html import HTMLExtractorExtra
from markdown.preprocessors import Preprocessor

from ppun_access.readers.angle_words import is_sentence
from ppun_access.readers.context import Context
from ppun_access.report import CODES, Finding

LEFT_OPEN = "data-left-open"
NEED_END = frozenset({
    "a", "abbr", "article", "aside", "b", "blockquote", "cite", "code", "del", "details",
    "div", "dl", "em", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "i", "ins", "kbd",
    "mark", "ol", "q", "s", "section", "small", "span", "strong", "sub", "sup", "table",
    "u", "ul",
})  # fmt: skip
"""Those of a text that HTML lets no author leave open."""


class _Blocks(HTMLExtractorExtra):
    """Takes the HTML out of Markdown; Python-Markdown's own loses what stays open.

    It ends the first element that is open, and takes another of its name for it.
    """

    mdstack: list[str]
    mdstate: list[str | None]
    mdstarted: list[bool]
    treebuilder: TreeBuilder

    def parse_starttag(self, i: int) -> int:
        """Go past a start tag; what no « > » ends is none, and is not looked at.

        « <section de la mairie> » is text: it would open a block.
        """
        end = self.rawdata.find(">", i) + 1
        if end and not self.inraw and is_sentence(tag := self.rawdata[i:end]):
            self.handle_data(tag)
            return end
        return super().parse_starttag(i) if end else -1

    def handle_endtag(self, tag: str) -> None:
        """End an element, after those that it holds."""
        if not self.inraw and tag in self.mdstack:
            while self.mdstack[-1] != tag:
                self._end_last()
        super().handle_endtag(tag)

    def close(self) -> None:
        """End every element that is still open."""
        super(HTMLExtractorExtra, self).close()
        while len(self.mdstack) > 1:
            self._end_last()
        for name in self.mdstack:
            self.handle_endtag(name)
            _mark(self.md.htmlStash.rawHtmlBlocks[-1], name)

    def _end_last(self) -> None:
        name = self.mdstack.pop()
        self.mdstate.pop()
        self.mdstarted.pop()
        _mark(self.treebuilder.end(name), name)


def _mark(element: Element | str, name: str) -> None:
    if name in NEED_END and isinstance(element, Element):
        element.set(LEFT_OPEN, "")


class _HtmlBlocks(Preprocessor):
    """Puts HTML blocks aside while Markdown is read."""

    def run(self, lines: list[str]) -> list[str]:
        """Return ``lines`` with a mark for each of them."""
        blocks = _Blocks(self.md)
        blocks.feed("\n".join(lines))
        blocks.close()
        return "".join(blocks.cleandoc).split("\n")


def register(md: markdown.Markdown) -> None:
    """Read HTML blocks so with ``md``."""
    md.preprocessors.register(_HtmlBlocks(md), "html_block", 20)


def tell_left_open(tag: Tag, context: Context) -> None:
    """Note that nothing ends ``tag``, if so."""
    if tag.has_attr(LEFT_OPEN):
        message = (
            f"La balise <{tag.name}> n’est pas fermée : ajoutez </{tag.name}> à la fin de "
            "ce qu’elle marque. Le texte est gardé."
        )
        code, words = "balise-non-fermee", f"<{tag.name}>"
        pos = context.near(tag)
        pos = replace(pos, line=context.finder.above(pos.line, tag.name))
        context.report.add(Finding(code, message, CODES[code], pos, context.page, words))

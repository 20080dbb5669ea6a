"""How deep Markdown may nest while it is read: what is deeper keeps its words.

Python-Markdown calls itself for each level, and stops the whole page at some five hundred.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement

import markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions.md_in_html import MarkdownInHtmlProcessor
from markdown.util import HTML_PLACEHOLDER_RE

_DEEPEST = 150
"""Levels; the tree is cut again, with a finding, once it is read (``deep_trees.py``)."""


class _Bottom(BlockProcessor):
    """Makes a paragraph of what stands in too many lists and quotations."""

    def test(self, parent: Element, block: str) -> bool:
        """Tell whether a block is too deep."""
        return len(self.parser.state) > _DEEPEST

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Add the first of ``blocks`` to ``parent`` as a paragraph."""
        SubElement(parent, "p").text = blocks.pop(0)


class _InHtml(MarkdownInHtmlProcessor):
    """Reads what HTML elements hold, and makes lines of those that are too deep."""

    _depth = 0

    def parse_element_content(self, element: Element) -> None:
        """Read what ``element`` holds, in its place."""
        self._depth += 1
        if self._depth > _DEEPEST:
            words, tail = " ".join(self._words(element)), element.tail
            element.clear()
            element.text, element.tail = words, tail
        else:
            super().parse_element_content(element)
        self._depth -= 1

    def _words(self, element: Element) -> Iterator[str]:
        """Yield the texts of ``element``, and of the elements put aside that it holds."""
        stack: list[Element | str] = [element]
        while stack:
            one = stack.pop()
            if isinstance(one, Element):
                stack += reversed(list(one.itertext()))
            elif aside := HTML_PLACEHOLDER_RE.search(one):
                held = self.parser.md.htmlStash.rawHtmlBlocks[int(aside[1])]
                yield one[: aside.start()]
                stack.append(one[aside.end() :])
                if isinstance(held, Element):
                    stack.append(held)
                else:
                    yield aside[0]
            else:
                yield one


def register(md: markdown.Markdown) -> None:
    """Bound the nesting of the pages that ``md`` reads."""
    md.parser.blockprocessors.register(_Bottom(md.parser), "bottom", 200)
    md.parser.blockprocessors.register(_InHtml(md.parser), "markdown_block", 105)

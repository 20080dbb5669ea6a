"""Code that is set back by four spaces, in a page of GitBook.

Its editor fences code, but sets back what stands in lists, and people what stands in
blocks: lines are code at the top of the page alone, where CommonMark and GitBook say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from xml.etree.ElementTree import Element

import markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import CodeBlockProcessor
from markdown.extensions import Extension
from markdown.htmlparser import void_tags
from markdown.util import HTML_PLACEHOLDER_RE, STX

from ppun_access.readers.gitbook.html import SET_BACK
from ppun_access.readers.gitbook.tags import MARK, OPEN, Found

_WIDTH = 4
_HELD = re.compile(f"{MARK.pattern}|{HTML_PLACEHOLDER_RE.pattern}")
"""What stands in the text of a page for a tag of GitBook, or for HTML put aside."""
_TAG = re.compile(r"<!--.*?-->|<(/?)([a-z][^\s/<>]*)", re.DOTALL | re.IGNORECASE)


class _Code(CodeBlockProcessor):
    """Makes code of what is set back outside of lists, of tags and of HTML elements."""

    def __init__(self, parser: BlockParser, found: Found) -> None:
        super().__init__(parser)
        self.tab_length = _WIDTH
        self._found = found
        self._open: list[str] = []
        """What is open after the blocks that were looked at."""
        self._seen = 0

    def test(self, parent: Element, block: str) -> bool:
        """Tell whether a block is code."""
        if parent is not self.parser.root or not block.startswith(" " * _WIDTH):
            return False
        return STX not in block and OPEN not in block and not self._is_inside(parent)

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Make code of the first of ``blocks``."""
        super().run(parent, blocks)
        parent[-1].set(SET_BACK, "")

    def _is_inside(self, page: Element) -> bool:
        """Tell whether a tag, or an HTML element, is open at the end of ``page``."""
        for block in page[self._seen :]:
            for sign in _HELD.finditer("".join(block.itertext())):
                for end, name in self._signs(sign):
                    if not end:
                        self._open.append(name)
                    elif name in self._open:
                        del self._open[_last(self._open, name) :]
        self._seen = len(page)
        return bool(self._open)

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(tag.name for tag in self._found.tags)

    def _signs(self, sign: re.Match[str]) -> Iterator[tuple[bool, str]]:
        """Yield what a sign begins or ends: « hint », « </p> »."""
        if sign[1]:
            name = self._found.tag(sign).name
            if name.startswith("end"):
                yield True, name.removeprefix("end")
            elif f"end{name}" in self._names:
                yield False, name
            return
        held = self.parser.md.htmlStash.rawHtmlBlocks[int(sign[2])]
        for tag in _TAG.finditer(held if isinstance(held, str) else ""):
            name = (tag[2] or "").lower()
            if name and name not in void_tags:
                yield bool(tag[1]), f"<{name}>"


def _last(names: list[str], name: str) -> int:
    return len(names) - 1 - names[::-1].index(name)


class SetBackCode(Extension):
    """Such code for Python-Markdown; ``found``: the tags of the page."""

    def __init__(self, found: Found) -> None:
        super().__init__()
        self._found = found

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802
        """Register with ``md``."""
        md.parser.blockprocessors.register(_Code(md.parser, self._found), "code", 80)

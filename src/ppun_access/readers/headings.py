"""Headings, after « # » or above a line of « = » or « - », as CommonMark reads them."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement

import markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import HashHeaderProcessor, SetextHeaderProcessor

_CLOSING = re.compile(r"(?:^|(?<=[ \t]))#+$")
_MOST = 3
"""Spaces that may stand before a heading; more is code, or text."""
_ITEM = r"(?:[*+-]|\d{1,9}[.)])[ \t]"
_ITEMS = re.compile(rf"^ {{0,3}}{_ITEM}", re.MULTILINE)
_NO_TITLE = re.compile(rf" {{4}}| *(?:>|#|{_ITEM}|$|(?:[*_-] *){{3,}}$)")
"""What a line that is set back makes no heading of."""


class Headings(HashHeaderProcessor):
    """Want a space after the « # »: « #mot » is text, and « # C# » keeps its sign."""

    RE = re.compile(
        r"(?:^|\n)(?P<back> *)(?P<level>#{1,6})(?:[ \t](?P<header>[^\n]*))?(?=\n|$)"
    )

    def test(self, parent: Element, block: str) -> bool:
        """Tell whether there is a heading in ``block``."""
        return self._first(block) is not None

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Make an element of the first heading of ``blocks[0]``; the rest is read on."""
        block = blocks.pop(0)
        found = self._first(block)
        if found is None:  # ``test`` has found one
            return
        before, after = block[: found.start()], block[found.end() + 1 :]
        if before:
            self.parser.parseBlocks(parent, [before])
        heading = SubElement(parent, f"h{len(found['level'])}")
        heading.text = without_closing(found["header"] or "")
        if after and self.parser.state.isstate("looselist"):
            after = self.looseDetab(after)
        if after:
            blocks.insert(0, after)

    def _first(self, block: str) -> re.Match[str] | None:
        """Return the first heading of ``block``, but for those in its lists."""
        most = _most(self.parser)
        items = _ITEMS.search(block) if most == _MOST else None
        for found in self.RE.finditer(block):
            back = len(found["back"])
            in_item = items and items.start() < found.start() and back > 1
            if back <= most and not in_item:
                return found
        return None


class Underlined(SetextHeaderProcessor):
    """Let the line below a heading be set back."""

    RE = re.compile(r"(?P<title>[^\n]*)\n(?P<back> *)(?P<line>=+|-+) *(?:\n|$)")

    def test(self, parent: Element, block: str) -> bool:
        """Tell whether ``block`` begins with a heading."""
        found = self.RE.match(block)
        if found is None or len(found["back"]) > _most(self.parser):
            return False
        return not found["back"] or not _NO_TITLE.match(found["title"])

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Make an element of the heading of ``blocks[0]``; the rest is read on."""
        title, line, *rest = blocks[0].split("\n")
        blocks[0] = "\n".join((title, line.strip(), *rest))
        super().run(parent, blocks)


def _most(parser: BlockParser) -> int:
    """Return how many spaces may stand before a heading, those of a list with them."""
    in_list = parser.state.isstate("list")
    return _MOST + (parser.md.tab_length if in_list else 0)


def without_closing(words: str) -> str:
    """Return the words of a heading without the « # » that may end its line."""
    return _CLOSING.sub("", words.strip()).strip()


def register(md: markdown.Markdown) -> None:
    """Read the headings of ``md`` so."""
    md.parser.blockprocessors.register(Headings(md.parser), "hashheader", 70)
    md.parser.blockprocessors.register(Underlined(md.parser), "setextheader", 60)

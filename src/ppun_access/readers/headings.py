"""Headings that begin with « # », as CommonMark reads them."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement

import markdown
from markdown.blockprocessors import HashHeaderProcessor

_CLOSING = re.compile(r"(?:^|(?<=[ \t]))#+$")


class Headings(HashHeaderProcessor):
    """Want a space after the « # »: « #mot » is text, and « # C# » keeps its sign."""

    RE = re.compile(r"(?:^|\n)(?P<level>#{1,6})(?:[ \t](?P<header>[^\n]*))?(?:\n|$)")

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Make an element of the first heading of ``blocks[0]``; the rest is read on."""
        block = blocks.pop(0)
        found = self.RE.search(block)
        if found is None:  # ``test`` has found one
            return
        before, after = block[: found.start()], block[found.end() :]
        if before:
            self.parser.parseBlocks(parent, [before])
        heading = SubElement(parent, f"h{len(found['level'])}")
        heading.text = without_closing(found["header"] or "")
        if after and self.parser.state.isstate("looselist"):
            after = self.looseDetab(after)
        if after:
            blocks.insert(0, after)


def without_closing(words: str) -> str:
    """Return the words of a heading without the « # » that may end its line."""
    return _CLOSING.sub("", words.strip()).strip()


def register(md: markdown.Markdown) -> None:
    """Read the headings of ``md`` so."""
    md.parser.blockprocessors.register(Headings(md.parser), "hashheader", 70)

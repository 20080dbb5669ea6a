"""Headings, after « # » or above a line of « = » or « - », as CommonMark reads them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement

import markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import HashHeaderProcessor, SetextHeaderProcessor
from markdown.preprocessors import Preprocessor

_CLOSING = re.compile(r"(?:^|(?<=[ \t]))#+$")
_MOST = 3
"""Spaces that may stand before a heading; more is code, or text."""
_ITEM = r"(?:[*+-]|\d{1,9}[.)])[ \t]"
_ITEMS = re.compile(rf"^ {{0,3}}{_ITEM}", re.MULTILINE)
_NO_TITLE = re.compile(rf" {{4}}| *(?:>|#|{_ITEM}|$|(?:[*_-] *){{3,}}$)")
"""What a line that is set back makes no heading of."""
_LONG = 100
"""Lines of a passage that is read piece by piece."""
_ALONE = re.compile(r"#{1,6}(?:[ \t]|$)|([*_-])[ ]*(?:\1[ ]*){2,}$")
"""A heading, or a rule: what follows is another passage."""
_UNDER = re.compile(r"(?:=+|-+) *$")


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
        for found in self.RE.finditer(block):
            back = len(found["back"])
            begins = most == _MOST and back > 1  # it may stand in an item
            in_item = begins and _ITEMS.search(block, 0, found.start())
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


class _Apart(Preprocessor):
    """Parts long passages that no blank line parts; no HTML is in them any more."""

    def run(self, lines: list[str]) -> list[str]:
        """Return ``lines`` with a blank one after each of their headings."""
        return list(parted(lines))


def parted(lines: Iterable[str]) -> Iterator[str]:
    """Yield ``lines`` with a blank one after each heading and rule of a long passage.

    Python-Markdown reads the rest of a passage again after each: 64 KB took minutes.
    """
    for blank, passage in groupby(lines, lambda line: not line.strip()):
        held = list(passage)
        if blank or len(held) < _LONG or "|" in held[0]:  # a table
            yield from held
        else:
            yield from _pieces(held)


def _pieces(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines of a passage, a blank one after what ends there."""
    first, second = True, False
    for line in lines:
        yield line
        ends = bool(_ALONE.match(line) or (second and _UNDER.match(line)))
        if ends:
            yield ""
        first, second = ends, first and not ends


def _most(parser: BlockParser) -> int:
    """Return how many spaces may stand before a heading, those of a list with them."""
    in_list = parser.state.isstate("list")
    return _MOST + (parser.md.tab_length if in_list else 0)


def without_closing(words: str) -> str:
    """Return the words of a heading without the « # » that may end its line."""
    return _CLOSING.sub("", words.strip()).strip()


def register(md: markdown.Markdown) -> None:
    """Read the headings of ``md`` so."""
    md.preprocessors.register(_Apart(md), "headings-apart", 5)
    md.parser.blockprocessors.register(Headings(md.parser), "hashheader", 70)
    md.parser.blockprocessors.register(Underlined(md.parser), "setextheader", 60)

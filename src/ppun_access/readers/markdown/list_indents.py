"""Lists as CommonMark reads them, written as Python-Markdown wants them.

Each level is set in by what stands above it: people and their tools write two, three or
four spaces, and « 1) » as well as « 1. »; Python-Markdown wants one width. An item begins
right after the lines of another passage; Python-Markdown takes it for their next words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

import markdown
from markdown.blockprocessors import BlockQuoteProcessor

from ppun_access.readers.markdown.fences import FENCE
from ppun_access.readers.markdown.headings import parted

_ITEM = re.compile(r"( *)(?:([-+*])|(\d{1,9})[.)])( +)(?=\S)")
_RULE = re.compile(r" {0,3}(?:(?:\*[ ]*){3,}|(?:-[ ]*){3,})$")
_HEADING = re.compile(r" {0,3}#{1,6}(?: |$)")
_LEAST = 2
"""Spaces more than an item that a line needs to stand in it."""
_DEEPEST_START = 3
"""Spaces with which a list may begin; more is code."""
_INTERRUPTS = re.compile(r" *[-+*] |\d{1,3}\. | +1\. ")
"""An item that may begin after a line of text beside which it stands."""


@dataclass(slots=True)
class _Level:
    """An open item: the columns of its mark and of its text."""

    mark: int
    text: int


class ListIndents(markdown.preprocessors.Preprocessor):
    """Set each line of a list in by the width that Python-Markdown wants."""

    def run(self, lines: list[str]) -> list[str]:
        """Return ``lines`` with the same words, set in otherwise."""
        return _set_in(lines, self.md.tab_length)


class ItemsApart(markdown.preprocessors.Preprocessor):
    """Put a blank line before each item that Python-Markdown would not see."""

    def run(self, lines: list[str]) -> list[str]:
        """Return ``lines``, which are set in, with those blank ones."""
        return list(_apart(lines, self.md.tab_length))


class _Quotes(BlockQuoteProcessor):
    """Reads the lists of a quotation as those of a page."""

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Make an element of the quotation of ``blocks[0]``."""
        block = blocks[0]
        found = self.RE.search(block)
        start = found.end(1) if found else 0
        held = "\n".join(map(self.clean, block[start:].split("\n")))
        lines = as_read(held, self.tab_length).split("\n")
        blocks[0] = block[:start] + "\n".join(f"> {line}" for line in lines)
        super().run(parent, blocks)


def as_read(text: str, width: int) -> str:
    """Return Markdown that is no whole page (a quotation, a note) with its lists so."""
    return "\n".join(parted(_apart(_set_in(text.split("\n"), width), width)))


def _set_in(lines: Iterable[str], width: int) -> list[str]:
    setting = _Setting(width)
    return [setting.line(line) for line in lines]


def _apart(lines: Iterable[str], width: int) -> Iterator[str]:
    """Yield ``lines``, and a blank one before each item that a passage would swallow."""
    passage = _Passage(width)
    fence, after_blank = "", True
    for line in lines:
        blank, sign = not line.strip(), FENCE.match(line)
        if sign and (not fence or sign[1].startswith(fence)):
            fence = "" if fence else sign[1]
        if not blank and not fence and passage.add(line, begins=after_blank):
            yield ""
        yield line
        after_blank = blank


class _Passage:
    """The lines since the last blank one, and the items around them."""

    def __init__(self, width: int) -> None:
        self._width = width
        self._around = 0
        """How many items are open."""
        self._start = 0
        """In how many items the first line of the passage stands."""
        self._kinds: dict[int, bool] | None = None
        """The lists that the passage has begun, by the items around them: if they count;
        None when it begins with text."""

    def add(self, line: str, *, begins: bool) -> bool:
        """Add a line; return whether it is an item that must begin another passage."""
        column = len(line) - len(line.lstrip(" "))
        inside = min(self._around, column // self._width)
        item = _ITEM.match(line) if column <= self._around * self._width else None
        if not item or _RULE.match(line):
            if begins:
                self._around, self._start, self._kinds = inside, inside, None
            return False
        counts = bool(item[3])
        apart = not begins and not self._holds(line, inside, counts=counts)
        if begins or apart:
            self._start, self._kinds = inside, {}
        if self._kinds is not None:
            upper = {depth: k for depth, k in self._kinds.items() if depth < inside}
            self._kinds = {**upper, inside: counts}
            self._around = inside + 1
        return apart

    def _holds(self, line: str, inside: int, *, counts: bool) -> bool:
        """Tell whether an item is one of the lists of the passage, or is text of it."""
        if inside < self._start:
            return False
        if self._kinds is None:
            return not _INTERRUPTS.match(line)
        return self._kinds.get(inside, counts) == counts


class _Setting:
    """Where the lines read so far leave us: the open items, the open fence."""

    def __init__(self, width: int) -> None:
        self._width = width
        self._levels: list[_Level] = []
        self._fence = ""
        self._shift = 0
        self._after_blank = True

    def line(self, line: str) -> str:
        """Return the next line, set in."""
        blank = not line.strip()
        if self._fence or blank:
            found = line if blank else self._fenced(line)
        elif (item := _ITEM.match(line)) and not _RULE.match(line) and self._begins(item):
            found = self._item(item, line)
        else:
            found = self._text(line)
        self._after_blank = blank
        return found

    def _begins(self, item: re.Match[str]) -> bool:
        """Tell whether a mark opens an item here: « 12) » in a paragraph does not."""
        if self._levels:
            return True
        return len(item[1]) <= _DEEPEST_START and (self._after_blank or ")" not in item[0])

    def _item(self, item: re.Match[str], line: str) -> str:
        column = len(item[1])
        while self._levels and column < self._levels[-1].mark + _LEAST:
            self._levels.pop()
        depth = len(self._levels)
        self._levels.append(_Level(column, item.end()))
        mark = item[2] or f"{item[3]}."
        return " " * (depth * self._width) + mark + item[4] + line[item.end() :]

    def _text(self, line: str) -> str:
        column = len(line) - len(line.lstrip(" "))
        inside = [lv for lv in self._levels if column >= lv.mark + _LEAST]
        if self._levels and (inside or self._after_blank or _HEADING.match(line)):
            self._levels = inside
        fence = FENCE.match(line)
        if not self._levels or not inside:
            self._fence, self._shift = fence[1] if fence else "", 0
            return line
        set_in = len(inside) * self._width + max(0, column - inside[-1].text)
        self._fence, self._shift = fence[1] if fence else "", set_in - column
        return " " * set_in + line[column:]

    def _fenced(self, line: str) -> str:
        """Return a line of code, moved as the fence that opens it."""
        fence = FENCE.match(line)
        if fence and fence[1].startswith(self._fence) and line.strip() == fence[1]:
            self._fence = ""
        column = len(line) - len(line.lstrip(" "))
        return " " * max(0, column + self._shift) + line[column:]


def item_columns(lines: Iterable[str], width: int) -> Iterator[int]:
    """Yield how far each line, set in so, stands in the items around it."""
    depth, after_blank = 0, True
    for line in lines:
        column = len(line) - len(line.lstrip(" "))
        inside = min(depth, column // width)
        if line.strip():
            if _ITEM.match(line) and not _RULE.match(line) and column <= depth * width:
                depth = inside + 1
            elif after_blank:
                depth = inside
        after_blank = not line.strip()
        yield inside * width


def register(md: markdown.Markdown) -> None:
    """Read the lists of ``md`` so."""
    md.preprocessors.register(ListIndents(md), "list-indents", 29)
    md.preprocessors.register(ItemsApart(md), "items-apart", 26)
    md.parser.blockprocessors.register(_Quotes(md.parser), "quote", 20)

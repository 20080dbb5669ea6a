"""Lists set in as CommonMark allows: by what stands above them, not by a fixed width.

Python-Markdown wants each level set in by one width; people and their tools write two,
three or four spaces, and « 1) » as well as « 1. ».
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import markdown

from ppun_access.readers.fences import FENCE

_ITEM = re.compile(r"( *)(?:([-+*])|(\d{1,9})[.)])( +)(?=\S)")
_RULE = re.compile(r" {0,3}(?:(?:\*[ ]*){3,}|(?:-[ ]*){3,})$")
_HEADING = re.compile(r" {0,3}#{1,6}(?: |$)")
_LEAST = 2
"""Spaces more than an item that a line needs to stand in it."""
_DEEPEST_START = 3
"""Spaces with which a list may begin; more is code."""


@dataclass(slots=True)
class _Level:
    """An open item: the columns of its mark and of its text."""

    mark: int
    text: int


class ListIndents(markdown.preprocessors.Preprocessor):
    """Set each line of a list in by the width that Python-Markdown wants."""

    def run(self, lines: list[str]) -> list[str]:
        """Return ``lines`` with the same words, set in otherwise."""
        setting = _Setting(self.md.tab_length)
        return [setting.line(line) for line in lines]


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

"""Find the line of a passage in its source, where a parser keeps no line numbers.

A passage is found again by its letters and digits, searched in the source from where the
last one was found: markup, entities and escapes have none, or have them in the same order.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from copy import copy
from itertools import accumulate

from bs4 import BeautifulSoup
from bs4.element import PageElement, PreformattedString, Tag

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
"""A comment is in no passage; inside one, it would hide the words that it cuts."""
_KEY_LENGTHS = (48, 24, 12, 6, 3)


class LineFinder:
    """Finds the lines of passages that are asked for in reading order."""

    def __init__(self, source: str, first_line: int = 1) -> None:
        shown = _without_comments(source)
        lines = [_letters(html.unescape(line)) for line in shown.split("\n")]
        self._letters = "".join(lines)
        self._ends = list(accumulate(map(len, lines)))
        self._first = first_line
        self._cursor = 0

    def find(self, passage: str) -> int:
        """Return the line on which ``passage`` begins, or that of the last one found."""
        first_line = passage.strip().partition("\n")[0]
        for letters in (_letters(passage), _letters(first_line)):
            for length in _KEY_LENGTHS:
                key = letters[:length]
                at = self._letters.find(key, self._cursor) if key else -1
                if at >= 0:
                    self._cursor = at
                    return self._line()
        return self._line()

    def skip(self, passage: str) -> None:
        """Go past ``passage``, so that the same words are next found further on."""
        self._cursor += min(len(_letters(passage)), len(self._letters) - self._cursor)

    def again(self) -> LineFinder:
        """Return a finder of the same source that begins at its top."""
        other = copy(self)
        other._cursor = 0
        return other

    def _line(self) -> int:
        return self._first + min(
            bisect_right(self._ends, self._cursor), len(self._ends) - 1
        )


def find_lines(soup: BeautifulSoup, source: str) -> None:
    """Give each text and element of a tree the line of ``source`` where it begins.

    The tree is that of a page, of which the parser kept no lines.
    """
    finder = LineFinder(source)
    waiting: list[PageElement] = []
    for element in soup.descendants:
        waiting.append(element)
        if isinstance(element, Tag):
            if "footnote" in element.get_attribute_list("class"):
                finder = finder.again()
            words = str(element.get("alt", "")) if element.name == "img" else ""
        else:
            words = "" if isinstance(element, PreformattedString) else str(element).strip()
        if words:
            line = finder.find(words)
            finder.skip(words)
            for one in waiting:
                vars(one)["sourceline"] = line
            waiting.clear()


def _without_comments(text: str) -> str:
    whole = text.rfind("-->") + 3  # what opens after it is no comment
    return _COMMENT.sub(_blank, text[:whole]) + text[whole:]


def _blank(comment: re.Match[str]) -> str:
    return "\n" * comment[0].count("\n")


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)

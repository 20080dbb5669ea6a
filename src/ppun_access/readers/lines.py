"""Find the line of a passage in its source.

Python-Markdown keeps no line numbers. A passage is found again by its letters and digits,
searched in the source from where the last one was found: markup, entities and escapes have
none, or have them in the same order.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left, bisect_right
from copy import copy
from itertools import accumulate

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
"""A comment is in no passage; inside one, it would hide the words that it cuts."""
_KEY_LENGTHS = (48, 24, 12, 6, 3)
_FARTHEST = 100
"""How many lines up a tag is looked for."""


class LineFinder:
    """Finds the lines of passages that are asked for in reading order.

    ``words`` are the same lines without what is no passage, where not all of them are.
    """

    def __init__(self, source: str, first_line: int = 1, *, words: str = "") -> None:
        self._lines = source.split("\n")
        shown = _without_comments(words or source)
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

    def peek(self, passage: str) -> int:
        """Return the line of ``passage`` without going there."""
        at = self._cursor
        line = self.find(passage)
        self._cursor = at
        return line

    def look(self, pattern: str) -> int:
        """Return the next line that ``pattern`` finds: what has no letters is so found."""
        last = bisect_left(self._ends, self._cursor)  # where the last passage ends
        after = range(last, len(self._lines))
        found = (n for n in after if re.search(pattern, self._lines[n]))
        return self._first + next(found, self._line() - self._first)

    def above(self, line: int, tag: str) -> int:
        """Return the nearest line, up from ``line``, that opens ``tag``, else ``line``."""
        last = line - self._first
        lines = range(last, max(-1, last - _FARTHEST), -1)
        found = (n for n in lines if f"<{tag}" in self._lines[n].lower())
        return self._first + next(found, last)

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


def _without_comments(text: str) -> str:
    whole = text.rfind("-->") + 3  # what opens after it is no comment
    return _COMMENT.sub(_blank, text[:whole]) + text[whole:]


def _blank(comment: re.Match[str]) -> str:
    return "\n" * comment[0].count("\n")


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)

"""Find the line of a passage in its source, where a parser keeps no line numbers.

A passage is found again by its letters and digits, searched in the source from where the
last one was found: markup, entities and escapes have none, or have them in the same order.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from copy import copy
from itertools import accumulate

from bs4 import BeautifulSoup
from bs4.element import PageElement, PreformattedString, Tag

from ppun_access.document.sources import cut_at_comments
from ppun_access.readers.html.repairs import BADLY_WRITTEN, LEFT_OPEN

_KEY_LENGTHS = (48, 24, 12, 6, 3)
_WORD = re.compile(r"[^\W_]+")
_FARTHEST = 100
"""How many lines up a tag is looked for."""
_NEAR = 40
"""How many words of the source are looked at for the next one that is shown."""


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

    The tree is that of a page, of which the parser kept no lines. Its words are matched
    with those of the source as a whole: notes, which come last, are found where they are.
    """
    lines = _without_comments(source).split("\n")
    known = [
        (word, number)
        for number, line in enumerate(lines, 1)
        for word in _words(html.unescape(line))
    ]
    held = [(element, _words(_shown(element))) for element in soup.descendants]
    shown = [word for _, words in held for word in words]
    places = _Matching(shown, [word for word, _ in known]).places
    line, at, waiting = 1, 0, list[PageElement]()
    for element, words in held:
        before, waiting = line, [*waiting, element]
        found = [place for place in places[at : at + len(words)] if place is not None]
        at += len(words)
        if found:
            line = known[found[0]][1]
        if words:
            for one in waiting:
                vars(one)["sourceline"] = _of_tag(one, before, line, lines)
            text = _shown(element)
            blank = text.count("\n", 0, len(text) - len(text.lstrip()))
            vars(element)["sourceline"] = line - blank
            waiting = []


def _of_tag(element: PageElement, first: int, last: int, lines: Sequence[str]) -> int:
    """Return where, between two lines, a tag is that is badly written; else the last."""
    if not isinstance(element, Tag) or not element.attrs.keys() & {
        LEFT_OPEN,
        BADLY_WRITTEN,
    }:
        return last
    opened = f"<{element.get(LEFT_OPEN) or element.name}"
    tag = str(element.get(BADLY_WRITTEN) or opened)
    sought = tag.partition("\n")[0].lower()
    near = range(max(first, last - _FARTHEST), last)
    return next((n for n in near if sought in lines[n - 1].lower()), last)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _shown(element: PageElement) -> str:
    """Return the words of a text, or of the description of a picture."""
    if isinstance(element, Tag):
        return str(element.get("alt", "")) if element.name == "img" else ""
    return "" if isinstance(element, PreformattedString) else str(element)


class _Matching:
    """Matches each word that is shown with its place in a source.

    Runs of words that stand once on both sides are sure. The words around them are the
    nearest alike, on the way down, then on the way up; the last are looked for anywhere.
    """

    def __init__(self, shown: Sequence[str], known: Sequence[str]) -> None:
        self._shown, self._known = shown, known
        self.places: list[int | None] = [None] * len(shown)
        self._taken = bytearray(len(known))
        for size in (6, 3, 2):
            self._runs(size)
        self._nearest(range(len(shown)), 1)
        self._nearest(range(len(shown))[::-1], -1)
        self._anywhere()

    def _take(self, at: int, place: int) -> None:
        if self.places[at] is None and not self._taken[place]:
            self.places[at], self._taken[place] = place, 1

    def _runs(self, size: int) -> None:
        there = _once(self._known, size)
        for run, at in _once(self._shown, size).items():
            if (place := there.get(run)) is not None:
                for n in range(size):
                    self._take(at + n, place + n)

    def _nearest(self, order: range, step: int) -> None:
        known = self._known
        cursor = 0 if step > 0 else len(known) - 1
        for at in order:
            if self.places[at] is None and cursor >= 0:
                near = range(len(known))[cursor : cursor + _NEAR * step : step]
                alike = (n for n in near if known[n] == self._shown[at])
                place = next((n for n in alike if not self._taken[n]), None)
                if place is not None:
                    self._take(at, place)
            own = self.places[at]
            cursor = cursor if own is None else own + step

    def _anywhere(self) -> None:
        left = defaultdict[str, list[int]](list)
        for place in reversed(range(len(self._known))):
            if not self._taken[place]:
                left[self._known[place]].append(place)
        for at, own in enumerate(self.places):
            if own is None and left.get(self._shown[at]):
                self._take(at, left[self._shown[at]].pop())


def _once(words: Sequence[str], size: int) -> dict[tuple[str, ...], int]:
    """Return where each run of ``size`` words is that stands only once."""
    found: dict[tuple[str, ...], int] = {}
    again = set()
    for at in range(len(words) - size + 1):
        run = tuple(words[at : at + size])
        if run in found:
            again.add(run)
        found[run] = at
    return {run: at for run, at in found.items() if run not in again}


def _without_comments(text: str) -> str:
    """Return a page without its comments, which would hide the words that they cut."""
    pieces = cut_at_comments(text)
    pieces[1::2] = ("\n" * comment.count("\n") for comment in pieces[1::2])
    return "".join(pieces)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)

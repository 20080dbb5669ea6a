"""Words between stars or underscores in Markdown: each pair where it was found.

Python-Markdown finds the pairs of a whole text at once, and takes the next sign for the
beginning of the next pair: one that is in no pair moved all that came after it. It also
took a letter for a sign (« **a*b »). Words were lost.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

import markdown
from markdown.inlinepatterns import Delimiter, DelimiterProcessor


class _Emphasis(DelimiterProcessor):
    """Keeps the text in which it found pairs: their places count from its end."""

    _text = ""

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        """Return the next element, where it begins and ends."""
        if not self.regions:
            self._text = data
        elif data is not self._text and not self._holds_next(data, m.start()):
            return None, m.start(), m.end()  # between two pairs, where no other one is
        return super().handleMatch(m, data)

    def _holds_next(self, data: str, at: int) -> bool:
        """Tell if what is left of the text, from the next pair on, is in ``data``."""
        left = self._text[self.regions[self.cache_index][0] :]
        return len(data) - len(left) >= at and data.endswith(left)

    def add_region(
        self, delim: Delimiter, a: int, b: int, c: int, d: int, size: int
    ) -> None:
        """Keep a pair, from ``a`` to ``b`` and from ``c`` to ``d``, of signs alone."""
        signs = delim.token * size
        if signs and self._text[a:b] == signs == self._text[c:d]:
            super().add_region(delim, a, b, c, d, size)

    def get_cached_result(self, pos: int, data: str) -> tuple[Element, int, int]:
        """Return the next element that was found, where it begins and ends."""
        moved = len(data) - len(self._text)
        start, _, _, end, *_ = self.regions[self.cache_index]
        element, count = self._build_element(data, self.cache_index, moved)  # type: ignore[attr-defined]
        self.increment_next_position(start, count)
        return element, start + moved, end + moved


def register(md: markdown.Markdown) -> None:
    """Read the emphasis of ``md`` so."""
    emphasis = _Emphasis("*", "strong,em", md)
    emphasis.add("_", "strong,em", smart=True)
    md.inlinePatterns.register(emphasis, "em_strong", 60)

"""« &# » that no number follows: it is two signs, and the parser of Python stops there.

What came after was read in part, twice or as plain characters, tags included.
"""

from __future__ import annotations

import re

import markdown

STRAY = re.compile(r"&#(?!(?:[0-9]+|[xX][0-9a-fA-F]+)(?:[^0-9a-fA-F]|\Z))")
_AMPERSAND = "\ufdd5"
"""A noncharacter of Unicode: no text may hold it, so it can stand for an « & »."""


class _Hide(markdown.preprocessors.Preprocessor):
    """Hides such signs from the parser that looks for HTML in a page."""

    def run(self, lines: list[str]) -> list[str]:
        """Return ``lines`` with a mark in the place of the « & »."""
        return [STRAY.sub(f"{_AMPERSAND}#", line) for line in lines]


class _Show(markdown.postprocessors.Postprocessor):
    """Puts them back in the HTML that is made of the page."""

    def run(self, text: str) -> str:
        """Return ``text`` with an « & », written as HTML wants it, for each mark."""
        return text.replace(_AMPERSAND, "&amp;")


def register(md: markdown.Markdown) -> None:
    """Read what follows « &# » in ``md`` as it is."""
    md.preprocessors.register(_Hide(md), "hide-stray-references", 21)
    md.postprocessors.register(_Show(md), "show-stray-references", 1)

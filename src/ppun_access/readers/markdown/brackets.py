"""Links and pictures of Markdown: where their brackets end, found once for a whole text.

Python-Markdown looks for the end of each « [ » as far as the end of the text, six times
over: four thousand of them without an end took seconds, and as many « ![ » longer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import markdown
from markdown.inlinepatterns import (
    IMAGE_LINK_RE,
    LINK_RE,
    ImageInlineProcessor,
    ImageReferenceInlineProcessor,
    LinkInlineProcessor,
    ReferenceInlineProcessor,
    ShortImageReferenceInlineProcessor,
    ShortReferenceInlineProcessor,
)
from markdown.util import HTML_PLACEHOLDER_RE

_BRACKET = re.compile(r"[\[\]]")
_MOST_SEARCHED = 1_000_000
"""Characters of one page in which the ends of addresses may be looked for in vain."""


class _Brackets(LinkInlineProcessor):
    """Finds the end of a bracket, and of the address after it, in a bounded time."""

    def __init__(self, pattern: str, md: markdown.Markdown) -> None:
        super().__init__(pattern, md)
        self._text = ""
        self._ends: Mapping[int, int] = {}
        self._left = _MOST_SEARCHED

    def getText(self, data: str, index: int) -> tuple[str, int, bool]:  # noqa: N802
        """Return what stands in the bracket before ``index``, where it ends, if it does.

        What has been read is replaced, what follows stays: places count from the end.
        """
        if data is not self._text and not self._text.endswith(data[index - 1 :]):
            self._text, self._ends = data, _ends(data)
        end = len(data) - self._ends.get(len(data) - index, len(data) + 1)
        if end < 0:
            return "", index, False
        return data[index:end], end + 1, True

    def unescape(self, text: str) -> str:
        """Return the description of a picture with the words of the marks in it.

        A link may hold others; Python-Markdown shows the place holders of those.
        """
        shown = HTML_PLACEHOLDER_RE.sub(self._html, super().unescape(text))
        return shown if shown == text else self.unescape(shown)

    def _html(self, place: re.Match[str]) -> str:
        held = self.md.htmlStash.rawHtmlBlocks[int(place[1])]
        return held if isinstance(held, str) else place[0]

    def getLink(  # noqa: N802
        self, data: str, index: int
    ) -> tuple[str, str | None, int, bool]:
        """Return the address and title after ``index``, where they end, if they do."""
        nothing = "", None, index, False
        if data[index : index + 1] != "(" or self._left < 0 or data.find(")", index) < 0:
            return nothing
        href, title, end, handled = super().getLink(data, index)
        if handled and end > index:
            return href, title, end, True
        self._left -= len(data) - index
        return nothing


def _ends(text: str) -> dict[int, int]:
    """Return where each bracket of ``text`` ends; places count from the end of it."""
    found: dict[int, int] = {}
    open_: list[int] = []
    for bracket in _BRACKET.finditer(text):
        if bracket[0] == "[":
            open_.append(len(text) - bracket.end())
        elif open_:
            found[open_.pop()] = len(text) - bracket.start()
    return found


class _Link(_Brackets):
    """``[words](address)``."""


class _Image(_Brackets, ImageInlineProcessor):
    """``![words](address)``."""


class _Reference(_Brackets, ReferenceInlineProcessor):
    """``[words][name]``."""


class _ImageReference(_Brackets, ImageReferenceInlineProcessor):
    """``![words][name]``."""


class _ShortReference(_Brackets, ShortReferenceInlineProcessor):
    """``[name]``."""


class _ShortImageReference(_Brackets, ShortImageReferenceInlineProcessor):
    """``![name]``."""


def register(md: markdown.Markdown) -> None:
    """Read the links and pictures of ``md`` so."""
    patterns = md.inlinePatterns
    patterns.register(_Reference(LINK_RE, md), "reference", 170)
    patterns.register(_Link(LINK_RE, md), "link", 160)
    patterns.register(_Image(IMAGE_LINK_RE, md), "image_link", 150)
    patterns.register(_ImageReference(IMAGE_LINK_RE, md), "image_reference", 140)
    patterns.register(_ShortReference(LINK_RE, md), "short_reference", 130)
    patterns.register(_ShortImageReference(IMAGE_LINK_RE, md), "short_image_ref", 125)

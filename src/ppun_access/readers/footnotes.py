"""Footnotes of Markdown: two that have one name are two notes."""

from __future__ import annotations

import re

from markdown.extensions.footnotes import FootnoteExtension

_BEGINS = re.compile(r"^([ ]*)(?=\[\^[^\]\n]*\]:)", re.MULTILINE)
"""What begins a note inside another one, which would never be published."""


class Footnotes(FootnoteExtension):
    """Keeps a note whose name is taken: Python-Markdown loses the words of the first."""

    def setFootnote(self, id: str, text: str) -> None:  # noqa: N802
        """Note what footnote ``id`` says; another one of that name is called by nothing."""
        while id in self.footnotes:
            id += "-bis"
        text = _BEGINS.sub(r"\1\\", text)
        super().setFootnote(id, text)

"""Footnotes of Markdown: two that have one name are two notes."""

from __future__ import annotations

import re

from markdown.extensions.footnotes import FootnoteExtension

_BEGINS = re.compile(r"^([ ]*)(?=\[\^[^\]\n]*\]:)", re.MULTILINE)
"""What begins a note inside another one, which would never be published."""


class Footnotes(FootnoteExtension):
    """Keeps a note whose name is taken: Python-Markdown loses the words of the first."""

    def reset(self) -> None:
        """Forget the notes of the page before."""
        super().reset()
        self._again: dict[str, int] = {}
        """A name → how many notes had it before."""

    def setFootnote(self, id: str, text: str) -> None:  # noqa: N802
        """Note what footnote ``id`` says; another one of that name is called by nothing."""
        name = id
        while id in self.footnotes:
            self._again[name] = self._again.get(name, 0) + 1
            id = f"{name}-bis{self._again[name]}"
        text = _BEGINS.sub(r"\1\\", text)
        super().setFootnote(id, text)

    def unique_ref(self, reference: str, found: bool = False) -> str:
        """Return ``reference`` as it is: our reader keeps no link back to a mark.

        Python-Markdown counts the calls of a note from one, at each call.
        """
        return reference

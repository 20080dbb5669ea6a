"""Footnotes of Markdown: two that have one name are two notes."""

from __future__ import annotations

import re

import markdown
from markdown.extensions.footnotes import FootnoteExtension, FootnoteInlineProcessor

from ppun_access.readers.markdown.list_indents import as_read

_CALL = r"\[\^([^\[\]]*)\]"
"""What calls a note; a bracket that nothing ends is not looked for past the next one."""
_BEGINS = re.compile(r"^([ ]*)(?=\[\^[^\]\n]*\]:)", re.MULTILINE)
"""What begins a note inside another one, which would never be published."""


class Footnotes(FootnoteExtension):
    """Keeps a note whose name is taken: Python-Markdown loses the words of the first."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802
        """Register with ``md``."""
        super().extendMarkdown(md)
        call = FootnoteInlineProcessor(_CALL, self)
        md.inlinePatterns.register(call, "footnote", 175)

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
        text = as_read(_BEGINS.sub(r"\1\\", text), self.parser.md.tab_length)
        super().setFootnote(id, text)

    def unique_ref(self, reference: str, found: bool = False) -> str:
        """Return ``reference`` as it is: our reader keeps no link back to a mark.

        Python-Markdown counts the calls of a note from one, at each call.
        """
        return reference

"""Parses of many sentences, made a batch at a time and never twice."""

from __future__ import annotations

from collections.abc import Iterable

from ppun_access.easy.draft.model import Parser
from ppun_access.easy.draft.parse.repair import mended
from ppun_access.easy.draft.parse.text import plain
from ppun_access.easy.draft.parse.tree import Tree, grow


class Forest:
    """Remembers the tree of each text that it was asked to grow."""

    def __init__(self, parser: Parser) -> None:
        self._parser = parser
        self._trees: dict[str, Tree] = {}

    def grow(self, texts: Iterable[str]) -> None:
        """Parse those of ``texts`` that were not yet, all in one call of the parser.

        The parser reads plain spaces and apostrophes, on which it was trained.
        """
        new = [text for text in dict.fromkeys(texts) if text not in self._trees]
        if new:
            parses = self._parser([plain(text) for text in new])
            for text, parse in zip(new, parses, strict=True):
                self._trees[text] = grow(text, mended(parse))

    def __getitem__(self, text: str) -> Tree:
        return self._trees[text]

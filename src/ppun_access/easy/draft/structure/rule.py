"""The shape of a rule of structure: what it proposes, what it asks of the parses of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ppun_access.easy.draft.model import Rewrite
from ppun_access.easy.draft.parse.tree import Tree

Pieces = tuple[str, ...]
"""What a sentence becomes: sentences, or fragments that say what they are."""


def _any(tree: Tree, pieces: Sequence[Tree]) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class StructureRule:
    """``propose`` yields the best proposal first; the first one that stands is taken.

    Every piece is parsed again and must be a sentence (``verify.is_sentence``), or a
    fragment by name; ``accept`` receives the source and the parses of the sentences, in
    order, and adds what this rule needs.
    """

    name: str
    propose: Callable[[Tree], Iterator[Pieces]]
    accept: Callable[[Tree, Sequence[Tree]], bool] = _any
    local: bool = False
    """It changes one phrase: ``accept`` alone judges, whatever the sentence is."""

    def rewrites(self, tree: Tree) -> Iterator[Rewrite]:
        """Yield the proposals for a sentence, each on the characters that it changes."""
        for pieces in self.propose(tree):
            start, end, text = _changed(tree.text, "\n".join(pieces))
            yield Rewrite(self.name, start, end, text)


def _changed(old: str, new: str) -> tuple[int, int, str]:
    """Return what differs: old[start:end] becomes the text."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    tail = 0
    most = min(len(old), len(new)) - start
    while tail < most and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return start, len(old) - tail, new[start : len(new) - tail]

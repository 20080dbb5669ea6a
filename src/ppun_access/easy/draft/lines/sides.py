"""What stands on both sides of a break, for the signs of doubt."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from ppun_access.easy.draft.lines.shape import Break
from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.easy.draft.parse.verbs import is_finite

_LOOSE = frozenset({"punct", "cc", "dep"})


@dataclass(frozen=True)
class Sides:
    """A break, with the tokens of the lines on both sides of it."""

    one: Break
    tree: Tree

    @cached_property
    def former(self) -> range:
        """The tokens of the line before."""
        return range(self.tree.at(self.one.before), self.latter.start)

    @cached_property
    def latter(self) -> range:
        """The tokens of the line after."""
        return range(self.tree.at(self.one.cut), self.tree.at(self.one.after))

    @cached_property
    def follows_comma(self) -> bool:
        """Whether the line before ends on a comma."""
        return self.tree.lows[self.latter.start - 1] == ","

    @cached_property
    def speaks(self) -> bool:
        """Whether a finite verb is in the line after."""
        return any(is_finite(self.tree, i) for i in self.latter)

    @cached_property
    def link(self) -> int | None:
        """What hangs, in the line after, from what precedes it."""
        tree, start = self.tree, self.latter.start
        hung = (i for i in self.latter if tree.head(i) < start)
        return next((i for i in hung if tree.dep(i) not in _LOOSE), None)

    @cached_property
    def leads(self) -> bool:
        """Whether the line before opens the sentence with a preposition or « si »."""
        return not self.former.start and self.tree.pos(0) in ("ADP", "SCONJ")

    def comma(self) -> int:
        """Return the first comma of the line before, its end left out, or 0."""
        said = self.former[1:-1]
        return next((i for i in said if self.tree.lows[i] == ","), 0)

    def opener(self, item: int) -> bool:
        """Return whether a preposition or a conjunction opens an item."""
        tree = self.tree
        return any(i < item and tree.dep(i) in ("case", "mark") for i in tree.kids[item])

    def joined(self) -> int | None:
        """Return the noun that « et » or a comma joins to one before the break."""
        noun = self.link is not None and self.tree.pos(self.link) not in ("VERB", "AUX")
        return self.link if noun and self.tree.dep(self.link or 0) == "conj" else None

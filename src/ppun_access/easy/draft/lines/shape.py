"""What the parse of a sentence tells of its characters, for the choice of its breaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ppun_access.easy.draft.lines.marks import closings, openings
from ppun_access.easy.draft.lines.wholes import (
    ends,
    finite_verbs,
    main_verbs,
    second_verbs,
    waiting,
    wholes,
)
from ppun_access.easy.draft.parse.boundaries import Rank, joints, strengths, verbs_joined
from ppun_access.easy.draft.parse.tree import Tree


@dataclass(frozen=True, slots=True)
class Shape:
    """What the parse tells of the characters of a sentence."""

    depths: Mapping[int, int]
    """Where a line may begin → how deep that boundary is."""
    joints: Mapping[int, int]
    closings: Mapping[int, int]
    openings: frozenset[int]
    """Where a line may begin after two words."""
    verbs: frozenset[int]
    """Where « et » or « ou » joins a verb from afar: a relative may not swallow it."""
    wholes: tuple[tuple[int, int], ...]
    """What is broken inside must be broken at its end as well."""
    meetings: tuple[tuple[int, int, int], ...]
    """Where a relative opens, where its verb stands, where that of the sentence begins."""
    mains: frozenset[int]
    """Where the verbs stand that no relative and no conjunction opens."""
    finite: frozenset[int]
    waiting: tuple[tuple[int, int], ...]
    """Where a conjunction opens a clause, where its verb begins."""
    ends: Mapping[int, int]
    """Where a relative opens, where its comma lets the sentence go on."""
    tree: Tree | None = None


_NONE: frozenset[int] = frozenset()
UNPARSED = Shape({}, {}, {}, _NONE, _NONE, (), (), _NONE, _NONE, (), {})


def shape_of(tree: Tree) -> Shape:
    """Return what ``tree`` tells of its sentence."""
    deep = strengths(tree)
    depths = {token.start: deep[place] for place, token in enumerate(tree.tokens)}
    return Shape(
        depths,
        joints(tree),
        closings(tree),
        openings(tree),
        verbs_joined(tree),
        wholes(tree),
        second_verbs(tree),
        main_verbs(tree),
        finite_verbs(tree),
        waiting(tree),
        ends(tree),
        tree,
    )


@dataclass(frozen=True, slots=True)
class Break:
    """A break of ``text`` at ``cut``, and the edges of the lines on both sides of it."""

    text: str
    before: int
    cut: int
    after: int
    places: Mapping[int, Rank]
    """Where a line may begin, this break included."""
    shape: Shape

    @property
    def rank(self) -> Rank:
        """What the line after the break opens with."""
        return self.places[self.cut]

    @property
    def former(self) -> str:
        """The line that ends at the break."""
        return self.text[self.before : self.cut]

    @property
    def latter(self) -> str:
        """The line that begins at the break."""
        return self.text[self.cut : self.after]

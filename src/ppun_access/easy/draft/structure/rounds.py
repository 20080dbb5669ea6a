"""Structure, round after round: propose, parse all the proposals at once, keep what stands.

A sentence that no proposal improves for sure stays as it is: in doubt, the source.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ppun_access.easy.draft.kept import facts_kept
from ppun_access.easy.draft.parse.forest import Forest
from ppun_access.easy.draft.parse.grammar import FRAGMENT, bare, is_sentence
from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.easy.draft.structure import conditions, endings, relatives
from ppun_access.easy.draft.structure.rule import Pieces, Rule
from ppun_access.easy.text import count

STRUCTURE: tuple[Rule, ...] = (*endings.RULES, *conditions.RULES, *relatives.RULES)
"""The first rule that stands is taken; a sentence goes through them while it is long."""
LABELS = {rule.name: rule.label for rule in STRUCTURE}
LONG = 15
"""Words: a sentence that has more is looked at."""
DEEPEST = 5
"""A piece of a piece of a piece…: beyond, nobody recognises the source."""


@dataclass(slots=True)
class Piece:
    """A part of the draft of one sentence, while it is made."""

    text: str
    rules: tuple[str, ...] = ()
    """The rules that it went through, the first one first."""
    done: bool = False


_Proposal = tuple[Rule, Pieces]


def restructure(
    sources: Sequence[str], names: Sequence[Sequence[str]], forest: Forest
) -> list[list[Piece]]:
    """Return the pieces of each source; ``names`` are what it holds that none may touch."""
    drafts = [[Piece(text)] for text in sources]
    for _ in range(DEEPEST):
        every = (one for draft in drafts for one in draft if not one.done)
        long = (one for one in every if not one.text.startswith(FRAGMENT))
        waiting = [one for one in long if count(one.text) > LONG]
        if not waiting:
            break
        forest.grow(piece.text for piece in waiting)
        found = {id(one): list(_proposals(forest[one.text])) for one in waiting}
        made = (pieces for proposals in found.values() for _, pieces in proposals)
        forest.grow(text for pieces in made for text in map(bare, pieces) if text)
        drafts = [
            [n for one in draft for n in _next(one, found.get(id(one), ()), forest, own)]
            for draft, own in zip(drafts, names, strict=True)
        ]
    return drafts


def _proposals(tree: Tree) -> Iterator[_Proposal]:
    if not len(tree) or tree.plain.rstrip("» ").endswith(("?", ":")):
        return  # half a question asks something else; a list goes on from its colon
    yield from ((rule, pieces) for rule in STRUCTURE for pieces in rule.propose(tree))


def _next(
    piece: Piece, proposals: Iterable[_Proposal], forest: Forest, names: Sequence[str]
) -> list[Piece]:
    """Return what a piece becomes in this round.

    Every new piece must hold, the rule agree, and no fact be lost.
    """
    for rule, pieces in proposals:
        trees = [forest[text] for text in map(bare, pieces) if text]
        if (
            (rule.local or all(map(is_sentence, trees)))
            and rule.accept(forest[piece.text], trees)
            and facts_kept(piece.text, pieces, names)
        ):
            return [Piece(text, (*piece.rules, rule.name)) for text in pieces]
    piece.done = True
    return [piece]

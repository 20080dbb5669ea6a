"""Structure, round after round: propose, parse all the proposals at once, keep what stands.

A sentence that no proposal improves for sure stays as it is: in doubt, the source.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ppun_access.easy.draft.facts import facts_kept
from ppun_access.easy.draft.model import Suggestion
from ppun_access.easy.draft.parse.forest import Forest
from ppun_access.easy.draft.parse.text import count
from ppun_access.easy.draft.parse.verify import (
    FRAGMENTS,
    bare,
    is_fragment_right,
    is_sentence,
)
from ppun_access.easy.draft.structure import (
    clauses,
    conditions,
    endings,
    relatives,
    repeats,
)
from ppun_access.easy.draft.structure.rule import Pieces, Rule

_ORDER = (
    "point-virgule", "si-en-tete", "absence-en-tete", "mais", "ce-qui", "et-sujet",
    "exception", "sujet-repete", "parenthese", "participe-qui",
)  # fmt: skip
_FAMILIES = (clauses, conditions, endings, repeats, relatives)
STRUCTURE: tuple[Rule, ...] = tuple(
    sorted(
        (rule for family in _FAMILIES for rule in family.RULES),
        key=lambda rule: _ORDER.index(rule.name),
    )
)
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
    suggestions: list[Suggestion] = field(default_factory=list)
    done: bool = False


@dataclass(frozen=True, slots=True)
class _Proposal:
    rule: Rule
    pieces: Pieces

    @property
    def sentences(self) -> tuple[str, ...]:
        """What must be parsed to judge it."""
        return tuple(text for text in map(bare, self.pieces) if text)


def restructure(
    sources: Sequence[str], names: Sequence[Sequence[str]], forest: Forest
) -> list[list[Piece]]:
    """Return the pieces of each source; ``names`` are what it holds that none may touch."""
    drafts = [[Piece(text)] for text in sources]
    for _ in range(DEEPEST):
        waiting = [piece for draft in drafts for piece in draft if _is_waiting(piece)]
        if not waiting:
            break
        forest.grow(piece.text for piece in waiting)
        proposals = {id(piece): list(_proposals(piece.text, forest)) for piece in waiting}
        forest.grow(
            text for found in proposals.values() for one in found for text in one.sentences
        )
        for place, draft in enumerate(drafts):
            drafts[place] = [
                new
                for piece in draft
                for new in _next(piece, proposals.get(id(piece), ()), forest, names[place])
            ]
    return drafts


def _is_waiting(piece: Piece) -> bool:
    fragment = piece.text.startswith(FRAGMENTS)
    return not piece.done and not fragment and count(piece.text) > LONG


def _proposals(text: str, forest: Forest) -> Iterator[_Proposal]:
    tree = forest[text]
    if not len(tree) or text.rstrip("» \u00a0\u202f").endswith("?"):
        return  # half a question asks something else
    for rule in STRUCTURE:
        yield from (_Proposal(rule, pieces) for pieces in rule.propose(tree))


def _next(
    piece: Piece, proposals: Iterable[_Proposal], forest: Forest, names: Sequence[str]
) -> list[Piece]:
    """Return what a piece becomes in this round."""
    for one in proposals:
        if not _stands(piece.text, one, forest, names):
            continue
        rules = (*piece.rules, one.rule.name)
        return [Piece(text, rules) for text in one.pieces]
    piece.done = True
    return [piece]


def _stands(source: str, one: _Proposal, forest: Forest, names: Sequence[str]) -> bool:
    """Return whether every piece holds, the rule agrees, and no fact is lost."""
    trees = [forest[text] for text in one.sentences]
    fragments = [piece for piece in one.pieces if not bare(piece)]
    return (
        (one.rule.local or all(map(is_sentence, trees)))
        and all(map(is_fragment_right, fragments))
        and one.rule.accept(forest[source], trees)
        and facts_kept(source, one.pieces, names)
    )

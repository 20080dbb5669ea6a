"""Whether a piece of a sentence could be one: it has a verb in a mood, not a relative's.

« la fibre arrive dans les villages » has, « et les élus de la majorité » and « les élus qui
ont voté » have not. In doubt the answer is no.
"""

from __future__ import annotations

from collections.abc import Iterable

from ppun_access.easy.draft.model import Parser
from ppun_access.easy.draft.parse.forest import Forest
from ppun_access.easy.draft.parse.text import is_endless, listed, plain
from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.easy.draft.parse.verbs import predicate
from ppun_access.french.lexical.morphology import FINITE, readings
from ppun_access.french.text.words import words

_OPENERS = listed(
    "qui que qu' dont où si s' quand lorsque lorsqu' comme puisque puisqu' parce"
)
"""Each takes a verb for its clause."""
_JOINS = _OPENERS | listed("et ou ni car mais donc pour afin")
"""A piece that one opens, in a small letter, hangs from what stands before it."""


def clauses(pieces: Iterable[str], parser: Parser | None) -> frozenset[str]:
    """Return those of ``pieces`` that have a verb of their own."""
    every = [one for one in dict.fromkeys(pieces) if not _hangs(one)]
    read = [one for one in every if not is_endless(one)]
    forest = Forest(parser) if parser is not None else None
    if forest is not None:
        forest.grow(read)
    trees = {one: forest[one] for one in read} if forest is not None else {}
    return frozenset(one for one in every if _has_verb(one, trees.get(one)))


def _has_verb(piece: str, tree: Tree | None) -> bool:
    """Return whether the parse has a verb that nothing rules; else whether one is left."""
    if tree is not None and len(tree):
        return predicate(tree, tree.root) is not None
    every = _words(piece)
    openers = sum(word in _OPENERS for word in every)
    return sum(map(_is_verb, every)) > openers


def _hangs(piece: str) -> bool:
    """Return whether a piece begins inside a clause: « et… », « fixe à 20 % l’aide »."""
    first, *_ = _words(piece) or [""]
    return piece.strip()[:1].islower() and (first in _JOINS or _is_verb(first))


def _words(piece: str) -> list[str]:
    flat = plain(piece).lower().replace("'", "' ")
    return [word for part in flat.split() for word in words(part) or [part]]


def _is_verb(word: str) -> bool:
    """Return whether a word most often is a verb in a mood (« arrive », not « aide »)."""
    found = readings(word)
    return bool(found) and any(tag.startswith(FINITE) for tag in found[0].verb)

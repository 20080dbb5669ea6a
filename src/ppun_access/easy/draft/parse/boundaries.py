"""How strong a boundary between two words is, and what « et » joins across it.

A break cuts the dependencies that cross it. The nearer to the main verb they all are, the
stronger the boundary: « et signe » joins two main verbs, « qui le souhaitent » hangs from a
noun that hangs from a verb.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import IntEnum

from ppun_access.easy.draft.parse.text import count
from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.easy.draft.parse.verbs import is_finite, is_infinitive

JOINTS = frozenset({"et", "ou", "mais", "ni"})
_LOOSE = frozenset({"punct", "cc", "dep"})
_CLEAR = 3
"""Words on each side from which a boundary asks for a break of its own."""


class Rank(IntEnum):
    """What a line begins with; what parts the sense best comes first."""

    MARK = 0
    CLAUSE = 1
    RELATIVE = 2
    LIST = 3
    PHRASE = 4
    ADJUNCT = 5
    VERB = 6


def strengths(tree: Tree) -> tuple[int, ...]:
    """Return for each token how deep the boundary before it is: 0 is the strongest."""
    levels = [_level(tree, place) for place in range(len(tree))]
    found = [0] * len(tree)
    for place in range(len(tree)):
        head = tree.head(place)
        if head == place or tree.dep(place) in _LOOSE:
            continue
        low, high = sorted((place, head))
        for cut in range(low + 1, high + 1):
            found[cut] = max(found[cut], levels[place])
    return tuple(found)


def _level(tree: Tree, place: int) -> int:
    """Return how many dependencies part a token from the root; one joined is no deeper."""
    level = 0
    for _ in range(len(tree)):
        if tree.head(place) == place:
            break
        level += tree.dep(place) != "conj"
        place = tree.head(place)
    return level


def joints(tree: Tree) -> dict[int, int]:
    """Return the characters where « et », « ou » or a condition parts, and how deep.

    They ask for a pause, even where no line may begin.
    """
    deep = strengths(tree)
    return {
        tree.begin(place): deep[place]
        for place in range(1, len(tree) - 1)
        if tree.lows[place] in JOINTS
        or (tree.lows[place] in ("si", "s'") and tree.dep(place) == "mark")
    }


def is_outdone(
    text: str, edges: tuple[int, int, int], depth: int, found: Mapping[int, int]
) -> bool:
    """Return whether a line beside a break holds a joint that is stronger than ``depth``.

    ``edges`` are where the line before begins, the break, where the line after ends.
    """
    start, cut, end = edges
    return any(
        other < depth and _is_clear(text, at, (start, cut) if at < cut else (cut, end))
        for at, other in found.items()
        if start < at < end and at != cut
    )


def _is_clear(text: str, at: int, line: tuple[int, int]) -> bool:
    return min(count(text[line[0] : at]), count(text[at : line[1]])) >= _CLEAR


def verbs_joined(tree: Tree) -> frozenset[int]:
    """Return the characters where « et » or « ou » joins a verb to one that is far."""
    return frozenset(
        tree.begin(place)
        for place in range(2, len(tree) - 2)
        if tree.lows[place] in ("et", "ou")
        and tree.pos(place - 1) not in ("VERB", "AUX")
        and any(
            is_finite(tree, i) or (tree.pos(i) == "VERB" and is_infinitive(tree.lows[i]))
            for i in _opening_verb(tree, place + 1)
        )
    )


def _opening_verb(tree: Tree, place: int) -> Iterator[int]:
    """Yield the verb that begins at a token, after its pronouns and its negation."""
    for near in range(place, min(place + 3, len(tree))):
        if tree.pos(near) not in ("PRON", "ADV", "PART"):
            yield near
            return


def is_in_subject(tree: Tree, place: int) -> bool:
    """« les données sur les montants et la composition sont… »: « et » closes a subject."""
    for _ in range(len(tree)):
        if tree.dep(place).startswith("nsubj"):
            return True
        above = tree.head(place)
        if above == place or tree.pos(above) in ("VERB", "AUX"):
            return False
        place = above
    return False

"""Nouns that share what follows the last of them, or the word that opens the first.

« l'élaboration, la mise en œuvre et l'évaluation du contrat »: no line parts them, since
« l'élaboration » alone would wait for its « du contrat ».
"""

from __future__ import annotations

from ppun_access.easy.rewrite.grammar import has_finite, subject
from ppun_access.easy.rewrite.text import listed
from ppun_access.easy.rewrite.tree import Tree

_JOINS = frozenset({"et", "ou", ","})
_OF = listed("de d' du des")
_PLAIN = _OF | listed("à au aux")
"""Prepositions that say nothing without the word that asks for them."""
_BARE = _PLAIN | listed("le la l' les sur dans par pour avec sans")
"""What may open a noun that waits for its complement."""


def shared(tree: Tree) -> frozenset[int]:
    """Return the characters where no line may begin: both sides share something."""
    found = (i for i in range(2, len(tree) - 2) if _joins(tree, i))
    return frozenset(
        tree.begin(i) for i in found if _shares_end(tree, i) or _shares_opening(tree, i)
    )


def _joins(tree: Tree, place: int) -> bool:
    return tree.lows[place - 1] == "," or tree.lows[place] in ("et", "ou")


def _shares_end(tree: Tree, place: int) -> bool:
    """Return whether bare nouns go on, up to « et » and one that has a complement."""
    first = _opening(tree, place - 1 - (tree.lows[place - 1] == ","))
    last = tree.lows[place] in ("et", "ou")
    near = place + last
    while first is not None:
        end = _item(tree, near, first)
        if end is None:
            return False
        if last:
            return tree.lows[end] in _OF
        if tree.lows[end] not in _JOINS:
            return False
        last = tree.lows[end] != ","
        near = end + 1
    return False


def _opening(tree: Tree, last: int) -> str | None:
    """Return what opens the bare noun that ends at ``last``; None for no such noun.

    « et par l'obligation » is joined to « par l'obligation de travail », not to « de
    travail »: the openings tell.
    """
    if last >= 3 and tree.lows[last - 1] == "en" and tree.pos(last - 2) == "NOUN":
        last -= 2
    if tree.pos(last) != "NOUN":
        return None
    first = last
    while first > 0 and tree.pos(first - 1) in ("ADP", "DET"):
        first -= 1
    return _family(tree, first, last)


def _family(tree: Tree, first: int, noun: int) -> str | None:
    """Return « de » or « à » among [first, noun), « » for an article or « sur »."""
    said = tree.lows[first:noun]
    if not said or not _BARE.issuperset(said):
        return None
    if said[0] == "des":
        return "de" if tree.pos(first) == "ADP" else ""
    return "de" if said[0] in _OF else "à" if said[0] in _PLAIN else ""


def _item(tree: Tree, place: int, opening: str) -> int | None:
    """Return the token after « de la mise en œuvre »: an article, a noun, nothing else."""
    noun = place
    while noun < len(tree) - 2 and tree.pos(noun) in ("ADP", "DET"):
        noun += 1
    if noun >= len(tree) - 2 or tree.pos(noun) != "NOUN":
        return None
    said = _family(tree, place, noun)
    if said != opening:
        return None
    fixed = tree.lows[noun + 1] == "en" and tree.pos(noun + 2) == "NOUN"
    return noun + 3 if fixed else noun + 1


def _shares_opening(tree: Tree, place: int) -> bool:
    """« Face à la pression, aux pluies et aux crues, la commune… »: « face » is of all."""
    found = subject(tree, tree.root)
    item = place + (tree.lows[place] in ("et", "ou"))
    if found is None or item >= tree.spans[found][0] or tree.lows[item] not in _PLAIN:
        return False
    alike = _OF if tree.lows[item] in _OF else _PLAIN - _OF
    opens = tree.lows[0] not in _PLAIN and not has_finite(tree, 0, item)
    noun = tree.pos(item + 1) in ("DET", "NOUN", "PROPN", "ADJ")
    return opens and noun and any(tree.lows[i] in alike for i in range(1, place - 1))

"""The pause between a subject and its verb: a line may begin there without a mark."""

from __future__ import annotations

from collections.abc import Iterator

from ppun_access.easy.rewrite.boundaries import Rank
from ppun_access.easy.rewrite.grammar import root_verb, subject
from ppun_access.easy.rewrite.places import SHORTEST
from ppun_access.easy.rewrite.tree import Tree
from ppun_access.easy.rewrite.verbs import is_finite
from ppun_access.easy.rewrite.wholes import has_no_verb, is_in_condition
from ppun_access.easy.rewrite.word_order import subject_behind

GROUP = frozenset({"PRON", "ADV", "AUX", "VERB", "PART"})
"""What stands between a subject and its verb."""
_LONG_SUBJECT, _BRIEF_SUBJECT = 3, 6
"""Tokens of a subject: under the first it stays with its verb, after a comma the second."""


def before_verb(tree: Tree) -> Iterator[tuple[int, Rank]]:
    """Yield where a long subject ends: the pause that a reader makes anyway."""
    verb, found = root_verb(tree), subject(tree, tree.root)
    if verb is None or found is None or tree.pos(found) != "NOUN":
        return
    first, place = tree.spans[found][0], tree.spans[found][1] + 1
    if place - first < _BRIEF_SUBJECT and _follows_pause(tree, found):
        return
    if has_no_verb(tree, first, place) or is_in_condition(tree, first):
        return
    group = place <= verb and all(tree.pos(i) in GROUP for i in range(place, verb + 1))
    closed = tree.pos(place - 1) != "PUNCT" or tree.lows[place - 1] == ")"
    long = place - first >= _LONG_SUBJECT
    if group and closed and long and tree.lows[place] != "notamment":
        yield tree.begin(place), Rank.VERB


def before_subject(tree: Tree) -> Iterator[tuple[int, Rank]]:
    """« Sont exclus de cette aide | les agents qui… »: the subject comes last."""
    first = subject_behind(tree, 0) if is_finite(tree, 0) else 0
    if first and "," not in tree.lows[:first]:
        yield tree.begin(first), Rank.CLAUSE


def _follows_pause(tree: Tree, noun: int) -> bool:
    """« Chaque année, le titulaire de l'officine doit… »: the pause is the comma."""
    comma = tree.spans[noun][0] - 1
    if comma < 2 or tree.lows[comma] != ",":
        return False
    return comma > SHORTEST - 1 or tree.pos(0) == "DET"

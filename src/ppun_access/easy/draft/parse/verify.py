"""Is it a sentence? Each one that a rule makes is parsed again and looked at."""

from __future__ import annotations

import re

from ppun_access.easy.draft.parse.grammar import CLITIC_SUBJECTS, root_verb, subject
from ppun_access.easy.draft.parse.text import balanced, count, listed, sentence
from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.easy.draft.parse.verbs import is_finite

FRAGMENTS = ("Par exemple : ", "Exception : ")
"""Openings of what is not a sentence, and says so, in a draft or in its source."""
IN_THIS_CASE = "Dans ce cas, "
"""It stands before a sentence, which must stand without it."""
_NEVER_FIRST = listed("qui que qu' dont et ou où ni")
THERE_IS = re.compile(r"Il (?:n')?y a ")
"""« Il y a un litige ? »: the parser reads « il y a dix ans »."""


def bare(piece: str) -> str:
    """Return what must be a sentence in ``piece``, empty for a fragment that says so."""
    if piece.startswith(FRAGMENTS):
        return ""
    return sentence(piece.removeprefix(IN_THIS_CASE))


def is_sentence(tree: Tree) -> bool:
    """Return whether a parse is that of a whole sentence with its own finite verb."""
    if count(tree.text) < 3 or not balanced(tree.text) or not len(tree):
        return False
    if THERE_IS.match(tree.plain) and not any(
        is_finite(tree, i) for i in range(3, len(tree))
    ):
        return True
    verb = root_verb(tree)
    marks = tree.pos(0) == "SCONJ" and tree.head(0) == tree.root and tree.dep(0) == "mark"
    if verb is None or marks or tree.lows[0] in _NEVER_FIRST:
        return False
    # a pronoun that the parser missed, or called an expletive
    said = (i for i in range(verb) if tree.lows[i] in CLITIC_SUBJECTS)
    own = any(tree.head(i) in (tree.root, verb) for i in said)
    return own or subject(tree, tree.root) is not None

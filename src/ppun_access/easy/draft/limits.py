"""What a relative limits: « les familles qui gagnent peu » are not all the families."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ppun_access.easy.audit.lists import base_forms
from ppun_access.easy.draft.parse.grammar import noun_number, subject
from ppun_access.easy.draft.parse.text import listed
from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.easy.draft.parse.verbs import predicate

_SOME = listed("ces nos vos leurs mes tes ses certains certaines quelques plusieurs")
"""Nouns after these are known, or counted: a relative limits them no more."""
_ASKS = listed("si s' quand lorsque lorsqu' ?")
_STAND_FOR = listed("ils elles")
_NARROW = ("acl", "acl:relcl", "amod", "nmod")


def lost_limit(source: Tree, pieces: Sequence[Tree]) -> str:
    """Return the noun of which ``pieces`` say as true of all what limits it in ``source``.

    « Les familles qui gagnent peu » → « Les familles gagnent peu » is one; « Des familles
    gagnent peu », « Vous gagnez peu ? », « Ces familles… » are none. Plurals only: « le
    maire qui signe » may well be the only one.
    """
    limits = list(_limits(source))
    said: tuple[Tree, int] | None = None
    for tree in pieces:
        found = subject(tree, tree.root)
        if found is None:
            continue
        if tree.lows[found] not in _STAND_FOR:
            said = tree, found
        if said is None or _ASKS & set(tree.lows):
            continue
        for noun, verb in limits:
            same = _forms(source, verb) & _forms(tree, tree.root)
            if same and _is_general(*said) and _is_same(source, noun, *said):
                return source[noun].text
    return ""


def _limits(tree: Tree) -> Iterator[tuple[int, int]]:
    """Yield the plural nouns that « qui » limits, without a comma, and their verbs."""
    for verb in range(len(tree)):
        noun = tree.head(verb)
        if tree.dep(verb) != "acl:relcl" or tree.pos(noun) != "NOUN":
            continue
        qui = next((k for k in tree.kids[verb] if tree.lows[k] == "qui"), None)
        if qui is None or qui < noun or "," in tree.lows[noun:qui]:
            continue
        known = any(tree.lows[k] in _SOME for k in tree.dependents(noun, "det"))
        if (
            not known
            and noun_number(tree, noun) == "p"
            and predicate(tree, verb) is not None
        ):
            yield noun, verb


def _is_general(tree: Tree, noun: int) -> bool:
    """Return whether a subject is « les familles », and nothing narrower."""
    return any(tree.lows[k] == "les" for k in tree.dependents(noun, "det"))


def _is_same(source: Tree, noun: int, tree: Tree, other: int) -> bool:
    """Return whether two nouns are one, and the second no narrower than the first."""
    if not _forms(source, noun) & _forms(tree, other):
        return False
    wide = {f for k in source.kids[noun] for f in _forms(source, k)}
    return all(_forms(tree, k) & wide for k in tree.dependents(other, *_NARROW))


def _forms(tree: Tree, place: int) -> frozenset[str]:
    return base_forms(tree.lows[place])

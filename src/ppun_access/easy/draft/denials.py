"""What a text denies and what it affirms: « n’aide pas les communes, mais aide la ville ».

Read in the parse, clause by clause. In doubt two texts are said to differ, as in
``opposites.py``: the draft of the rules stands where an answer is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ppun_access.easy.audit.lists import base_forms
from ppun_access.easy.draft.facts import is_number
from ppun_access.easy.draft.parse.text import listed
from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.easy.draft.parse.verbs import predicate

_NE = listed("ne n'")
_DENIES = listed("pas plus jamais rien aucun aucune personne guère nul nulle ni point")
_QUE = listed("que qu'")
"""« ne… que » limits, and denies nothing."""
_OPENS = listed("car puisque puisqu' tandis")
_STANDS_FOR = listed("le la les l' lui leur y en eux celui celle ceux celles cela ça")
"""Complements that stand for a noun said before."""
_SUBJECTS = ("nsubj", "nsubj:pass")
_LOOSE = ("acl", "advcl")
"""« pour aider », « aidant »: without « ne » of its own, nobody knows if it is denied."""
_CONTENT = ("NOUN", "PROPN", "ADJ", "VERB")
_STOPS = frozenset(",;:.!?()")

_Forms = frozenset[str]


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause by its head; places of the words in it, which are its subject."""

    head: int
    is_denied: bool
    words: tuple[int, ...]
    subject: frozenset[int]


@dataclass(slots=True)
class _Said:
    """The forms of what is denied, or of what is affirmed, and of what « il » may be."""

    words: set[str] = field(default_factory=set)
    subjects: set[str] = field(default_factory=set)
    complements: set[str] = field(default_factory=set)


def moved_denial(source: Tree, pieces: Sequence[Tree]) -> str:
    """Return a word that ``pieces`` deny and ``source`` affirms, or the other way round.

    Verbs count where both happen: « ne paie pas A, aide B » → « n’aide pas A, paie B ».
    """
    said = {True: _Said(), False: _Said()}
    for clause in _clauses(source):
        _hear(source, clause, said)
    verbs: dict[bool, str] = {}
    for tree in pieces:
        for clause in _clauses(tree):
            for place, is_denied in _told(tree, clause):
                if _is_held(tree, clause, place, said, is_denied):
                    continue
                if tree.pos(place) != "VERB":
                    return tree[place].text
                verbs[is_denied] = tree[place].text
    return verbs[True] if len(verbs) == len(said) else ""


def _is_held(
    tree: Tree, clause: _Clause, place: int, said: dict[bool, _Said], is_denied: bool
) -> bool:
    """Return whether the source says a word so, or does not say it at all."""
    forms, mine, other = _forms(tree, place), said[is_denied], said[not is_denied]
    if forms & mine.words or not forms & other.words:
        return True
    stands = mine.subjects if place in clause.subject else set[str]()
    return bool(forms & (mine.complements | stands))


# The source


def _hear(tree: Tree, clause: _Clause, said: dict[bool, _Said]) -> None:
    """Add what a clause of the source says; its pronouns may be any noun before them."""
    mine, other = said[clause.is_denied], said[not clause.is_denied]
    for place, is_denied in _told(tree, clause):
        said[is_denied].words |= _forms(tree, place)
        if is_denied != clause.is_denied:  # the words before « mais » are said again
            other.complements |= _before(tree, place)
    for place in _loose(tree, clause):
        mine.words |= _forms(tree, place)
        other.words |= _forms(tree, place)
        other.subjects |= {f for k in clause.subject for f in _forms(tree, k)}
    for place in _antecedent(tree, clause.head):
        mine.words |= _forms(tree, place)
    if not any(tree.pos(k) in ("NOUN", "PROPN") for k in clause.subject):
        mine.subjects |= _before(tree, clause.head)
        if any(tree.dependents(clause.head, "aux:pass", "nsubj:pass")):
            mine.complements |= mine.subjects
    for place in clause.words:
        if tree.pos(place) == "PRON" and tree.lows[place] in _STANDS_FOR:
            mine.complements |= _before(tree, place)


def _before(tree: Tree, place: int) -> _Forms:
    """Return the nouns before a place; « ne finance pas » has none, whatever its parse."""
    nouns = (k for k in range(place) if tree.pos(k) in ("NOUN", "PROPN"))
    nouns = (k for k in nouns if not any(tree.lows[kid] in _NE for kid in tree.kids[k]))
    return frozenset(form for k in nouns for form in _forms(tree, k))


def _antecedent(tree: Tree, head: int) -> Iterator[int]:
    """Yield what a relative is said of: « les communes de la plaine qui… »."""
    noun = tree.head(head)
    if tree.dep(head) != "acl:relcl" or noun == head:
        return
    for place in range(tree.spans[noun][0], head):
        above = list(_above(tree, place))
        if noun in above and head not in above and tree.pos(place) in _CONTENT:
            yield place


# Clauses


def _clauses(tree: Tree) -> Iterator[_Clause]:
    """Yield the clauses of a parse, each with the words of no clause inside it."""
    negatives = {tree.head(k) for k in range(len(tree)) if tree.lows[k] in _NE}
    heads = [k for k in range(len(tree)) if _is_head(tree, k, negatives)]
    owned: dict[int, list[int]] = {head: [] for head in heads}
    for place in range(len(tree)):
        owner = next((k for k in _above(tree, place) if k in owned), None)
        if owner is not None:
            owned[owner].append(place)
    for head, places in owned.items():
        subjects = tuple(tree.dependents(head, *_SUBJECTS))
        mine = (k for k in places if any(s in _above(tree, k) for s in subjects))
        yield _Clause(head, _is_denied(tree, places), tuple(places), frozenset(mine))


def _is_head(tree: Tree, place: int, negatives: set[int]) -> bool:
    if place == tree.root:
        return True
    if tree.dep(place).startswith(("aux", "cop")):
        return False
    is_verb = tree.pos(place) == "VERB" and place in negatives
    return is_verb or predicate(tree, place) is not None


def _above(tree: Tree, place: int) -> Iterator[int]:
    """Yield a token, then all that it hangs from."""
    for _ in range(len(tree)):
        yield place
        if tree.head(place) == place:
            return
        place = tree.head(place)


def _is_denied(tree: Tree, places: Sequence[int]) -> bool:
    """Return whether a clause has « ne », but that of « ne… que »."""
    words = [tree.lows[k] for k in places]
    ne = next((n for n, word in enumerate(words) if word in _NE), None)
    if ne is None:
        return False
    return bool(_DENIES & set(words)) or not _QUE & set(words[ne:])


def _told(tree: Tree, clause: _Clause) -> Iterator[tuple[int, bool]]:
    """Yield the content words of a clause, and whether each is denied.

    « n’aide pas la ville, mais le village », « aide le village, mais pas la ville »: the
    other way round after « mais » or « pas », as far as the next stop.
    """
    loose = set(_loose(tree, clause))
    turns = "mais" if any(tree.lows[k] in _NE for k in clause.words) else "pas"
    turn = next((k for k in clause.words if tree.lows[k] == turns), len(tree))
    stop = next((k for k in range(turn, len(tree)) if tree.lows[k] in _STOPS), len(tree))
    for place in clause.words:
        if place not in loose and _is_content(tree, place):
            yield place, clause.is_denied != (turn < place < stop)


def _loose(tree: Tree, clause: _Clause) -> Iterator[int]:
    """Yield the content words that nobody knows if the clause denies.

    They are those of infinitives and participles beside the verb, and those of another
    clause where the parser saw no verb.
    """
    doubtful = sum(tree.lows[k] in _NE for k in clause.words) > 1
    opened = next((k for k in clause.words if tree.lows[k] in _OPENS), len(tree))
    for place in filter(lambda k: _is_content(tree, k), clause.words):
        above = [k for k in _above(tree, place) if k in clause.words and k != clause.head]
        beside = any(tree.dep(k) in _LOOSE for k in above)
        if doubtful or beside or clause.head < opened < place:
            yield place


def _is_content(tree: Tree, place: int) -> bool:
    word = tree.lows[place]
    return tree.pos(place) in _CONTENT and word.isalpha() and not is_number(word)


def _forms(tree: Tree, place: int) -> _Forms:
    return base_forms(tree.lows[place])

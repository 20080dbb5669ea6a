"""What a text denies and what it affirms: « n’aide pas les communes, mais aide la ville ».

Read in the parse, clause by clause; « interdit », « exclu », « inaccessible » deny as
« ne » does. What frames a clause (« Pendant le congé, … ») and its subject are not denied.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ppun_access.easy.audit.lists import base_forms
from ppun_access.easy.draft.facts import is_number
from ppun_access.easy.draft.parse.text import listed
from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.easy.draft.parse.verbs import is_infinitive, predicate
from ppun_access.french.lexical.morphology import readings

_NE = listed("ne n'")
_DENIES = listed("pas plus jamais rien aucun aucune personne guère nul nulle ni point")
_QUE, _FAR = listed("que qu'"), 12
"""« ne… que » limits, and denies nothing."""
_OPENS = listed("car puisque puisqu' tandis")
_STANDS_FOR = listed("le la les l' lui leur y en eux celui celle ceux celles cela ça")
"""Complements that stand for a noun said before."""
_SUBJECTS = ("nsubj", "nsubj:pass")
_FORBIDS = listed("interdire exclure empêcher impossible dispenser exempter cesser")
_STABLE = listed(
    "stable inchangé définitif définitivement rare rarement sauf exception hormis excepté "
    "dépasser excéder"
)
"""With these a clause may be said with « ne » and without."""
_FRAMES = listed("pendant durant lors en après avant depuis dès selon")
_LIGHT = listed("avoir être faire aller dire pouvoir devoir prendre mettre")
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
    """The forms of what is denied, or affirmed, and of what « le » or « en » may be."""

    words: set[str] = field(default_factory=set)
    complements: set[str] = field(default_factory=set)


def moved_denial(source: Sequence[Tree], pieces: Sequence[Tree]) -> str:
    """Return a word that ``pieces`` deny and ``source`` affirms, or the other way round.

    A verb counts when ``pieces`` never say it as ``source`` does: « ne paie pas A, aide B »
    → « n’aide pas A, paie B ».
    """
    said = {True: _Said(), False: _Said()}
    earlier: _Forms = frozenset()
    for tree in source:
        for clause in _clauses(tree):
            _hear(tree, clause, said, earlier)
        earlier |= _before(tree, len(tree))
    turned: dict[str, _Forms] = {}
    kept: set[str] = set()
    for tree in pieces:
        for clause in _clauses(tree):
            for place, is_denied in _told(tree, clause):
                if tree.pos(place) != "VERB":
                    if not _is_held(tree, clause, place, said, is_denied):
                        return tree[place].text
                    continue
                forms, mine = _forms(tree, place), said[is_denied].words
                if forms & mine:
                    kept |= forms
                elif forms & said[not is_denied].words and not forms & _LIGHT:
                    turned[tree[place].text] = forms
    return next((word for word, forms in turned.items() if not forms & kept), "")


def is_negated(tree: Tree, place: int) -> bool:
    """Return whether a verb itself is denied, by « ne » or by « sans »."""
    near = [k for k in tree.kids[place] if tree.dep(k) not in ("conj", "advcl", "ccomp")]
    return _has_ne(tree, [place, *near])


def is_measured(tree: Tree, places: Sequence[int]) -> bool:
    """Return whether a clause denies a measure alone: « pas plus d’un mois »."""
    words = [tree.lows[k] for k in places]
    return "pas" in words and "plus" in words


def is_denying(tree: Tree) -> bool:
    """Return whether a clause of a sentence is denied."""
    return any(clause.is_denied for clause in _clauses(tree))


def _is_held(
    tree: Tree, clause: _Clause, place: int, said: dict[bool, _Said], is_denied: bool
) -> bool:
    """Return whether the source says a word so, or does not say it at all."""
    forms, mine, other = _forms(tree, place), said[is_denied], said[not is_denied]
    if forms & mine.words or not forms & other.words or place in clause.subject:
        return True
    return bool(forms & mine.complements)


# The source


def _hear(tree: Tree, clause: _Clause, said: dict[bool, _Said], earlier: _Forms) -> None:
    """Add what a clause of the source says; its pronouns may be any noun before them."""
    mine, other = said[clause.is_denied], said[not clause.is_denied]
    for place, is_denied in _told(tree, clause):
        said[is_denied].words |= _forms(tree, place)
        if is_denied != clause.is_denied:  # the words before « mais » are said again
            other.complements |= _before(tree, place)
    for place in _loose(tree, clause):
        mine.words |= _forms(tree, place)
        other.words |= _forms(tree, place)
    for place in _antecedent(tree, clause.head):
        mine.words |= _forms(tree, place)
    is_passive = any(tree.dependents(clause.head, "aux:pass", "nsubj:pass"))
    if is_passive and not any(tree.pos(k) in ("NOUN", "PROPN") for k in clause.subject):
        mine.complements |= _before(tree, clause.head) | earlier
    for place in clause.words:
        is_pronoun = tree.pos(place) == "PRON" or is_infinitive(tree.lows[place + 1])
        if is_pronoun and tree.lows[place] in _STANDS_FOR:
            mine.complements |= _before(tree, place) | earlier
        elif tree.lows[place] in ("ils", "elles"):
            several = (form for form in _before(tree, place) | earlier if form[-1] in "sx")
            mine.complements |= {base for form in several for base in base_forms(form)}


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
    """Return whether a clause is denied, or forbids: both at once affirm."""
    return _has_ne(tree, places) != any(is_forbidding(tree, k) for k in places)


def _has_ne(tree: Tree, places: Sequence[int]) -> bool:
    """Return whether words have « ne », but that of « ne… que », or « sans » a verb."""
    words = [tree.lows[k] for k in places]
    ne = next((k for k in places if tree.lows[k] in _NE), None)
    denied = ne is not None and bool(
        _DENIES & set(words) or not _QUE & set(tree.lows[ne : ne + _FAR])
    )
    pairs = zip(words, places, strict=True)
    return denied or any(w == "sans" and tree.dep(k) == "mark" for w, k in pairs)


def is_forbidding(tree: Tree, place: int) -> bool:
    """Return whether a word denies by itself: « interdit », « inaccessible »."""
    word = tree.lows[place]
    stem = re.sub(r"\Ai(?:n|m(?=[bmp])|r(?=r)|l(?=l))", "", word)
    is_lack = stem != word and re.search(r"[ai]bles?\Z", word) and readings(stem)
    return bool(_forms(tree, place) & _FORBIDS or is_lack)


def _told(tree: Tree, clause: _Clause) -> Iterator[tuple[int, bool]]:
    """Yield the content words of a clause, and whether each is denied.

    « n’aide pas la ville, mais le village », « aide le village, mais pas la ville »: the
    other way round after « mais » or « pas », as far as the next stop.
    """
    loose = set(_loose(tree, clause))
    ne = next((k for k in clause.words if tree.lows[k] in _NE), None)
    turns = ("pas", "jamais") if ne is None else ("mais",)
    turn = next((k for k in clause.words if tree.lows[k] in turns), len(tree))
    turn = len(tree) if turn < (ne or 0) else turn
    stop = next((k for k in range(turn, len(tree)) if tree.lows[k] in _STOPS), len(tree))
    for place in clause.words:
        if place not in loose and _is_content(tree, place):
            yield place, clause.is_denied != (turn < place < stop)


def _loose(tree: Tree, clause: _Clause) -> Iterator[int]:
    """Yield the content words that nobody knows if the clause denies.

    They are those of infinitives and participles beside the verb, those of another clause
    where the parser saw no verb, and what frames the clause: « En cas de… », its subject.
    """
    doubtful = sum(tree.lows[k] in _NE for k in clause.words) > 1
    doubtful = doubtful or any(_forms(tree, k) & _STABLE for k in clause.words)
    doubtful = doubtful or is_measured(tree, clause.words)
    opened = next((k for k in clause.words if tree.lows[k] in _OPENS), len(tree))
    for place in filter(lambda k: _is_content(tree, k), clause.words):
        above = [k for k in _above(tree, place) if k in clause.words and k != clause.head]
        beside = any(
            tree.dep(k) in _LOOSE or _is_frame(tree, k, clause.head) for k in above
        )
        beside = beside or place in clause.subject
        beside = beside or any(tree.lows[k] == "sans" for k in tree.kids[place])
        if doubtful or beside or clause.head < opened < place:
            yield place


def _is_frame(tree: Tree, place: int, head: int) -> bool:
    """Return whether a complement says when: it stands first, or after « pendant »."""
    if not tree.dep(place).startswith("obl") or tree.dep(place) == "obl:agent":
        return False
    cases = {tree.lows[k] for k in tree.dependents(place, "case")}
    return place < head or bool(cases & _FRAMES)


def _is_content(tree: Tree, place: int) -> bool:
    word = tree.lows[place]
    is_word = word.isalpha() and word != "fois" and not is_number(word)
    return tree.pos(place) in _CONTENT and is_word


def _forms(tree: Tree, place: int) -> _Forms:
    return base_forms(tree.lows[place])

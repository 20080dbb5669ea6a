"""Subjects, their gender and number, their pronoun; what opens and closes a clause."""

from __future__ import annotations

import re

from ppun_access.easy.draft.parse.text import listed
from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.easy.draft.parse.verbs import is_finite, predicate
from ppun_access.french.lexical.morphology import readings

RELATIVES = listed("qui que qu' dont où lequel laquelle lesquels lesquelles")
CLITIC_SUBJECTS = listed("il elle ils elles on nous vous je j' ce c' cela ça")
_FEMININE = listed("la une cette sa ma ta quelle toute toutes certaines")
_MASCULINE = listed("le un ce cet quel tout certains")
_SINGULAR = listed(
    "le la l' un une ce cet cette son sa mon ma notre votre leur chaque tout toute aucun "
    "aucune"
)
_PLURAL = listed(
    "les des ces ses mes nos vos leurs plusieurs quelques deux trois quatre cinq six sept "
    "huit neuf dix certains certaines"
)
_QUANTITIES = listed(
    "plupart majorité nombre ensemble moitié partie quart tiers centaine dizaine millier "
    "million milliard plus % série totalité reste"
)
"""As subjects they may agree with what follows them."""
_PRONOUNS = {("m", "s"): "Il", ("f", "s"): "Elle", ("m", "p"): "Ils", ("f", "p"): "Elles"}
_CONNECTS = re.compile(
    r"(?:et |mais |or )?(?:en effet|de plus|en outre|par ailleurs|cependant|toutefois|"
    r"néanmoins|pourtant|en revanche|au contraire|par conséquent|en conséquence|ainsi|donc|"
    r"enfin|ensuite|d'une part|d'autre part|par exemple|également|aussi|par contre|"
    r"mais|or|bref|en somme|de même|de ce fait|pour cela|c'est pourquoi)\Z"
)
"""A leading adverb that links to the sentence before, and limits nothing."""
_OPENERS = listed("si s' lorsque lorsqu' quand comme puisque puisqu' parce quoique bien")
_GOALS = listed("afin pour dès tant tandis alors")


def subject(tree: Tree, head: int) -> int | None:
    """Return the subject that precedes ``head``; relative pronouns are none."""
    kids = tree.dependents(head, "nsubj", "nsubj:pass", "expl:subj")
    return next((k for k in kids if k < head and tree.lows[k] not in ("qui", "que")), None)


def is_adjective(word: str) -> bool:
    """Return whether ``word`` is mostly an adjective."""
    found = readings(word)
    return bool(found) and found[0].pos == "ADJ"


def noun_gender(tree: Tree, place: int) -> str:
    """Return « m » or « f »: Lexique when it knows one only, else the determiner."""
    known = {r.gender for r in readings(tree.lows[place]) if r.pos == "NOM" and r.gender}
    if len(known) == 1 and not is_acronym(tree[place].text):
        return known.pop()
    for kid in tree.dependents(place, "det", "amod", "acl"):
        if tree.lows[kid] in _FEMININE:
            return "f"
        if tree.lows[kid] in _MASCULINE:
            return "m"
        if tree.dep(kid) != "det" and (shown := _shown_gender(tree.lows[kid])):
            return shown
    return ""


def is_acronym(word: str) -> bool:
    """« l’ARS » is not « ars », which Lexique knows."""
    return len(word) > 1 and word.isupper()


def _shown_gender(word: str) -> str:
    """Return the gender that an adjective or a participle shows (« accueillis »)."""
    found = readings(word)
    agreed = all(r.pos == "ADJ" or "par:pas" in r.verb for r in found)
    genders = {r.gender for r in found}
    return genders.pop() if agreed and len(genders) == 1 else ""


def noun_number(tree: Tree, place: int) -> str:
    """Return « s » or « p »: the determiner's, else Lexique's; empty when in doubt."""
    for kid in tree.kids[place]:
        said = tree.dep(kid) == "det" or tree.pos(kid) in ("DET", "NUM")
        if said and tree.lows[kid] in _SINGULAR | _PLURAL:
            return "s" if tree.lows[kid] in _SINGULAR else "p"
    known = {r.number for r in readings(tree.lows[place]) if r.pos == "NOM" and r.number}
    return known.pop() if len(known) == 1 else ""


def number_of_word(word: str) -> str:
    """Return the number that a determiner or a subject pronoun shows, in lower case."""
    if word in _SINGULAR or word in ("il", "elle", "on", "cela", "ceci"):
        return "s"
    return "p" if word in _PLURAL or word in ("ils", "elles") else ""


def pronoun(tree: Tree, place: int) -> str:
    """Return the pronoun that stands for a subject, with a capital; empty when in doubt.

    Proper names and quantities have none: nobody knows their gender, or their number.
    """
    word = tree.lows[place]
    if word in CLITIC_SUBJECTS - {"ce", "c'", "cela", "ça", "j'", "je"}:
        return word.capitalize()
    if tree.pos(place) != "NOUN" or word in _QUANTITIES:
        return ""
    joined = [place, *tree.dependents(place, "conj")]
    genders = {noun_gender(tree, noun) for noun in joined}
    if "" in genders:
        return ""
    gender = "f" if genders == {"f"} else "m"
    number = "p" if len(joined) > 1 else noun_number(tree, place)
    return _PRONOUNS.get((gender, number), "")


def may_be(tree: Tree, place: int, said: str) -> bool:
    """Return whether ``said`` might stand for the noun at ``place``: it agrees with it."""
    other = ("m" if said.startswith("Elle") else "f", "s" if said.endswith("s") else "p")
    return noun_gender(tree, place) != other[0] and noun_number(tree, place) != other[1]


def root_verb(tree: Tree) -> int | None:
    """Return the finite verb of the main clause."""
    return predicate(tree, tree.root)


def _main(tree: Tree) -> int:
    """Return the finite verb of the main clause, else its head."""
    verb = root_verb(tree)
    return tree.root if verb is None else verb


def open_subordinates(tree: Tree, before: int) -> list[int]:
    """Return what opens a clause between the main verb and the token ``before``."""
    return [
        i
        for i in range(_main(tree) + 1, before)
        if tree.dep(i) not in ("fixed", "case", "cc")
        and (
            tree.pos(i) == "SCONJ"
            or tree.lows[i] in ("qui", "dont", "où")
            or tree.morph(i, "PronType") == "Rel"
        )
    ]


def is_led(tree: Tree) -> bool:
    """Return whether a clause or a goal precedes the main one: it rules all of it."""
    before = range(_main(tree))
    marked = any(tree.lows[i] in _OPENERS and tree.dep(i) == "mark" for i in before)
    comma = "," in tree.lows[: before.stop]
    return marked or (comma and tree.lows[0] in _OPENERS | _GOALS)


def is_framed(tree: Tree) -> bool:
    """Return whether « Si… » or « À Dijon, … » opens the sentence: it limits all of it.

    A comma before the subject closes it, or nothing does (« Dans ce cas on doit… »); an
    adverb that only links (« De plus, ») is none.
    """
    if is_led(tree):
        return True
    found, before = subject(tree, tree.root), _main(tree)
    if found is not None:
        before = min(before, tree.spans[found][0])
    comma = max((i for i in range(1, before) if tree.lows[i] == ","), default=0)
    if not comma and (found is None or tree.pos(0) != "ADP"):
        return False
    return not _CONNECTS.match(tree.plain[: tree.begin(comma or before)].strip().lower())


def has_finite(tree: Tree, first: int, after: int) -> bool:
    """Return whether a finite verb stands among the tokens [first, after)."""
    return any(is_finite(tree, i) for i in range(first, after))

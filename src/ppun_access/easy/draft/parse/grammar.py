"""Subjects, their gender and number, their pronoun; what opens and closes a clause."""

from __future__ import annotations

from ppun_access.easy.draft.parse.text import listed
from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.easy.draft.parse.verbs import predicate
from ppun_access.french.lexical.morphology import readings

RELATIVES = listed("qui que qu' dont où lequel laquelle lesquels lesquelles")
CLITIC_SUBJECTS = listed("il elle ils elles on nous vous je j' ce c' cela ça")
_SINGULAR = listed(
    "le la l' un une ce cet cette son sa mon ma notre votre leur chaque tout toute aucun "
    "aucune"
)
_PLURAL = listed(
    "les des ces ses mes nos vos leurs plusieurs quelques deux trois quatre cinq six sept "
    "huit neuf dix certains certaines"
)
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

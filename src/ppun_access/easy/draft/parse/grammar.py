"""Verbs, subjects, their number; what opens and closes a clause; what a sentence is.

Lexique says what a form of a verb may be, the parser chooses among it. Each sentence that a
rule makes is parsed again and looked at.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.easy.text import balanced, count, listed, sentence
from ppun_access.french.lexical.morphology import readings

_MOODS = ("ind", "cnd", "sub")
_TENSES = {"Pres": "pre", "Imp": "imp", "Fut": "fut", "Past": "pas"}
"""As the parser writes them → as Lexique does."""
MODALS = frozenset({"pouvoir", "devoir", "vouloir", "falloir"})
_HELPS = ("aux", "aux:tense", "aux:pass", "cop", "aux:caus")


class Form(NamedTuple):
    """One thing that a form of a verb may be; ``tag`` is as Lexique writes it."""

    lemma: str
    tag: str
    gender: str
    number: str


@lru_cache(maxsize=1 << 14)
def forms(word: str) -> tuple[Form, ...]:
    """Return all that ``word`` may be, as a verb."""
    return tuple(
        Form(reading.lemma, tag, reading.gender, reading.number)
        for reading in readings(word.lower().replace("’", "'"))
        if reading.pos in ("VER", "AUX")
        for tag in reading.verb
    )


def lemmas(word: str) -> frozenset[str]:
    """Return the verbs that ``word`` may be a form of."""
    return frozenset(form.lemma for form in forms(word))


def is_infinitive(word: str) -> bool:
    """Return whether ``word`` may be an infinitive."""
    return any(form.tag.startswith("inf") for form in forms(word))


def past_participles(word: str) -> tuple[Form, ...]:
    """Return the past participles that ``word`` may be."""
    return tuple(form for form in forms(word) if form.tag.startswith("par:pas"))


def present_participle(word: str) -> str:
    """Return the verb whose present participle ``word`` is, empty when it is none."""
    return next((f.lemma for f in forms(word) if f.tag.startswith("par:pre")), "")


def finite_tags(word: str) -> frozenset[str]:
    """Return the tags of ``word`` in a mood that has persons."""
    return frozenset(form.tag for form in forms(word) if form.tag[:3] in _MOODS)


def is_only_subjunctive(word: str) -> bool:
    """« soit », « puisse »: no other mood has the form, nor is it another word."""
    tags = finite_tags(word)
    return bool(tags) and all(tag.startswith("sub") for tag in tags)


def is_finite(tree: Tree, place: int) -> bool:
    """Return whether a token is a finite verb: Lexique decides wherever it can."""
    if tree.pos(place) not in ("VERB", "AUX"):
        return False
    known = forms(tree.lows[place])
    parsed = tree.morph(place, "VerbForm") == "Fin"
    finite = any(form.tag[:3] in _MOODS for form in known)
    other = any(form.tag[:3] in ("par", "inf") for form in known)
    return parsed if finite == other else finite


def predicate(tree: Tree, head: int) -> int | None:
    """Return the finite verb of the clause whose head is ``head``."""
    if is_finite(tree, head):
        return head
    helps = tree.dependents(head, *_HELPS)
    return next((kid for kid in helps if is_finite(tree, kid)), None)


def inflection(tree: Tree, place: int) -> str:
    """Return the tag of a finite verb (« ind:pre:3s »), empty when in doubt.

    « ind:pas » and « ind:pre » often have one form (« finit »): the parser chooses, and
    the present wins when it chooses something else.
    """
    tags = finite_tags(tree.lows[place])
    tense = _TENSES.get(tree.morph(place, "Tense"), "")
    person = tree.morph(place, "Person") or "3"
    number = "p" if tree.morph(place, "Number") == "Plur" else "s"
    seen = f"{tree.morph(place, 'Mood').lower()}:{tense}:{person}{number}"
    present = seen.replace("ind:pas", "ind:pre")
    if (known := present if present in tags else seen) in tags:
        return known
    third = {tag for tag in tags if tag[-2] == "3"}
    best = {tag for tag in third if tag.startswith("ind")} or third
    return best.pop() if len(best) == 1 else ""


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


FRAGMENT = "Par exemple : "
"""It opens what is not a sentence, and says so, in a draft or in its source."""
IN_THIS_CASE = "Dans ce cas, "
"""It stands before a sentence, which must stand without it."""
_NEVER_FIRST = listed("qui que qu' dont et ou où ni")
THERE_IS = re.compile(r"Il (?:n')?y a ")
"""« Il y a un litige ? »: the parser reads « il y a dix ans »."""


def bare(piece: str) -> str:
    """Return what must be a sentence in ``piece``, empty for a fragment that says so."""
    if piece.startswith(FRAGMENT):
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

"""Forms of verbs: Lexique says what a form may be, the parser chooses among it."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from ppun_access.easy.draft.parse.tree import Tree
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

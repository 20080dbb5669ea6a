"""Whether a word is used as a noun: « un arrêté », but not « les choix arrêtés ».

What explains a noun explains nothing of a participle, an adjective or a verb of the same
spelling. In doubt the answer is no.
"""

from __future__ import annotations

import re

from ppun_access.easy.draft.parse.text import listed
from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.french.lexical.morphology import is_finite, readings

_ARTICLES = listed("le la les l' leur leurs")
"""Before what may be a finite verb, they may be pronouns: « il les arrête »."""
_DETERMINERS = _ARTICLES | listed(
    "un une des du au aux ce cet cette ces mon ton son ma ta sa mes tes ses notre votre "
    "nos vos chaque plusieurs quelques certains certaines quel quelle quels quelles aucun "
    "aucune "
    "deux trois quatre cinq six sept huit neuf dix"
)
_PREPOSITIONS = listed("de d' par sans avec pour sous sur entre contre")
_BEFORE_ARTICLES = _PREPOSITIONS | listed(
    "à dans vers chez après avant pendant depuis dès que"
)
"""After these, an article is no pronoun before a finite verb: « dans le bus »."""
_OTHERS = frozenset({"ADJ", "VERB", "AUX", "ADV"})
_BEFORE = re.compile(r"([^\W_]+(?:-[^\W_]+)*'?)\s*\Z")


def is_noun_term(term: str) -> bool:
    """Return whether what explains ``term`` explains a noun: one word that can be one."""
    return len(term.split()) == 1 and any(one.pos == "NOM" for one in readings(term))


def is_noun(sentence: str, start: int, end: int, tree: Tree | None = None) -> bool:
    """Return whether characters [start, end) of ``sentence`` surely are a noun.

    ``sentence`` is plain and in lower case. A determiner or a preposition just before says
    so; else what can be nothing but a noun, unless ``tree``, the parse, has seen an
    adjective; else a noun of the parse with a determiner farther.
    """
    form = sentence[start:end]
    found = _BEFORE.search(sentence[:start])
    word = found[1] if found else ""
    before = sentence[: found.start()] if found else ""
    is_told = word in _DETERMINERS | _PREPOSITIONS or word.isdigit()
    if is_told and not (word in _ARTICLES and is_finite(form) and _has_subject(before)):
        return True
    if all(one.pos == "NOM" for one in readings(form)):
        return tree is None or _pos(tree, start) not in _OTHERS
    return tree is not None and _is_seen(tree, start)


def _has_subject(before: str) -> bool:
    """Return whether what stands before « le livre » may be the subject of a verb.

    Nothing is, at the beginning of a sentence or after a comma; nor is a verb.
    """
    found = _BEFORE.search(before)
    if found is None or found[1] in _BEFORE_ARTICLES:
        return False
    known = readings(found[1])
    return not known or any(one.pos not in {"VER", "AUX"} for one in known)


def _pos(tree: Tree, start: int) -> str:
    place = tree.at(start)
    return tree.pos(place) if place < len(tree) else ""


def _is_seen(tree: Tree, start: int) -> bool:
    """Return whether the parse has a noun there, with its determiner or its preposition."""
    if _pos(tree, start) != "NOUN":
        return False
    place = tree.at(start)
    if tree.dep(place).startswith(("acl", "amod")):
        return False
    return bool(tuple(tree.dependents(place, "det", "case", "nummod")))

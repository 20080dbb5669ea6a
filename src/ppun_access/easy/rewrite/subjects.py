"""What is said of a subject between commas, and what it can or must do besides."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ppun_access.easy.rewrite.grammar import (
    is_framed,
    open_subordinates,
    pronoun,
    root_verb,
    subject,
)
from ppun_access.easy.rewrite.naming import names
from ppun_access.easy.rewrite.rule import Pieces
from ppun_access.easy.rewrite.text import listed, sentence, stopped
from ppun_access.easy.rewrite.tree import Tree
from ppun_access.easy.rewrite.verbs import (
    is_infinitive,
    lemmas,
    numbers,
    predicate,
)

_KNOWN = listed("ce cet cette ces mon ma mes notre nos votre vos son sa ses leur leurs")
"""« Le partenaire, qui souhaite léguer, doit… » is a case; « ces règles, qui… » are not."""
_GROUP = frozenset({"PRON", "ADV", "AUX", "VERB", "PART"})
"""What stands between a subject and its verb: clitics, negation, auxiliaries."""
_MODALS = listed("pouvoir devoir vouloir souhaiter falloir entendre aller compter espérer")
_POINTS = re.compile(r"(?:\b(?:y|en)\s+(?:\w+\s+)?\w+|\bquant (?:à|aux?)\b)")
"""« y est aggravée » would find its place in the new sentence before it."""
_BEARS_ON_BOTH = re.compile(
    r"\b(?:aussi|également)\b|\b(?:en cas|à (?:la date|compter|partir|condition)|si|s'ils?|"
    r"sous réserve|au plus|dans (?:un délai|les)|avant|après|lors|pendant|sauf|jusqu\w*|"
    r"afin|pour)\b[^,]*\Z"
)
"""« peut A et B en cas de décès »: the case is that of both."""


def relative_subject(tree: Tree) -> Iterator[Pieces]:
    """« S, qui V1 …, V2 … » → « S V1 …. Il V2 …. »."""
    verb, found = root_verb(tree), subject(tree, tree.root)
    if verb is None or found is None:
        return
    first = tree.spans[found][0]
    lead = tree.cut(0, first)
    if first > 1 or (first == 1 and tree.lows[0] not in ("mais", "et", "or")):
        return
    for place in range(first + 2, verb):
        if tree.lows[place] == "qui" and tree.lows[place - 1] == ",":
            yield from _close_relative(tree, verb, found, place, lead)


def _close_relative(
    tree: Tree, verb: int, found: int, place: int, lead: str
) -> Iterator[Pieces]:
    clause = tree.head(place)
    if tree.head(clause) != found or predicate(tree, clause) is None:
        return
    last = tree.spans[clause][1]
    last -= tree.lows[last] == ","
    first, rest = tree.spans[found][0], last + 2
    if _KNOWN.isdisjoint(tree.lows[i] for i in tree.dependents(found, "det")):
        return
    if _POINTS.search(tree.plain.lower(), tree.begin(rest)):
        return
    if tree.lows[last + 1] != "," or rest > verb:
        return
    named = tree.cut(first, place - 1)
    if "," in named or any(tree.pos(i) not in _GROUP for i in range(rest, verb)):
        return
    told = sentence(f"{named} {tree.cut(place + 1, last + 1)}")
    for again in names(tree, found, last):
        opened = f"{lead} {again[:1].lower()}{again[1:]}" if lead else again
        yield told, stopped(f"{opened} {tree.cut(rest, len(tree))}")


def _same_person(tree: Tree, verb: int, said: str) -> bool:
    """Return whether the verb has the number of the pronoun."""
    if said in ("Nous", "Vous"):
        return tree.lows[verb].endswith("ons" if said == "Nous" else "ez")
    return ("p" if said.endswith("s") else "s") in numbers(tree.lows[verb])


def two_infinitives(tree: Tree) -> Iterator[Pieces]:
    """« S peut V1 … et V2 … » → « S peut V1 …. Il peut aussi V2 …. »."""
    verb, found = root_verb(tree), subject(tree, tree.root)
    if verb is None or found is None or not lemmas(tree.lows[verb]) & _MODALS:
        return
    infinitives = [
        i
        for i in range(verb + 1, len(tree))
        if tree.pos(i) in ("VERB", "AUX") and is_infinitive(tree.lows[i])
    ]
    if len(infinitives) != 2 or open_subordinates(tree, len(tree)):
        return
    if is_framed(tree):
        return
    first, second = infinitives
    said = "Il" if tree.lows[found] == "il" else pronoun(tree, found)
    adjacent = first - verb <= 2 and tree.lows[second - 1] == "et"
    has_object = second - first > 3 or any(
        kid > first for kid in tree.dependents(first, *_OBJECTS)
    )
    has_object &= tree.lows[first] in _BE or _has_determiner(tree, first, second)
    has_object &= "(" not in tree.lows[:second] and not any(tree.dependents(found, "conj"))
    if not said or not adjacent or not has_object or "ne" in tree.lows or "n'" in tree.lows:
        return
    if not _same_person(tree, verb, said) or _BEARS_ON_BOTH.search(tree.plain):
        return
    kept = sentence(tree.cut(0, second - 1))
    for named in [said] if tree.lows[found] == "il" else names(tree, found, second):
        again = f"{named} {tree[verb].text} aussi {tree.cut(second, len(tree))}"
        yield kept, stopped(again)


def _has_determiner(tree: Tree, first: int, after: int) -> bool:
    """« mettre à disposition et aménager un local »: one object for both."""
    contracted = listed("du des au aux")
    return any(
        tree.pos(i) in ("DET", "NUM") or tree.lows[i] in contracted
        for i in range(first, after)
    )


_BE = listed("être avoir")
_OBJECTS = ("obj", "obl", "obl:arg", "obl:mod", "xcomp")

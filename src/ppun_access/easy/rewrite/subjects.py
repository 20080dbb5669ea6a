"""Clauses that share a subject: it is said again, by a pronoun that nobody can mistake."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ppun_access.easy.rewrite.grammar import (
    is_framed,
    is_rival,
    named_again,
    open_subordinates,
    opens_subordinate,
    pronoun,
    root_verb,
    subject,
    with_adjectives,
)
from ppun_access.easy.rewrite.rule import Pieces
from ppun_access.easy.rewrite.text import listed, sentence, stopped
from ppun_access.easy.rewrite.tree import Tree
from ppun_access.easy.rewrite.verbs import (
    finite_tags,
    is_finite,
    is_infinitive,
    lemmas,
    numbers,
    past_participles,
    predicate,
)
from ppun_access.french.morphology import readings

_JOINTS = {"et": "", "puis": "Puis ", "mais": "Mais "}
_SEQUENCE = listed("ensuite enfin alors finalement donc ainsi")
_EACH = listed("chaque tout toute aucun aucune nul nulle")
"""« Chaque calendrier… Il… »: the pronoun would name one of them."""
_EMPTY = listed("fait")
"""« Le fait pour un agent d’avoir un projet… Il… »: nobody knows what « il » is."""
_DENIES = listed("ne n'")
_GROUP = frozenset({"PRON", "ADV", "AUX", "VERB", "PART"})
"""What stands between a subject and its verb: clitics, negation, auxiliaries."""
_MODALS = listed("pouvoir devoir vouloir souhaiter falloir entendre aller compter espérer")
_POINTS = re.compile(r"(?:\b(?:y|en)\s+(?:\w+\s+)?\w+|\bquant (?:à|aux?)\b)")
"""« y est aggravée » would find its place in the new sentence before it."""
_CONTENT = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "PRON", "VERB"})
_BEARS_ON_BOTH = re.compile(
    r"\b(?:aussi|également)\b|\b(?:en cas|à (?:la date|compter|partir|condition)|si|s'ils?|"
    r"sous réserve|dans (?:un délai|les)|avant|après|lors|pendant|sauf|jusqu\w*|afin|"
    r"pour)\b[^,]*\Z"
)
"""« peut A et B en cas de décès »: the case is that of both."""
_CLITICS = ("expl", "expl:comp", "expl:pass", "iobj", "obj", "advmod", "aux", "aux:tense",
            "aux:pass", "cop")  # fmt: skip
_MANY = re.compile(r"(?:mais )?(?:ils|elles|vous|nous)\b", re.IGNORECASE)
"""What the second sentence begins with, when nothing near could be meant as well."""


def repeated_subjects(tree: Tree) -> Iterator[Pieces]:
    """« S V1 … et V2 … » → « S V1 …. Ils V2 …. »: of several, or of « vous »."""
    return (pieces for pieces in _repeated(tree) if _MANY.match(pieces[1]))


def repeated_subject(tree: Tree) -> Iterator[Pieces]:
    """« S V1 … et V2 … » → « S V1 …. Il V2 …. », by a noun where « il » is unsure."""
    return (pieces for pieces in _repeated(tree) if not _MANY.match(pieces[1]))


def _repeated(tree: Tree) -> Iterator[Pieces]:
    verb, found = root_verb(tree), subject(tree, tree.root)
    if verb is None or found is None or is_framed(tree):
        return
    for place in range(verb + 1, len(tree) - 1):
        if tree.lows[place] in _JOINTS and _is_shared(tree, verb, place):
            yield from _say_again(tree, verb, found, place)


def _is_shared(tree: Tree, verb: int, place: int) -> bool:
    """Return whether what precedes the conjunction is a whole clause."""
    if _is_listed(tree, place):
        return False
    comma = tree.lows[place - 1] == ","
    opened = open_subordinates(tree, place)
    if opened and (not comma or any(tree.pos(i) == "SCONJ" for i in opened)):
        return False
    if _has_nearer_subject(tree, verb, place):
        return False
    said = verb if tree.pos(tree.root) in ("ADJ", "NOUN") else max(verb, tree.root)
    return any(tree.pos(i) in _CONTENT for i in range(said + 1, place))


def _has_nearer_subject(tree: Tree, verb: int, place: int) -> bool:
    """« La famille a un enfant, la part augmente et passe à deux »: the part passes."""
    return any(
        tree.dep(i) in ("nsubj", "nsubj:pass")
        and tree.head(i) not in (tree.root, verb)
        and not any(opens_subordinate(tree, k) for k in tree.kids[tree.head(i)])
        for i in range(verb + 1, place)
    )


def _is_listed(tree: Tree, place: int) -> bool:
    """« contrôle la déclaration, appose son visa et la rend »: three verbs, one list."""
    return any(
        tree.lows[i - 1] == ","
        and (is_finite(tree, i) or finite_tags(tree.lows[i]))
        and tree.pos(i + 1) == "DET"
        for i in range(2, place)
    )


def _say_again(tree: Tree, verb: int, found: int, place: int) -> Iterator[Pieces]:
    second = _second_verb(tree, verb, place)
    if second is None:
        return
    head, other = second
    start = _group_start(tree, head, other, place)
    between = [tree.lows[i] for i in range(place + 1, start)]
    said = pronoun(tree, found)
    if not said or not _same_person(tree, verb, other, said) or tree.lows[found] in _EMPTY:
        return
    if _corrects(tree, verb, start, place):
        return
    if _EACH & {tree.lows[i] for i in tree.dependents(found, "det")}:
        return
    if between and (len(between) > 1 or between[0] not in _SEQUENCE):
        return
    joint = _JOINTS[tree.lows[place]]
    joint = f"{between[0].capitalize()}, " if between else joint
    first = tree.cut(0, place - (tree.lows[place - 1] == ","))
    rest = tree.cut(start, len(tree))
    named = _subject_again(tree, found, verb, place)
    if not named:
        return
    named = f"{named[:1].lower()}{named[1:]}" if joint else named
    yield sentence(first), f"{joint}{named} {stopped(rest)}"


def _corrects(tree: Tree, verb: int, start: int, place: int) -> bool:
    """« ne sont pas prêtées, mais sont données »: « mais » opposes nothing there."""
    denied = not _DENIES.isdisjoint(tree.lows[max(0, verb - 3) : verb])
    return tree.lows[place] == "mais" and denied and tree.lows[start] not in _DENIES


def _subject_again(tree: Tree, found: int, verb: int, place: int) -> str:
    """Return « Il », or « Le calcul » when « il » might stand for another noun before it.

    Empty when neither is clear.
    """
    said = pronoun(tree, found)
    rivals = [i for i in range(verb + 1, place) if is_rival(tree, i, said)]
    if tree.pos(found) != "NOUN":
        return "" if any(tree.dep(i) == "obj" for i in rivals) else said
    joined = any(
        tree.lows[i] in ("et", "ou") and tree.pos(i + 1) in ("DET", "NOUN", "PROPN")
        for i in range(verb)
    )
    same = any(tree.lows[i] == tree.lows[found] for i in rivals)
    if not rivals or joined or same or _is_incomplete(tree, found):
        return "" if rivals else said
    return named_again(tree, found)


def _is_incomplete(tree: Tree, noun: int) -> bool:
    """« les agents chargés » says nothing without what they are in charge of."""
    last = with_adjectives(tree, noun)[1]
    return any(tree.spans[i][1] > last for i in range(noun + 1, last + 1))


def _second_verb(tree: Tree, verb: int, place: int) -> tuple[int, int] | None:
    """Return the head and the finite verb of the only clause joined after ``place``."""
    joined = [
        (head, other)
        for head in tree.dependents(tree.root, "conj")
        for other in [predicate(tree, head)]
        if other is not None and head > verb
    ]
    if not joined or joined[0][0] < place:
        return None
    head, other = joined[0]
    if subject(tree, head) is not None or past_participles(tree.lows[other]):
        return None
    if _is_second_quality(tree, other):
        return None
    return head, other


def _is_second_quality(tree: Tree, place: int) -> bool:
    """« la présence immédiate et continue d’un agent »: two adjectives, no verb."""
    quality = any(r.pos == "ADJ" for r in readings(tree.lows[place]))
    after_one = tree.lows[place - 1] == "et" and tree.pos(place - 2) == "ADJ"
    return quality and after_one and tree.pos(place + 1) != "DET"


def _group_start(tree: Tree, head: int, verb: int, place: int) -> int:
    """Return where the verb begins, with its clitics and its negation."""
    starts = [verb]
    for kid in (*tree.dependents(head, *_CLITICS), *tree.dependents(verb, *_CLITICS)):
        inside = all(tree.pos(i) in _GROUP for i in range(kid, verb))
        if place < kid <= verb and inside and tree.lows[kid] not in _SEQUENCE:
            starts.append(kid)
    return min(starts)


def _same_person(tree: Tree, verb: int, other: int, said: str) -> bool:
    """Return whether both verbs have one mood and the number of the pronoun."""
    moods = {tag[:3] for tag in finite_tags(tree.lows[verb])}
    if not moods & {tag[:3] for tag in finite_tags(tree.lows[other])} & {"ind", "cnd"}:
        return False
    first, second = numbers(tree.lows[verb]), numbers(tree.lows[other])
    if said in ("Nous", "Vous"):
        ending = "ons" if said == "Nous" else "ez"
        return tree.lows[other].endswith(ending)
    number = "p" if said.endswith("s") else "s"
    return number in first and number in second


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
    first, said = tree.spans[found][0], pronoun(tree, found)
    rest = last + 2
    if _POINTS.search(tree.plain.lower(), tree.begin(rest)):
        return
    if not said or tree.lows[last + 1] != "," or rest > verb:
        return
    named = tree.cut(first, place - 1)
    if "," in named or any(tree.pos(i) not in _GROUP for i in range(rest, verb)):
        return
    opened = f"{lead} {said.lower()}" if lead else said
    yield (
        sentence(f"{named} {tree.cut(place + 1, last + 1)}"),
        stopped(f"{opened} {tree.cut(rest, len(tree))}"),
    )


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
    if not _same_person(tree, verb, verb, said) or _BEARS_ON_BOTH.search(tree.plain):
        return
    named = tree.pos(found) == "NOUN"
    if named and any(is_rival(tree, i, said) for i in range(verb + 1, second)):
        return
    kept = tree.cut(0, second - 1)
    again = f"{said} {tree[verb].text} aussi {tree.cut(second, len(tree))}"
    yield sentence(kept), stopped(again)


def _has_determiner(tree: Tree, first: int, after: int) -> bool:
    """« mettre à disposition et aménager un local »: one object for both."""
    contracted = listed("du des au aux")
    return any(
        tree.pos(i) in ("DET", "NUM") or tree.lows[i] in contracted
        for i in range(first, after)
    )


_BE = listed("être avoir")
_OBJECTS = ("obj", "obl", "obl:arg", "obl:mod", "xcomp")

"""Clauses that share a subject: it is said again in a sentence of each verb."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ppun_access.easy.draft.parse.grammar import (
    is_framed,
    noun_number,
    open_subordinates,
    opens_subordinate,
    root_verb,
    subject,
)
from ppun_access.easy.draft.parse.naming import is_bare, names
from ppun_access.easy.draft.parse.text import sentence, stopped
from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.easy.draft.parse.verbs import (
    MODALS,
    finite_tags,
    is_finite,
    lemmas,
    past_participles,
)
from ppun_access.easy.draft.structure.rule import Family, Pieces
from ppun_access.french.lexical.morphology import readings

_FAMILY = Family("repeats")
_WORDS, _SAYS = _FAMILY.words, _FAMILY.phrases
_CONTENT = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "PRON", "VERB"})


class _Pair(NamedTuple):
    """Two verbs of one subject, by their places."""

    found: int
    """The subject."""
    verb: int
    joint: int
    """« et », « puis » or « mais »."""
    start: int
    """What begins the second clause: its verb, or a pronoun of it."""
    other: int
    """The second verb."""


def repeated_subjects(tree: Tree) -> Iterator[Pieces]:
    """« S V1 … et V2 … » → « S V1 …. Ils V2 …. »: of several, or of « vous »."""
    return (pieces for pieces in _repeated(tree) if _is_many(pieces[1]))


def repeated_subject(tree: Tree) -> Iterator[Pieces]:
    """« S V1 … et V2 … » → « S V1 …. Il V2 …. », by a noun where « il » is unsure."""
    return (pieces for pieces in _repeated(tree) if not _is_many(pieces[1]))


def _is_many(piece: str) -> bool:
    """« Ils », « Mais vous »: nothing near could be meant as well."""
    first, second, *_ = piece.lower().split()
    return (second if first in _WORDS["joints"] else first) in _WORDS["many"]


def _repeated(tree: Tree) -> Iterator[Pieces]:
    verb, found = root_verb(tree), subject(tree, tree.root)
    goes_on = tree.text.rstrip().endswith((";", ",", ":"))
    if verb is None or found is None or found > verb or goes_on or is_framed(tree):
        return
    if tree.lows[0] in _WORDS["listed"] or tree.says(_SAYS["only"], 0):
        return
    for joint in range(verb + 1, len(tree) - 1):
        if tree.lows[joint] in (";", ":"):
            return
        pair = _pair(tree, found, verb, joint)
        if pair is not None and _is_whole(tree, pair) and not _is_bound(tree, pair):
            yield from _say_again(tree, pair)


def _pair(tree: Tree, found: int, verb: int, joint: int) -> _Pair | None:
    """Return the verbs that ``joint`` joins, when the second one has no own subject."""
    if tree.lows[joint] not in _WORDS["joints"]:
        return None
    start = joint + 1 + (tree.lows[joint + 1] in _WORDS["sequence"])
    other = start
    while other < len(tree) - 1 and tree.lows[other] in _WORDS["clitics"]:
        other += 1
    pair = _Pair(found, verb, joint, start, other)
    own = any(
        tree.dep(i) in ("nsubj", "nsubj:pass", "expl:subj")
        and tree.head(i) in (other, tree.head(other))
        and not opens_subordinate(tree, i)
        for i in range(joint + 1, len(tree))
    )
    sure = is_finite(tree, other) and _is_verb(tree, pair) and _agrees(tree, pair)
    return pair if sure and not own else None


def _is_verb(tree: Tree, pair: _Pair) -> bool:
    """« la présence immédiate et continue d’un agent », « oral et écrit »: no verbs."""
    word = tree.lows[pair.other]
    if pair.other > pair.start or tree.pos(pair.other) == "AUX":
        return True
    quality = any(one.pos == "ADJ" for one in readings(word))
    beside = tree.pos(pair.start - 2) == "ADJ" and tree.pos(pair.other + 1) != "DET"
    return not past_participles(word) and not (quality and beside)


def _agrees(tree: Tree, pair: _Pair) -> bool:
    """Return whether both verbs may have one person and one number, as facts."""
    first, second = (
        {(tag[:3], tag[-2:]) for tag in finite_tags(tree.lows[i])}
        for i in (pair.verb, pair.other)
    )
    facts = {one for one in first if one[0] in ("ind", "cnd")}
    persons = {person for _, person in second}
    said = {one[1] for one in facts & second or facts if one[1] in persons}
    person = {"nous": "1p", "vous": "2p"}.get(tree.lows[pair.found])
    return person in said if person else bool(said & {"3s", "3p"})


def _is_whole(tree: Tree, pair: _Pair) -> bool:
    """Return whether what precedes the conjunction is a whole clause."""
    verb, joint = pair.verb, pair.joint
    if open_subordinates(tree, joint):
        return False  # « A demande B à C, qui lit D, et peut… »: who can?
    # « contrôle la déclaration, appose son visa et la rend »: three verbs, one list
    if any(
        tree.lows[i - 1] == "," and _opens_item(tree, i, joint) for i in range(2, joint)
    ):
        return False
    # « La famille a un enfant, la part augmente et passe à deux »: the part passes
    nearer = any(
        tree.dep(i) in ("nsubj", "nsubj:pass")
        and tree.head(i) not in (tree.root, verb)
        and not any(opens_subordinate(tree, k) for k in tree.kids[tree.head(i)])
        for i in range(verb + 1, joint)
    )
    said = verb if tree.pos(tree.root) in ("ADJ", "NOUN") else max(verb, tree.root)
    return not nearer and any(tree.pos(i) in _CONTENT for i in range(said + 1, joint))


def _opens_item(tree: Tree, place: int, joint: int) -> bool:
    participle = past_participles(tree.lows[place]) and tree.dep(place) == "conj"
    if tree.lows[place] in _WORDS["reflexive"] or participle:
        return True
    after = place + 1
    goes_on = tree.pos(after) == "DET" or tree.lows[after] in _WORDS["opens"]
    return bool(finite_tags(tree.lows[place])) and (goes_on or after == joint)


def _is_bound(tree: Tree, pair: _Pair) -> bool:
    """Return whether the second clause says something else, alone."""
    done, other = lemmas(tree.lows[pair.verb]), lemmas(tree.lows[pair.other])
    # « Vous êtes âgé de 60 ans et habitez Dijon »: what « vous » are is a case
    case = tree.lows[pair.found] == "vous" and done & {"être", "avoir"}
    # « Il peut arrêter le préavis et cesse de payer »: he does so only then
    bare = (case or "pouvoir" in done) and not other & MODALS
    beside = tree.lows[pair.found + 1] == "("  # « Il (elle) »
    return bool(bare) or beside or _is_of_both(tree, pair) or _is_whose(tree, pair)


def _is_of_both(tree: Tree, pair: _Pair) -> bool:
    """« Elle définit les normes et juge A en matière de B », « … dans ces secteurs »."""
    brief = pair.joint - pair.verb == 3 and tree.lows[pair.verb + 1] in _WORDS["the"]
    last = len(tree) - (tree.lows[len(tree) - 1] == ".")
    return (
        tree.says(_SAYS["of-both"], pair.start)
        or tree.closes(_SAYS["in-case"], last)
        or tree.closes(_SAYS["at-end"], last)
        or tree.closes(_SAYS["a-part"], pair.joint)
        or (brief and tree.says(_SAYS["in-field"], pair.start))
    )


def _is_whose(tree: Tree, pair: _Pair) -> bool:
    """« La région pilote le programme et fixe sa durée »: « sa » is of one of two."""
    of_one = not _WORDS["his"].isdisjoint(tree.lows[pair.start :])
    of_several = not _WORDS["their"].isdisjoint(tree.lows[pair.start :])
    points = tree.lows[pair.start] in ("en", "y")
    return any(
        points or (of_one if noun_number(tree, i) != "p" else of_several)
        for i in range(pair.verb + 1, pair.joint)
        if tree.pos(i) == "NOUN"
        and tree.lows[i] not in _WORDS["times"]
        and not is_bare(tree, i)
    )


def _say_again(tree: Tree, pair: _Pair) -> Iterator[Pieces]:
    comma = tree.lows[pair.joint - 1] == ","
    first, rest = sentence(tree.cut(0, pair.joint - comma)), tree.cut(pair.start, len(tree))
    joint, other = _joint(tree, pair), lemmas(tree.lows[pair.other])
    for named in names(tree, pair.found, pair.joint):
        if named == "Il" and other & _WORDS["impersonal"]:
            return
        again = f"{named[:1].lower()}{named[1:]}" if joint else named
        yield first, f"{joint}{again} {stopped(rest)}"


def _joint(tree: Tree, pair: _Pair) -> str:
    """Return « Mais », « Puis », « Ensuite, », or nothing, to open the second sentence."""
    word, verb = tree.lows[pair.joint], pair.verb
    denied = not _WORDS["denies"].isdisjoint(tree.lows[max(0, verb - 3) : verb])
    same = lemmas(tree.lows[verb]) & lemmas(tree.lows[pair.start])
    if word == "mais" and denied and same:
        return ""  # « ne sont pas prêtées, mais sont données »: nothing is opposed
    if pair.start > pair.joint + 1:
        return f"{tree.lows[pair.joint + 1].capitalize()}, "
    return "" if word == "et" else f"{word.capitalize()} "


RULES = (
    _FAMILY.rule("sujets-repetes", repeated_subjects),
    _FAMILY.rule("sujet-repete", repeated_subject),
)

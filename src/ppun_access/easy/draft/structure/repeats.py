"""Clauses that share a subject: it is said again in a sentence of each verb."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ppun_access.easy.draft.facts import is_number
from ppun_access.easy.draft.parse.grammar import (
    is_acronym,
    is_framed,
    may_be,
    noun_number,
    open_subordinates,
    pronoun,
    root_verb,
    subject,
)
from ppun_access.easy.draft.parse.text import capital, count, sentence, stopped
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
_CLAUSES = ("acl", "acl:relcl", "advcl", "ccomp", "conj", "appos", "parataxis")
_LONGEST = 7
"""Words of a subject that is said again as it is."""
_CONTENT = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "PRON", "VERB"})


class _Pair(NamedTuple):
    """Two verbs of one subject, ``found``; ``start`` begins the clause of the other one."""

    found: int
    verb: int
    joint: int
    start: int
    other: int


def repeated_subject(tree: Tree) -> Iterator[Pieces]:
    """« S V1 … et V2 … » → « S V1 …. Il V2 …. », by a noun where « il » is unsure."""
    verb, found = root_verb(tree), subject(tree, tree.root)
    goes_on = tree.text.rstrip().endswith((";", ",", ":"))
    one_of_two = tree.lows[0] == "soit" or tree.says(_SAYS["only"], 0)
    if verb is None or found is None or goes_on or one_of_two or is_framed(tree):
        return
    marks = (i for i in range(verb + 1, len(tree)) if tree.lows[i] in (";", ":"))
    for joint in range(verb + 1, next(marks, len(tree) - 1)):
        pair = _pair(tree, found, verb, joint)
        if pair is not None and _is_whole(tree, pair) and not _is_bound(tree, pair):
            yield from _say_again(tree, pair)


def _pair(tree: Tree, found: int, verb: int, joint: int) -> _Pair | None:
    """Return the verbs that ``joint`` joins, when the second one has no own subject."""
    if tree.lows[joint] not in _WORDS["joints"]:
        return None
    start = other = joint + 1
    while other < len(tree) - 1 and tree.lows[other] in _WORDS["clitics"]:
        other += 1
    pair = _Pair(found, verb, joint, start, other)
    own = any(
        tree.dep(i) in ("nsubj", "nsubj:pass", "expl:subj")
        and tree.head(i) in (other, tree.head(other))
        for i in range(joint + 1, len(tree))
    )
    sure = is_finite(tree, other) and _is_verb(tree, pair)
    return pair if sure and not own else None


def _is_verb(tree: Tree, pair: _Pair) -> bool:
    """« la présence immédiate et continue d’un agent », « oral et écrit »: no verbs."""
    word, beside = tree.lows[pair.other], tree.pos(pair.start - 2) == "ADJ"
    quality = beside and any(one.pos == "ADJ" for one in readings(word))
    return not past_participles(word) and not quality


def _is_whole(tree: Tree, pair: _Pair) -> bool:
    """Return whether what precedes the conjunction is a whole clause."""
    verb, joint = pair.verb, pair.joint
    # « contrôle la déclaration, appose son visa et la rend »: three verbs, one list
    items = (i for i in range(2, joint) if tree.lows[i - 1] == ",")
    listed = any(_opens_item(tree, i, joint) for i in items)
    # « La famille a un enfant, la part augmente et passe à deux »: the part passes
    nearer = any(tree.dep(i) in ("nsubj", "nsubj:pass") for i in range(verb + 1, joint))
    # « A demande B à C, qui lit D, et peut… »: who can?
    unsure = open_subordinates(tree, joint) or listed or nearer
    said = verb if tree.pos(tree.root) in ("ADJ", "NOUN") else max(verb, tree.root)
    return not unsure and any(tree.pos(i) in _CONTENT for i in range(said + 1, joint))


def _opens_item(tree: Tree, place: int, joint: int) -> bool:
    low, after = tree.lows[place], place + 1
    goes_on = tree.pos(after) == "DET" or tree.lows[after] in _WORDS["opens"]
    acts = bool(finite_tags(low)) and (goes_on or after == joint)
    return acts or low in _WORDS["reflexive"]


def _is_bound(tree: Tree, pair: _Pair) -> bool:
    """Return whether the second clause says something else, alone."""
    done, other = lemmas(tree.lows[pair.verb]), lemmas(tree.lows[pair.other])
    # « Vous êtes âgé de 60 ans et habitez Dijon »: what « vous » are is a case
    case = tree.lows[pair.found] == "vous" and done & {"être", "avoir"}
    # « Il peut arrêter le préavis et cesse de payer »: he does so only then
    bare = (case or "pouvoir" in done) and not other & MODALS
    beside = tree.lows[pair.found + 1] == "("  # « Il (elle) »
    # « Elle définit les normes et juge A en matière de B », « … dans ces secteurs »
    last = len(tree) - (tree.lows[len(tree) - 1] == ".")
    return (
        bool(bare)
        or beside
        or tree.says(_SAYS["of-both"], pair.start)
        or tree.closes(_SAYS["at-end"], last)
        or tree.closes(_SAYS["a-part"], pair.joint)
        or _is_whose(tree, pair)
    )


def _is_whose(tree: Tree, pair: _Pair) -> bool:
    """« La région pilote le programme et fixe sa durée »: « sa » is of one of two."""
    after, points = tree.lows[pair.start :], tree.lows[pair.start] in ("en", "y")
    nouns = (i for i in range(pair.verb + 1, pair.joint) if tree.pos(i) == "NOUN")
    owners = (
        i for i in nouns if tree.lows[i] not in _WORDS["times"] and not _is_bare(tree, i)
    )
    whose = (_WORDS["their" if noun_number(tree, i) == "p" else "his"] for i in owners)
    return any(points or not words.isdisjoint(after) for words in whose)


def _say_again(tree: Tree, pair: _Pair) -> Iterator[Pieces]:
    comma, word, verb = tree.lows[pair.joint - 1] == ",", tree.lows[pair.joint], pair.verb
    first, rest = sentence(tree.cut(0, pair.joint - comma)), tree.cut(pair.start, len(tree))
    denied = not {"ne", "n'"}.isdisjoint(tree.lows[max(0, verb - 3) : verb])
    same = lemmas(tree.lows[verb]) & lemmas(tree.lows[pair.start])
    # « ne sont pas prêtées, mais sont données »: nothing is opposed
    free = word == "et" or (word == "mais" and denied and same)
    named = _name(tree, pair.found, pair.joint)
    other = lemmas(tree.lows[pair.other]) & _WORDS["impersonal"]
    if named and not (named == "Il" and other):
        again = named if free else f"{word.capitalize()} {named[:1].lower()}{named[1:]}"
        yield first, f"{again} {stopped(rest)}"


def _name(tree: Tree, found: int, place: int) -> str:
    """Return what names the subject again after ``place``, with a capital.

    « Il » stands only where nothing else can be meant; « la zone 5 » is not « cette zone ».
    """
    word, said = tree.lows[found], pronoun(tree, found)
    determiners = {tree.lows[i] for i in tree.dependents(found, "det")}
    each = word in _WORDS["empty"] or determiners & _WORDS["each"]
    if each or is_number(tree.lows[found + 1]):
        return ""
    rivals = [*_rivals(tree, found, place, said)]
    whole = "" if _is_joined(tree, found) else _whole(tree, found)
    if tree.pos(found) == "PRON":
        # « Il examine un dossier et… »: the dossier could be meant as well
        other = any(tree.dep(i) == "obj" for i in rivals)
        return said if word in ("nous", "vous", "on") or not other else ""
    if tree.pos(found) == "PROPN" or is_acronym(tree[found].text):
        return whole  # « L’ARS », « Pajemploi » are said again as they are
    if said.endswith("s"):
        return whole if rivals else said
    # « Le salarié qui a quitté l’entreprise »: « il » might be any
    clauses = tree.dependents(found, "acl", "acl:relcl")
    narrowed = any(tree.spans[i] != (i, i) for i in clauses)
    if not said or _is_joined(tree, found):
        return ""
    return whole if rivals or narrowed else said


def _is_joined(tree: Tree, found: int) -> bool:
    """« Le maire ou le préfet »: one of them is not the subject."""
    verb = root_verb(tree) or found
    return any(tree.dependents(found, "conj")) or any(
        tree.lows[i] in ("et", "ou") and tree.pos(i + 1) in ("DET", "NOUN", "PROPN")
        for i in range(verb)
    )


def _rivals(tree: Tree, found: int, place: int, said: str) -> Iterator[int]:
    """Yield the nouns before ``place`` that ``said`` might stand for."""
    ours = {found, tree.root, *tree.dependents(found, "conj", "appos")}
    for i in (i for i in range(place) if i not in ours):
        pos, known = tree.pos(i), {one.pos for one in readings(tree.lows[i])}
        # « à grande échelle »: the parser may take a noun for an adjective
        noun = pos == "NOUN" or (pos == "ADJ" and "NOM" in known and "ADJ" not in known)
        if noun and not _is_bare(tree, i) and may_be(tree, i, said):
            yield i


def _is_bare(tree: Tree, noun: int) -> bool:
    """« la demande d’aide », « par délibération »: nobody takes « aide » up again."""
    before = tree.lows[noun - 1]
    of_verb = before in ("de", "d'") and tree.pos(tree.head(noun)) != "NOUN"
    free = of_verb or before in _WORDS["contracted"]
    return noun > 0 and tree.pos(noun - 1) == "ADP" and not free


def _whole(tree: Tree, found: int) -> str:
    """Return a short subject as it is, with what completes its noun."""
    first, end = min(tree.dependents(found, "det"), default=found), tree.spans[found][1] + 1
    end = next((i for i in range(first, end) if tree.lows[i] in (",", "(", "–")), end)
    named, others = tree.cut(first, end), (i for i in range(first, end) if i != found)
    known = tree.lows[first] in _WORDS["known"] or tree.pos(first) == "PROPN"
    clause = any(tree.dep(i) in _CLAUSES and tree.spans[i] != (i, i) for i in others)
    ends = tree.pos(end - 1) in _CONTENT - {"PRON"}
    short = known and ends and not clause and count(named) <= _LONGEST
    return capital(named) if short else ""


RULES = (_FAMILY.rule("sujet-repete", repeated_subject),)

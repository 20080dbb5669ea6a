"""Clauses that share a subject: it is said again in a sentence of each verb."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ppun_access.easy.draft.facts import is_number
from ppun_access.easy.draft.parse.grammar import (
    is_framed,
    noun_gender,
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


def repeated_subject(tree: Tree) -> Iterator[Pieces]:
    """« S V1 … et V2 … » → « S V1 …. Il V2 …. », by a noun where « il » is unsure."""
    verb, found = root_verb(tree), subject(tree, tree.root)
    goes_on = tree.text.rstrip().endswith((";", ",", ":"))
    if verb is None or found is None or goes_on or is_framed(tree):
        return
    if tree.lows[0] == "soit" or tree.says(_SAYS["only"], 0):
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
    word = tree.lows[pair.other]
    quality = any(one.pos == "ADJ" for one in readings(word))
    beside = tree.pos(pair.start - 2) == "ADJ"
    return not past_participles(word) and not (quality and beside)


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
    nearer = any(tree.dep(i) in ("nsubj", "nsubj:pass") for i in range(verb + 1, joint))
    said = verb if tree.pos(tree.root) in ("ADJ", "NOUN") else max(verb, tree.root)
    return not nearer and any(tree.pos(i) in _CONTENT for i in range(said + 1, joint))


def _opens_item(tree: Tree, place: int, joint: int) -> bool:
    if tree.lows[place] in _WORDS["reflexive"]:
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
    last = len(tree) - (tree.lows[len(tree) - 1] == ".")
    return (
        tree.says(_SAYS["of-both"], pair.start)
        or tree.closes(_SAYS["at-end"], last)
        or tree.closes(_SAYS["a-part"], pair.joint)
        or tree.says(_SAYS["in-field"], pair.start)
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
    """Return « Mais », « Puis », or nothing, to open the second sentence."""
    word, verb = tree.lows[pair.joint], pair.verb
    denied = not {"ne", "n'"}.isdisjoint(tree.lows[max(0, verb - 3) : verb])
    same = lemmas(tree.lows[verb]) & lemmas(tree.lows[pair.start])
    if word == "mais" and denied and same:
        return ""  # « ne sont pas prêtées, mais sont données »: nothing is opposed
    return "" if word == "et" else f"{word.capitalize()} "


def names(tree: Tree, found: int, place: int) -> Iterator[str]:
    """Yield what names the subject again after ``place``, with a capital, best first.

    « Il » stands only where nothing else can be meant; « la zone 5 » is not « cette zone ».
    """
    word, said = tree.lows[found], pronoun(tree, found)
    determiners = {tree.lows[i] for i in tree.dependents(found, "det")}
    each = word in _WORDS["empty"] or determiners & _WORDS["each"]
    if each or is_number(tree.lows[found + 1]):
        return
    rivals = [*_rivals(tree, found, place, said)]
    joined = _is_joined(tree, found)
    if tree.pos(found) == "PRON":
        # « Il examine un dossier et… »: the dossier could be meant as well
        other = any(tree.dep(i) == "obj" for i in rivals)
        if said and (word in ("nous", "vous", "on") or not other):
            yield said
    elif tree.pos(found) == "PROPN" or (len(word) > 1 and tree[found].text.isupper()):
        # « L’ARS », « Pajemploi » are said again as they are
        yield from () if joined else _whole(tree, found)
    elif said and (said.endswith("s") or not joined):
        # « Le salarié qui a quitté l’entreprise »: « il » might be any
        clauses = tree.dependents(found, "acl", "acl:relcl")
        narrowed = any(tree.spans[i] != (i, i) for i in clauses)
        if not rivals and (said.endswith("s") or not narrowed):
            yield said
        elif not joined:
            yield from _whole(tree, found)


def _is_joined(tree: Tree, found: int) -> bool:
    """« Le maire ou le préfet »: one of them is not the subject."""
    verb = root_verb(tree) or found
    return any(tree.dependents(found, "conj")) or any(
        tree.lows[i] in ("et", "ou") and tree.pos(i + 1) in ("DET", "NOUN", "PROPN")
        for i in range(verb)
    )


def _rivals(tree: Tree, found: int, place: int, said: str) -> Iterator[int]:
    """Yield the nouns before ``place`` that ``said`` might stand for."""
    gender = "f" if said.startswith("Elle") else "m"
    number = "p" if said.endswith("s") else "s"
    ours = {found, tree.root, *tree.dependents(found, "conj", "appos")}
    for i in range(place):
        if i in ours or not _is_noun(tree, i) or is_bare(tree, i):
            continue
        if noun_gender(tree, i) in (gender, "") and noun_number(tree, i) in (number, ""):
            yield i


def _is_noun(tree: Tree, place: int) -> bool:
    """« à grande échelle »: the parser may take a noun for an adjective."""
    known = {one.pos for one in readings(tree.lows[place])}
    unlike = tree.pos(place) == "ADJ" and "NOM" in known and "ADJ" not in known
    return tree.pos(place) == "NOUN" or unlike


def is_bare(tree: Tree, noun: int) -> bool:
    """« la demande d’aide », « par délibération »: nobody takes « aide » up again."""
    before = tree.lows[noun - 1]
    of_verb = before in ("de", "d'") and tree.pos(tree.head(noun)) != "NOUN"
    contracted = before in _WORDS["contracted"]
    return bool(noun) and tree.pos(noun - 1) == "ADP" and not (contracted or of_verb)


def _whole(tree: Tree, found: int) -> Iterator[str]:
    """Yield a short subject as it is, with what completes its noun."""
    first = min(tree.dependents(found, "det"), default=found)
    last = tree.spans[found][1]
    marks = (i for i in range(first, last + 1) if tree.lows[i] in (",", "(", "–"))
    inside = range(first, next(marks, last + 1))
    last, named = inside.stop - 1, tree.cut(first, inside.stop)
    known = tree.lows[first] in _WORDS["known"] or tree.pos(first) == "PROPN"
    clause = any(
        tree.dep(i) in _CLAUSES and tree.spans[i] != (i, i) for i in inside if i != found
    )
    ends = tree.pos(last) in ("NOUN", "PROPN", "ADJ", "NUM", "VERB")
    if known and ends and not clause and count(named) <= _LONGEST:
        yield capital(named)


RULES = (_FAMILY.rule("sujet-repete", repeated_subject),)

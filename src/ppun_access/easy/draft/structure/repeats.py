"""Clauses that share a subject: it is said again in a sentence of each verb."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ppun_access.easy.draft.parse.grammar import (
    is_framed,
    noun_number,
    open_subordinates,
    opens_subordinate,
    root_verb,
    subject,
)
from ppun_access.easy.draft.parse.naming import is_bare, names
from ppun_access.easy.draft.parse.text import listed, sentence, stopped
from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.easy.draft.parse.verbs import (
    MODALS,
    finite_tags,
    is_finite,
    lemmas,
    past_participles,
)
from ppun_access.easy.draft.structure.rule import Pieces
from ppun_access.french.lexical.morphology import readings

_JOINTS = {"et": "", "puis": "Puis ", "mais": "Mais "}
_SEQUENCE = listed("ensuite enfin alors finalement donc ainsi")
_DENIES = listed("ne n'")
_CLITICS = listed("ne n' se s' le la les l' lui leur y en me m' te t' nous vous")
_REFLEXIVE = listed("se s'")
_CONTENT = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "PRON", "VERB"})
_MANY = re.compile(r"(?:(?:mais|puis) )?(?:ils|elles|vous|nous)\b", re.IGNORECASE)
"""What the second sentence begins with, when nothing near could be meant as well."""
_OF_BOTH = re.compile(
    r",\s(?:sauf|si|s'ils?|lorsqu\w*|quand|à condition|sous réserve|en cas|dès lors|"
    r"sous (?:certaines )?conditions?|"
    r"sous peine|à moins|quels? que|quelles? que|au plus tard|le cas échéant\Z)\b"
)
"""After a comma, a case may be that of both clauses."""
_BARE = 3
"""Tokens from a verb to « et » after an object that nothing completes."""
_THE = listed("le la l' les")
_AT_END = re.compile(r"\b(?:dans|pour|sur|en|par|pendant) c(?:es|et|ette|e) [\w-]+\W*\Z")
_IN_FIELD = re.compile(r"\b(?:en matière d|dans le domaine|dans les domaines|en ce qui)")
"""What ends the sentence may limit both clauses."""
_A_PART = re.compile(r"\b(?:article|alinéa|paragraphe|annexe|chapitre)s? [\w.-]+\W*\Z")
"""« modifie l'article 47 et insère B dans la loi »: of what law is article 47?"""
_BUT = re.compile(r"\b(?:hormis|excepté|à l'exception|à l'exclusion)\b")
"""« A et B, hormis C »: C is left out of both, with a comma or without one."""
_LISTED = re.compile(r"(?:soit|ou|et|ni|que)\b", re.IGNORECASE)
"""What opens one thing of a list."""
_HIS = listed("son sa ses")
_THEIR = listed("leur leurs")
_TIMES = listed("jour jours semaine semaines mois an ans année années")
_STATES = listed("être avoir")
_OPENS = listed("à au aux sur de du des d' en")
"""« suit les comptes, veille à l'usage et donne un avis »: what a verb goes on with."""
_MAY = listed("pouvoir")
_IMPERSONAL = listed(
    "manquer falloir rester exister arriver suffire convenir agir importer résulter"
)
"""« Il manque son but » begins like « il manque du pain »."""
_ONLY = re.compile(r"\b(?:pas|non) (?:seulement|uniquement)\b")


def may_be_of_both(tree: Tree, start: int) -> bool:
    """Return whether a case follows ``start`` that may limit what precedes it as well."""
    at = tree.begin(start)
    return bool(_OF_BOTH.search(tree.plain, at) or _BUT.search(tree.plain, at))


def repeated_subjects(tree: Tree) -> Iterator[Pieces]:
    """« S V1 … et V2 … » → « S V1 …. Ils V2 …. »: of several, or of « vous »."""
    return (pieces for pieces in _repeated(tree) if _MANY.match(pieces[1]))


def repeated_subject(tree: Tree) -> Iterator[Pieces]:
    """« S V1 … et V2 … » → « S V1 …. Il V2 …. », by a noun where « il » is unsure."""
    return (pieces for pieces in _repeated(tree) if not _MANY.match(pieces[1]))


def _repeated(tree: Tree) -> Iterator[Pieces]:
    verb, found = root_verb(tree), subject(tree, tree.root)
    if verb is None or found is None or _is_out(tree) or found > verb:
        return
    for place in range(verb + 1, len(tree) - 1):
        if tree.lows[place] in (";", ":"):
            return
        if tree.lows[place] in _JOINTS:
            start = _shared_verb(tree, verb, found, place)
            if start is not None and _is_whole(tree, verb, place):
                yield from _say_again(tree, verb, found, place, start)


def _is_out(tree: Tree) -> bool:
    """Return whether a frame governs both clauses, or a list goes on after the sentence."""
    goes_on = tree.text.rstrip().endswith((";", ",", ":"))
    return goes_on or is_framed(tree) or bool(_LISTED.match(tree.plain))


def _shared_verb(tree: Tree, verb: int, found: int, place: int) -> int | None:
    """Return where a finite verb without its own subject begins, just after ``place``."""
    start = place + 1
    start += tree.lows[start] in _SEQUENCE
    other = start
    while other < len(tree) - 1 and tree.lows[other] in _CLITICS:
        other += 1
    if not is_finite(tree, other) or not _is_verb(tree, other, start):
        return None
    if _has_subject(tree, other, place) or not _agrees(tree, verb, other, found):
        return None
    return start


def _is_verb(tree: Tree, other: int, start: int) -> bool:
    """« la présence immédiate et continue d’un agent », « oral et écrit »: no verbs."""
    if other > start or tree.pos(other) == "AUX":
        return True
    if past_participles(tree.lows[other]):
        return False
    quality = any(one.pos == "ADJ" for one in readings(tree.lows[other]))
    return not quality or tree.pos(start - 2) != "ADJ" or tree.pos(other + 1) == "DET"


def _has_subject(tree: Tree, other: int, place: int) -> bool:
    heads = (other, tree.head(other))
    return any(
        tree.dep(i) in ("nsubj", "nsubj:pass", "expl:subj") and tree.head(i) in heads
        for i in range(place + 1, len(tree))
        if not opens_subordinate(tree, i)
    )


def _agrees(tree: Tree, verb: int, other: int, found: int) -> bool:
    """Return whether both verbs have one mood, one person and one number."""
    persons = [
        {(tag[:3], tag[-2:]) for tag in finite_tags(tree.lows[i])} for i in (verb, other)
    ]
    both = {tag for tag in persons[0] & persons[1] if tag[0] in ("ind", "cnd")}
    if not both:
        both = {
            one
            for one in persons[0]
            if one[0] in ("ind", "cnd") and any(x[1] == one[1] for x in persons[1])
        }
    word = tree.lows[found]
    person = {"nous": "1p", "vous": "2p"}.get(word)
    said = {tag[1] for tag in both}
    return person in said if person else bool(said & {"3s", "3p"})


def _is_whole(tree: Tree, verb: int, place: int) -> bool:
    """Return whether what precedes the conjunction is a whole clause."""
    if open_subordinates(tree, place):
        return False  # « A demande B à C, qui lit D, et peut… »: who can?
    if _is_listed(tree, place) or _has_nearer_subject(tree, verb, place):
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
        tree.lows[i - 1] == "," and _opens_item(tree, i, place) for i in range(2, place)
    )


def _opens_item(tree: Tree, i: int, place: int) -> bool:
    if tree.lows[i] in _REFLEXIVE or (
        past_participles(tree.lows[i]) and tree.dep(i) == "conj"
    ):
        return True
    verb = is_finite(tree, i) or bool(finite_tags(tree.lows[i]))
    goes_on = tree.pos(i + 1) == "DET" or tree.lows[i + 1] in _OPENS
    return verb and (goes_on or i + 1 == place)


def _is_case(tree: Tree, verb: int, found: int, start: int) -> bool:
    """« Vous êtes âgé de 60 ans et habitez Dijon »: what « vous » are is a case."""
    if tree.lows[found] != "vous" or not lemmas(tree.lows[verb]) & _STATES:
        return False
    return not lemmas(tree.lows[_other_verb(tree, start)]) & MODALS


def _other_verb(tree: Tree, start: int) -> int:
    return next(i for i in range(start, len(tree)) if is_finite(tree, i))


def _may_follow(tree: Tree, verb: int, start: int) -> bool:
    """« L'employeur peut arrêter le préavis et cesse de payer »: he does so only then."""
    may = lemmas(tree.lows[verb]) & _MAY
    return bool(may) and not lemmas(tree.lows[_other_verb(tree, start)]) & MODALS


def _say_again(
    tree: Tree, verb: int, found: int, place: int, start: int
) -> Iterator[Pieces]:
    if may_be_of_both(tree, start) or _ONLY.search(tree.plain):
        return
    if tree.lows[found + 1] == "(" or _may_follow(tree, verb, start):
        return  # « Il (elle) »
    if _is_case(tree, verb, found, start) or _is_whose(tree, verb, place, start):
        return
    between = tree.lows[place + 1] if start > place + 1 else ""
    joint = f"{between.capitalize()}, " if between else _JOINTS[tree.lows[place]]
    if _corrects(tree, verb, start, place):
        joint = ""
    first = sentence(tree.cut(0, place - (tree.lows[place - 1] == ",")))
    rest = tree.cut(start, len(tree))
    if _limits_both(tree, verb, place, start):
        return
    other = lemmas(tree.lows[_other_verb(tree, start)])
    for named in names(tree, found, place):
        if named == "Il" and other & _IMPERSONAL:
            return
        again = named if not joint else f"{named[:1].lower()}{named[1:]}"
        yield first, f"{joint}{again} {stopped(rest)}"


def _limits_both(tree: Tree, verb: int, place: int, start: int) -> bool:
    """« Elle définit les normes et juge A en matière de B », « … dans ces secteurs »."""
    if _A_PART.search(tree.plain, 0, tree.begin(place)):
        return True
    brief = place - verb == _BARE and tree.lows[verb + 1] in _THE
    return bool(_AT_END.search(tree.plain, tree.begin(start))) or (
        brief and bool(_IN_FIELD.search(tree.plain, tree.begin(start)))
    )


def _is_whose(tree: Tree, verb: int, place: int, start: int) -> bool:
    """« La région pilote le programme et fixe sa durée »: « sa » is of one of two."""
    of_one = not _HIS.isdisjoint(tree.lows[start:])
    of_several = not _THEIR.isdisjoint(tree.lows[start:])
    points = tree.lows[start] in ("en", "y")
    return any(
        points or (of_one if noun_number(tree, i) != "p" else of_several)
        for i in range(verb + 1, place)
        if tree.pos(i) == "NOUN" and tree.lows[i] not in _TIMES and not is_bare(tree, i)
    )


def _corrects(tree: Tree, verb: int, start: int, place: int) -> bool:
    """« ne sont pas prêtées, mais sont données »: « mais » opposes nothing there."""
    denied = not _DENIES.isdisjoint(tree.lows[max(0, verb - 3) : verb])
    same = lemmas(tree.lows[verb]) & lemmas(tree.lows[start])
    return tree.lows[place] == "mais" and denied and bool(same)

"""What waits for the words that follow it: no line parts the two.

« qui doit, dans un délai de dix jours, établir »: a line that ends on « doit, » leaves the
reader without what must be done.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ppun_access.easy.draft.lines.wholes import RELATIVES
from ppun_access.easy.draft.parse.boundaries import JOINTS
from ppun_access.easy.draft.parse.text import listed
from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.easy.draft.parse.verbs import (
    finite_tags,
    is_finite,
    is_infinitive,
    lemmas,
    past_participles,
    present_participle,
)

_DEFINITE = listed("le la l' les au aux du")
_EVERY = listed("tout toute tous toutes chaque")
_OF = listed("de d' du des")
_ADDS = listed("comme tout ainsi ou")
_CLITICS = frozenset({"PRON", "ADV", "AUX"})
_PLAIN = listed("à au aux")
_SPANS = listed(
    "jour jours semaine semaines mois an ans année années heures minutes trimestre "
    "trimestres période phase"
)
_ORDERS = frozenset({"précéder", "suivre"})
_MONTHS = listed(
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
)
_CASES = listed("quand lorsque lorsqu' si s'")
_TOGETHER = listed(
    "respectif respectifs respective respectives commun communs commune communes mutuel "
    "mutuels mutuelle mutuelles réciproque réciproques"
)
"""What is said of several: « les obligations respectives des uns / et des autres »."""
_ASIDE = 2
"""Tokens of an aside between a verb and what it asks for: « s'expose, notamment, aux… »."""
_LONG_ASIDE = 8
"""Tokens of an aside between a verb and its object that is no line of its own."""
_REMNANT = 7
"""Tokens of « comme « imminent », tout », at most."""


def waits(tree: Tree) -> frozenset[int]:
    """Return the characters where no line may begin: what precedes is not whole."""
    near = (
        place
        for place in range(2, len(tree) - 2)
        if _names(tree, place)
        or _orders(tree, place)
        or _only_links(tree, place)
        or _is_of_several(tree, place)
        or _swallows(tree, place)
        or _may_be(tree, place)
        or _is_year(tree, place)
        or _ends_an_opened_case(tree, place)
    )
    return frozenset(tree.begin(i) for i in (*near, *_after_commas(tree)))


def _names(tree: Tree, place: int) -> bool:
    """« l'âge ouvrant droit à pension »: without its participle nobody knows which age."""
    noun = place - 1
    if tree.head(place) != noun or tree.pos(noun) != "NOUN":
        return False
    if tree.lows[noun - 1] in ("de", "d'"):  # « le nombre de jours restant »
        noun = tree.head(noun)
    return bool(present_participle(tree.lows[place])) and tree.lows[noun - 1] in _DEFINITE


def _orders(tree: Tree, place: int) -> bool:
    """« les trois mois qui précèdent la demande » is one date."""
    verb = lemmas(tree.lows[place + 1])
    time = tree.lows[place - 1] in _SPANS
    return time and tree.lows[place] == "qui" and bool(verb & _ORDERS)


def _is_year(tree: Tree, place: int) -> bool:
    """« le 30 juillet 2025 » is one date."""
    return tree.lows[place - 1] in _MONTHS and tree.lows[place][:1].isdigit()


def _ends_an_opened_case(tree: Tree, place: int) -> bool:
    """« A et, quand B, / C » has the end of A and the case of C on one line."""
    opens = (i for i in reversed(range(2, place - 1)) if tree.lows[i] == ",")
    comma = next(opens, 0)
    cased = tree.lows[comma + 1] in _CASES and tree.lows[comma - 1] in JOINTS
    return bool(comma) and cased and tree.lows[place - 1] == ","


def _only_links(tree: Tree, place: int) -> bool:
    """« ou enfin », « mais aussi »: they open what follows."""
    return tree.pos(place - 1) == "ADV" and tree.lows[place - 2] in JOINTS


def _is_of_several(tree: Tree, place: int) -> bool:
    """« les obligations respectives de l'un et de l'autre » needs both."""
    if tree.lows[place] not in JOINTS:
        return False
    for near in reversed(range(place)):
        if is_finite(tree, near) or tree.pos(near) == "PUNCT":
            return False
        if tree.lows[near] in _TOGETHER and tree.pos(near) == "ADJ":
            return True
    return False


def _swallows(tree: Tree, place: int) -> bool:
    """« auprès des maires qui… et auprès des élus »: the second would join the relative."""
    if tree.lows[place] not in RELATIVES:
        return False
    opens = (i for i in reversed(range(place)) if tree.pos(i) in ("ADP", "VERB", "PUNCT"))
    first = next(opens, place)
    first -= tree.lows[first - 1] in ("auprès", "près", "lors", "au-delà", "hors")
    every = _EVERY & {*tree.lows[max(0, place - 3) : place]}
    for near in range(place + 1, len(tree) - 2):
        if tree.lows[near] in (tree.lows[first], ","):
            return False
        second = near + 1
        if tree.lows[near] in ("et", "ou") and (
            _opens_alike(tree, first, second) or tree.lows[second] in every
        ):
            return True
    return False


def _opens_alike(tree: Tree, first: int, second: int) -> bool:
    """« auprès… et auprès », « du service qui… et de la mairie »."""
    same = tree.lows[first] == tree.lows[second] and tree.pos(first) in ("ADP", "ADV")
    of = {tree.lows[first], tree.lows[second]} <= _OF
    return same or (of and tree.pos(first) == tree.pos(second) == "ADP")


def _may_be(tree: Tree, place: int) -> bool:
    """« le taux applicable dans la commune »: such an adjective has a complement."""
    said = tree.lows[place - 1].removesuffix("s")
    able = tree.dep(place - 1) == "amod" and said.endswith(("able", "ible"))
    return able and tree.pos(place) in ("ADP", "ADV") and tree.lows[place] != "pour"


def _after_commas(tree: Tree) -> Iterator[int]:
    commas = [i for i in range(2, len(tree) - 2) if tree.lows[i] == ","]
    for opening, closing in pairwise(commas):
        if _parts_verb(tree, opening, closing) or _parts_participle(tree, opening, closing):
            yield from (opening + 1, closing + 1)
        if opens_relative(tree, opening):
            yield opening + 1
            if closing - opening < _LONG_ASIDE:
                yield closing + 1
        if _waits_for_verb(tree, opening):
            yield closing + 1
    for comma in commas:
        tests = (
            _is_dated,
            _leaves_out_verb,
            _parts_object,
            _joins_adverbs,
            _opens_that,
            _leaves_subject,
            _ends_subject,
            _parts_cleft,
        )
        if any(test(tree, comma) for test in tests):
            yield comma + 1


def _parts_cleft(tree: Tree, comma: int) -> bool:
    """« c'est ce club, qu'on appelle l'Union »: « c'est » waits for « que »."""
    if tree.lows[comma + 1] not in ("que", "qu'", "qui"):
        return False
    verb = next((i for i in reversed(range(comma)) if is_finite(tree, i)), 0)
    that = tree.pos(verb + 1) == "DET" and tree.lows[verb - 1] in ("c'", "ce")
    return that and "," not in tree.lows[verb:comma]


def _parts_participle(tree: Tree, opening: int, closing: int) -> bool:
    """« des actions contribuant, en été, à la paix »: « à » is what it asks for."""
    near = closing - opening - 1 < _LONG_ASIDE
    participle = bool(present_participle(tree.lows[opening - 1]))
    return near and participle and tree.lows[closing + 1] in _PLAIN


def opens_relative(tree: Tree, comma: int) -> bool:
    """« les agents, qui sont, pour la plupart, formés »: « qui sont, » ends no line."""
    verb = comma - 1 - (tree.lows[comma - 1] in ("pas", "plus"))
    bare = "qui" in tree.lows[max(0, verb - 2) : verb] and is_finite(tree, verb)
    after = tree.lows[comma + 1 : comma + 3]
    gerund = after[0] == "en" and bool(present_participle(after[-1]))
    return bare and tree.pos(comma + 1) in ("ADP", "ADV") and not gerund


def _opens_that(tree: Tree, comma: int) -> bool:
    """« et que peu à peu, la route ferme »: what « que » opens has not begun."""
    for near in reversed(range(1, comma)):
        if is_finite(tree, near) or tree.pos(near) == "PUNCT":
            return False
        if tree.lows[near] in ("que", "qu'"):
            return tree.lows[near - 1] in JOINTS
    return False


def _waits_for_verb(tree: Tree, opening: int) -> bool:
    """« les règles qui, comme ailleurs, s'appliquent »: « qui » alone ends no line."""
    return tree.lows[opening - 1] in RELATIVES


def _parts_verb(tree: Tree, opening: int, closing: int) -> bool:
    """« n'étant pas, sur ce point, un juge », « éviter, si possible, de sortir »."""
    verb = opening - 1 - (tree.lows[opening - 1] == "pas")
    if tree.pos(verb) not in ("VERB", "AUX"):
        return False
    if any(is_finite(tree, i) for i in range(opening, closing)):
        return False
    length, after = closing - opening - 1, closing + 1
    brief = length <= _ASIDE and tree.pos(after) in ("ADP", "DET", "SCONJ")
    return brief or (length < _LONG_ASIDE and _awaits_object(tree, verb, after))


def _awaits_object(tree: Tree, verb: int, after: int) -> bool:
    """« prévoir, avant la fin de l'année, une réunion »: the parser may miss the object."""
    if any(
        tree.dep(i) in ("obj", "ccomp", "xcomp") and tree.head(i) == verb
        for i in range(after, min(after + 5, len(tree)))
    ):
        return True
    if not is_infinitive(tree.lows[verb]) or tree.pos(verb) != "VERB":
        return False
    marks = (
        i for i in range(after, len(tree)) if tree.lows[i] in (",", ".", ";", ":", "(")
    )
    said = range(after, next(marks, after))
    return tree.pos(after) in ("DET", "NUM") and not any(is_finite(tree, i) for i in said)


def _parts_object(tree: Tree, comma: int) -> bool:
    """« a ouvert depuis 2022, un guichet »: a comma too many before the object."""
    near = range(comma + 1, min(comma + 5, len(tree)))
    found = next((i for i in near if tree.dep(i) == "obj"), 0)
    verb = tree.head(found)
    if tree.pos(comma + 1) != "DET" or not 0 < verb < comma <= tree.spans[found][0]:
        return False
    served = any(i < comma for i in tree.dependents(verb, "obj", "obl:arg", "xcomp"))
    return not served and not {",", ":"} & set(tree.lows[verb:comma])


def _joins_adverbs(tree: Tree, comma: int) -> bool:
    """« directement, simplement et clairement remplis »."""
    two = (tree.lows[comma - 1], tree.lows[comma + 1])
    return all(word.endswith("ment") for word in two)


def _is_dated(tree: Tree, comma: int) -> bool:
    """« les aides existantes, au 17 mai 2011, »: the date is that of the adjective."""
    says = tree.pos(comma - 1) == "ADJ" or past_participles(tree.lows[comma - 1])
    date = tree.pos(comma + 1) == "ADP" and tree.lows[comma + 2][:1].isdigit()
    return bool(says) and date and not _MONTHS.isdisjoint(tree.lows[comma + 3 : comma + 4])


def _leaves_out_verb(tree: Tree, comma: int) -> bool:
    """« comme « grave » tout acte… et comme « imminent », tout danger »: no verb again.

    What is said twice, the preposition and the determiner, shows the two halves.
    """
    joint = next((i for i in reversed(range(comma)) if tree.lows[i] == "et"), comma)
    said = tree.lows[joint + 1 : comma + 2]
    if not 4 <= len(said) <= _REMNANT or tree.pos(joint + 1) != "ADP" or "," in said[:-2]:
        return False
    first = next((i for i in range(joint) if tree.lows[i] == said[0]), joint)
    alike = tree.pos(comma + 1) == "DET" and said[-1] in tree.lows[first:joint]
    told = any(map(finite_tags, tree.lows[:first]))  # the parser may miss « Peut être »
    return alike and told and not _has_own_verb(tree, comma)


def _has_own_verb(tree: Tree, comma: int) -> bool:
    for place in range(comma + 1, len(tree)):
        if tree.lows[place] in RELATIVES:
            return False
        if is_finite(tree, place):
            return True
    return False


def _leaves_subject(tree: Tree, comma: int) -> bool:
    """« La salle, comme le stade, ou la cour est fermée »: no comma ends the aside."""
    if tree.pos(0) != "DET" or any(is_finite(tree, i) for i in range(comma)):
        return False
    said = range(comma + 1, len(tree))
    verb = next((i for i in said if is_finite(tree, i)), comma)
    near = next((i for i in reversed(range(verb)) if tree.pos(i) not in _CLITICS), 0)
    return tree.lows[comma + 1] in _ADDS and near > comma and tree.lows[near] != ","


def _ends_subject(tree: Tree, comma: int) -> bool:
    """« car ceux de l'école, de la mairie et de la gare sont… »: one subject."""
    clauses = (i for i in reversed(range(comma)) if tree.pos(i) == "SCONJ")
    verbs = (i for i in range(comma, len(tree)) if is_finite(tree, i))
    verb = next(verbs, comma)
    if tree.lows[comma + 1] not in _OF or {",", ":"} & set(tree.lows[comma + 1 : verb]):
        return False
    joined = any(
        tree.lows[i] == "et" and tree.lows[i + 1] in _OF for i in range(comma, verb)
    )
    return joined and not any(is_finite(tree, i) for i in range(next(clauses, 0), comma))

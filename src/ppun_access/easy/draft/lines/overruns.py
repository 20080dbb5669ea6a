"""Where a line runs on beyond what it opens: into the main clause, or past its own clause.

« dont il a les noms / pour choisir une date » on one line gives the goal to the wrong
verb.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from ppun_access.easy.draft.lines.pauses import opens_second, subordinates
from ppun_access.easy.draft.lines.places import LONGEST
from ppun_access.easy.draft.lines.shape import Break
from ppun_access.easy.draft.parse.boundaries import JOINTS, Rank
from ppun_access.easy.draft.parse.text import count, listed
from ppun_access.easy.draft.parse.verbs import is_finite, is_infinitive, present_participle

_BRIEF = 3
"""Tokens between the verb of a relative and a goal that could be that of the main verb."""
_DEEP = 4
"""From this depth on, a relative restricts a noun of a noun: its own line says nothing."""
_WHOLE = 6
"""Words that make such a line worth its break."""
_SHORT, _LONG = 6, 15
"""Words under which a subject is short, and over which what follows it is long."""
_CLAUSE = re.compile(
    r" (?:(?:qui|dont|où)\b|bien qu|lorsqu|en (?:collaboration|partenariat)\b)"
)
_NEXT_CASE = re.compile(r" (?:et|ou) (?:\w+ )?\d")
_OWN = re.compile(r"(?:,| et| mais| car) (?:\S+ ){2,}\Z")
"""What opens a clause that has its own subject, up to its verb."""
_OF = listed("de d' du des")
_BEFORE = re.compile(r" (?:et|ou) ")


def overruns(one: Break) -> bool:
    """Return whether a line beside a break runs on beyond what it opens with."""
    tests: Mapping[Rank, tuple[Callable[[Break], bool], ...]] = {
        Rank.CLAUSE: (_resumes, _parts_aside, _is_one_condition, _mixes_cases),
        Rank.RELATIVE: (_is_deep, _takes_goal, _mixes_cases),
        Rank.PHRASE: (_parts_aside, _is_one_condition),
        Rank.ADJUNCT: (_has_no_verb, _may_be_of_one),
        Rank.VERB: (_begins_clause, _is_better_elsewhere),
    }
    return _passes_comma(one) or any(test(one) for test in tests.get(one.rank, ()))


def _passes_comma(one: Break) -> bool:
    """« / qui le demandent, 2 fois de suite »: the comma had closed the relative."""
    return one.cut < one.shape.ends.get(one.cut, 0) < one.after


def _resumes(one: Break) -> bool:
    """« elle part et le maire, élu ici, / est… »: « et » began what the verb goes on."""
    verbs = [verb for verb in one.shape.mains if one.before <= verb < one.cut]
    return one.cut in one.shape.finite and any(
        _BEFORE.search(one.text, verb, one.cut) for verb in verbs
    )


def _parts_aside(one: Break) -> bool:
    """« il faut, en hiver / et en été, sortir »: the aside is one, and opened before."""
    tree, (_, comma, tail) = one.shape.tree, one.former.rpartition(",")
    if tree is None or not comma or not tail.strip() or "," not in one.latter:
        return False
    places = range(tree.at(one.cut - len(tail.lstrip())), tree.at(one.cut))
    if not places:
        return False  # « 1,5 kilo »
    acts = any(is_finite(tree, i) or is_infinitive(tree.lows[i]) for i in places)
    opens = tree.pos(places[0]) == "ADP" and tree.lows[places[0]] not in _OF
    return opens and tree.lows[places.stop] in JOINTS and not acts


def _is_one_condition(one: Break) -> bool:
    """« sauf s'il le sait / et ne le dit pas »: a short condition is read in one go."""
    tree = one.shape.tree
    brief = count(one.text[one.before : one.after]) <= LONGEST
    if tree is None or not brief or not one.latter.startswith(("et ", "ou ")):
        return False
    return tree.at(one.before) in subordinates(tree)


def _mixes_cases(one: Break) -> bool:
    """« est de 5 € / si vous êtes seul et de 9 € sinon »: two cases on one line."""
    tree = one.shape.tree
    if tree is None or tree.at(one.cut) not in subordinates(tree):
        return False
    return any(map(str.isdigit, one.former)) and _NEXT_CASE.search(one.latter) is not None


def _is_deep(one: Break) -> bool:
    """« le début du délai de réponse de l'agent / qui est absent » restricts too little."""
    depth = one.shape.depths.get(one.cut, 0)
    return depth >= _DEEP and count(one.latter) < _WHOLE


def _takes_goal(one: Break) -> bool:
    """« les aides / qui existent pour payer moins »: a goal of the main verb, maybe."""
    tree = one.shape.tree
    if tree is None:
        return False
    places = range(tree.at(one.cut), tree.at(one.after))
    verb = next((i for i in places if is_finite(tree, i)), places[-1])
    return any(
        (tree.lows[i] in ("pour", "sans") and is_infinitive(tree.lows[i + 1]))
        or (tree.lows[i] == "en" and bool(present_participle(tree.lows[i + 1])))
        for i in range(verb + 1, min(verb + 1 + _BRIEF, places[-1]))
    )


def _has_no_verb(one: Break) -> bool:
    """« à la mairie, les agents du service / pendant l'été »: nothing is said yet."""
    return not _finite_before(one)


def _may_be_of_one(one: Break) -> bool:
    """« lit les avis et répond / selon ses moyens »: of the second half, or of both."""
    verbs = _finite_before(one)
    return bool(verbs) and _BEFORE.search(one.text, verbs[-1], one.cut) is not None


def _finite_before(one: Break) -> list[int]:
    return sorted(verb for verb in one.shape.finite if one.before <= verb < one.cut)


def _begins_clause(one: Break) -> bool:
    """« le taux / est nul, le montant peut monter »: another subject, another verb."""
    verbs = sorted(verb for verb in one.shape.mains if one.cut <= verb < one.after)
    return any(_OWN.search(one.text, verbs[0], verb) for verb in verbs[1:])


def _is_better_elsewhere(one: Break) -> bool:
    """« Le bruit des fêtes / est un souci qui revient chaque année ».

    A short subject is parted from its verb, and a clause is not.
    """
    words, tree = count(one.former), one.shape.tree
    long = count(one.latter) > _LONG
    if words < _SHORT and long and _CLAUSE.search(one.latter) is not None:
        return True
    if tree is None or words > _SHORT:
        return False
    first, last = tree.at(one.cut), tree.at(one.after)
    second = any(opens_second(tree, i) for i in range(first, last))
    opened = (i for i in subordinates(tree) if tree.lows[i - 1] != ",")
    return second or any(first < place < last for place in opened)

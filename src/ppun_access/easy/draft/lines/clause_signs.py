"""Signs of doubt of a break beside a clause: its lead, its relative, its verb."""

from __future__ import annotations

from itertools import pairwise

from ppun_access.easy.draft.lines.places import is_adjective
from ppun_access.easy.draft.lines.sides import Sides
from ppun_access.easy.draft.lines.wholes import RELATIVES, lead_ends
from ppun_access.easy.draft.parse.boundaries import Rank
from ppun_access.easy.draft.parse.text import count, listed
from ppun_access.easy.draft.parse.verbs import is_finite, past_participles

_CONDITIONS = listed("si s' quand lorsque lorsqu' car mais afin alors puisque")
_OPENINGS = RELATIVES | listed("si s' quand lorsque lorsqu' selon pour afin sans alors")
_INNER = listed(
    "quand lorsque lorsqu' si s' car puisque dont où étant lequel laquelle lesquels "
    "lesquelles duquel auquel"
)
"""What opens a clause in a line: the verb after it is not the main one."""
_LINKS = RELATIVES | listed(
    ", ; : et ou mais si s' quand lorsque lorsqu' puisque car comme"
)
"""What may stand between two verbs of a line."""
_CASES = listed("si s' quand lorsque lorsqu'")
_GENERAL = listed("un une ce cette ces")
_OUTER = frozenset({Rank.ADJUNCT, Rank.PHRASE, Rank.CLAUSE, Rank.LIST})
BRIEF = 4
"""Words of a line that says little."""
_GROUP = 3
"""Tokens before a verb: its pronouns, its negation, its auxiliary."""
_SHORT_RELATIVE = 5
"""Words of a relative that its noun needs."""


def passes_lead(seen: Sides) -> bool:
    """« Si l'aide est due, le maire la verse / et… »: the comma was the pause."""
    comma = seen.comma()
    led = seen.leads and comma and seen.one.rank is not Rank.MARK
    return bool(led) and count(seen.tree.cut(0, comma)) >= BRIEF


def takes_subject(seen: Sides) -> bool:
    """« En cas de danger, des mesures / sont prises »."""
    tree, comma = seen.tree, seen.comma()
    opens = tree.pos(seen.former.start) in ("ADP", "SCONJ")
    led = seen.one.rank is Rank.VERB and comma and opens
    return bool(led) and count(tree.cut(seen.former.start, comma)) > 1


def opens_next(seen: Sides) -> bool:
    """« Le bus est plein, mais en été, / il passe »: the next clause began before."""
    tree, before = seen.tree, seen.former
    if not seen.follows_comma or not seen.speaks:
        return False
    verb = next((i for i in reversed(before) if is_finite(tree, i)), before.stop)
    return any(
        tree.lows[i] in ("et", "mais") and tree.pos(i + 1) in ("ADP", "DET")
        for i in range(verb + 1, before.stop - 3)
    )


def is_short_relative(seen: Sides) -> bool:
    """« les dommages / qu'ils ont subis »."""
    start = seen.latter.start
    opens = not RELATIVES.isdisjoint(seen.tree.lows[start : start + 2])
    brief = count(seen.one.latter) <= _SHORT_RELATIVE
    return seen.one.rank is Rank.RELATIVE and opens and brief


def needs_relative(seen: Sides) -> bool:
    """« choisit le régime / qui lui plaît »: a definite noun says little alone."""
    tree, noun = seen.tree, seen.latter.start - 1
    bare = tree.pos(noun) == "NOUN" and tree.pos(noun - 1) == "DET"
    return seen.one.rank is Rank.RELATIVE and bare and tree.lows[noun - 1] not in _GENERAL


def says_that(seen: Sides) -> bool:
    """« s'il estime / que… » is no line."""
    that = seen.one.rank is Rank.PHRASE and seen.one.latter.startswith("qu")
    return that and count(seen.one.former) <= BRIEF


def opens_inside(seen: Sides) -> bool:
    """« 180 euros si vous prenez un repas / au cours du mois »: « si » is the pause."""
    before, tree = seen.former, seen.tree
    return seen.one.rank in _OUTER and any(
        tree.lows[i] in _OPENINGS and count(tree.cut(before.start, i)) > 2
        for i in range(before.start + 2, before.stop - 1)
    )


def is_quality(seen: Sides) -> bool:
    """« une définition / précise du motif », « qui ont été / signés »: no verb begins."""
    tree, start = seen.tree, seen.latter.start
    word = tree.lows[start]
    helped = tree.pos(start - 1) == "AUX" and bool(past_participles(word))
    said = is_adjective(word) and tree.pos(start + 1) != "DET"
    return seen.one.rank is Rank.VERB and (said or helped)


def is_inner_verb(seen: Sides) -> bool:
    """« la part que le maire de la ville / verse »: the verb of a clause."""
    inner = seen.one.shape.depths.get(seen.one.cut, 0) > 1
    return inner and seen.one.rank is Rank.VERB


def opens_condition(seen: Sides) -> bool:
    """« / si vous êtes seul »."""
    return seen.tree.lows[seen.latter.start] in _CONDITIONS


def follows_lead(seen: Sides) -> bool:
    """« Si l'aide est due, / le maire la verse »: the surest pause."""
    return seen.latter.start in lead_ends(seen.tree)


def ends_on_root(seen: Sides) -> bool:
    """« Le maire, élu ici, / a signé »: the subject before the break, its verb after."""
    tree, verb = seen.tree, seen.tree.root
    start = seen.latter.start
    if seen.one.rank is Rank.VERB or not start <= verb <= start + _GROUP:
        return False
    return any(tree.dep(i).startswith("nsubj") and i < start for i in tree.kids[verb])


def says_why(seen: Sides) -> bool:
    """« / pour payer moins »: a goal is a sure pause."""
    return seen.tree.lows[seen.latter.start] in ("pour", "afin")


def parts_inner_verb(seen: Sides) -> bool:
    """« quand le taux / est nul »: the verb is of the clause that « quand » opens."""
    tree = seen.tree
    verb = seen.one.rank is Rank.VERB
    return verb and any(tree.lows[i] in _INNER for i in seen.former)


def parts_that(seen: Sides) -> bool:
    """« Le rapport certifie / que… »."""
    tree, start = seen.tree, seen.latter.start
    verb = tree.pos(start - 1) in ("VERB", "AUX")
    return verb and tree.lows[start] in ("que", "qu'")


def limits_verb(seen: Sides) -> bool:
    """« l'aide due / à partir de mai », « a lieu / au cours du mois »."""
    tree, last = seen.tree, seen.latter.start - 1
    word = tree.lows[last]
    acts = tree.pos(last) in ("VERB", "AUX", "ADJ") or bool(past_participles(word))
    return seen.one.rank is Rank.ADJUNCT and (acts or word in ("effet", "lieu", "fin"))


def runs_into(seen: Sides) -> bool:
    """« / où il peut circuler ne sont pas imposés »: the next verb is of another clause."""
    tree = seen.tree
    verbs = [
        i for i in seen.latter if is_finite(tree, i) and tree.pos(i) in ("VERB", "AUX")
    ]
    return any(
        second - first > 1 and _LINKS.isdisjoint(tree.lows[first + 1 : second])
        for first, second in pairwise(verbs)
    )


def parts_lead(seen: Sides) -> bool:
    """« Si vous partez / pour étudier, dites-le », « Si en été, / vous… »."""
    tree, first = seen.tree, seen.former.start
    if tree.lows[first] not in _CASES:
        return False
    if not any(is_finite(tree, i) for i in seen.former):
        return True
    after = tree.lows[seen.latter.start : seen.latter.stop - 1]
    return not first and "," not in tree.lows[: seen.latter.start] and "," in after

"""How doubtful a break is: the signs that judges' wrong breaks have in common, added up.

No sign is sure by itself, and a guard for each would give up too many good breaks. The
weights are those of a logistic regression on breaks that two judges read: see
docs/decisions/0011-doubtful-breaks.md, which tells how to learn them anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from ppun_access.easy.draft.lines import aside_signs, clause_signs, list_signs
from ppun_access.easy.draft.lines.clause_signs import BRIEF
from ppun_access.easy.draft.lines.shape import Break
from ppun_access.easy.draft.lines.sides import Sides
from ppun_access.easy.draft.parse.boundaries import Rank
from ppun_access.easy.draft.parse.text import count
from ppun_access.easy.draft.parse.verbs import is_infinitive

_LITTLE = re.compile(
    r"\b(?:si|soit|pour|en|avant|après|celui|celle|ceux|celles|sauf|sans|par|lui|elle|"
    r"leur|de|à|sur|l[ea]s?quel(?:le)?s?|duquel|auquel|y compris|voire),?\s*\Z"
)
_BRACKET = re.compile(r"\([^()]+\)\s*[.,;:]*\s*")
"""What a line holds that a bracket opens: nothing else, and it is the only one."""
_SURELY = 9.0
_DEEP = 3
"""From this depth on, what is parted hangs from a noun of a noun."""


def _hangs(seen: Sides) -> bool:
    """« Vous êtes prévenu si, / en été, » leaves a little word at the end of a line."""
    return _LITTLE.search(seen.one.former.lower()) is not None


def _is_deep(seen: Sides) -> bool:
    return seen.one.shape.depths.get(seen.one.cut, 0) >= _DEEP


def _says_no_verb(seen: Sides) -> bool:
    infinitive = any(is_infinitive(seen.tree.lows[i]) for i in seen.latter)
    return not infinitive and not seen.speaks


def _is_brief(seen: Sides) -> bool:
    return count(seen.one.latter) <= BRIEF


def _says_little(seen: Sides) -> bool:
    """Return whether the line before is short."""
    return count(seen.one.former) <= BRIEF


def _is_inner(seen: Sides) -> bool:
    """Return whether what is parted hangs from what hangs from the verb."""
    return seen.one.shape.depths.get(seen.one.cut, 0) == _DEEP - 1


def _is_outer(seen: Sides) -> bool:
    """Return whether only what hangs from the root is cut: the parser may be lost."""
    return seen.one.shape.depths.get(seen.one.cut, 0) == 0


KINDS: Mapping[Rank, float] = {
    Rank.PHRASE: 0.9,
    Rank.RELATIVE: 0.8,
    Rank.ADJUNCT: -0.1,
    Rank.VERB: -0.5,
    Rank.CLAUSE: -0.6,
    Rank.LIST: -0.8,
    Rank.MARK: -1.1,
}
SIGNS: Mapping[Callable[[Sides], bool], float] = {
    _hangs: 3.0,
    clause_signs.passes_lead: 1.8,
    clause_signs.takes_subject: 1.7,
    clause_signs.opens_next: 1.2,
    clause_signs.ends_on_root: -1.6,
    clause_signs.says_why: -0.9,
    clause_signs.parts_inner_verb: 1.4,
    clause_signs.parts_that: 1.0,
    clause_signs.limits_verb: 1.4,
    clause_signs.is_short_relative: 0.8,
    clause_signs.needs_relative: 0.7,
    clause_signs.says_that: 1.4,
    clause_signs.opens_inside: 0.6,
    clause_signs.is_quality: 2.5,
    clause_signs.is_inner_verb: 1.0,
    clause_signs.opens_condition: -0.4,
    clause_signs.runs_into: 1.4,
    clause_signs.parts_lead: 0.9,
    clause_signs.follows_lead: -1.8,
    list_signs.shares_opener: 1.2,
    list_signs.joins_bare: 1.0,
    list_signs.opens_list: 1.7,
    list_signs.lists_on: 1.4,
    list_signs.goes_on: 0.4,
    list_signs.goes_on_of: 1.4,
    list_signs.passes_joint: 2.1,
    list_signs.may_mix: 0.9,
    list_signs.pairs_qualities: 2.5,
    aside_signs.resumes: 0.7,
    aside_signs.parts_object: 1.3,
    aside_signs.follows_commas: 0.9,
    aside_signs.awaits: 1.3,
    aside_signs.passes_comma: 0.8,
    aside_signs.leaves_comma: 0.8,
    _is_outer: 0.7,
    _is_inner: 0.6,
    _is_deep: 0.8,
    _says_no_verb: 0.5,
    _is_brief: 0.7,
    _says_little: 0.7,
}


def doubt(one: Break) -> float:
    """Return how doubtful a break is: the weights of its kind and of its signs, added."""
    if one.latter.startswith("("):
        sure = _BRACKET.fullmatch(one.latter) and "(" not in one.former
        return 0.0 if sure else _SURELY
    return KINDS.get(one.rank, 0.0) + sum(SIGNS[sign] for sign in signs(one))


def signs(one: Break) -> tuple[Callable[[Sides], bool], ...]:
    """Return the signs of a break that a parse shows."""
    if one.shape.tree is None:
        return ()
    seen = Sides(one, one.shape.tree)
    return tuple(sign for sign in SIGNS if sign(seen))

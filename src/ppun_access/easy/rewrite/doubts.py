"""How doubtful a break is: the signs that judges' wrong breaks have in common, added up.

No sign is sure by itself, and a guard for each would give up too many good breaks. The
weights are those of a logistic regression on breaks that two judges read: see
docs/decisions/0011-doubtful-breaks.md, which tells how to learn them anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from ppun_access.easy.rewrite.boundaries import Rank
from ppun_access.easy.rewrite.places import is_adjective
from ppun_access.easy.rewrite.shape import Break
from ppun_access.easy.rewrite.sides import Sides
from ppun_access.easy.rewrite.text import count, listed
from ppun_access.easy.rewrite.verbs import is_finite, is_infinitive, past_participles
from ppun_access.easy.rewrite.wholes import RELATIVES, lead_ends

_OF_TO = listed("de d' du des à au aux")
_PLAIN = {"d'": "de", "du": "de", "des": "de", "au": "à", "aux": "à"}
_ADDED = listed("ou et puis soit")
_CONDITIONS = listed("si s' quand lorsque lorsqu' car mais afin alors puisque")
_OPENINGS = RELATIVES | listed("si s' quand lorsque lorsqu' selon pour afin sans alors")
_GENERAL = listed("un une ce cette ces")
_ARGUMENTS = frozenset(
    {"obj", "obl:arg", "xcomp", "ccomp", "obl:mod", "nmod", "obl", "advcl"}
)
_OUTER = frozenset({Rank.ADJUNCT, Rank.PHRASE, Rank.CLAUSE, Rank.LIST})
_LITTLE = re.compile(
    r"\b(?:si|soit|pour|en|avant|après|celui|celle|ceux|celles|sauf|sans|par|lui|elle|"
    r"leur|de|à|sur|l[ea]s?quel(?:le)?s?|duquel|auquel),?\s*\Z"
)
_BRACKET = re.compile(r"\([^()]+\)\s*[.,;:]*\s*")
"""What a line holds that a bracket opens: nothing else, and it is the only one."""
_SURELY = 9.0
_BRIEF, _SHORT_RELATIVE = 4, 5
"""Words of a line that says little, of a relative that its noun needs."""
_DEEP = 3
"""From this depth on, what is parted hangs from a noun of a noun."""
_ASIDE, _NEAR = 9, 4
"""Tokens of an aside that parts what goes together, and from one comma to the next."""


def _hangs(seen: Sides) -> bool:
    """« Vous êtes prévenu si, / en été, » leaves a little word at the end of a line."""
    return _LITTLE.search(seen.one.former.lower()) is not None


def _passes_lead(seen: Sides) -> bool:
    """« Si l'aide est due, le maire la verse / et… »: the comma was the pause."""
    comma = seen.comma()
    led = seen.leads and comma and seen.one.rank is not Rank.MARK
    return bool(led) and count(seen.tree.cut(0, comma)) >= _BRIEF


def _takes_subject(seen: Sides) -> bool:
    """« En cas de danger, des mesures / sont prises »."""
    tree, comma = seen.tree, seen.comma()
    opens = tree.pos(seen.former.start) in ("ADP", "SCONJ")
    led = seen.one.rank is Rank.VERB and comma and opens
    return bool(led) and count(tree.cut(seen.former.start, comma)) > 1


def _opens_next(seen: Sides) -> bool:
    """« Le bus est plein, mais en été, / il passe »: the next clause began before."""
    tree, before = seen.tree, seen.former
    if not seen.follows_comma or not seen.speaks:
        return False
    verb = next((i for i in reversed(before) if is_finite(tree, i)), before.stop)
    return any(
        tree.lows[i] in ("et", "mais") and tree.pos(i + 1) in ("ADP", "DET")
        for i in range(verb + 1, before.stop - 3)
    )


def _shares_opener(seen: Sides) -> bool:
    """« avec un agent / et un élu »: one preposition for both."""
    item = seen.joined()
    return item is not None and seen.opener(seen.tree.head(item)) and not seen.opener(item)


def _shares_verb(seen: Sides) -> bool:
    """« fixe le nombre, / la taille et le prix »: nouns of one verb."""
    item = seen.joined()
    return item is not None and not seen.opener(seen.tree.head(item))


def _goes_on(seen: Sides) -> bool:
    """« d'une maladie, / d'un accident »: a second complement, after a comma."""
    tree, start = seen.tree, seen.latter.start
    of = seen.follows_comma and tree.lows[start] in _OF_TO
    main = (i for i in seen.latter if tree.dep(i) in ("ROOT", "conj"))
    acts = is_infinitive(tree.lows[start + 1])
    return of and not acts and not any(is_finite(tree, i) for i in main)


def _lists_on(seen: Sides) -> bool:
    """« d'une maladie, / d'un accident ou d'un vol »: all the items are one list."""
    tree, after = seen.tree, seen.latter
    if not seen.follows_comma or tree.pos(after.start) != "ADP":
        return False
    opener = _PLAIN.get(tree.lows[after.start], tree.lows[after.start])
    joined = (tree.lows[i + 1] for i in after[:-2] if tree.lows[i] in ("et", "ou"))
    return any(_PLAIN.get(word, word) == opener for word in joined)


def _passes_joint(seen: Sides) -> bool:
    """« il la loue ou bien achète un local / qui… », « il vient, ou il écrit / si… »."""
    tree, before = seen.tree, seen.former
    hung = seen.one.rank not in (Rank.MARK, Rank.LIST, Rank.VERB)
    return hung and any(
        tree.lows[i : i + 2] == ("ou", "bien")
        or (tree.lows[i - 1] == "," and tree.lows[i] in _ADDED)
        for i in range(before.start + 1, before.stop - 1)
    )


def _resumes(seen: Sides) -> bool:
    """« ouvre droit, pour l'agent, / à un congé »: the aside parts two halves."""
    tree, start, link = seen.tree, seen.latter.start, seen.link
    if not seen.follows_comma or link is None or tree.dep(link) not in _ARGUMENTS:
        return False
    marks = (i for i in reversed(range(start - 1)) if tree.lows[i] in (",", ";", ":"))
    opening, word = next(marks, -1), tree.lows[start]
    near = opening >= 0 and start - opening <= _ASIDE and tree.head(link) < opening
    said = word in _OF_TO or is_infinitive(word) or past_participles(word)
    return near and (bool(said) or tree.pos(start) in ("DET", "NUM"))


def _follows_commas(seen: Sides) -> bool:
    """« modification, refusée, / d'un élément »: another comma just before."""
    start = seen.latter.start
    return seen.follows_comma and "," in seen.tree.lows[max(0, start - 5) : start - 1]


def _awaits(seen: Sides) -> bool:
    """« peut accorder, / dans ce cas, »: what the verb asks for comes after the aside."""
    tree, after = seen.tree, seen.latter
    verb = after.start - 2
    if not seen.follows_comma or verb < seen.former.start or tree.pos(verb) != "VERB":
        return False
    acts = is_infinitive(tree.lows[verb]) or is_finite(tree, verb)
    return acts and tree.lows[after[-1]] == "," and tree.dep(after.start) != "mark"


def _is_short_relative(seen: Sides) -> bool:
    """« les dommages / qu'ils ont subis »."""
    start = seen.latter.start
    opens = not RELATIVES.isdisjoint(seen.tree.lows[start : start + 2])
    brief = count(seen.one.latter) <= _SHORT_RELATIVE
    return seen.one.rank is Rank.RELATIVE and opens and brief


def _needs_relative(seen: Sides) -> bool:
    """« choisit le régime / qui lui plaît »: a definite noun says little alone."""
    tree, noun = seen.tree, seen.latter.start - 1
    bare = tree.pos(noun) == "NOUN" and tree.pos(noun - 1) == "DET"
    return seen.one.rank is Rank.RELATIVE and bare and tree.lows[noun - 1] not in _GENERAL


def _outlasts(seen: Sides) -> bool:
    """« au service / dont il dépend au plus tard en mai »: the date is not its own."""
    tree, after = seen.tree, seen.latter
    if seen.one.rank is not Rank.RELATIVE:
        return False
    verb = next((i for i in after if is_finite(tree, i)), after.stop)
    return tree.lows[after.start] in ("dont", "que", "qu'") and after[-1] - verb > _NEAR


def _adds_relative(seen: Sides) -> bool:
    """« , / qui reste à la mairie »: a comma before a relative is a pause."""
    return seen.follows_comma and seen.tree.lows[seen.latter.start] in RELATIVES


def _may_mix(seen: Sides) -> bool:
    """« des tâches / qui sont les siennes et aidé »: « et » may join what precedes."""
    return seen.one.rank is Rank.RELATIVE and _joins_after(seen)


def _says_that(seen: Sides) -> bool:
    """« s'il estime / que… » is no line."""
    that = seen.one.rank is Rank.PHRASE and seen.one.latter.startswith("qu")
    return that and count(seen.one.former) <= _BRIEF


def _opens_inside(seen: Sides) -> bool:
    """« 180 euros si vous prenez un repas / au cours du mois »: « si » is the pause."""
    before, tree = seen.former, seen.tree
    return seen.one.rank in _OUTER and any(
        tree.lows[i] in _OPENINGS and count(tree.cut(before.start, i)) > 2
        for i in range(before.start + 2, before.stop - 1)
    )


def _is_quality(seen: Sides) -> bool:
    """« une définition / précise du motif », « qui ont été / signés »: no verb begins."""
    tree, start = seen.tree, seen.latter.start
    word = tree.lows[start]
    helped = tree.pos(start - 1) == "AUX" and bool(past_participles(word))
    said = is_adjective(word) and tree.pos(start + 1) != "DET"
    return seen.one.rank is Rank.VERB and (said or helped)


def _is_deep(seen: Sides) -> bool:
    return seen.one.shape.depths.get(seen.one.cut, 0) >= _DEEP


def _is_inner_verb(seen: Sides) -> bool:
    """« la part que le maire de la ville / verse »: the verb of a clause."""
    inner = seen.one.shape.depths.get(seen.one.cut, 0) > 1
    return inner and seen.one.rank is Rank.VERB


def _says_no_verb(seen: Sides) -> bool:
    infinitive = any(is_infinitive(seen.tree.lows[i]) for i in seen.latter)
    return not infinitive and not seen.speaks


def _joins_after(seen: Sides) -> bool:
    """« et », « ou » are in the line after."""
    return any(seen.tree.lows[i] in ("et", "ou") for i in seen.latter[1:])


def _passes_comma(seen: Sides) -> bool:
    """« le maire, élu ici, décide / selon ses moyens »: a comma where no line ends."""
    return "," in seen.tree.lows[seen.former.start : seen.former.stop - 1]


def _leaves_comma(seen: Sides) -> bool:
    """« le maire décide / selon ses moyens, ses goûts »: a comma where no line ends."""
    return "," in seen.tree.lows[seen.latter.start : seen.latter.stop - 1]


def _is_brief(seen: Sides) -> bool:
    return count(seen.one.latter) <= _BRIEF


def _opens_condition(seen: Sides) -> bool:
    return seen.tree.lows[seen.latter.start] in _CONDITIONS


def _follows_lead(seen: Sides) -> bool:
    """« Si l'aide est due, / le maire la verse »: the surest pause."""
    return seen.latter.start in lead_ends(seen.tree)


_KINDS: Mapping[Rank, float] = {
    Rank.PHRASE: 1.2,
    Rank.RELATIVE: 1.1,
    Rank.MARK: -1.2,
}
SIGNS: Mapping[Callable[[Sides], bool], float] = {
    _hangs: 3.3,
    _passes_lead: 1.7,
    _takes_subject: 1.5,
    _opens_next: 1.3,
    _shares_opener: 1.6,
    _shares_verb: 0.4,
    _goes_on: 0.6,
    _lists_on: 1.1,
    _passes_joint: 1.6,
    _resumes: 1.3,
    _follows_commas: 0.9,
    _awaits: 1.1,
    _is_short_relative: 1.0,
    _needs_relative: 0.5,
    _says_that: 2.3,
    _opens_inside: 0.4,
    _is_quality: 2.1,
    _is_deep: 0.4,
    _is_inner_verb: 1.4,
    _says_no_verb: 0.7,
    _joins_after: 0.6,
    _is_brief: 0.7,
    _opens_condition: -0.9,
    _outlasts: 1.1,
    _may_mix: 0.3,
    _adds_relative: -1.0,
    _passes_comma: 0.7,
    _leaves_comma: 0.7,
    _follows_lead: -1.9,
}


def doubt(one: Break) -> float:
    """Return how doubtful a break is: the weights of its kind and of its signs, added."""
    if one.latter.startswith("("):
        sure = _BRACKET.fullmatch(one.latter) and "(" not in one.former
        return 0.0 if sure else _SURELY
    return _KINDS.get(one.rank, 0.0) + sum(SIGNS[sign] for sign in signs(one))


def signs(one: Break) -> tuple[Callable[[Sides], bool], ...]:
    """Return the signs of a break that a parse shows."""
    if one.shape.tree is None:
        return ()
    seen = Sides(one, one.shape.tree)
    return tuple(sign for sign in SIGNS if sign(seen))

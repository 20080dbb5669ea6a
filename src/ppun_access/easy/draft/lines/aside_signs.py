"""Signs of doubt of a break beside commas: what an aside parts belongs together."""

from __future__ import annotations

from ppun_access.easy.draft.lines.sides import Sides
from ppun_access.easy.draft.parse.text import listed
from ppun_access.easy.draft.parse.verbs import is_finite, is_infinitive, past_participles

_OF_TO = listed("de d' du des à au aux")
_ARGUMENTS = frozenset(
    {"obj", "obl:arg", "xcomp", "ccomp", "obl:mod", "nmod", "obl", "advcl"}
)
_ASIDE = 9
"""Tokens of an aside that parts what goes together."""


def resumes(seen: Sides) -> bool:
    """« ouvre droit, pour l'agent, / à un congé »: the aside parts two halves."""
    tree, start, link = seen.tree, seen.latter.start, seen.link
    if not seen.follows_comma or link is None or tree.dep(link) not in _ARGUMENTS:
        return False
    marks = (i for i in reversed(range(start - 1)) if tree.lows[i] in (",", ";", ":"))
    opening, word = next(marks, -1), tree.lows[start]
    near = opening >= 0 and start - opening <= _ASIDE and tree.head(link) < opening
    said = word in _OF_TO or is_infinitive(word) or past_participles(word)
    return near and (bool(said) or tree.pos(start) in ("DET", "NUM"))


def follows_commas(seen: Sides) -> bool:
    """« modification, refusée, / d'un élément »: another comma just before."""
    start = seen.latter.start
    return seen.follows_comma and "," in seen.tree.lows[max(0, start - 5) : start - 1]


def awaits(seen: Sides) -> bool:
    """« peut accorder, / dans ce cas, »: what the verb asks for comes after the aside."""
    tree, after = seen.tree, seen.latter
    verb = after.start - 2
    if not seen.follows_comma or verb < seen.former.start or tree.pos(verb) != "VERB":
        return False
    acts = is_infinitive(tree.lows[verb]) or is_finite(tree, verb)
    return acts and tree.lows[after[-1]] == "," and tree.dep(after.start) != "mark"


def passes_comma(seen: Sides) -> bool:
    """« le maire, élu ici, décide / selon ses moyens »: a comma where no line ends."""
    return "," in seen.tree.lows[seen.former.start : seen.former.stop - 1]


def leaves_comma(seen: Sides) -> bool:
    """« le maire décide / selon ses moyens, ses goûts »: a comma where no line ends."""
    return "," in seen.tree.lows[seen.latter.start : seen.latter.stop - 1]


def parts_object(seen: Sides) -> bool:
    """« n'entraîne pas, à lui seul, / la rupture »: the object comes after an aside."""
    tree, start = seen.tree, seen.latter.start
    commas = (i for i in seen.former[1:-1] if tree.lows[i] == ",")
    opening = max(commas, default=0)
    if not seen.follows_comma or not opening or start - opening > _ASIDE + 2:
        return False
    negated = tree.lows[opening - 1] in ("pas", "plus", "jamais", "aussi")
    verb, aside = opening - 1 - negated, range(opening, start)
    acts = is_infinitive(tree.lows[verb]) or bool(past_participles(tree.lows[verb]))
    waits = tree.pos(verb) in ("VERB", "AUX") and (acts or is_finite(tree, verb))
    complements = tree.pos(start) in ("DET", "ADP", "NUM", "VERB", "PRON")
    return waits and complements and not any(is_finite(tree, i) for i in aside)

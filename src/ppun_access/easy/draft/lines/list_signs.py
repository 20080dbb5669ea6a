"""Signs of doubt of a break in what « et », « ou » or a comma joins."""

from __future__ import annotations

from ppun_access.easy.draft.lines.places import is_adjective
from ppun_access.easy.draft.lines.sides import Sides
from ppun_access.easy.draft.lines.wholes import RELATIVES, lead_ends
from ppun_access.easy.draft.parse.boundaries import Rank
from ppun_access.easy.draft.parse.text import listed
from ppun_access.easy.draft.parse.verbs import is_finite, is_infinitive, present_participle

_OF_TO = listed("de d' du des à au aux")
_PLAIN = {"d'": "de", "du": "de", "des": "de", "au": "à", "aux": "à"}
_ADDED = listed("ou et puis soit")
_NOUNS = ("DET", "NOUN", "NUM", "PROPN")
_ITEMS = ("DET", "NOUN", "ADJ", "ADV", "PROPN", "VERB")
"""What the item of a list may begin with."""


def shares_opener(seen: Sides) -> bool:
    """« avec un agent / et un élu »: one preposition for both."""
    item = seen.joined()
    return item is not None and seen.opener(seen.tree.head(item)) and not seen.opener(item)


def goes_on(seen: Sides) -> bool:
    """« d'une maladie, / d'un accident »: a second complement, after a comma."""
    tree, start = seen.tree, seen.latter.start
    of = seen.follows_comma and tree.lows[start] in _OF_TO
    main = (i for i in seen.latter if tree.dep(i) in ("ROOT", "conj"))
    acts = is_infinitive(tree.lows[start + 1])
    return of and not acts and not any(is_finite(tree, i) for i in main)


def lists_on(seen: Sides) -> bool:
    """« d'une maladie, / d'un accident ou d'un vol »: all the items are one list."""
    tree, after = seen.tree, seen.latter
    if not seen.follows_comma or tree.pos(after.start) != "ADP":
        return False
    opener = _PLAIN.get(tree.lows[after.start], tree.lows[after.start])
    joined = (tree.lows[i + 1] for i in after[:-2] if tree.lows[i] in ("et", "ou"))
    return any(_PLAIN.get(word, word) == opener for word in joined)


def passes_joint(seen: Sides) -> bool:
    """« il la loue ou bien achète un local / qui… », « il vient, ou il écrit / si… »."""
    tree, before = seen.tree, seen.former
    hung = seen.one.rank not in (Rank.MARK, Rank.LIST, Rank.VERB)
    return hung and any(
        tree.lows[i : i + 2] == ("ou", "bien")
        or (tree.lows[i - 1] == "," and tree.lows[i] in _ADDED)
        for i in range(before.start + 1, before.stop - 1)
    )


def may_mix(seen: Sides) -> bool:
    """« des tâches / qui sont les siennes et aidé »: « et » may join what precedes."""
    joined = any(seen.tree.lows[i] in ("et", "ou") for i in seen.latter[1:])
    return joined and seen.one.rank is Rank.RELATIVE


def opens_list(seen: Sides) -> bool:
    """« le nombre, / les engins et les zones »: a list that begins before the break."""
    tree, start = seen.tree, seen.latter.start
    led = seen.leads or start in lead_ends(tree)
    if not seen.follows_comma or led or tree.pos(start) not in _ITEMS:
        return False
    verb = next((i for i in seen.latter[1:] if is_finite(tree, i)), seen.latter.stop)
    joined = any(tree.lows[i] in ("et", "ou") for i in range(start, verb))
    return joined and not present_participle(tree.lows[start])


def joins_bare(seen: Sides) -> bool:
    """« par un agent / et un élu »: a noun that « et » joins, without a verb of its own."""
    tree, start = seen.tree, seen.latter.start
    if tree.lows[start] not in ("et", "ou") or tree.pos(start + 1) not in _NOUNS:
        return False
    verb = next((i for i in seen.latter if is_finite(tree, i)), None)
    return verb is None or not RELATIVES.isdisjoint(tree.lows[start:verb])


def goes_on_of(seen: Sides) -> bool:
    """« , / de vêtements »: « de » opens the line."""
    return seen.tree.lows[seen.latter.start] in ("de", "d'", "du")


def pairs_qualities(seen: Sides) -> bool:
    """« une offre sérieuse / et précise »."""
    tree, start = seen.tree, seen.latter.start
    joins = tree.lows[start] in ("et", "ou")
    alike = all(is_adjective(tree.lows[place]) for place in (start - 1, start + 1))
    return joins and alike and tree.pos(start + 2) not in ("NOUN", "DET")

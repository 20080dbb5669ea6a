"""Nouns that share what follows the last of them, or the word that opens the first.

« l'élaboration, la mise en œuvre et l'évaluation du contrat »: no line parts them, since
« l'élaboration » alone would wait for its « du contrat ».
"""

from __future__ import annotations

from ppun_access.easy.draft.lines.wholes import RELATIVES
from ppun_access.easy.draft.parse.grammar import has_finite, subject
from ppun_access.easy.draft.parse.text import count, listed
from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.easy.draft.parse.verbs import is_finite, is_infinitive, present_participle

_MARKS = frozenset({",", ".", ";", ":", "("})
_JOINS = frozenset({"et", "ou", ","})
_OF = listed("de d' du des")
_BRIEF = 9
"""Words of the last two items of a list that are read in one go with the first."""
_BARE_OBJECT = 5
"""Tokens from a verb to the comma after « aussi la joie », its first object."""
_WHERE = listed("à au aux en dans sur")
_PLAIN = _OF | listed("à au aux")
"""Prepositions that say nothing without the word that asks for them."""
_BARE = _PLAIN | listed("le la l' les sur dans par pour avec sans")
"""What may open a noun that waits for its complement."""


def shared(tree: Tree) -> frozenset[int]:
    """Return the characters where no line may begin: both sides share something."""
    found = (i for i in range(2, len(tree) - 2) if _joins(tree, i))
    tests = (
        _shares_end,
        _shares_opening,
        shares_governor,
        repeats,
        lists_places,
    )
    return frozenset(tree.begin(i) for i in found if any(test(tree, i) for test in tests))


def _joins(tree: Tree, place: int) -> bool:
    return tree.lows[place - 1] == "," or tree.lows[place] in ("et", "ou")


def _shares_end(tree: Tree, place: int) -> bool:
    """Return whether bare nouns go on, up to « et » and one that has a complement."""
    first = _opening(tree, place - 1 - (tree.lows[place - 1] == ","))
    last = tree.lows[place] in ("et", "ou")
    near = place + last
    while first is not None:
        end = _item(tree, near, first)
        if end is None:
            return False
        if last:
            return tree.lows[end] in _OF
        if tree.lows[end] not in _JOINS:
            return False
        last = tree.lows[end] != ","
        near = end + 1
    return False


def _opening(tree: Tree, last: int) -> str | None:
    """Return what opens the bare noun that ends at ``last``; None for no such noun.

    « et par l'obligation » is joined to « par l'obligation de travail », not to « de
    travail »: the openings tell.
    """
    if last >= 3 and tree.lows[last - 1] == "en" and tree.pos(last - 2) == "NOUN":
        last -= 2
    if tree.pos(last) != "NOUN":
        return None
    first = last
    while first > 0 and tree.pos(first - 1) in ("ADP", "DET"):
        first -= 1
    return _family(tree, first, last)


def _family(tree: Tree, first: int, noun: int) -> str | None:
    """Return « de » or « à » among [first, noun), « » for an article or « sur »."""
    said = tree.lows[first:noun]
    if not said or not _BARE.issuperset(said):
        return None
    if said[0] == "des":
        return "de" if tree.pos(first) == "ADP" else ""
    return "de" if said[0] in _OF else "à" if said[0] in _PLAIN else ""


def _item(tree: Tree, place: int, opening: str) -> int | None:
    """Return the token after « de la mise en œuvre »: an article, a noun, nothing else."""
    noun = place
    while noun < len(tree) - 2 and tree.pos(noun) in ("ADP", "DET"):
        noun += 1
    if noun >= len(tree) - 2 or tree.pos(noun) != "NOUN":
        return None
    said = _family(tree, place, noun)
    if said != opening:
        return None
    fixed = tree.lows[noun + 1] == "en" and tree.pos(noun + 2) == "NOUN"
    return noun + 3 if fixed else noun + 1


def _shares_opening(tree: Tree, place: int) -> bool:
    """« Face à la pression, aux pluies et aux crues, la commune… »: « face » is of all."""
    found = subject(tree, tree.root)
    item = place + (tree.lows[place] in ("et", "ou"))
    if found is None or item >= tree.spans[found][0] or tree.lows[item] not in _PLAIN:
        return False
    alike = _OF if tree.lows[item] in _OF else _PLAIN - _OF
    opens = tree.lows[0] not in _PLAIN and not has_finite(tree, 0, item)
    noun = tree.pos(item + 1) in ("DET", "NOUN", "PROPN", "ADJ")
    return opens and noun and any(tree.lows[i] in alike for i in range(1, place - 1))


def shares_governor(tree: Tree, place: int) -> bool:
    """« causés par la pluie, / le vent et les crues »: « par » is of the three."""
    last = _last_item(tree, place)
    if last is None or not _is_governed(tree, place - 1):
        return False
    if has_finite(tree, 0, place):
        return True
    after = last + 1
    named = after < len(tree) - 1 and tree.pos(after) in ("DET", "PRON")
    return named and tree.lows[last] == ","


def _last_item(tree: Tree, place: int) -> int | None:
    """Return the mark after « B, C et D », the rest of a list that has no verb."""
    if tree.lows[place - 1] != "," or tree.pos(place) != "DET":
        return None
    end = _mark(tree, place)
    if has_finite(tree, place, end):
        return None
    joint = next((i for i in range(place, end) if tree.lows[i] in ("et", "ou")), None)
    if joint is None:
        return _last_item(tree, end + 1) if end < len(tree) - 2 else None
    item = joint + (3 if tree.lows[joint + 1] == "/" else 1)
    names = place + 1 < joint < item < end and tree.pos(item) in ("DET", "PROPN")
    return end if names else None


def _mark(tree: Tree, place: int) -> int:
    """Return the mark that follows a token, or « et » and a verb; else the last token."""
    marks = (
        i
        for i in range(place, len(tree) - 1)
        if tree.lows[i] in _MARKS or (tree.lows[i] == "et" and is_finite(tree, i + 1))
    )
    return next(marks, len(tree) - 1)


def _is_governed(tree: Tree, comma: int) -> bool:
    """Return whether a preposition or a verb form governs the items before a comma."""
    for near in reversed(range(comma)):
        listed_too = tree.lows[near] == "," and tree.pos(near + 1) == "DET"
        if is_finite(tree, near):
            return "," in tree.lows[near : near + _BARE_OBJECT]
        if tree.lows[near] in _MARKS and not listed_too:
            return False
        if tree.pos(near + 1) == "DET" and _governs(tree, near):
            return True
    return False


def _governs(tree: Tree, place: int) -> bool:
    if tree.pos(place) == "ADP":
        return tree.lows[place] not in _OF
    aimed = tree.pos(place - 1) == "ADP" and is_infinitive(tree.lows[place])
    helped = is_finite(tree, place - 1) and is_infinitive(tree.lows[place])
    return aimed or helped or bool(present_participle(tree.lows[place]))


def repeats(tree: Tree, place: int) -> bool:
    """« à côté de l'école, de la mairie et de la gare »: brief items are read at once."""
    if tree.lows[place - 1] != "," or tree.pos(place) != "ADP":
        return False
    alike = _OF if tree.lows[place] in _OF else frozenset({tree.lows[place]})
    ends = (i for i in range(place, len(tree)) if tree.lows[i] in _MARKS | RELATIVES)
    said = range(place, next(ends, len(tree) - 1))
    if count(tree.cut(said.start, said.stop)) > _BRIEF or _has_verb(tree, said):
        return False
    again = any(tree.lows[i] in ("et", "ou") and tree.lows[i + 1] in alike for i in said)
    return again and _opens_last(tree, place - 1, alike)


def lists_places(tree: Tree, place: int) -> bool:
    """« en ville, à la mer et en montagne »: each has its own preposition."""
    if tree.lows[place - 1] != ",":
        return False
    after = _complement(tree, place)
    if after is None or tree.lows[after] != "et":
        return False
    near = (i for i in (place - 3, place - 4) if i > 0)
    before = any(_complement(tree, i) == place - 1 for i in near)
    return before and _complement(tree, after + 1) is not None


def _complement(tree: Tree, place: int) -> int | None:
    """Return the token after a preposition, an article perhaps, and one name."""
    if place > len(tree) - 4 or tree.lows[place] not in _WHERE:
        return None
    noun = place + 1 + (tree.pos(place + 1) == "DET")
    return noun + 1 if tree.pos(noun) in ("NOUN", "PROPN") else None


def _has_verb(tree: Tree, said: range) -> bool:
    infinitive = any(is_infinitive(tree.lows[i]) for i in said)
    return infinitive or has_finite(tree, said.start, said.stop)


def _opens_last(tree: Tree, comma: int, alike: frozenset[str]) -> bool:
    """Return whether one of ``alike`` opens the item that ends at a comma."""
    for near in reversed(range(max(0, comma - _BRIEF), comma)):
        of = tree.lows[near] in _OF
        if tree.pos(near) == "ADP" and of == (alike is _OF):
            return tree.lows[near] in alike
    return False

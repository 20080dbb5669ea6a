"""What the parse says of a comma: lists and asides keep theirs."""

from __future__ import annotations

import re
from collections.abc import Set
from itertools import pairwise

from ppun_access.easy.draft.lines.pauses import GROUP
from ppun_access.easy.draft.lines.places import is_adjective
from ppun_access.easy.draft.lines.punctuation import LINKS, TAIL
from ppun_access.easy.draft.lines.sharing import lists_places, repeats, shares_governor
from ppun_access.easy.draft.lines.waits import opens_relative
from ppun_access.easy.draft.lines.wholes import awaits_verb, has_main, lead_ends
from ppun_access.easy.draft.parse.boundaries import (
    JOINTS,
    Rank,
    is_in_subject,
    verbs_joined,
)
from ppun_access.easy.draft.parse.grammar import is_framed, opens_subordinate, root_verb
from ppun_access.easy.draft.parse.text import count, listed
from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.easy.draft.parse.verbs import (
    MODALS,
    is_finite,
    is_infinitive,
    lemmas,
    past_participles,
)

_EXAMPLES = re.compile(r",\s+(?:comme|tel(?:le)?s? qu(?:e\b|')|notamment|par exemple)\s?")
_LINK = 5
"""« ou, à tout le moins, par… »: so few words between commas only link."""
_ASIDE = 3
"""An aside of so few words between commas makes no line."""
_ITEM = 2
"""Full words of an item of a list that may end a line: « d'une maladie » may not."""
_FULL = frozenset({"NOUN", "PROPN", "ADJ", "VERB", "NUM"})
_EITHER = 3
"""Tokens of « simple ou double »."""
_ACTS = frozenset({"VERB", "ADP"})
"""What the parser may take an infinitive for, in « héberger et nourrir »."""
_ADDS = frozenset({"ainsi", "soit", "puis", "notamment", "voire", "non"})
_TIMES = listed("année an mois jour semaine matin soir fois date cas")
_OPENS_ITEM = frozenset({"DET", "ADP", "PRON", "NUM"})


def _parts_noun(tree: Tree, comma: int) -> bool:
    """« la déclinaison, pour cette année, du contrat »: the noun waits for the rest."""
    closing = next((i for i in range(comma + 1, len(tree)) if tree.lows[i] == ","), None)
    if closing is None or closing > len(tree) - 3 or tree.pos(comma - 1) != "NOUN":
        return False
    if any(is_finite(tree, i) for i in range(comma + 1, closing)):
        return False
    if is_infinitive(tree.lows[closing + 2]):
        return False
    return tree.lows[closing + 1] in ("de", "d'", "du") and tree.pos(comma + 1) != "DET"


def _holds_on(tree: Tree, comma: int) -> bool:
    """« peuvent, de plus, agir », « ou, à défaut, de branche »: no pause after that."""
    opening = next((i for i in reversed(range(comma)) if tree.lows[i] == ","), 0)
    before = tree.lows[opening - 1]
    longest = _LINK if before in JOINTS else _ASIDE
    if opening < 1 or count(tree.cut(opening + 1, comma)) > longest:
        return False
    if any(is_finite(tree, i) for i in range(opening, comma)):
        return False
    modal = any(lemmas(low) & MODALS for low in tree.lows[max(0, opening - 2) : opening])
    helped = past_participles(tree.lows[comma + 1]) and (
        before == "pas" or tree.pos(opening - 1) == "AUX"
    )
    waits = helped or (modal and is_infinitive(tree.lows[comma + 1]))
    return before in JOINTS or bool(waits)


def _is_in_long_subject(tree: Tree, comma: int) -> bool:
    """« L'absence de lieu, le manque de temps sont… »: the comma lists subjects."""
    if tree.pos(0) != "DET" or tree.lows[1].isdigit():
        return False
    before, said = range(comma), _segment(tree, comma)
    if any(is_finite(tree, i) or tree.lows[i] in _TIMES for i in before):
        return False
    verb = next((i for i in said if is_finite(tree, i)), None)
    if verb is None or all(tree.pos(i) in GROUP for i in range(comma + 1, verb)):
        return False
    return not any(opens_subordinate(tree, i) for i in range(comma + 1, verb))


def inside_examples(tree: Tree) -> frozenset[int]:
    """Return the commas of a list that « comme » opens before the main verb.

    Its last item would read as the subject; a comma that touches the verb closes the list.
    """
    verb = root_verb(tree)
    opened = _EXAMPLES.search(tree.plain)
    if verb is None or opened is None or opened.end() > tree.begin(verb):
        return frozenset()
    commas = [i for i in range(tree.at(opened.start()), verb) if tree.lows[i] == ","]
    if all(tree.pos(i) in GROUP for i in range(commas[-1] + 1, verb)):
        commas = commas[1:-1]
    return frozenset(tree.begin(i + 1) for i in commas)


def by_tree(tree: Tree) -> dict[int, Rank | None]:
    """Return what the parse says of the commas: a rank, or None for no line.

    Lists break where both items stand alone; bare nouns and short asides do not.
    """
    found: dict[int, Rank | None] = {}
    verbs, leads = verbs_joined(tree), lead_ends(tree)
    for place in range(1, len(tree) - 1):
        if tree.lows[place] != ",":
            continue
        item = _item(tree, place + 1)
        if _parts_qualities(tree, place):
            found[tree.begin(place + 1)] = None
            continue
        asides = (_is_short_aside, _parts_noun, _holds_on, _is_in_long_subject)
        aside = any(test(tree, place) for test in asides)
        lists = (_lists_bare, _lists_names, _ends_examples, _renames)
        bare = any(test(tree, place) for test in lists)
        if place + 1 in leads and not _renames(tree, place):
            found[tree.begin(place + 1)] = Rank.CLAUSE
        elif bare or (item is None and aside):
            found[tree.begin(place + 1)] = None
        elif item is not None:
            whole = _stands_alone(tree, place, item, verbs)
            found[tree.begin(place + 1)] = Rank.LIST if whole else None
    return found


def _parts_qualities(tree: Tree, comma: int) -> bool:
    """« un prêt, simple ou double, sur dix ans »: two qualities, no pause."""
    opening = next((i for i in reversed(range(comma)) if tree.lows[i] == ","), comma)
    said = range(opening + 1, comma)
    either = len(said) == _EITHER and tree.lows[said[1]] in ("et", "ou")
    named = tree.pos(opening - 1) == "NOUN" and tree.pos(comma + 1) == "ADP"
    brief = count(tree.cut(comma + 1, _segment(tree, comma).stop)) <= TAIL
    return either and named and brief and all(_is_quality(tree, i) for i in said[::2])


def _is_quality(tree: Tree, place: int) -> bool:
    return tree.pos(place) == "ADJ" or is_adjective(tree.lows[place])


def _lists_bare(tree: Tree, comma: int) -> bool:
    """« formations, expertises et prestations », « créent, gèrent »: one word, no line."""
    first = comma + 1
    if is_finite(tree, first) and is_finite(tree, first - 2):
        return True
    if _is_bare_complement(tree, first) and _is_bare_complement(tree, first - 3):
        return True
    return _share_object(tree, first) or _is_bare(tree, first)


def _share_object(tree: Tree, first: int) -> bool:
    """« d'élaborer, de formaliser une stratégie » have one object."""
    own = first + (tree.lows[first] in ("de", "d'", "à"))
    act = own < len(tree) and is_infinitive(tree.lows[own]) and tree.pos(own) in _ACTS
    return act and _is_infinitive(tree, first - 2)


def _is_bare(tree: Tree, first: int) -> bool:
    """« formations, expertises et prestations »: a noun or an adjective opens the item."""
    if tree.lows[first] in JOINTS and tree.lows[first] != "mais":
        first += 1
    if first >= len(tree) - 1 or tree.pos(first) not in ("NOUN", "ADJ"):
        return False
    if tree.lows[first].startswith("tel"):
        return False
    return not (is_adjective(tree.lows[first]) and tree.pos(first + 1) == "ADP")


def _is_bare_complement(tree: Tree, place: int) -> bool:
    """« d'eau, de gaz et d'électricité »: one word each."""
    of = place + 1 < len(tree) and tree.lows[place] in ("de", "d'")
    return of and tree.pos(place + 1) == "NOUN"


def _is_infinitive(tree: Tree, place: int) -> bool:
    return tree.pos(place) == "VERB" and is_infinitive(tree.lows[place])


def _ends_examples(tree: Tree, comma: int) -> bool:
    """« l'État comme le juge, / et le maire, les élus »: « comme » is of both."""
    said = tree.lows[_segment_start(tree, comma) : comma]
    closes = "," in tree.lows[comma + 2 :]
    return tree.lows[comma + 1] == "et" and closes and "comme" in said


def _renames(tree: Tree, comma: int) -> bool:
    """« l'agence de la région, l'AGR est chargée »: no comma closes the name."""
    if comma + 3 >= len(tree) or not is_finite(tree, comma + 3):
        return False
    named = tree.pos(comma + 1) == "DET" and tree[comma + 2].text.isupper()
    return named and tree.pos(_segment_start(tree, comma)) == "DET"


def _segment_start(tree: Tree, comma: int) -> int:
    """Return the token after the mark before a comma."""
    marks = (i for i in reversed(range(comma)) if tree.lows[i] in (",", ":", ";"))
    return next(marks, -1) + 1


def _lists_names(tree: Tree, comma: int) -> bool:
    """« la mise, la remise ou le maintien au travail », « le cœur et le foie »."""
    place = comma
    while tree.lows[place] in (",", "et", "ou") and _is_named(tree, place + 1):
        place = min(place + 3, len(tree) - 1)
    ends = place > comma and tree.lows[place - 3] in ("et", "ou")
    return ends and _is_named(tree, comma - 2)


def _is_named(tree: Tree, place: int) -> bool:
    """Return whether an article and its noun, or a name, stand at ``place``."""
    article = place + 1 < len(tree) and tree.pos(place) == "DET"
    return article and tree.pos(place + 1) in ("NOUN", "PROPN")


def _is_short_aside(tree: Tree, comma: int) -> bool:
    """« complété, le cas échéant, par », « sont, du nord au sud, »: the line goes on."""
    if tree.pos(comma - 1) == "AUX":
        return True
    closing = next((i for i in range(comma + 1, len(tree)) if tree.lows[i] == ","), None)
    if closing is None or count(tree.cut(comma + 1, closing)) > _ASIDE:
        return False
    aside = range(comma + 1, closing)
    return not any(tree.pos(i) in ("VERB", "AUX") or tree.lows[i] == "(" for i in aside)


def _item(tree: Tree, first: int) -> int | None:
    """Return the head of the item of a list that begins at a token."""
    start = first + (tree.lows[first] in JOINTS)
    return next(
        (
            head
            for head in range(start, len(tree))
            if tree.dep(head) == "conj"
            and tree.head(head) < first
            and first - 1 <= tree.spans[head][0] <= start
        ),
        None,
    )


def _stands_alone(tree: Tree, comma: int, item: int, verbs: Set[int]) -> bool:
    """Return whether the items on both sides of a comma are whole.

    « conçoivent, développent et opèrent des outils » share their object, « l'accès, la
    diffusion et l'usage des données » their complement; the last item of a subject would
    read as the whole of it.
    """
    if tree.lows[comma + 1] in JOINTS | _ADDS:
        return True
    if tree.pos(item) in ("VERB", "AUX"):
        return tree.head(item) != comma - 1 or item != comma + 1
    if tree.pos(comma + 1) not in _OPENS_ITEM or is_in_subject(tree, item):
        return False
    before = (i for i in reversed(range(comma)) if _ends_item(tree, i))
    first = max(next(before, -1) + 1, tree.spans[tree.head(item)][0])
    whole = min(_full(tree, first, comma), _right(tree, comma)) >= _ITEM
    return whole and not any(tree.begin(i) in verbs for i in _segment(tree, comma))


def _ends_item(tree: Tree, place: int) -> bool:
    return tree.lows[place] in (",", ":") or tree.pos(place) in ("VERB", "AUX")


def _full(tree: Tree, first: int, after: int) -> int:
    return sum(tree.pos(i) in _FULL for i in range(first, after))


def _right(tree: Tree, comma: int) -> int:
    """Return how much follows a comma: two short items that « et » joins are one."""
    said = _segment(tree, comma)
    joins = bool(JOINTS & {tree.lows[i] for i in said})
    return _full(tree, said.start, said.stop) - joins


def _segment(tree: Tree, comma: int) -> range:
    """Return the tokens from a comma to the next mark."""
    marks = (i for i in range(comma + 1, len(tree)) if tree.lows[i] in (",", ".", ":"))
    return range(comma + 1, next(marks, len(tree)))


def openings(tree: Tree) -> frozenset[int]:
    """« Chaque année, le maire… »: two words that open and limit all may be a line."""
    framed = len(tree) > 3 and tree.lows[2] == "," and is_framed(tree)
    noun = _is_named(tree, 0) and tree.pos(1) == "NOUN"
    limits = noun or (tree.pos(0) == "ADP" and tree.lows[1].isdigit())
    return frozenset({tree.begin(3)} if framed and limits else ())


def closings(tree: Tree) -> dict[int, int]:
    """Return, for the comma that opens an aside, the one that closes it.

    What follows the aside depends on what precedes it: « la fin, à cette date, du bail ».
    """
    commas = [
        i
        for i in range(1, len(tree) - 1)
        if tree.lows[i] == ","
        and not LINKS.search(tree.plain[: tree.begin(i)])
        and not opens_relative(tree, i)
    ]
    return {
        tree.begin(opening + 1): tree.begin(closing + 1)
        for opening, closing in pairwise(commas)
        if _resumes(tree, opening, closing)
    }


def _resumes(tree: Tree, opening: int, closing: int) -> bool:
    """Return whether an aside parts two things that hang together, lists left out.

    « contrôler, en s'appuyant sur la loi, les comptes »: a verb waits for its object.
    """
    waits = tree.pos(opening - 1) == "VERB" and tree.pos(opening + 1) == "ADP"
    if (waits and tree.pos(closing + 1) == "DET") or awaits_verb(tree, opening, closing):
        return True
    under_one = tree.pos(opening + 1) == "ADP" and shares_governor(tree, closing + 1)
    if under_one or repeats(tree, closing + 1) or lists_places(tree, closing + 1):
        return False  # « , à travers la pluie, le vent et les crues »
    return _awaits_main(tree, closing) or any(
        tree.dep(i) not in ("conj", "punct", "cc", "ROOT") and tree.head(i) < opening
        for i in range(closing + 1, min(closing + 6, len(tree)))
    )


def _awaits_main(tree: Tree, closing: int) -> bool:
    """« les véhicules, même les plus petits, sont… »: the verb waits behind the aside."""
    return is_finite(tree, closing + 1) and not has_main(tree, closing)

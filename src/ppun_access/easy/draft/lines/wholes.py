"""What a line may not leave halfway: a subject, a subordinate that opens, two verbs.

A line that begins inside a long subject and runs into the main verb gives this verb another
subject: « présenter sa carte / lors de deux contrôles est redevable ».
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ppun_access.easy.draft.parse.boundaries import JOINTS
from ppun_access.easy.draft.parse.grammar import root_verb, subject
from ppun_access.easy.draft.parse.text import count, listed
from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.easy.draft.parse.verbs import finite_tags, is_finite, past_participles

_NOUNS = frozenset({"NOUN", "PROPN", "VERB", "ADJ"})
"""What a subject may be; the parser takes « L’élève » for a verb."""
_CLOSED = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "SYM"})
RELATIVES = listed("qui que qu' dont où lequel laquelle lesquels lesquelles")
_OPENS = frozenset({"SCONJ", "CCONJ", "PUNCT"})
_WHERE = listed(
    "jour moment stade pays date lieu endroit année époque période mois "
    "situation cas mesure"
)
_CLEFT = re.compile(
    r"\b(?:c'est|c'était|ce (?:n'est|sont|ne sont|sera))"
    r"(?: donc| aussi| bien| alors)?(?: pas)? "
    r"(?:(?:le|la|les|à|au|aux|dans|par|pour|ce|cette|ces|son|sa|votre|leur|lui|elle|eux|"
    r"nous|vous|plus de \d+)\b|l')"
    r"(?:(?!\b(?:qui|que|dont|où)\b|qu')[^,;:])*\Z"
)
"""« C'est le contrat qui précise… »: not « c'est un service qui… »."""
_BRIEF = 4
"""« qui en dépendent restent »: a relative of so few tokens has no object."""
_SUBORDINATORS = frozenset(
    {"puisque", "puisqu'", "parce", "lorsque", "lorsqu'", "alors", "tandis", "bien", "si",
     "quand"}
)  # fmt: skip

_LED = 5
"""Words of what opens the sentence, from which it is no mere link (« En effet, »)."""


def wholes(tree: Tree) -> tuple[tuple[int, int], ...]:
    """Return the characters [start, end) of the subjects and of the first subordinate.

    Where a line begins inside one of them, another must begin at its end.
    """
    found = (*_subjects(tree), *_openings(tree), *_appositions(tree))
    return tuple((tree.begin(first), tree.begin(after)) for first, after in found)


def _subjects(tree: Tree) -> Iterator[tuple[int, int]]:
    for place in range(len(tree)):
        if tree.dep(place).startswith("nsubj") and tree.pos(place) in _NOUNS:
            first, last = tree.spans[place]
            commas = [i for i in range(first, place) if tree.lows[i] == ","]
            if last < tree.head(place):
                yield (commas[-1] + 1 if commas else first), _after(tree, last)


def _openings(tree: Tree) -> Iterator[tuple[int, int]]:
    """« Si A, B »: the clause that opens the sentence, up to its comma."""
    for place in range(len(tree)):
        first, last = tree.spans[place]
        if tree.dep(place) == "advcl" and first == 0 and last < tree.head(place):
            yield first, _after(tree, last)


def _appositions(tree: Tree) -> Iterator[tuple[int, int]]:
    """« 640 exploitations, tournées vers l'élevage, B »: its comma ends it."""
    commas = [i for i in range(1, len(tree) - 2) if tree.lows[i] == ","]
    for opening, closing in pairwise(commas):
        first = opening + 1 + (tree.pos(opening + 1) == "ADV")
        verb = any(is_finite(tree, i) for i in range(opening, closing))
        goes_on = any(is_finite(tree, i) for i in range(closing, len(tree)))
        if past_participles(tree.lows[first]) and goes_on and not verb:
            yield opening, closing + 1


def awaits_verb(tree: Tree, opening: int, closing: int) -> bool:
    """« si l'enfant, qui vit ici, voyage »: a subject waits for its verb."""
    verb = finite_tags(tree.lows[closing + 1])
    if tree.lows[opening + 1] != "qui" or not verb:
        return False
    clauses = (i for i in reversed(range(opening)) if tree.pos(i) == "SCONJ")
    return not any(is_finite(tree, i) for i in range(next(clauses, 0), opening))


def _after(tree: Tree, last: int) -> int:
    """Return the token after a group, its comma and its bracket included."""
    while last + 1 < len(tree) and tree.lows[last + 1] in (",", ")"):
        last += 1
    return last + 1


def is_one_with_noun(tree: Tree, place: int) -> bool:
    """« le jour où », « c'est le contrat qui »: the noun and its relative are one."""
    if tree.lows[place] == "où" and tree.lows[place - 1] in _WHERE:
        return True
    return _CLEFT.search(tree.plain[: tree.begin(place)].lower()) is not None


def second_verbs(tree: Tree) -> tuple[tuple[int, int, int], ...]:
    """Return where two verbs meet that nothing joins: « qui existe ici bénéficient ».

    Each is the character where the clause of the first may open, where this first verb
    stands, and where the second begins: the verb of the sentence.
    """
    found = []
    verbs = [i for i in range(len(tree)) if is_finite(tree, i)]
    for first, second in pairwise(verbs):
        opens = [i for i in range(first) if tree.lows[i] in RELATIVES]
        if not opens or past_participles(tree.lows[second]):
            continue
        start = _group(tree, second)
        brief = tree.lows[opens[-1]] == "qui" and first - opens[-1] < _BRIEF
        bare = start - 1 == first and brief
        alone = not any(i in verbs for i in range(opens[-1], first))
        done = alone and bool(past_participles(tree.lows[start - 1]))
        closed = done or tree.pos(start - 1) in _CLOSED
        before = closed or tree.lows[start - 1] == ")" or bare
        if before and not _parts(tree, first, start):
            found.append((tree.begin(opens[-1]), tree.begin(first), tree.begin(start)))
    return tuple(found)


def _group(tree: Tree, verb: int) -> int:
    """Return where a verb begins, with its pronouns and its negation."""
    while verb > 1 and _is_clitic(tree, verb - 1):
        verb -= 1
    return verb


def _is_clitic(tree: Tree, place: int) -> bool:
    word = tree.lows[place]
    return word in ("ne", "n'") or (tree.pos(place) == "PRON" and word not in RELATIVES)


def _parts(tree: Tree, first: int, after: int) -> bool:
    """Return whether something outside brackets parts two verbs."""
    depth = 0
    for place in range(first + 1, after):
        depth += (tree.lows[place] == "(") - (tree.lows[place] == ")")
        if depth or tree.lows[place] == ")":
            continue
        if tree.pos(place) in _OPENS or tree.lows[place] in RELATIVES:
            return True
    return depth > 0


def has_no_verb(tree: Tree, first: int, after: int) -> bool:
    """« une rampe dont la pente »: the relative in a group waits for its verb."""
    opens = [i for i in range(first, after) if tree.lows[i] in RELATIVES]
    return bool(opens) and not any(is_finite(tree, i) for i in range(opens[-1], after))


def is_in_condition(tree: Tree, first: int) -> bool:
    """« même si la durée du contrat dépend de vous, … »: the parser took it for main.

    In « Plus il pleut, plus l'eau du lac monte », « plus » waits for its verb.
    """
    if first and {tree.lows[0], tree.lows[first]} <= {"plus", "moins"}:
        return True
    return first > 0 and tree.lows[first - 1] in ("si", "lorsque", "quand", "puisque")


def waiting(tree: Tree) -> tuple[tuple[int, int], ...]:
    """Return where a conjunction opens a clause, and where the verb of it stands.

    « franchit un cap, puisque la somme, / vous est confiée » parts the two.
    """
    found = []
    for place in range(1, len(tree)):
        opens = tree.lows[place] in _SUBORDINATORS and tree.lows[place - 1] == ","
        if opens or tree.lows[place] == "car":
            verb = next((i for i in range(place, len(tree)) if is_finite(tree, i)), place)
            found.append((tree.begin(place), tree.begin(_group(tree, verb))))
    return tuple(found)


def finite_verbs(tree: Tree) -> frozenset[int]:
    """Return the characters where the finite verbs stand."""
    return frozenset(tree.begin(i) for i in range(len(tree)) if is_finite(tree, i))


def main_verbs(tree: Tree) -> frozenset[int]:
    """Return the characters of the finite verbs that no relative and no « si » opens."""
    return frozenset(
        tree.begin(place)
        for place in range(len(tree))
        if is_finite(tree, place) and not _is_opened(tree, place)
    )


def has_main(tree: Tree, before: int) -> bool:
    """Return whether a verb that nothing opens stands before a token."""
    verbs = (i for i in range(before) if is_finite(tree, i))
    return any(not _is_opened(tree, verb) for verb in verbs)


def _is_opened(tree: Tree, verb: int) -> bool:
    for place in reversed(range(verb)):
        if tree.lows[place] in RELATIVES or tree.pos(place) == "SCONJ":
            return True
        if is_finite(tree, place):
            return tree.dep(verb) == "conj" and _is_opened(tree, place)
        if tree.lows[place] in (":", ";"):
            return False
    return False


def meets_verb(tree: Tree, place: int) -> bool:
    """« le délai pour saisir le juge est de… »: the goal belongs to the subject."""
    for near in range(place + 1, len(tree)):
        if tree.pos(near) in ("CCONJ", "SCONJ", "PUNCT"):
            return False
        if tree.lows[near] in RELATIVES:
            return False
        if is_finite(tree, near):
            return True
    return False


def lead_ends(tree: Tree) -> tuple[int, ...]:
    """Return the token after what opens the sentence: « Selon 300 personnes, | le prix… ».

    It is a tuple of one, or empty.
    """
    found = subject(tree, tree.root)
    if root_verb(tree) is None or found is None:
        return ()
    first = tree.spans[found][0]
    if first < 2 or tree.lows[first - 1] != "," or _closes_link(tree, first - 1):
        return ()
    return (first,) if count(tree.cut(0, first - 1)) >= _LED else ()


def _closes_link(tree: Tree, comma: int) -> bool:
    """« la branche ou, à défaut, la commune »: such a comma ends no opening."""
    former = next((i for i in reversed(range(1, comma)) if tree.lows[i] == ","), 0)
    return tree.lows[former - 1] in JOINTS


def ends(tree: Tree) -> dict[int, int]:
    """Return where a relative opens, and the character after the comma that closes it.

    « le nom de l'agent / qui l'a reçu, le numéro du dossier »: the rest is not its own.
    """
    found = {}
    for place in range(2, len(tree) - 2):
        if tree.lows[place] not in RELATIVES or tree.morph(place, "PronType") != "Rel":
            continue
        verbs = (i for i in range(place + 1, len(tree) - 2) if is_finite(tree, i))
        last = next(verbs, place)
        while last < len(tree) - 2 and _goes_with(tree, last + 1):
            last += 1
        if place + 1 < last < len(tree) - 2 and tree.lows[last + 1] == ",":
            found[tree.begin(place)] = tree.begin(last + 2)
    return found


def _goes_with(tree: Tree, place: int) -> bool:
    """« a reçu », « reçoit souvent »: what follows an auxiliary or a verb is of it."""
    return bool(past_participles(tree.lows[place])) or tree.pos(place) == "ADV"

"""What comes in two halves: no line parts « ne » from its « que », « tant » from « que ».

« Les clés ne peuvent être remises, / qu'à des habitants » forbids on one line what it
allows on the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ppun_access.easy.draft.parse.text import listed
from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.easy.draft.parse.verbs import is_finite, is_infinitive

_PAIRS = re.compile(
    r"\b(?:tant (?:d|p|à|au|en|le|la|l'|dans|sur)[^;:.]*?\bqu(?:e |')|"
    r"entre (?:l'|le |la |les )[^;:.]*? et (?:l'|le |la |les )|"
    r"allant d(?:e |es |u |')[^;:.]*?,? (?:à |aux? |jusqu')|"
    r"du \d[^,;:]*?\b(?:jusqu'|au \d))"
)
"""« tant de la décision que de son application », « allant de la rue, à la place »."""
_NEGATES = listed(
    "pas plus jamais rien aucun aucune personne point guère ni nul nulle nullement"
)
_REACH = 20
"""Tokens within which « ne » meets its « que »."""
_NAMED_LAW = re.compile(
    r"\b(?:loi|ordonnance|directive|décret|arrêté|règlement)\b(?: [^\s,;:.]+){0,6}? "
    r"(?:pour|relati(?:f|ve)s? (?:à|aux?)|portant|visant)\b[^;:.]*"
)
"""« la loi du 11 février 2005 pour l'égalité des droits, la participation… »."""
_GOVERNS = re.compile(
    r"\b(?:fins|cas|matière|titre|termes|raison|cause|vue|sein|travers|moyen|biais|cours|"
    r"surtout|notamment) d(?:e |es |u |')"
    r"[^,;:]*,\s*\Z"
)
"""« en matière de santé, de sport et de culture »: each « de » waits for « matière »."""
_OF = listed("de d' du des")


def halves(tree: Tree) -> frozenset[int]:
    """Return the characters where no line may begin: between two halves."""
    low = tree.plain.lower()
    found = set[int]()
    for pair in _PAIRS.finditer(low):
        found |= {*range(pair.start() + 1, pair.end() + 1)}
    for first, second in _restrictions(tree):
        found |= {*range(tree.begin(first) + 1, tree.begin(second) + 1)}
    found |= {*_in_names_of_laws(tree), *_governed(tree)}
    return frozenset(found)


def _restrictions(tree: Tree) -> Iterator[tuple[int, int]]:
    """Yield where « ne » and « que » stand that only together say « only »."""
    for first in range(len(tree) - 1):
        if tree.lows[first] not in ("ne", "n'") or tree.lows[first + 1] == "importe":
            continue
        for near in range(first + 1, min(first + _REACH, len(tree))):
            negates = tree.lows[near] in _NEGATES and tree.pos(near - 1) != "DET"
            if negates or tree.lows[near] in ("qui", "dont", "où"):
                break
            if tree.lows[near] in ("que", "qu'"):
                yield first, near
                break


def _in_names_of_laws(tree: Tree) -> Iterator[int]:
    """Yield the commas in the name of a law, until a verb follows them."""
    for law in _NAMED_LAW.finditer(tree.plain):
        places = range(tree.at(law.start()), tree.at(law.end()))
        verb = next((i for i in places if is_finite(tree, i)), places.stop)
        commas = [i for i in places if tree.lows[i] == "," and i < verb]
        yield from (tree.begin(i + 1) for i in commas if _goes_on(tree, i))


def _goes_on(tree: Tree, comma: int) -> bool:
    """Return whether a noun follows a comma, joined later by « et », before any verb."""
    for near in range(comma + 1, len(tree)):
        if is_finite(tree, near) or tree.lows[near] in (",", ";", ":"):
            return False
        if tree.lows[near] == "et":
            return tree.pos(comma + 1) in ("DET", "ADP")
    return False


def _governed(tree: Tree) -> Iterator[int]:
    """Yield where « , de… » waits for its word: « en matière de santé, / de sport »."""
    for place in range(2, len(tree)):
        if tree.lows[place - 1] == "," and tree.lows[place] in _OF:
            infinitive = is_infinitive(tree.lows[min(place + 1, len(tree) - 1)])
            before = tree.plain[: tree.begin(place)].lower()
            if not infinitive and _GOVERNS.search(before):
                yield tree.begin(place)

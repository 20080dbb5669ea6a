"""Sense lines: a long sentence is broken where the sense allows; no word changes.

Easy-to-read layouts do so, and a sentence that no rule can simplify gains as well. Each gap
between two words has a strength (``signs.py``); a line may begin where it is positive. Of
all the ways to break a sentence there, the best has the fewest words over the longest line,
then the strongest breaks. Without a parse, only the places that punctuation and
conjunctions show are used.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

from ppun_access.easy.draft.lines.gaps import Parsed
from ppun_access.easy.draft.lines.openers import opened
from ppun_access.easy.draft.lines.punctuation import Place, by_marks
from ppun_access.easy.draft.lines.signs import strength
from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.easy.text import count, plain

LONGEST, SHORTEST = 12, 3
"""Words of a line: over the first it is broken; none is made under the second."""
LEAD = 2
"""Words that open a sentence and make a line: « Chaque année, »."""
_OVER, _BREAK, _UNEVEN = 4.0, 3.0, 0.01
"""What costs: a word over the longest line; a break, less its strength; the square of the
words of a line, so that lines are even."""
_OPENER = re.compile(
    r"(?<=[\w,)»'’] )(?<! et )(?<! ou )(?=qui\b|dont\b|où\b|"
    r"(?:au|du|des|aux|l[ae]s?) ?quel(?:le)?s?\b|"
    r"(?:à|avec|dans|par|pour|sans|selon|sous|sur|chez) (?:l[ae]s?quel(?:le)?s?|qui)\b|"
    r"afin (?:de\b|d'|qu)|pour qu[e']|de (?:sorte|manière|façon) (?:à\b|qu)|"
    r"(?:ainsi|dès lors|alors|tandis|parce|bien|pendant|avant|après) qu[e']|"
    r"lorsqu[e']|puisqu[e']|quand\b|grâce (?:à|aux?)\b|sous réserve\b|à condition\b|"
    r"y compris\b|en (?:vue|application|fonction|raison|cas) d|et (?:qui|dont|qu[e'])\b)"
)
"""What opens a clause or joins another one."""
_WAITING = re.compile(
    r"(?:\b(?:et|ou|que|qu'|ce|celui|celle|ceux|celles|à|de|en|personne|si|tout|toute|tous|"
    r"toutes|même|l[ae]|les|un|une|des|du|pour|par|dans|avec|sans|sur|selon|chez|sauf|encore|exemple)|[(«'])\Z"
)
"""What is no end of a part: « ceux », « à ce »."""
_DASHES = re.compile(r" (?P<dash>[-–—]) .*? (?P=dash) ")


def sense_lines(text: str, tree: Tree | None = None) -> tuple[str, ...]:
    """Return the lines of ``text``: itself when it is short, or nowhere to be broken."""
    if count(text) <= LONGEST:
        return (text.strip(),)
    cuts = _best(text, places(text, tree), SHORTEST if tree is None else LEAD)
    return tuple(text[a:b].strip() for a, b in pairwise((0, *cuts, len(text))))


def ideas(text: str) -> tuple[str, ...]:
    """Return the parts of a long sentence of which each may become a sentence of its own.

    They are the source's own words, without any parse: a person writes the sentences.

    >>> ideas("Le bus, qui part de la gare du centre, mène aux deux écoles.")
    ('Le bus,', 'qui part de la gare du centre,', 'mène aux deux écoles.')
    """
    flat, closed = plain(text), _closed(text)
    marks = (place.at for place in by_marks(text))
    clauses = (found.end() for found in _OPENER.finditer(flat))
    every = sorted({at for at in (*marks, *clauses) if at not in closed})
    parts = [""]
    for a, b in pairwise((0, *every, len(text))):
        before = parts[-1]
        waits = count(before) < LEAD or _WAITING.search(plain(before))
        parts[-1:] = [f"{before} {text[a:b]}"] if waits else [before, text[a:b]]
        parts[-1] = parts[-1].strip()
    return tuple(parts)


def places(text: str, tree: Tree | None = None) -> dict[int, Place]:
    """Return where a line of ``text`` may begin, by its character."""
    if tree is None:
        found = [*by_marks(text)]
    else:
        begin, weighed = tree.begin, ((gap, strength(gap)) for gap in opened(Parsed(tree)))
        found = [
            Place(begin(x.place), good, begin(x.limit)) for x, good in weighed if good > 0
        ]
    closed = _closed(text)
    free = (one for one in found if one.at not in closed and text[one.at - 1].isspace())
    return {one.at: one for one in free}


def _closed(text: str) -> frozenset[int]:
    """Return the places inside brackets, quotation marks or two dashes."""
    inside, depth, quoted = set(), 0, False
    for at, mark in enumerate(text):
        if depth or quoted:
            inside.add(at)
        depth = max(0, depth + (mark in "([«“") - (mark in ")]»”"))
        quoted ^= mark == '"'
    for aside in _DASHES.finditer(text):
        inside |= {*range(aside.start() + 2, aside.end())}
    return frozenset(inside)


def _best(text: str, places: Mapping[int, Place], lead: int) -> tuple[int, ...]:
    """Return the breaks that cost least, from the best way to each place before."""
    edges = (0, *sorted(places), len(text))
    found: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for end in edges[1:]:
        own = _BREAK - min(places[end].strength, _BREAK) if end in places else 0.0
        ways = []
        for start in (edge for edge in edges if edge < end and edge in found):
            words = count(text[start:end])
            runs_past = start in places and end > places[start].limit
            if words >= (SHORTEST if start else lead) and not runs_past:
                before, cuts = found[start]
                cost = _OVER * max(0, words - LONGEST) + _UNEVEN * words**2
                ways.append((before + own + cost, (*cuts, end)))
        if ways:
            found[end] = min(ways)
    return found[len(text)][1][:-1]

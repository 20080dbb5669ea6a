"""Where a mark or a conjunction shows that a line may begin, without any parse."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import NamedTuple

from ppun_access.easy.draft.parse.grammar import is_adjective, past_participles
from ppun_access.easy.text import count, plain

_PUNCTUATION = re.compile(
    r"(?:(?P<strong>[ ][;:]|[;:](?=\s+[a-zà-ÿ]))|,)\s+(?=\S)"
    r"(?!\+?\d[\d .]{8}|\S+@|https?:|www\.)"  # « Tél. : 03 81 61 61 61 »
)
_DASH = re.compile(r"\s(?=[—–] )")
_BRACKET = re.compile(r"\(([^()]+)\)\s*(?:[.,;:]|\Z)")
"""A bracket that a mark follows: « pour ses frais (par exemple le prix du train). »"""
_ALWAYS = re.compile(
    r"\s(?=mais\b|car\b|lorsqu(?:e\b|')|puisqu(?:e\b|')|(?:parce|tandis|alors) qu|"
    r"afin (?:de\b|d'|qu))"
)
"""Conjunctions that open a clause or a goal wherever they stand."""
NEVER_AFTER = re.compile(
    r"(?:\b(?:ou|et|même|mesure|fait|moment|cas|point|que|qu'|non|ni|est|sont|soit|surtout|"
    r"notamment|trop|assez|connue?s?|si|pas|sauf|seulement|mais|ainsi|dit|or|donc|comme|"
    r"exemple|réserve|suivant|selon|condition|façon|manière|à dire|quel(?:le)?s?|"
    r"uniquement|exclusivement|aussi bien|pour|en|avant|après|sans|par|de|à|sur|voire|"
    r"celui|celle|ceux|celles|savoir|vérifier|déterminer|voir)|[(«“'])\Z"
)
"""What waits for the word that follows it."""
_NUMBER = re.compile(
    r"\d|[A-Z]\.|etc\b|(?:lun|mar|mercre|jeu|vendre|same)dis?\b|dimanches?\b|"
    r"non seulement\b|l(?:e|a|es) (?:plus|moins)\b|"
    r"voire (?:avant|après|plus|moins|jamais|davantage)\b|le \d{1,2}(?:er)? \w+[ .\d]*\Z"
)
"""What clings to what precedes its comma: « articles 3, 4 », « le lundi, mardi »."""
_LINKS = re.compile(
    r"(?:, (?:au plus t(?:ard|ôt)|en particulier|notamment|surtout)|"
    r"\b(?:ou|et|que|qu'|qui|dont|mais|ni|voire)(?: (?:"
    r"le cas échéant|à défaut|au besoin|si besoin|si nécessaire|si possible|notamment|"
    r"surtout|en particulier|éventuellement|enfin|par exemple|en conséquence|"
    r"ensuite|d'une façon générale|d'autre part|à ce titre|ce))?|"
    r"\b(?:d'une part|uniquement|exclusivement)|\bil (?:y )?en \w+|"
    r"(?<!lui est )\b(?:(?:sup|inf)érieure?s?|égale?s?|égaux))\Z"
)
"""What only links to what follows is no line, nor its end."""
AND_IN_CASE = re.compile(r"[^,\s] et (?:en cas d|à défaut d|en l'absence d)[^,]*\Z")
"""« A est fait ici et, en cas de crise, B »: without the first comma the case is of B."""
_MARK, _CLAUSE, _COMMA, _GOAL = 3.0, 2.0, 1.5, 1.0
"""How good a line begins after a mark, at « mais », after a comma, at « afin de »."""


class Place(NamedTuple):
    """A character where a line may begin."""

    at: int
    strength: float
    """How good a line begins there."""
    limit: int = sys.maxsize
    """The character that this line may not run past."""


def is_bracket(text: str, at: int) -> bool:
    """Return whether a bracket of four words or more stands at a character."""
    found = _BRACKET.match(text, at)
    return found is not None and count(found[1]) >= 4


def by_marks(text: str) -> Iterator[Place]:
    """Yield where a mark or a conjunction shows that a line may begin, and how good."""
    flat = plain(text)
    for found in _PUNCTUATION.finditer(flat):
        if found["strong"]:
            yield Place(found.end(), _MARK)
        elif not clings(flat[: found.start()], flat[found.end() :]):
            yield Place(found.end(), _COMMA)
    dashes = [*_DASH.finditer(flat)]
    if len(dashes) == flat.count("—") + flat.count("–") == 1:  # two are an aside
        yield Place(dashes[0].end(), _MARK)
    for found in re.finditer(r"(?<=[^\s,;:(])\s(?=\()", flat):
        if is_bracket(flat, found.end()):
            yield Place(found.end(), _GOAL)
    for found in _ALWAYS.finditer(flat):
        if not NEVER_AFTER.search(flat[: found.start()]):
            opens = flat.startswith(("mais", "car"), found.end())
            yield Place(found.end(), _CLAUSE if opens else _GOAL)


def clings(before: str, after: str) -> bool:
    """« un service simple, gratuit », « articles 3, 4 et 5 », « ou, à défaut, … »."""
    ends, begins = re.search(r"[\w-]*\Z", before), re.match(r"[\w-]*", after)
    last, first = ends[0] if ends else "", begins[0] if begins else ""
    several = last.endswith("s") == first.endswith("s")
    participles = several and past_participles(last) and past_participles(first)
    alike = participles or (is_adjective(last) and is_adjective(first))
    links = _NUMBER.match(after) or _LINKS.search(before) or AND_IN_CASE.search(before)
    return bool(links or alike)

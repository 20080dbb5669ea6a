"""Where a mark or a conjunction shows that a line may begin, without any parse."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ppun_access.easy.draft.lines.places import NEVER_AFTER, is_adjective
from ppun_access.easy.draft.parse.boundaries import Rank
from ppun_access.easy.draft.parse.text import count, plain
from ppun_access.easy.draft.parse.verbs import past_participles

_PUNCTUATION = re.compile(r"(?:(?P<strong>[ ][;:]|[;:](?=\s+[a-zà-ÿ]))|,)\s+(?=\S)")
_DASH = re.compile(r"\s(?=[—–] )")
_JOINS = re.compile(r"\s(?=(?:et|ou), )")
_BRACKET = re.compile(r"(?<=[^\s,;:(])\s(?=\((?P<said>[^()]+)\)\s*(?:[.,;:]|\Z))")
"""A bracket that a mark follows: « pour ses frais (par exemple le prix du train). »"""
_ALWAYS = re.compile(
    r"\s(?=mais\b|car\b|lorsqu(?:e\b|')|puisqu(?:e\b|')|(?:parce|tandis|alors) qu|"
    r"afin (?:de\b|d'|qu))"
)
"""Conjunctions that open a clause or a goal wherever they stand."""
_NUMBER = re.compile(
    r"\d|[A-Z]\.|etc\b|(?:lun|mar|mercre|jeu|vendre|same)dis?\b|dimanches?\b|"
    r"non seulement\b|l(?:e|a|es) (?:plus|moins)\b|"
    r"voire (?:avant|après|plus|moins|jamais|davantage)\b|le \d{1,2}(?:er)? \w+[ .\d]*\Z"
)
"""What clings to what precedes its comma: « articles 3, 4 », « le lundi, mardi »."""
LINKS = re.compile(
    r"(?:, (?:au plus t(?:ard|ôt)|en particulier|notamment|surtout)|"
    r"\b(?:ou|et|que|qui|mais|ni|voire)(?: (?:"
    r"le cas échéant|à défaut|au besoin|si besoin|si nécessaire|si possible|notamment|"
    r"surtout|en particulier|éventuellement|enfin|par exemple|en conséquence|"
    r"ensuite|d'une façon générale|d'autre part|à ce titre|ce))?|"
    r"\b(?:d'une part|uniquement|exclusivement)|\bil (?:y )?en \w+|"
    r"(?<!lui est )\b(?:(?:sup|inf)érieure?s?|égale?s?|égaux))\Z"
)
"""What only links to what follows is no line, nor its end."""
_ELLIPSIS = re.compile(r"\bet (?:une? autre|l'autre|les autres|d'autres), [^,]*\Z")
"""« A aux jeunes et une autre, de 100 €, / aux autres »: a verb is left out."""
_AND_IN_CASE = re.compile(r"[^,\s] et (?:en cas d|à défaut d|en l'absence d)[^,]*\Z")
"""« A est fait ici et, en cas de crise, B »: without the first comma the case is of B."""
TAIL = 4
"""Words of « sur dix ans », which says little on a line; a bracket has as many."""


def by_marks(text: str) -> Iterator[tuple[int, Rank]]:
    """Yield where a mark or a conjunction shows that a line may begin."""
    flat = plain(text)
    for found in _PUNCTUATION.finditer(flat):
        if found["strong"]:
            yield found.end(), Rank.MARK
        elif not _clings(flat[: found.start()], flat[found.end() :]):
            yield found.end(), Rank.CLAUSE
    dashes = [*_DASH.finditer(flat)]
    if len(dashes) == flat.count("—") + flat.count("–") == 1:  # two are an aside
        yield dashes[0].end(), Rank.MARK
    for found in _BRACKET.finditer(flat):
        if count(found["said"]) >= TAIL:
            yield found.end(), Rank.LIST
    for found in _JOINS.finditer(flat):
        yield found.end(), Rank.PHRASE
    for found in _ALWAYS.finditer(flat):
        if not NEVER_AFTER.search(flat[: found.start()]):
            opens = flat.startswith(("mais", "car"), found.end())
            yield found.end(), Rank.CLAUSE if opens else Rank.RELATIVE


def _clings(before: str, after: str) -> bool:
    """« un service simple, gratuit », « articles 3, 4 et 5 », « ou, à défaut, … »."""
    if _NUMBER.match(after) or LINKS.search(before) or _ELLIPSIS.search(before):
        return True
    if _AND_IN_CASE.search(before):
        return True
    last, first = re.search(r"[\w-]+\Z", before), re.match(r"[\w-]+", after)
    if last is None or first is None:
        return False
    several = last[0].endswith("s") == first[0].endswith("s")
    participles = several and past_participles(last[0]) and past_participles(first[0])
    return bool(participles) or (is_adjective(last[0]) and is_adjective(first[0]))

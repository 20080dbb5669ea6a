"""From « afin de » to « pour », from « suite à » to « après », articles kept.

« du » is « de le »: a new preposition takes its article bare (« pour le »), or contracts
with it in its own way (« grâce au »). When nothing says what article a noun would take
(« au sein de structures »), the expression stays.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ppun_access.french.lexical.morphology import readings

Preposition = str
"""« de », « à », or "" for one that takes what follows as it is."""

_OPEN = {
    "de": re.compile(
        r"\s*\b(?:(?P<contracted>du|des)(?=\s)|(?P<bare>de(?=\s)|d'))\s*", re.I
    ),
    "à": re.compile(r"\s*\b(?:(?P<contracted>aux?)(?=\s)|(?P<bare>à(?=\s)))\s*", re.I),
}
_ARTICLES = {"du": "le", "des": "les", "au": "le", "aux": "les"}
_CONTRACTED = {
    ("de", "le"): "du",
    ("de", "les"): "des",
    ("à", "le"): "au",
    ("à", "les"): "aux",
}
_DETERMINED = re.compile(
    r"(?:la|le|les|un|une|ce|cet|cette|ces|son|sa|ses|leurs?|notre|nos|votre|vos|chaque|"
    r"plusieurs|tous|toutes|tout|toute|chacun|chacune|deux|trois|quatre|cinq|six|dix|"
    r"nombreux|certains|certaines|celles?|ceux|celui|\d+)\b|l'",
    re.IGNORECASE,
)
_BEFORE_INFINITIVE = (
    r"(?:(?:(?:ne pas|mieux|plus|y|en|se|les?|la|lui|leur|nous|vous)\b|s'|l')\s*)*"
)
_INFINITIVE = re.compile(rf"{_BEFORE_INFINITIVE}(?P<verb>[^\W\d_]+)", re.IGNORECASE)

TAKE_INFINITIVE = frozenset(
    {"pour", "sans", "il faut", "il ne faut pas", "il vaut mieux", "on peut"}
)
TAKE_NOUN = frozenset({"sans", "comme", "selon"})
"""They take a noun without an article (« sans réponse »)."""


def opens(rest: str, source: Preposition) -> bool:
    """Return whether ``rest`` begins with a preposition, contracted or not."""
    return bool(_OPEN[source].match(rest))


class Opened(NamedTuple):
    """What follows an expression: ``length`` characters become ``article``."""

    length: int
    article: str
    """With the contracted preposition, if any; empty when nothing is left of it."""
    infinitive: bool


def is_infinitive(rest: str) -> bool:
    """Return whether ``rest`` begins with an infinitive, and its pronouns."""
    found = _INFINITIVE.match(rest)
    if found is None:
        return False
    known = readings(found["verb"])
    return bool(known) and known[0].pos in {"VER", "AUX"} and "inf" in known[0].verb


def after(rest: str, source: Preposition, easier: str) -> Opened | None:
    """Return how ``rest``, which follows an expression in ``source``, is taken.

    ``rest`` has plain apostrophes; ``easier`` is the new expression. None when the
    preposition is not there, or when what follows would be no French.
    """
    found = _OPEN[source].match(rest)
    if found is None:
        return None
    last = easier.rpartition(" ")[2]
    target = last if last in {"de", "à"} else ""
    after_it = rest[found.end() :]
    if found["contracted"]:
        article = _ARTICLES[found["contracted"].lower()]
        text = _CONTRACTED.get((target, article), article)
        return Opened(found.end(), text + " ", False)
    if is_infinitive(after_it):
        takes = target == source or easier in TAKE_INFINITIVE
        return Opened(found.end(), target and f"{target} ", True) if takes else None
    if target:
        return Opened(found.end(), f"{target} ", False)
    free = easier in TAKE_NOUN or after_it[:1].isupper()
    return Opened(found.end(), "", False) if free or _DETERMINED.match(after_it) else None


def is_shared(rest: str, source: Preposition, *, infinitive: bool = False) -> bool:
    """Return whether a second member hangs from the preposition (« et de le diffuser »).

    After an infinitive, any other infinitive of the clause may; after a noun, any noun
    phrase. An aside may stand before it, or hold it: « (ou à un contrôle) ».
    """
    members = r"(?:de\b|d'|du\b|des\b)" if source == "de" else r"(?:à\b|aux?\b)"
    joint = (
        rf"(?:\b(?:et|ou|puis|ainsi que|mais|voire|c'est-à-dire|soit|à savoir)|,)\s+"
        rf"(?:non\s+|surtout\s+|notamment\s+)?{members}"
    )
    clause = re.split(r"[.;:!?]", re.sub("[()]", " ", rest), maxsplit=1)[0]
    if infinitive:
        ends = (found.end() for found in re.finditer(joint, clause, re.IGNORECASE))
        return any(is_infinitive(clause[end:].lstrip()) for end in ends)
    return bool(re.search(joint, clause, re.IGNORECASE))

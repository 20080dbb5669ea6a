"""From « afin de » to « pour », from « suite à » to « après », articles kept.

« du » is « de le »: a new preposition takes its article bare (« pour le »), or contracts
with it in its own way (« grâce au »). When nothing says what article a noun would take
(« au sein de structures »), the expression stays.
"""

from __future__ import annotations

import re

from ppun_access.easy.draft.words.edits import Edit
from ppun_access.french.lexical.morphology import readings

_OPEN = {
    "de": re.compile(r"\s*\b(?:(?P<contracted>du|des)(?=\s)|de(?=\s)|d')\s*"),
    "à": re.compile(r"\s*\b(?:(?P<contracted>aux?)(?=\s)|à(?=\s))\s*"),
}
_ARTICLES = {"du": "le", "des": "les", "au": "le", "aux": "les"}
_CONTRACTED = {"de le": "du", "de les": "des", "à le": "au", "à les": "aux"}
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


def is_infinitive(rest: str) -> bool:
    """Return whether ``rest`` begins with an infinitive, and its pronouns."""
    found = _INFINITIVE.match(rest)
    if found is None:
        return False
    known = readings(found["verb"])
    return bool(known) and known[0].pos in {"VER", "AUX"} and "inf" in known[0].verb


def followed(edit: Edit, rest: str, source: str) -> Edit | None:
    """Return ``edit``, of an expression in ``source``, with what follows as it takes it.

    ``rest`` follows it, plain and in lower case. None when the preposition is not there,
    when a second member hangs from it, or when the result would be no French.
    """
    found = _OPEN[source].match(rest)
    if found is None:
        return None
    bare, _, target = edit.text.rpartition(" ")
    if target not in _OPEN:
        bare, target = edit.text, ""
    if target == source:
        return edit._replace(text=bare)
    member, article = rest[found.end() :], _ARTICLES.get(found["contracted"] or "", "")
    infinitive = not article and is_infinitive(member)
    if infinitive:
        fits = edit.text in TAKE_INFINITIVE
    else:
        free = article or target or edit.text in TAKE_NOUN
        fits = bool(free or _DETERMINED.match(member))
    if not fits or is_shared(member, source, infinitive=infinitive):
        return None
    said = _CONTRACTED.get(f"{target} {article}", article) if article else target
    return Edit(edit.start, edit.end + found.end(), f"{bare} {said}".strip())


def is_shared(rest: str, source: str, *, infinitive: bool = False) -> bool:
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
    ends = (found.end() for found in re.finditer(joint, clause))
    return any(not infinitive or is_infinitive(clause[end:].lstrip()) for end in ends)

"""Check inclusive spellings: report those cut by a point, a bracket or a slash.

Voices stumble on them; each finding proposes a rewording.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from ppun_access.checks.model import (
    CheckOptions,
    author_sentences,
    is_quoted,
    prose,
    remark,
)
from ppun_access.document.model import Document
from ppun_access.document.walk import running_text
from ppun_access.french.spoken.spoken_form import readings
from ppun_access.french.text.inclusive import INCLUSIVE, OPTIONAL_DOT, OPTIONAL_PLURAL
from ppun_access.report import Finding

NEUTRAL: Mapping[str, str] = MappingProxyType(
    {
        "administrés": "la population",
        "adhérents": "les membres",
        "agents": "le personnel",
        "artisans": "l’artisanat",
        "citoyens": "la population",
        "clients": "la clientèle",
        "collaborateurs": "l’équipe",
        "consommateurs": "le public",
        "directeurs": "la direction",
        "électeurs": "l’électorat",
        "employés": "le personnel",
        "enseignants": "le corps enseignant",
        "habitants": "la population",
        "lecteurs": "le lectorat",
        "participants": "l’assistance",
        "patients": "la patientèle",
        "salariés": "le personnel",
        "spectateurs": "le public",
        "usagers": "le public",
        "utilisateurs": "le public",
        "visiteurs": "le public",
    }
)
"""A masculine plural → words without gender for the same people."""

_DETERMINER = re.compile(
    r"(?<!\w)(les|des|aux|ces|nos|vos|leurs|mes|tes|ses|quelques|certains|tous les)\s\Z",
    re.IGNORECASE,
)

_BOTH = re.compile(
    r"(?<!\w)(le ou la|la ou le|le/la|la/le|un ou une|une ou un|un/une|une/un)\s\Z",
    re.IGNORECASE,
)
_SINGULAR = MappingProxyType({"l": ("la", "le"), "u": ("une", "un")})


def inclusive_forms(document: Document, options: CheckOptions) -> Iterator[Finding]:
    """Yield the inclusive spellings and the plurals in brackets, each with a rewording."""
    for sentence in author_sentences(document):
        text, passage = prose(sentence), running_text(sentence.children)
        for start, stop, said, rule in readings(text, {}):
            if is_quoted(text, start):
                continue
            if rule == INCLUSIVE.name:
                both = reworded(said, text[:start]).replace("'", "’")
                message = _INCLUSIVE.format(text[start:stop], both, _neutral(said))
                code = "ecriture-inclusive"
            elif rule in (OPTIONAL_PLURAL.name, OPTIONAL_DOT.name):
                message = _PLURAL.format(text[start:stop])
                code = "pluriel-entre-parentheses"
            else:
                continue
            word = text[start:stop].lower()
            yield remark(code, message, sentence.pos, document, passage, word)


_INCLUSIVE = (
    "« {0} » arrête la lecture, et beaucoup de voix et d’aides à la lecture le disent mal. "
    "Écrivez « {1} »{2}."
)
_PLURAL = (
    "« {0} » oblige à lire deux fois. Écrivez le pluriel, ou le singulier s’il n’y en a "
    "qu’un."
)


def reworded(said: str, before: str) -> str:
    """Return both words with the determiner that ends ``before``, said twice.

    >>> reworded("citoyennes et citoyens", "Pour les ")
    'les citoyennes et les citoyens'
    >>> reworded("salariée ou salarié", "le ou la ")
    'la salariée ou le salarié'
    """
    if " ou " in said and (both := _BOTH.search(before)):
        feminine, _, masculine = said.partition(" ou ")
        first, second = _SINGULAR[both[1].lower()[0]]
        return f"{first} {feminine} ou {second} {masculine}"
    found = _DETERMINER.search(before)
    if not found or " et " not in said:
        return said
    feminine, _, masculine = said.partition(" et ")
    first = found[1]
    again = first.lower()
    if again == "certains":
        first = f"{first[0]}ertaines"
    return f"{first} {feminine} et {again} {masculine}"


def _neutral(said: str) -> str:
    nouns = said.partition(" et ")[2].lower().split()
    neutral = NEUTRAL.get(nouns[0], "") if len(nouns) == 1 else ""
    return f", ou par exemple « {neutral} »" if neutral else ""

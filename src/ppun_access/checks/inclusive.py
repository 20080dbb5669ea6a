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
)
from ppun_access.document.model import Document
from ppun_access.document.walk import running_text
from ppun_access.french.lexical import morphology
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
_ONE = re.compile(r"(?<!\w)(le|la|du|au|l[’'])\s?\Z", re.IGNORECASE)
_ELIDED = re.compile(r"(?<!\w)([dl]|(?:quel)?qu)[’']\Z", re.IGNORECASE)
_OF_ONE = MappingProxyType({"du": ("de la", "du"), "au": ("à la", "au")})
_SINGULAR = MappingProxyType({"l": ("la", "le"), "u": ("une", "un")})
_NOUN = re.compile(r"\s([^\W\d_]+)")


def inclusive_forms(document: Document, options: CheckOptions) -> Iterator[Finding]:
    """Yield the inclusive spellings, each with a rewording, and the plurals in brackets.

    The plurals of one sentence are one thing to do.
    """
    for sentence in author_sentences(document):
        text, passage = prose(sentence), running_text(sentence.children)
        plural = ""
        for start, stop, said, rule in readings(text, {}):
            if is_quoted(text, start):
                continue
            if rule == INCLUSIVE.name:
                message, code = _advice(text, start, stop, said), "ecriture-inclusive"
            elif rule in (OPTIONAL_PLURAL.name, OPTIONAL_DOT.name) and not plural:
                plural = text[start:stop]
                message, code = _PLURAL.format(plural), "pluriel-entre-parentheses"
            else:
                continue
            yield Finding(code, message, sentence.pos, document.title, passage)


_INCLUSIVE = (
    "« {0} » arrête la lecture, et beaucoup de voix et d’aides à la lecture le disent mal. "
    "Écrivez « {1} »{2}."
)
_PLURAL = (
    "« {0} » oblige à lire deux fois. Écrivez le pluriel, ou le singulier s’il n’y en a "
    "qu’un."
)


def _advice(text: str, start: int, stop: int, said: str) -> str:
    """Return what to write instead of ``text[start:stop]``, its determiner with it."""
    noun = _NOUN.match(text, stop)
    her, _, him = said.partition(" ou ")
    is_one = her.endswith("une") and him.endswith("un")
    if noun and is_one and _is_feminine(noun[1]):
        stop, said = noun.end(), f"{her} {noun[1]}"
    taken, both = reworded(said, text[:start])
    both = both.replace("'", "’")
    return _INCLUSIVE.format(f"{taken}{text[start:stop]}", both, _neutral(said))


def _is_feminine(noun: str) -> bool:
    """Return whether a noun has one gender, which no « un(e) » leaves open: « équipe »."""
    found = morphology.readings(noun.lower())
    return {r.gender for r in found if r.pos == "NOM"} == {"f"}


def reworded(said: str, before: str) -> tuple[str, str]:
    """Return the determiner that ends ``before``, and both words with it, said twice.

    >>> reworded("citoyennes et citoyens", "Pour les ")
    ('les ', 'les citoyennes et les citoyens')
    >>> reworded("salariée ou salarié", "le ou la ")
    ('le ou la ', 'la salariée ou le salarié')
    >>> reworded("une ou d'un", "doté d’")
    ('d’', "d’une ou d'un")
    """
    if found := _ELIDED.search(before):
        return found[0], f"{found[0]}{said}"
    if " ou " in said:
        feminine, _, masculine = said.partition(" ou ")
        found = _BOTH.search(before) or _ONE.search(before)
        if not found:
            return "", said
        low = found[1].lower()
        first, second = _OF_ONE.get(low) or _SINGULAR[low[0]]
        return found[0], _like(found[0], f"{first} {feminine} ou {second} {masculine}")
    found = _DETERMINER.search(before)
    if not found or " et " not in said:
        return "", said
    feminine, _, masculine = said.partition(" et ")
    again = found[1].lower()
    first = "certaines" if again == "certains" else again
    return found[0], _like(found[0], f"{first} {feminine} et {again} {masculine}")


def _like(model: str, words: str) -> str:
    """Return ``words`` with a capital where ``model`` begins with one."""
    return f"{words[0].upper()}{words[1:]}" if model[0].isupper() else words


def _neutral(said: str) -> str:
    nouns = said.partition(" et ")[2].lower().split()
    neutral = NEUTRAL.get(nouns[0], "") if len(nouns) == 1 else ""
    return f", ou par exemple « {neutral} »" if neutral else ""

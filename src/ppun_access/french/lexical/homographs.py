"""Tell homographs apart by their neighbours: words that are written alike, said otherwise.

espeak-ng says most of them right (« ils président », « nous portions »). A rule here is a
reading that it misses; where none fits, the word is left to it, with its liaisons.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from ppun_access.french.lexical.morphology import begins_with_vowel_sound, readings

_Rule: TypeAlias = Callable[[str, str, str], str | None]
"""Returns the IPA of a word, given what stands before and after it; None if it fits not."""

_VERBS = {
    "affluent": "afly", "coïncident": "kɔɛ̃sid", "confluent": "kɔ̃fly", "content": "kɔ̃t",
    "convergent": "kɔ̃vɛʁʒ", "couvent": "kuv", "divergent": "divɛʁʒ",
    "émergent": "emɛʁʒ", "équivalent": "ekival", "excellent": "ɛksɛl",
    "expédient": "ɛkspedi", "ferment": "fɛʁm", "influent": "ɛ̃fly", "insolent": "ɛ̃sɔl",
    "négligent": "neɡliʒ", "parent": "paʁ", "président": "pʁezid", "résident": "ʁezid",
    "somnolent": "sɔmnɔl", "violent": "vjɔl",
}  # fmt: skip
"""Nouns and adjectives that are verbs of « ils » too: how the verb is said."""
_ADJECTIVES = {"émergent": "emɛʁʒɑ̃", "négligent": "neɡliʒɑ̃"}
"""Those that espeak-ng takes for verbs everywhere, and who does what they say."""
_ENGLISH = {
    "manager": "manadʒœʁ", "ranger": "ʁɑ̃dʒœʁ", "reporter": "ʁəpɔʁtɛʁ",
    "supporter": "sypɔʁtɛʁ",
}  # fmt: skip
"""Nouns that look like verbs in « -er »."""

_ONE = re.compile(r"(?:^| |')(?:un|une|le|du|au|ce|mon|son|notre|votre|leur|chaque) $")
_LAST = re.compile(r"(?<![^\W\d_])([^\W\d_]++) $")
_NUMBER = (
    r"(?:\d+|un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|quinze|vingt|"
    "trente|cent)"
)


def is_homograph(word: str) -> bool:
    """Return whether the neighbours of ``word`` may tell how it is said."""
    lower = word.lower()
    return lower in _VERBS or lower in _ENGLISH or lower in _RULES


def homograph(word: str, before: str, after: str) -> str | None:
    """Return the IPA of ``word`` when its neighbours tell what espeak-ng misses.

    ``before`` and ``after`` are what stands beside it in its clause, in small letters, with
    straight apostrophes; its own capital may tell a name (« l’Est »).

    >>> homograph("os", "les ", ""), homograph("os", "un ", ""), homograph("pont", "", "")
    ('o', None, None)
    """
    lower = word.lower()
    if lower in _VERBS:
        return _verb_or_noun(word, before)
    if lower in _ENGLISH:
        return _ENGLISH[lower] if _ONE.search(before) else None
    said = (rule(word, before, after) for rule in _RULES.get(lower, ()))
    return next(filter(None, said), None)


def _verb_or_noun(word: str, before: str) -> str | None:
    """Return the sounds of a word in « -ent »: a verb after a plural noun."""
    last = _LAST.search(before)
    found = readings(last[1]) if last and last[1][-1] in "sx" and word[0].islower() else ()
    if found and found[0].pos in {"NOM", "ADJ"} and found[0].number == "p":
        return _VERBS[word.lower()]
    is_verb = re.search(r"(?:^| )(?:ils|elles|qui)(?: |$)", before)
    return None if is_verb else _ADJECTIVES.get(word.lower())


def _said(ipa: str, before: str = "", after: str = "", never: str = "(?!)") -> _Rule:
    """Return a rule: ``ipa`` where both are found, and ``never`` is not found before."""
    left, right, but = (re.compile(pattern) for pattern in (before, after, never))

    def rule(word: str, one: str, other: str) -> str | None:
        found = left.search(one) and right.match(other) and not but.search(one)
        return ipa if found else None

    return rule


def _all(word: str, before: str, after: str) -> str | None:
    """Return « tous » without its s before a noun: « tous publics », « tous ceux »."""
    following = re.match(r" ([^\W\d_]+)", after)
    if following and following[1] == "ceux":
        return "tu"
    if not following or re.search(r"(?:ont|nt|ommes|ez|tes|ous|eux|ils|elles) $", before):
        return None
    noun = readings(following[1])
    if following[1] in {"deux", "trois", "quatre", "publics"}:
        return "tu"
    if not noun or noun[0].pos != "NOM" or following[1][-1] not in "sx":
        return None
    return "tuz" if begins_with_vowel_sound(following[1]) else "tu"


def _name_of_the_east(word: str, before: str, after: str) -> str | None:
    return "ɛst" if word == "Est" and before.strip() else None


_THREADS = (
    r" (?:électriques?|téléphoniques?|conducteurs?|barbelés|dentaires?|métalliques?|"
    r"d'acier|d'attente|d'actualités?|de (?:fer|cuivre|coton|laine|soie|nylon|discussion)|"
    r"à (?:coudre|plomb))(?!\w)"
)
_SUBJECT = r"(?:^| |')(?:il|elle|on|ce|qui|que|ne|je|tu|ça|cela) l'$"
_MANY = (
    r"(?:^| )(?:les|des|ces|ses|mes|tes|nos|vos|leurs|aux|plusieurs|gros|(?!un )"
    rf"{_NUMBER}) $"
)
_DENIED = r"(?:^|[ '])(?:ne|non|sans|jamais|pas|n')(?: |\w)"
_FEELING = r"(?:^| )(?:je|tu)(?: (?:me|te|ne|le|la|les|vous)| [mtln]'(?:y|en)?)* ?$"
_ON = r" (?:en|aux?|à|dans|par|pour|sur|qui|ont|sont|peuvent|doivent)(?!\w)"
"""After « 45 ans et plus », where what is counted is no longer spoken of."""
_RULES: dict[str, tuple[_Rule, ...]] = {
    "fils": (_said("fil", after=_THREADS), _said("fis")),
    "est": (
        _said("ɛst", "l'$", never=_SUBJECT),
        _said("ɛst", r"(?:^| )(?:plein |d')$"),
        _name_of_the_east,
    ),
    "as": (_said("as", r"(?:^| )(?:(?:un|le|les|des|quatre) |l')$", never=r"(?:^| )tu "),),
    "os": (_said("o", _MANY),),
    "plus": (
        _said("plyz", after=" ou moins"),
        _said("plys", r"(?:^| )d'autant $", " qu"),
        _said("plys", r"(?:^| )bac $"),
        _said("plys", rf"(?:^| ){_NUMBER} $", rf" {_NUMBER}(?!\w)"),
        _said("plys", rf"(?:^| ){_NUMBER} (?:\w+ )?et $", _ON),
        _said("plys", r"(?:^| )(?:de|en|au) $", "$"),
        _said("plys", r"\w $", "$", never=_DENIED),
    ),
    "tous": (_all,),
    "sens": (_said("sɑ̃", _FEELING),),
    "fier": (_said("fje", r"(?:^| )(?:(?:se|me|te) |[smt]'y |[nv]ous y )$"),),
    "vis": (_said("vis", r"(?:^| )(?:une|la|cette) $"),),
    "lis": (_said("lis", r"fleurs? de $"),),
}  # fmt: skip

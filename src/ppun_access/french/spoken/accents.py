"""Give words the accents that capitals and addresses lack: « RESULTATS », « herault ».

A word that is French without accents keeps none, unless what stands before it tells that it
is another one (« DU MARCHE »).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from itertools import product

from ppun_access.french.lexical.lists import lines
from ppun_access.french.lexical.morphology import Reading, readings
from ppun_access.french.lexical.persons import is_given_name

_OTHERS = {"a": "âà", "c": "ç", "e": "èê", "i": "îï", "o": "ô", "u": "ûù"}
_MOST = 4
"""Letters e that are tried with and without an accent, each with each."""
_SURER = 5.0
"""Times as frequent as a word must be to take the place of one that is French too."""
_UNLISTED = """
    comté comtés géoportail intercommunalité intercommunalités médiathèque médiathèques
    mobilités périscolaire périscolaires préinscription préinscriptions référentiel
    référentiels été
"""
"""What Lexique lacks, or has as a much rarer word."""
_RARE = frozenset({"ind:pre:1s", "ind:pre:2s", "sub:pre:1s", "sub:pre:2s"})
"""Persons that no heading has: « associes »."""
_BEFORE = {
    "m": re.compile(r"(?i)(?<!\w)(?:le|du|au|un|ce) \Z"),
    "f": re.compile(r"(?i)(?<!\w)(?:la|une|cette) \Z"),
}


def bare(word: str) -> str:
    """Return a word without its accents."""
    if word.isascii():
        return word
    parts = unicodedata.normalize("NFD", word)
    return "".join(c for c in parts if not unicodedata.combining(c))


def accented(word: str, context: str = "") -> str:
    """Return a word in small letters with its accents; a name of a place has its capital.

    ``context`` is what stands before it: « du », « la ».
    """
    name = _names().get(word)
    if name and (not readings(word) or _DEPARTMENT.search(context)):
        return name
    if word not in _KNOWN and (len(word) < 4 or not word.isascii()):
        return word
    if _BEING.search(context) and not any(one.pos == "ADJ" for one in readings(word)):
        for form in _candidates(word):
            if re.search("és?\\Z", form) and any(
                "par:pas" in one.verb for one in readings(form)
            ):
                return form
    gender = next((g for g, article in _BEFORE.items() if article.search(context)), "")
    return _accented(word, gender)


_DEPARTMENT = re.compile(r"(?i)d[ée]partement (?:du |de la |des |de l['’])\Z")
"""Before what is a name though it may be a word: « DEPARTEMENT DU LOT »."""

_BEING = re.compile(
    r"(?i)(?<!\w)(?:[eê]tre|(?:a|ont|ayant|avoir|avait|avaient|aura|auront) [eé]t[eé]|"
    r"(?<!grand )est|sont|sera|seront) \Z"
)
"""Before a participle: « DOIT ETRE REMPLACE », no summer (« CET ETE VISITE »), no east."""


@lru_cache(1 << 12)
def _accented(word: str, gender: str) -> str:
    if word in _KNOWN:
        return _KNOWN[word]
    plain = [one for one in readings(word) if not _is_rare(one)]
    strange = gender and all(one.verb or one.gender not in ("", gender) for one in plain)
    least = _SURER * max((one.frequency for one in plain), default=0.0)
    found = [
        (one.frequency, form)
        for form in _candidates(word)
        for one in readings(form)
        if not _is_rare(one)
        and not (gender and one.pos == "NOM" and one.gender not in ("", gender))
        if (one.frequency >= least and not (plain and form[-1] == "é"))
        or (strange and (one.pos, one.gender) == ("NOM", gender))
    ]
    if found:
        return max(found)[1]
    people = (form.capitalize() for form in _candidates(word))
    return word if plain else next(filter(is_given_name, people), word)


def _is_rare(one: Reading) -> bool:
    """Return whether it is only « je » or « tu » that has this form."""
    return bool(one.verb) and _RARE.issuperset(one.verb)


def _candidates(word: str) -> Iterator[str]:
    """Yield the word with each é that it may have, then with another accent too."""
    free = [m.start() for m in re.finditer("e", word)][:_MOST]
    forms = dict.fromkeys(
        _with(word, free, signs) for signs in product("eé", repeat=len(free))
    )
    forms.pop(word, None)
    yield from forms
    for form in (word, *forms):
        for at, letter in enumerate(form):
            for sign in _OTHERS.get(letter, ""):
                yield form[:at] + sign + form[at + 1 :]


def _with(word: str, places: list[int], signs: tuple[str, ...]) -> str:
    letters = list(word)
    for at, sign in zip(places, signs, strict=True):
        letters[at] = sign
    return "".join(letters)


_KNOWN = {bare(word): word for word in _UNLISTED.split()}


def named(word: str) -> str:
    """Return the compound name of our list that ``word`` in capitals is, or nothing."""
    return _names().get(bare(word.lower().replace("’", "'")), "")


def unstuck(word: str) -> str:
    """Return the name of our list that ``word`` is without its hyphens, or nothing."""
    return _stuck().get(word, "")


@cache
def _stuck() -> Mapping[str, str]:
    return {re.sub("[-']", "", key): name for key, name in _names().items() if "-" in name}


def is_of_name(word: str) -> bool:
    """Return whether ``word`` in capitals is a name of our list, or a part of one."""
    return bare(word.lower()) in _parts()


@cache
def _parts() -> frozenset[str]:
    parts = (part for name in _names() for part in re.split("[-']", name))
    return frozenset(part for part in parts if len(part) > 3)


@cache
def _names() -> Mapping[str, str]:
    """Return the names of our list, by their small letters without accents."""
    names = (line.split("\t")[0] for line in lines("pronunciations.txt"))
    return {bare(name.lower()): name for name in names if name[0].isupper()}

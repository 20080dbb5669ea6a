"""Look up acronyms of French public policy: how they are said, what they stand for.

A small table, for reading aloud and for counting syllables; an editor adds the rest in the
project's own lexicon.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from ppun_access.french.lexical.lists import lines

TABLE = "acronyms.tsv"
"""Its name in ``data/``, where its first lines tell what its columns hold."""
_SPELLED, _WORD = "lettres", "mot"


def _table() -> tuple[frozenset[str], dict[str, str], dict[str, str]]:
    """Return what is spelled; how the other acronyms are said; the same for mixed names."""
    spelled, said, mixed = set[str](), dict[str, str](), dict[str, str]()
    for line in lines(TABLE):
        name, how = line.split("\t")[:2]
        plain = name.isalpha() and name.isupper()
        if how == _SPELLED:
            how = " ".join(name)
            if plain:
                spelled.add(name)
                continue
        how = name.capitalize() if how == _WORD else how
        (said if plain and " " not in how else mixed)[name] = how
    return frozenset(spelled), said, mixed


_spelled, _said, _mixed = _table()
SPELLED = _spelled
"""Acronyms that are said letter by letter although an engine may read them as a word."""
SAID: Mapping[str, str] = MappingProxyType(_said)
"""Acronyms that are said as a word, and a spelling that every engine reads right."""
MIXED: Mapping[str, str] = MappingProxyType(_mixed)
"""Names that mix capitals with something else, or that are said in several words."""

_VOWELS = frozenset("AEIOUYÉÈÊÀÂÎÔÛ")


def said_as(acronym: str) -> str:
    """Return an acronym as it is said: its spelling as a word, or letter by letter."""
    return SAID.get(acronym) or " ".join(acronym)


def is_known(acronym: str) -> bool:
    """Return whether the tables say how to read ``acronym``."""
    return acronym in SPELLED or acronym in SAID or acronym in MIXED


def is_spelled(word: str) -> bool:
    """Return whether ``word`` is an acronym said letter by letter.

    Beside the table, capitals without a vowel can only be spelled (« SNCF »).
    """
    if word in SPELLED:
        return True
    return len(word) > 1 and word.isalpha() and word.isupper() and not _VOWELS & set(word)


@cache
def meanings() -> Mapping[str, str]:
    """Return the acronyms that have one meaning, each with it."""
    rows = (line.split("\t") for line in lines(TABLE))
    return MappingProxyType({row[0]: row[2] for row in rows if len(row) > 2})

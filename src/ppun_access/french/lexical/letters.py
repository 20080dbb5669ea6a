"""Read French letters aloud, and write French sounds in letters.

``sounds_of`` reads a word that nobody knows by the rules of French spelling, for voices
that would read it in English; ``spelling`` writes sounds as a French reader would read
them, for voices that take no phonemes. Both are approximate: a name keeps its secrets.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from ppun_access.french.lexical.lists import lines

_LETTERS = {"V": "aeiouyàâäéèêëîïôöûüùœæ", "C": "bcdfghjklmnpqrstvwxzç", "S": "eiyéèêëî"}
_SOUNDS = {"V": "aeɛiouyøœɔəɑ"}
_HEARD_LAST = frozenset("bdɡklmnpstvzʁʃʒ")
"""Consonants that French does not say at the end of a word unless an e follows."""


@lru_cache(1024)
def sounds_of(word: str) -> str:
    """Return the IPA of a word by the rules of French spelling.

    >>> sounds_of("Cluny"), sounds_of("Wauthier")
    ('klyni', 'wotje')
    """
    rows = _rows("letters_to_sounds.txt")
    return "".join(_rewritten(part, rows) for part in re.split(r"\W", word.lower()))


@lru_cache(1024)
def spelling(ipa: str) -> str:
    """Return letters that a French reader says as ``ipa``.

    >>> spelling("otɑ̃tifikasjɔ̃"), spelling("ʁitm")
    ('otantificassion', 'ritmme')
    """
    written = _rewritten(re.sub("[ˈˌː^]", "", ipa), _rows("sounds_to_letters.txt"))
    return written + ("e" if ipa[-1:] in _HEARD_LAST and written[-1:] != "e" else "")


def alike(one: str, other: str) -> bool:
    """Return whether words in IPA differ at most by accents, mute e, open or long vowels.

    >>> alike("ʁˈoːn", "ʁɔn"), alike("oksˈɛʁ", "osɛʁ")
    (True, False)
    """
    return _plain(one) == _plain(other)


_ALIKE = str.maketrans({"ɛ": "e", "ɔ": "o", "œ": "ø"} | dict.fromkeys("ˈˌː^-ə"))


def _plain(ipa: str) -> str:
    return ipa.translate(_ALIKE).replace("nj", "ɲ")


def _rewritten(text: str, rows: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    """Return what the first row that fits says at each place; what has none is dropped."""
    at, made = 0, ""
    while at < len(text):
        fits = ((row.match(text, at), instead) for row, instead in rows)
        found = next(((one, i) for one, i in fits if one and one.end() > at), None)
        made += found[0].expand(found[1]) if found else ""
        at = found[0].end() if found else at + 1
    return made


@cache
def _rows(name: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    sets = _LETTERS if name.startswith("letters") else _SOUNDS
    told = (line.split("\t") for line in lines(name))
    return tuple(
        (re.compile(re.sub("[VCS]", lambda found: sets[found[0]], pattern)), instead)
        for pattern, instead in told
    )

"""Where an expression of the lexicon says what the easier one says: its columns.

``avec`` holds patterns of which one must be found, ``sans`` patterns of which none may be,
in the sentence with « ¦ » in the place of the expression: in small letters, with plain
apostrophes and single spaces. « {le} » stands for a pattern of ``[motifs]``; a group that
is named by a nature is a word that Lexique knows as such.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final

from ppun_access.easy.draft.parse.text import plain
from ppun_access.easy.draft.parse.verbs import finite_tags, past_participles
from ppun_access.easy.draft.words.lexicon import Entry, motifs
from ppun_access.easy.draft.words.prepositions import is_infinitive
from ppun_access.french.lexical.morphology import readings

PLACE = "¦"
"""What stands for the expression in the patterns."""


def _is_quality(word: str) -> bool:
    """« clair », which would be compared after « aussi »; no participle."""
    return any(one.pos == "ADJ" for one in readings(word)) and not past_participles(word)


NATURES: Final[Mapping[str, Callable[[str], bool]]] = {
    "infinitif": is_infinitive,
    "présent": lambda word: any(tag.startswith("ind:pre") for tag in finite_tags(word)),
    "qualité": _is_quality,
    "verbe": lambda word: [one.pos for one in readings(word)[:1]] == ["VER"],
}


def stands(entry: Entry, before: str, after: str) -> bool:
    """Return whether ``entry`` may be applied between ``before`` and ``after``."""
    if not entry.near and not entry.never:
        return True
    text = re.sub(r"\s+", " ", plain(f"{before}{PLACE}{after}").lower())
    if any(_is_found(pattern, text) for pattern in entry.never):
        return False
    return not entry.near or any(_is_found(pattern, text) for pattern in entry.near)


def _is_found(pattern: str, text: str) -> bool:
    found = compiled(pattern).finditer(text)
    return any(
        all(NATURES[nature](word) for nature, word in one.groupdict().items() if word)
        for one in found
    )


@lru_cache(maxsize=1 << 9)
def compiled(pattern: str) -> re.Pattern[str]:
    """Return a pattern of a column, with its motifs; one may hold another."""
    while found := re.search(r"\{([^\W\d]+)\}", pattern):
        pattern = pattern.replace(found[0], motifs()[found[1]])
    return re.compile(plain(pattern))

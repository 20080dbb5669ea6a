"""The lexicon of administrative French: ``data/lexique-administratif.toml``, as records.

The columns of an entry tell where it says what the easier one says. ``avec`` holds patterns
of which one must be found, ``sans`` patterns of which none may be, in the sentence with
« ¦ » in the place of the expression: in small letters, with plain apostrophes and single
spaces.
« {le} » stands for a pattern of ``[motifs]``; a group that is named by a nature is a word
that Lexique knows as such.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any, Final, Literal

from ppun_access.easy.draft.parse.grammar import finite_tags, past_participles
from ppun_access.easy.draft.words.edits import is_infinitive
from ppun_access.easy.text import plain, table
from ppun_access.french.lexical.morphology import readings

_FILE = "lexique-administratif"
Kind = Literal["locutions", "verbes", "noms"]
KINDS: tuple[Kind, ...] = ("locutions", "verbes", "noms")


@dataclass(frozen=True, slots=True)
class Entry:
    """An expression and an easier one.

    ``near`` and ``never`` are its columns ``avec`` and ``sans``; ``right`` and ``wrong``
    sentences where it is applied, and where it is not.
    """

    kind: Kind
    expression: str
    easier: str
    judged: int
    near: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()


@cache
def entries(kind: Kind) -> tuple[Entry, ...]:
    """Return the entries of a kind, the longest expression first."""
    rows = sorted(table(_FILE)[kind].items(), key=lambda row: (-len(row[0]), row[0]))
    return tuple(_entry(kind, expression, row) for expression, row in rows)


def explanations() -> Mapping[str, str]:
    """Return the packaged glossary: hard word → what it means, in easy French."""
    return MappingProxyType(table(_FILE)["explications"])


def acronyms() -> Mapping[str, str]:
    """Return the packaged acronyms: what each stands for, then what that does or is."""
    return MappingProxyType(table(_FILE)["sigles"])


def motifs() -> Mapping[str, str]:
    """Return the patterns that several columns name."""
    return MappingProxyType(table(_FILE)["motifs"])


def _entry(kind: Kind, expression: str, row: Mapping[str, Any]) -> Entry:
    lists = (tuple(row.get(name, ())) for name in ("avec", "sans", "juste", "faux"))
    return Entry(kind, expression, row["facile"], row["juges"], *lists)


PLACE = "¦"
"""What stands for the expression in the patterns."""


NATURES: Final[Mapping[str, Callable[[str], bool]]] = {
    "infinitif": is_infinitive,
    "présent": lambda word: any(tag.startswith("ind:pre") for tag in finite_tags(word)),
    # « clair », which would be compared after « aussi »; no participle
    "qualité": lambda word: (
        any(one.pos == "ADJ" for one in readings(word)) and not past_participles(word)
    ),
}


def stands(entry: Entry, before: str, after: str) -> bool:
    """Return whether ``entry`` may be applied between ``before`` and ``after``."""
    text = re.sub(r"\s+", " ", plain(f"{before}{PLACE}{after}").lower())
    near = not entry.near or any(_is_found(pattern, text) for pattern in entry.near)
    return near and not any(_is_found(pattern, text) for pattern in entry.never)


def _is_found(pattern: str, text: str) -> bool:
    found = (one.groupdict().items() for one in compiled(pattern).finditer(text))
    return any(all(NATURES[k](word) for k, word in one if word) for one in found)


@lru_cache(maxsize=1 << 9)
def compiled(pattern: str) -> re.Pattern[str]:
    """Return a pattern of a column, with its motifs; one may hold another."""
    while found := re.search(r"\{([^\W\d]+)\}", pattern):
        pattern = pattern.replace(found[0], motifs()[found[1]])
    return re.compile(plain(pattern))

"""The lexicon of administrative French: ``data/lexique-administratif.toml``, as records.

An entry is automatic only after five judged instances without an error, or 95 % of twenty
in the last set (``docs/drafting-sheets.tsv``); the table refuses one with fewer than five.

Its columns tell where it says what the easier one says. ``avec`` holds patterns of which
one must be found, ``sans`` patterns of which none may be, in the sentence with « ¦ » in the
place of the expression: in small letters, with plain apostrophes and single spaces.
« {le} » stands for a pattern of ``[motifs]``; a group that is named by a nature is a word
that Lexique knows as such.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal

from ppun_access.easy.draft.model import Confidence
from ppun_access.easy.draft.parse.text import plain
from ppun_access.easy.draft.parse.verbs import finite_tags, past_participles
from ppun_access.easy.draft.words.prepositions import is_infinitive
from ppun_access.french.lexical.morphology import readings

TABLE = Path(__file__).parents[1] / "data" / "lexique-administratif.toml"
ENOUGH = 5
"""Judged instances that an automatic entry has at least."""

Kind = Literal["locutions", "verbes", "noms"]
KINDS: tuple[Kind, ...] = ("locutions", "verbes", "noms")
EXPLANATIONS = "explications"


@dataclass(frozen=True, slots=True)
class Entry:
    """An expression and an easier one; ``use`` limits where it stands (see the table).

    ``near`` and ``never`` are its columns ``avec`` and ``sans``; ``right`` and ``wrong``
    sentences where it is applied, and where it is not.
    """

    kind: Kind
    expression: str
    easier: str
    confidence: Confidence
    judged: int
    use: str = ""
    near: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()


@cache
def entries(kind: Kind) -> tuple[Entry, ...]:
    """Return the entries of a kind, the longest expression first."""
    found = (_entry(kind, name, row) for name, row in _table()[kind].items())
    return tuple(
        sorted(found, key=lambda entry: (-len(entry.expression), entry.expression))
    )


@cache
def explanations() -> Mapping[str, str]:
    """Return the packaged glossary: hard word → what it means, in easy French."""
    return MappingProxyType({w: str(t) for w, t in _table()[EXPLANATIONS].items()})


@cache
def acronyms() -> Mapping[str, str]:
    """Return the packaged acronyms: what each stands for, then what that does or is."""
    return MappingProxyType({a: str(t) for a, t in _table()["sigles"].items()})


@cache
def motifs() -> Mapping[str, str]:
    """Return the patterns that several columns name."""
    return MappingProxyType({name: str(p) for name, p in _table()["motifs"].items()})


def _entry(kind: Kind, expression: str, row: Mapping[str, object]) -> Entry:
    confidence: Confidence = "auto" if row["confiance"] == "auto" else "suggest"
    judged = row["juges"]
    assert isinstance(judged, int)
    if confidence == "auto" and judged < ENOUGH:
        raise ValueError(f"{TABLE.name}: « {expression} » cannot be automatic")
    easier, use = str(row["facile"]), str(row.get("emploi", ""))
    lists = (_texts(row.get(name, ())) for name in ("avec", "sans", "juste", "faux"))
    return Entry(kind, expression, easier, confidence, judged, use, *lists)


def _texts(column: object) -> tuple[str, ...]:
    assert isinstance(column, Sequence)
    return tuple(map(str, column))


@cache
def _table() -> Mapping[str, Mapping[str, Mapping[str, object]]]:
    return tomllib.loads(TABLE.read_text("utf-8"))


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

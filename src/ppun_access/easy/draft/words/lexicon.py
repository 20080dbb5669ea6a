"""The lexicon of administrative French: ``data/lexique-administratif.toml``, as records.

An entry is automatic only after five judged instances without an error, or 95 % of twenty
in the last set (``docs/drafting-sheets.tsv``); the table refuses one with fewer than five.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from ppun_access.easy.draft.model import Confidence

TABLE = Path(__file__).parents[1] / "data" / "lexique-administratif.toml"
ENOUGH = 5
"""Judged instances that an automatic entry has at least."""

Kind = Literal["locutions", "verbes", "noms"]
KINDS: tuple[Kind, ...] = ("locutions", "verbes", "noms")
EXPLANATIONS = "explications"


@dataclass(frozen=True, slots=True)
class Entry:
    """An expression and an easier one; ``use`` limits where it stands (see the table).

    ``near`` and ``never`` are its columns ``avec`` and ``sans`` (``near.py``); ``right``
    and ``wrong`` sentences where it is applied, and where it is not.
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

"""Read ``content/lexique.toml``: acronyms, pronunciations, definitions; French keys."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ppun_access.errors import InputError
from ppun_access.runtime.untrusted_files import parse_toml
from ppun_access.settings.fields import read_record, read_toml, table, toml_string

_PRONUNCIATIONS = "prononciations"
_SECTION = re.compile(r"[ \t]*\[")
_OWN_SECTION = re.compile(rf"[ \t]*\[[ \t]*{_PRONUNCIATIONS}[ \t]*\][ \t]*(?:#.*)?")
_TEXT = r""""(?:[^"\\]|\\.)*"|'[^']*'"""
_KEY = re.compile(
    rf"[ \t]*({_TEXT}|[\w-]+)[ \t]*=(?:[ \t]*(?:{_TEXT})([ \t]*#.*))?", re.ASCII
)
"""The key of a line, and what stands after its value."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """``content/lexique.toml``: the words of a project."""

    acronyms: Mapping[str, str] = table(
        "sigles",
        "ce que veut dire un sigle : à côté de lui dans un texte complet, dans le "
        "glossaire d’une version simplifiée",
        str, example='PPUN = "politique publique des usages numériques"',
    )  # fmt: skip
    pronunciations: Mapping[str, str] = table(
        _PRONUNCIATIONS,
        "comment écrire un mot pour qu’une voix le dise bien, ou ses sons en alphabet "
        "phonétique entre deux barres, pour le mot seul, élidé, au pluriel, en capitales : "
        "voyez [la voix](speech.md)",
        str, example='Molinoz = "/mɔlinoz/"',
    )  # fmt: skip
    definitions: Mapping[str, str] = table(
        "definitions",
        "ce que veut dire un mot difficile, en français facile, comme après deux points",
        str, example='commune = "une ville ou un village."',
    )  # fmt: skip


def load_lexicon(path: Path) -> Lexicon:
    """Read a lexicon; a file that is not there gives an empty one."""
    return read_record(Lexicon, read_toml(path), path) if path.is_file() else Lexicon()


def joined(lexicons: Iterable[Lexicon]) -> Lexicon:
    """Return the words of several lexicons; of two meanings, the first stays."""
    whole = Lexicon()
    for lexicon in lexicons:
        whole = Lexicon(
            {**lexicon.acronyms, **whole.acronyms},
            {**lexicon.pronunciations, **whole.pronunciations},
            {**lexicon.definitions, **whole.definitions},
        )
    return whole


def with_pronunciation(text: str, word: str, said: str | None) -> str:
    """Return the text of a lexicon where ``word`` is said so; all else is as it was.

    With None, it no longer tells how that is said. Raises InputError when the file is
    written in a way that this cannot follow.
    """
    line = f"{toml_string(word)} = {toml_string(said or '')}"
    lines = text.replace("\r\n", "\n").split("\n")
    start = next((n for n, one in enumerate(lines) if _OWN_SECTION.fullmatch(one)), -1)
    if start < 0 and said is None:
        pass
    elif start < 0:
        kept = text.replace("\r\n", "\n").rstrip("\n")
        lines = [*([kept, ""] if kept else []), f"[{_PRONUNCIATIONS}]", line, ""]
    else:
        rest = range(start + 1, len(lines))
        end = next((n for n in rest if _SECTION.match(lines[n])), len(lines))
        keys = [n for n in range(start + 1, end) if _KEY.match(lines[n])]
        own = next((n for n in keys if word in _key(lines[n])), -1)
        if said is None:
            del lines[own : own + (own >= 0)]
        elif own < 0:
            lines.insert((keys[-1] if keys else start) + 1, line)
        else:
            lines[own] = line + _comment(lines[own])
    made = ("\r\n" if "\r\n" in text else "\n").join(lines)
    if _parsed(made) != _expected(text, word, said):
        raise InputError(
            "Le lexique est écrit d’une façon que ce programme ne sait pas compléter. Rien "
            "n’a été changé.",
            next_step=f"Écrivez dans lexique.toml, sous [{_PRONUNCIATIONS}] : {line}",
        )
    return made


def _key(line: str) -> dict[str, Any]:
    found = _KEY.match(line)
    return (_parsed(f"{found[1]} = 1") or {}) if found else {}


def _comment(line: str) -> str:
    """Return what stands after the value of a line, to be kept."""
    found = _KEY.match(line)
    return (found[2] or "") if found else ""


def _parsed(text: str) -> dict[str, Any] | None:
    try:
        return parse_toml(text)
    except ValueError:
        return None


def _expected(text: str, word: str, said: str | None) -> dict[str, Any]:
    """Return what a lexicon says with one pronunciation more, or less."""
    found = _parsed(text)
    own = found.get(_PRONUNCIATIONS, {}) if found is not None else None
    if found is None or not isinstance(own, dict):
        raise InputError(
            "Le fichier du lexique est mal écrit : il ne se lit pas. Rien n’a été changé.",
            next_step="Corrigez lexique.toml, puis recommencez.",
        )
    kept = {key: value for key, value in own.items() if key != word}
    kept |= {} if said is None else {word: said}
    is_there = _PRONUNCIATIONS in found or kept
    return {**found, _PRONUNCIATIONS: kept} if is_there else found

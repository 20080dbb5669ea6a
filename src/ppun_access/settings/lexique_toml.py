"""``content/lexique.toml``: the words of a project; the editors' keys are French."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ppun_access.settings.toml_values import (
    Kinds,
    check_keys,
    read_toml,
    section_of,
    values_of,
)

_LEXICON: Mapping[str, str] = {
    "sigles": "acronyms",
    "prononciations": "pronunciations",
    "definitions": "definitions",
}


@dataclass(frozen=True, slots=True)
class Lexicon:
    """``content/lexique.toml``: the words of a project."""

    acronyms: Mapping[str, str] = field(default_factory=dict)
    """Acronym → what it stands for."""
    pronunciations: Mapping[str, str] = field(default_factory=dict)
    """Word → how to write it so that a voice says it right, or ``/…/`` in IPA."""
    definitions: Mapping[str, str] = field(default_factory=dict)
    """Hard word → what it means, in easy French."""


def load_lexicon(path: Path) -> Lexicon:
    """Read a lexicon; a file that is not there gives an empty one."""
    if not path.is_file():
        return Lexicon()
    table = read_toml(path)
    check_keys(table, _LEXICON, path, "")
    values: dict[str, Any] = {}
    for key, name in _LEXICON.items():
        section = section_of(table, key, path)
        kinds: Kinds = {entry: (entry, str) for entry in section}
        values[name] = MappingProxyType(values_of(section, kinds, path, f"[{key}] "))
    return Lexicon(**values)


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

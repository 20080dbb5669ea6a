"""``content/lexique.toml``: the words of a project; the editors' keys are French."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ppun_access.errors import UsageError, reason
from ppun_access.reading import SETTINGS, read_regular
from ppun_access.toml_values import Kinds, check_keys, read_toml, section_of, values_of

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


FromPls = Callable[[str], Mapping[str, str]]
"""Words and pronunciations of a PLS file, such as ``french.pls.from_pls``."""


def load_lexicon(path: Path, from_pls: FromPls | None = None) -> Lexicon:
    """Read a lexicon; a file that is not there gives an empty one.

    With ``from_pls``, the pronunciations of the file of the same name in ``.pls`` come
    under those of ``path``.
    """
    lexicon = _toml_lexicon(path) if path.is_file() else Lexicon()
    shared = path.with_suffix(".pls")
    if from_pls is None or not shared.is_file():
        return lexicon
    said = MappingProxyType({**_read_pls(shared, from_pls), **lexicon.pronunciations})
    return replace(lexicon, pronunciations=said)


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


def _read_pls(path: Path, from_pls: FromPls) -> Mapping[str, str]:
    try:
        return from_pls(read_regular(path, SETTINGS).decode())
    except (OSError, ValueError) as error:
        why = reason(error) if isinstance(error, OSError) else error
        raise UsageError(
            f"{path} : ce lexique PLS ne peut pas être lu ({why}).",
            next_step="Corrigez-le, ou retirez-le : le programme s’en passe.",
        ) from error


def _toml_lexicon(path: Path) -> Lexicon:
    table = read_toml(path)
    check_keys(table, _LEXICON, path, "")
    values: dict[str, Any] = {}
    for key, name in _LEXICON.items():
        section = section_of(table, key, path)
        kinds: Kinds = {entry: (entry, str) for entry in section}
        values[name] = MappingProxyType(values_of(section, kinds, path, f"[{key}] "))
    return Lexicon(**values)

"""What TOML files say, typed: every mistake is named, with its file and its key."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from ppun_access.errors import UsageError, reason
from ppun_access.runtime.untrusted_files import (
    SETTINGS,
    UnfitError,
    parse_toml,
    read_regular,
)

Kinds = Mapping[str, tuple[str, type]]
"""Key in the file → field of the record, type of the value."""
_TYPE_NAMES: Mapping[type, str] = {
    str: "un texte entre guillemets",
    bool: "true ou false",
    int: "un nombre entier, comme 25",
    float: "un nombre avec un point, comme 0.85",
    list: 'une liste de textes, comme ["html", "text"]',
}


def read_toml(path: Path) -> dict[str, Any]:
    """Return what a TOML file holds; UsageError, with the line, when it cannot be read."""
    text = ""
    try:
        text = read_regular(path, SETTINGS).decode("utf-8-sig")
        return parse_toml(text)
    except OSError as error:
        right = "Vérifiez les droits de ce fichier."
        raise UsageError(
            f"{path} : lecture impossible, {reason(error)}.",
            next_step=error.next_step if isinstance(error, UnfitError) else right,
        ) from error
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{path} : ce fichier n’est pas en UTF-8 (octet {error.start}).",
            next_step="Enregistrez-le en UTF-8 dans votre éditeur.",
        ) from error
    except ValueError as error:
        raise UsageError(
            f"{path}:{line_of_fault(error, text)} : ce fichier TOML est mal écrit.",
            next_step="Regardez cette ligne et celle d’avant : guillemets, crochets "
            "et signe « = » doivent aller par deux ou être présents.",
        ) from error


def line_of_fault(error: ValueError, text: str) -> int:
    """Return the line that ``parse_toml`` complains of; the last one when it says none."""
    found = re.search(r"line (\d+)", str(error))
    return int(found[1]) if found else len(text.splitlines())


def section_of(table: Mapping[str, Any], name: str, path: Path) -> dict[str, Any]:
    """Return a section, empty when it is not there; UsageError when it is a value."""
    section = table.get(name, {})
    if not isinstance(section, dict):
        raise wrong_type(path, "", name, f"une section, écrite [{name}]")
    return section


def values_of(
    table: Mapping[str, Any], kinds: Kinds, path: Path, where: str
) -> dict[str, Any]:
    """Return the fields that ``table`` gives; UsageError for a value of another type."""
    values: dict[str, Any] = {}
    for key, value in table.items():
        name, kind = kinds[key]
        if not _fits(value, kind):
            raise wrong_type(path, where, key, _TYPE_NAMES[kind])
        values[name] = tuple(value) if kind is list else value
    return values


def _fits(value: Any, kind: type) -> bool:
    if kind is list:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    return type(value) is kind


def check_keys(
    table: Mapping[str, Any], known: Iterable[str], path: Path, where: str
) -> None:
    """Raise UsageError for a key that is not one of ``known``; it names the nearest."""
    for key in table:
        if key not in tuple(known):
            raise UsageError(
                f"{path} : clé inconnue {where}« {key} ».",
                next_step=advice(key, tuple(known)),
            )


def advice(name: str, known: tuple[str, ...]) -> str:
    """Return what to write in the place of ``name``."""
    near = get_close_matches(name, known, n=1, cutoff=0.5)
    guess = f"Vouliez-vous dire « {near[0]} » ? " if near else ""
    return f"{guess}Noms possibles : {', '.join(known)}."


def wrong_type(path: Path, where: str, key: str, expected: str) -> UsageError:
    """Return the error for a value that is not ``expected``."""
    return UsageError(
        f"{path} : la valeur de {where}« {key} » n’a pas la bonne forme.",
        next_step=f"Écrivez {expected}.",
    )

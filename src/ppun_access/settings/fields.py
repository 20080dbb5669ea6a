"""Declare settings as fields of records (key, bounds, French words), and read them.

A record declares each key with ``setting``, ``section`` or ``table``; ``read_record`` reads
any of them and names every mistake, and ``docs/settings.md`` is written from them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar, cast

from ppun_access.errors import UsageError, did_you_mean, reason
from ppun_access.runtime.untrusted_files import (
    SETTINGS,
    RefusedFileError,
    parse_toml,
    read_regular,
)

R = TypeVar("R")
T = TypeVar("T")

_TYPE_NAMES: Mapping[type, str] = {
    str: "un texte entre guillemets",
    bool: "true ou false",
    int: "un nombre entier, comme 25",
    float: 'un nombre, comme 0.85 ou "85 %"',
    tuple: 'une liste de textes, comme ["html", "text"]',
}


_NUMBER = r"([+-]?\d{1,9}(?:[.,]\d{1,9})?)[ \xa0\u202f]*+(%?+)"
"""A number as people write it: a comma, a sign of per cent."""
_BARE_NUMBER = re.compile(rf"\s*+([\w.\"'-]++)\s*+=\s*+{_NUMBER}\s*+(?:#.*)?")
SEE_THE_DOCS = "Corrigez cela ; « ppun-access aide reglages » dit ce qui est possible."


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a value, in French, and what to do."""

    message: str
    """It begins with the name of the setting: « [pdf] taille »."""
    advice: str = SEE_THE_DOCS


@dataclass(frozen=True, slots=True)
class Rule:
    """The values that a setting may have; its default is always allowed."""

    allowed: str
    """In French, for the docs: « de 14 à 40 »."""
    check: Callable[[str, Any], Fault | None]
    """(name of the setting, value) → what is wrong with it."""
    per_cent: bool = False
    """Whether the value counts hundredths: « 78 % » is then 78, elsewhere 0.78."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a field says of its key in the file."""

    key: str
    """« audio.debut » is the key ``debut`` of the section ``[audio]``."""
    kind: type
    """The type of its value; a record for a section; dict for a table of free names."""
    says: str = ""
    """What it sets, in French, for the docs."""
    rule: Rule | None = None
    unset: str = ""
    """What its default is, in French, where the value does not tell."""
    example: Any = None
    """A value for the docs; None: the default."""
    of: type = str
    """What each name of a table has: a text, or a record."""


# How records declare their fields


def setting(
    key: str,
    default: T | Callable[[], T],
    says: str,
    rule: Rule | None = None,
    *,
    unset: str = "",
    example: Any = None,
    kind: type | None = None,
) -> T:
    """Return the field of one key; ``kind`` is needed where ``default`` is None.

    A function makes the default when it depends on what is known later.
    """
    make: Callable[[], T] = default if callable(default) else lambda: default
    said = Setting(key, kind or type(make()), says, rule, unset, example)
    return field(default_factory=make, metadata={"setting": said})


def section(key: str, default: T) -> T:
    """Return the field of a section, which is a record with settings of its own."""
    return field(default=default, metadata={"setting": Setting(key, type(default))})


def table(key: str, says: str, of: type[T], *, example: str = "") -> Mapping[str, T]:
    """Return the field of a section whose names are free; ``example`` is one of them."""
    said = Setting(key, dict, says, example=example, of=of)
    made = field(default_factory=dict[str, T], metadata={"setting": said})
    return cast(Mapping[str, T], made)


# What values may be

PER_CENT = "pour cent"
"""The unit of a setting that counts hundredths."""


def between(least: float, most: float, unit: str = "", good: str = "") -> Rule:
    """Allow numbers from ``least`` to ``most``; ``good`` is one to recommend."""
    bounds = f"un nombre de {least} à {most}"

    def check(name: str, value: float) -> Fault | None:
        if least <= value <= most:
            return None
        if good:
            told = f"Écrivez {bounds} ; {good} est un bon choix."
            return Fault(f"{name} = {value} n’est pas possible.", told)
        return Fault(f"{name} = {value} : il faut {bounds}{unit and f' ({unit})'}.")

    return Rule(f"{bounds}{unit and f' ({unit})'}", check, unit == PER_CENT)


def one_of(*values: str, told: str = ".", then: str = "") -> Rule:
    """Allow ``values``; the nearest is named where ``then`` gives no advice."""

    def check(name: str, value: str) -> Fault | None:
        if value in values:
            return None
        message = f"{name} = « {value} » n’existe pas{told}"
        return Fault(message, then or advice(value, values))

    return Rule(", ".join(f'`"{value}"`' for value in values), check)


def matching(pattern: str, allowed: str, told: str, then: str = SEE_THE_DOCS) -> Rule:
    """Allow what matches ``pattern``; ``told`` ends the message for anything else."""

    def check(name: str, value: str) -> Fault | None:
        fits = re.fullmatch(pattern, value)
        return None if fits else Fault(f"{name} = « {value} »{told}", then)

    return Rule(allowed, check)


# Reading


@dataclass(frozen=True, slots=True)
class Leaf:
    """A key of a file of settings, and the field that it sets."""

    key: str
    """With its sections: « lisibilite.facile.lix »."""
    path: tuple[str, ...]
    """The names of the fields that lead to it from the whole record."""
    default: Any
    setting: Setting


_Tree = Mapping[str, "Leaf | _Tree"]


def leaves(record: Any, path: tuple[str, ...] = (), inside: str = "") -> Iterator[Leaf]:
    """Yield every key that a record of settings reads, those of its sections too."""
    for one in fields(record):
        said: Setting = one.metadata["setting"]
        default, here = getattr(record, one.name), (*path, one.name)
        key = f"{inside}.{said.key}" if inside else said.key
        if is_dataclass(said.kind):
            yield from leaves(default, here, key)
        else:
            yield Leaf(key, here, default, said)


@cache
def _tree(kind: type) -> _Tree:
    tree: dict[str, Any] = {}
    for leaf in leaves(kind()):
        *above, key = leaf.key.split(".")
        node = tree
        for name in above:
            node = node.setdefault(name, {})
        node[key] = leaf
    return tree


def read_record(kind: type[R], given: Mapping[str, Any], path: Path, where: str = "") -> R:
    """Return the record of ``kind`` that a table of ``path`` gives, else its defaults.

    ``where`` is how messages name the table: « [[essais]] ». Raises UsageError, which names
    the key, and the nearest known one for a key that is unknown.
    """
    tree = _tree(cast(type, kind))
    top = () if where else tuple(key for key, node in tree.items() if _is_value(node))
    found = {leaf.path: value for leaf, value in _values(tree, given, path, where, top)}
    return cast(R, _made(kind(), found, path, where, ""))


def _values(
    tree: _Tree, given: Mapping[str, Any], path: Path, where: str,
    top: Iterable[str], inside: str = "",
) -> Iterator[tuple[Leaf, Any]]:  # fmt: skip
    check_keys(given, tuple(tree), path, where, top)
    for key, value in given.items():
        node, name = tree[key], f"{inside}.{key}" if inside else key
        if isinstance(node, Leaf):
            yield node, _value(node, value, path, where)
        else:
            inner = _table(value, name, path, where)
            yield from _values(node, inner, path, f"[{name}] ", top, name)


def _is_value(node: Leaf | _Tree) -> bool:
    """Return whether it is one value, and no section."""
    return isinstance(node, Leaf) and node.setting.kind is not dict


_MEANT = {"email": "courriel", "e-mail": "courriel", "mail": "courriel", "tel": "telephone"}
"""What people write for our names, and that does not look like them."""


def check_keys(
    given: Mapping[str, Any], known: tuple[str, ...], path: Path, where: str,
    top: Iterable[str] = (),
) -> None:  # fmt: skip
    """Raise UsageError for a key that is not one of ``known``; it names the nearest.

    ``top``: the keys before all sections of the file, which one of them may have taken.
    """
    for key in given:
        if key not in known:
            above = f"Écrivez « {key} » au début du fichier, avant les sections."
            told = above if key in top else advice(_MEANT.get(key, key), known)
            raise UsageError(f"{path} : clé inconnue {where}« {key} ».", next_step=told)


def _table(value: Any, name: str, path: Path, where: str) -> Mapping[str, Any]:
    if isinstance(value, dict):
        return value
    key = name.rpartition(".")[2]
    raise wrong_type(path, where, key, f"une section, écrite [{name}]")


def _value(leaf: Leaf, value: Any, path: Path, where: str) -> Any:
    said = leaf.setting
    key = said.key.rpartition(".")[2]
    if said.kind is dict:
        named = _table(value, key, path, where)
        read = _texts if said.of is str else read_records
        return read(said.of, named, path, key)
    if said.kind is float:
        value = _number(value, per_cent=bool(said.rule and said.rule.per_cent))
    if not _fits(value, said.kind):
        raise wrong_type(path, where, key, _TYPE_NAMES[said.kind])
    value = tuple(value) if said.kind is tuple else value
    if said.rule and value != leaf.default:
        _raise(said.rule.check(f"{where}{key}", value), path)
    return value


def _number(value: Any, *, per_cent: bool) -> Any:
    """Return what a French hand writes for a number as one: 1, « 0,85 », « 78 % »."""
    if type(value) is int:
        return float(value) if abs(value) < 1e300 else value
    typed = isinstance(value, str) and re.fullmatch(_NUMBER, value.strip(), re.ASCII)
    if not typed:
        return value
    read = Decimal(typed[1].replace(",", "."))
    return float(read / 100 if typed[2] and not per_cent else read)


def _texts(
    kind: type, given: Mapping[str, Any], path: Path, inside: str
) -> Mapping[str, str]:
    for name, value in given.items():
        if not isinstance(value, kind):
            raise wrong_type(path, f"[{inside}] ", name, _TYPE_NAMES[kind])
    return MappingProxyType(dict(given))


def read_records(
    kind: type[R], given: Mapping[str, Any], path: Path, inside: str = ""
) -> Mapping[str, R]:
    """Return the records of a table of free names, such as ``["telephone.png"]``."""
    found: dict[str, R] = {}
    for name, value in given.items():
        where = f'[{inside}{inside and "."}"{name}"] '
        if not isinstance(value, dict):
            raise wrong_type(path, where, name, "une section")
        found[name] = read_record(kind, value, path, where)
    return MappingProxyType(found)


def _fits(value: Any, kind: type) -> bool:
    if kind is tuple:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    return type(value) is kind


def _made(
    record: Any, values: Mapping[tuple[str, ...], Any], path: Path, where: str, inside: str
) -> Any:
    """Return ``record`` with ``values``, each record in it looked at as a whole."""
    changed: dict[str, Any] = {}
    for one in fields(record):
        own = {place[1:]: value for place, value in values.items() if place[0] == one.name}
        said: Setting = one.metadata["setting"]
        if () in own:
            changed[one.name] = own[()]
        elif own:
            name = f"{inside}.{said.key}" if inside else said.key
            before = getattr(record, one.name)
            changed[one.name] = _made(before, own, path, f"[{name}] ", name)
    made = replace(record, **changed)
    if fault := getattr(made, "fault", None):
        _raise(fault(where), path)
    return made


def _raise(fault: Fault | None, path: Path) -> None:
    if fault:
        raise UsageError(f"{path} : {fault.message}", next_step=fault.advice)


def advice(name: str, known: tuple[str, ...]) -> str:
    """Return advice on what to write instead of ``name``."""
    return f"{did_you_mean(name, known)}Noms possibles : {', '.join(known)}."


def wrong_type(path: Path, where: str, key: str, expected: str) -> UsageError:
    """Return the error for a value that is not ``expected``."""
    return UsageError(
        f"{path} : la valeur de {where}« {key} » n’a pas la bonne forme.",
        next_step=f"Écrivez {expected}.",
    )


# Files


def toml_string(value: str) -> str:
    """Return a text as TOML holds it, and YAML: both read the strings of JSON."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def read_toml(path: Path) -> dict[str, Any]:
    """Return the values of a TOML file; UsageError, with the line, if it cannot be read."""
    text = ""
    try:
        text = read_regular(path, SETTINGS).decode("utf-8-sig")
        return parse_toml(text)
    except OSError as error:
        right = "Vérifiez les droits de ce fichier."
        raise UsageError(
            f"{path} : lecture impossible, {reason(error)}.",
            next_step=error.next_step if isinstance(error, RefusedFileError) else right,
        ) from error
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{path} : ce fichier n’est pas en UTF-8 (octet {error.start}).",
            next_step="Enregistrez-le en UTF-8 dans votre éditeur.",
        ) from error
    except ValueError as error:
        line = line_of_fault(error, text)
        fault = _syntax_fault("".join(text.splitlines()[line - 1 : line]))
        raise UsageError(
            f"{path}:{line} : {fault.message}", next_step=fault.advice
        ) from error


def _syntax_fault(line: str) -> Fault:
    """Return what is wrong with a line that is no TOML: a French number, or unknown."""
    if number := _BARE_NUMBER.fullmatch(line):
        key, digits, sign = number.groups()
        right = digits.replace(",", ".")
        told = f'"{right} %"' if sign else right
        return Fault(
            f"« {digits}{sign and ' %'} » n’est pas un nombre pour ce fichier.",
            f"Écrivez {told}, ainsi : {key} = {told}",
        )
    return Fault(
        "ce fichier TOML est mal écrit.",
        "Regardez cette ligne et celle d’avant : guillemets, crochets "
        "et signe « = » doivent aller par deux ou être présents.",
    )


def line_of_fault(error: ValueError, text: str) -> int:
    """Return the line that ``parse_toml`` complains of; the last one when it says none."""
    found = re.search(r"line (\d+)", str(error))
    return int(found[1]) if found else len(text.splitlines())

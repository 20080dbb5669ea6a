"""The YAML block at the top of a page."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import yaml

from ppun_access.errors import InputError

_UNCLOSED = re.compile(r"\A---[ \t]*\n(?:[ \t]*#.*\n|[ \t]*\n)*[\w-]+[ \t]*:(?:[ \t]|\n)")
_BLOCK = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S | re.M)


def split_front_matter(text: str, name: str) -> tuple[Mapping[str, Any], str, int]:
    """Return the front matter, the text after it, and the line where that text begins.

    Raises InputError with the line when the YAML is broken or is not a mapping.
    """
    found = _BLOCK.match(text)
    if not found:
        if _UNCLOSED.match(text):
            raise InputError(
                f"{name}:1 : l’en-tête de la page n’est jamais fermé.",
                next_step="Ajoutez une ligne « --- » après la dernière information.",
            )
        return {}, text, 1
    try:
        values = yaml.safe_load(found[1])
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        raise _broken(name, mark.line + 2 if mark else 2) from error
    if values is None:
        values = {}
    if not isinstance(values, dict):
        raise _broken(name, 2)
    values = {str(key): value for key, value in values.items()}
    return values, text[found.end() :], found[0].count("\n") + 1


def line_of(text: str, key: str) -> int:
    r"""Return the line of a page on which its front matter says ``key``; else the first.

    >>> line_of("---\ntitle: A\nvoix: x\n---\n", "voix")
    3
    """
    said = re.compile(rf"[\"']?{re.escape(key)}[\"']?\s*:")
    lines = enumerate(text.splitlines(), 1)
    return next((number for number, line in lines if said.match(line)), 1)


def as_text(value: object) -> str:
    """Return a value of front matter as one line of text, empty when there is none."""
    if value is None:
        return ""
    if isinstance(value, str | date):
        return str(value).strip()
    return json.dumps(_plain(value), ensure_ascii=False, sort_keys=True)


def _plain(value: object) -> object:
    """Return a value with nothing in it but what JSON holds."""
    match value:
        case dict():
            return {str(key): _plain(item) for key, item in value.items()}
        case list() | tuple() | set():
            return [_plain(item) for item in value]
        case None | bool() | int() | float() | str():
            return value
        case _:
            return str(value)


def _broken(name: str, line: int) -> InputError:
    return InputError(
        f"{name}:{line} : l’en-tête de la page (entre les deux lignes « --- ») "
        "est mal écrit.",
        next_step="Écrivez une information par ligne, sous la forme « clé: valeur », "
        "et mettez entre guillemets une valeur qui contient « : ».",
    )

"""The YAML block at the top of a page."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Any

import yaml

from ppun_access.document.model import Pos
from ppun_access.errors import InputError
from ppun_access.report import Finding, Report

_UNCLOSED = re.compile(r"\A---[ \t]*\n(?:[ \t]*#.*\n|[ \t]*\n)*[\w-]+[ \t]*:(?:[ \t]|\n)")
_BLOCK = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S | re.M)

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\ud800-\udfff]")
"""What no page and no book can hold; YAML writes it « \\0 »."""
_LONGEST = 100_000
"""Characters of a front matter."""
_DEEPEST = 20
"""Values in one another."""
_WIDEST = 40
"""Characters of a number or a date: what is longer is text."""


def split_front_matter(
    text: str, name: str, report: Report | None = None
) -> tuple[Mapping[str, Any], str, int]:
    """Return the front matter, the text after it, and the line where that text begins.

    ``report`` is told of the keys that stand there twice. Raises InputError with the line
    when the YAML is broken or is not a mapping: it may say that the page is not published.
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
        values, repeated = yaml_values(found[1])
    except ValueError as error:
        fault, line = error.args
        raise _broken(name, line + 1, fault) from error
    if not isinstance(values, dict):
        raise _broken(name, 2)
    for key, line in repeated:
        pos, code = Pos(name, line + 1), "cle-repetee"
        message = f"L’en-tête dit deux fois « {key} » : le dernier compte. Retirez l’autre."
        if report:
            report.add(Finding(code, message, pos, passage=key))
    values = {str(key): value for key, value in values.items()}
    return values, text[found.end() :], found[0].count("\n") + 1


def yaml_values(text: str) -> tuple[Any, list[tuple[str, int]]]:
    """Return the values of some YAML, and the keys that it repeats, each with its line.

    Raises ValueError with what is wrong (empty when nobody can tell) and its line.
    """
    if len(text) > _LONGEST:
        raise ValueError("est trop long", 1)
    try:
        loader = _Loader(text)
        values = loader.get_single_data()
    except _Refused as error:
        raise ValueError(error.problem, error.line) from error
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        raise ValueError("", mark.line + 1 if mark else 1) from error
    return {} if values is None else values, loader.repeated


class _Refused(yaml.YAMLError):
    """YAML that a page has no need of, and that could fill the memory."""

    def __init__(self, problem: str, mark: yaml.Mark) -> None:
        super().__init__(problem)
        self.problem, self.line = problem, mark.line + 1


class _Loader(yaml.SafeLoader):
    """Reads YAML without aliases; a value that is odd stays as it is written."""

    _depth = 0

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.repeated: list[tuple[str, int]] = []

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Return the next node; an alias of an alias would be a billion of them."""
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            problem = "contient un renvoi (« & » ou « * » avant un mot)"
            raise _Refused(problem, event.start_mark)
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _Refused(f"a plus de {_DEEPEST} niveaux", event.start_mark)
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        """Return a mapping; note the keys that it has twice."""
        keys = [key for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        said: set[str] = set()
        for key in keys:
            if key.value in said:
                self.repeated.append((key.value, key.start_mark.line + 1))
            said.add(key.value)
        return super().construct_mapping(node, deep=deep)

    def scalar(self, node: yaml.ScalarNode) -> object:
        """Return a number, a date, yes or no; else its text."""
        make = yaml.SafeLoader.yaml_constructors[node.tag]
        odd = (ValueError, LookupError, AttributeError, ArithmeticError)
        with suppress(*odd):
            if len(node.value) <= _WIDEST:
                return make(self, node)
        return self.construct_scalar(node)


for _kind in ("int", "float", "bool", "timestamp"):
    _Loader.add_constructor(f"tag:yaml.org,2002:{_kind}", _Loader.scalar)


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
        return _CONTROL.sub("\ufffd", str(value)).strip()
    return json.dumps(_plain(value), ensure_ascii=False, sort_keys=True)


def _plain(value: object) -> object:
    """Return a value with nothing in it but what JSON holds."""
    match value:
        case dict():
            return {str(key): _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case set():
            return sorted(map(str, value))
        case None | bool() | int() | float() | str():
            return value
        case _:
            return str(value)


def _broken(name: str, line: int, fault: str = "") -> InputError:
    return InputError(
        f"{name}:{line} : l’en-tête de la page (entre les deux lignes « --- ») "
        f"{fault or 'est mal écrit'}.",
        next_step="Écrivez une information par ligne, sous la forme « clé: valeur », "
        "et mettez entre guillemets une valeur qui contient « : ».",
    )

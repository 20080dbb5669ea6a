"""The description of a programming interface (OpenAPI, Swagger): one operation of it.

Nothing of it is trusted: how large it is, how deep, how often it refers to itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any
from urllib.parse import unquote

import yaml

LARGEST = 2_000_000
"""Bytes of a description that is read."""
_DEEPEST = 60
"""Levels of a description in YAML: the library that reads it recurses."""
_MOST = 400
"""Parameters, fields or answers of one operation."""
_LONGEST = 100_000
"""Characters that are said of one operation."""
_HOPS = 10
"""References that lead to one another."""
_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""Every value is text: no date, no number, no merged key, no object."""


@dataclass(frozen=True, slots=True)
class Part:
    """A parameter, a field of the body or an answer; ``text`` is Markdown."""

    name: str
    place: str = ""
    kind: str = ""
    required: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """What a description says of one operation; ``text`` is Markdown."""

    title: str
    text: str
    address: str
    """Where the whole interface is, empty when it is not said."""
    deprecated: bool
    parameters: tuple[Part, ...]
    body: Part | None
    fields: tuple[Part, ...]
    """What the body holds."""
    answers: tuple[Part, ...]

    @property
    def length(self) -> int:
        """How many characters it says."""
        body = (self.body,) if self.body else ()
        every = (*self.parameters, *body, *self.fields, *self.answers)
        return len(self.title) + len(self.text) + sum(len(p.name + p.text) for p in every)


def find_operation(text: str, path: str, method: str) -> Operation | None:
    """Return an operation of the description ``text``; None when it is not there.

    ``path`` is that of a web service, or the name of a webhook. Raises ValueError when the
    description is badly written, or says too much.
    """
    if (whole := _parsed(text)) is None:
        raise ValueError("badly written")
    for group in ("paths", "webhooks"):
        item = _at(whole, _at(whole, whole.get(group)).get(path))
        found = _at(whole, item.get(method.lower()))
        if found:
            made = _operation(whole, item, found)
            if made.length > _LONGEST:
                raise ValueError("too long")
            return made
    return None


def find_model(text: str, name: str) -> tuple[Part, tuple[Part, ...]] | None:
    """Return a model of the description ``text``, and its fields; None without it.

    Raises ValueError when the description is badly written, or says too much.
    """
    if (whole := _parsed(text)) is None:
        raise ValueError("badly written")
    components = _at(whole, whole.get("components"))
    for group in (components.get("schemas"), whole.get("definitions")):
        if schema := _at(whole, _at(whole, group).get(name)):
            fields = tuple(_fields(whole, schema))
            made = Part(name, text=_text(schema, "description"))
            if sum(len(part.name + part.text) for part in (made, *fields)) > _LONGEST:
                raise ValueError("too long")
            return made, fields
    return None


@lru_cache(maxsize=4)
def _parsed(text: str) -> dict[str, Any] | None:
    """Return the values of a description, None when it is badly written."""
    try:
        if text.lstrip().startswith("{"):
            values = json.loads(text)
        else:
            _check_depth(text)
            values = yaml.load(text, _Loader)
    except (yaml.YAMLError, RecursionError, TypeError, ValueError):
        return None
    return values if isinstance(values, dict) else None


def _check_depth(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, _Loader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise ValueError("too deep")


def _at(whole: dict[str, Any], value: Any) -> dict[str, Any]:
    """Return a mapping of the description, what it refers to followed; else an empty one.

    >>> _at({"a": {"b/c": {"d": 1}}}, {"$ref": "#/a/b~1c"})
    {'d': 1}
    >>> _at({"a": {"$ref": "#/a"}}, {"$ref": "#/a"})
    {}
    """
    for _ in range(_HOPS):
        if not isinstance(value, dict):
            return {}
        name = value.get("$ref")
        if not isinstance(name, str):
            return value
        value = whole if name.startswith("#/") else None
        for step in name.removeprefix("#/").split("/"):
            key = unquote(step).replace("~1", "/").replace("~0", "~")
            value = value.get(key) if isinstance(value, dict) else None
    return {}


def _operation(
    whole: dict[str, Any], item: dict[str, Any], found: dict[str, Any]
) -> Operation:
    shared, own = (_each(one.get("parameters")) for one in (item, found))
    parts = [_parameter(whole, _at(whole, one)) for one in (*shared, *own)]
    named = {(p.name, p.place): p for p in parts if p.name and p.place != "body"}
    body = _at(whole, found.get("requestBody"))
    kinds = ", ".join(_keys(body.get("content")))
    schema = _at(whole, _content(whole, body).get("schema"))
    for one in own:  # the body of Swagger 2 is a parameter
        if (old := _at(whole, one)).get("in") == "body":
            body, schema = old, _at(whole, old.get("schema"))
    part = Part("", "", kinds, _is_true(body.get("required")), _text(body, "description"))
    return Operation(
        title=" ".join(_first("summary", found, item).split()),
        text=_first("description", found, item),
        address=_address(whole, item, found),
        deprecated=_is_true(found.get("deprecated")),
        parameters=tuple(named.values()),
        body=part if body else None,
        fields=tuple(_fields(whole, schema)),
        answers=tuple(_answers(whole, found)),
    )


def _parameter(whole: dict[str, Any], one: dict[str, Any]) -> Part:
    schema = _at(whole, one.get("schema")) or one
    return Part(
        _text(one, "name"), _text(one, "in"), _text(schema, "type"),
        _is_true(one.get("required")), _text(one, "description"),
    )  # fmt: skip


def _fields(whole: dict[str, Any], schema: dict[str, Any]) -> Iterator[Part]:
    """Yield the fields of an object, or of those that a list holds."""
    if not schema.get("properties") and schema.get("items"):
        schema = _at(whole, schema["items"])
    every = [schema, *(_at(whole, one) for one in _each(schema.get("allOf")))]
    needed = {name for one in every for name in _each(one.get("required")) if _said(name)}
    told = dict[str, Part]()
    for one in every:
        held = _at(whole, one.get("properties"))
        for name in _keys(held):
            field = _at(whole, held[name])
            about, kind = _text(field, "description"), _text(field, "type")
            told[name] = Part(name, "", kind, name in needed, about)
    yield from told.values()


def _answers(whole: dict[str, Any], found: dict[str, Any]) -> Iterator[Part]:
    told = _at(whole, found.get("responses"))
    for code in _keys(told):
        answer = _at(whole, told[code])
        about = _text(answer, "description") or _text(answer, "summary")
        yield Part("" if code == "default" else code, text=about)


def _content(whole: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
    """Return what is said of the first kind of content of a body."""
    content = _at(whole, body.get("content"))
    return _at(whole, next(iter(content.values()), None))


def _address(whole: dict[str, Any], *nearer: dict[str, Any]) -> str:
    """Return the address of the interface: the first of its servers."""
    for one in (*reversed(nearer), whole):
        for server in _each(one.get("servers")):
            url = _text(_at(whole, server), "url")
            if url.startswith(("https://", "http://")):
                return url
    if host := _text(whole, "host"):
        scheme = next(filter(_said, _each(whole.get("schemes"))), "https")
        return f"{scheme}://{host}{_text(whole, 'basePath')}"
    return ""


def _first(name: str, *values: dict[str, Any]) -> str:
    return next(filter(None, (_text(value, name) for value in values)), "")


def _text(value: dict[str, Any], name: str) -> str:
    found = value.get(name)
    return found.strip() if isinstance(found, str) else ""


def _said(value: Any) -> bool:
    return isinstance(value, str)


def _is_true(value: Any) -> bool:
    return value is True or (isinstance(value, str) and value.lower() == "true")


def _each(value: Any) -> Iterable[Any]:
    return _few(value) if isinstance(value, list) else []


def _keys(value: Any) -> list[str]:
    return [str(key) for key in _few(value)] if isinstance(value, dict) else []


def _few(values: Iterable[Any]) -> list[Any]:
    """Return some values as a list. Raises ValueError when there are too many."""
    found = list(islice(values, _MOST + 1))
    if len(found) > _MOST:
        raise ValueError("too many")
    return found

"""Convert records to bytes and back, for the cache and to save memory.

The bytes are pickles, but the unpickler here knows one function alone, which makes records
of registered classes: bytes that somebody has tampered with run no other code.
"""

from __future__ import annotations

import copyreg
import hashlib
import io
import json
import pickle
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import MISSING, dataclass, fields, is_dataclass
from enum import Enum
from functools import lru_cache, partial
from operator import attrgetter
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")

IN_USE = 8
"""How many packed texts are records too, those that were read last."""


def packed(record: object) -> bytes:
    """Return a record, and every record in it, as bytes."""
    return pickle.dumps(record, protocol=5)


def unpacked(content: bytes) -> Any:
    """Return the record in bytes of ``packed``, None for any other bytes."""
    try:
        return _Records(io.BytesIO(content)).load()
    except Exception:  # whatever the bytes make of the unpickler: it is made again
        return None


class _Records(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == (__name__, "rebuilt"):
            return _Rebuild()
        raise pickle.UnpicklingError(f"{module}.{name}")


class _Rebuild:
    """Stands for ``rebuilt``: nothing of it can be changed by what is read."""

    __slots__ = ()

    def __call__(self, name: str, *values: Any) -> Any:
        return rebuilt(name, *values)

    def __setstate__(self, state: object) -> None:
        raise pickle.UnpicklingError("rebuilt")


# The records that may be bytes


_MADE: dict[str, Callable[..., Any]] = {}


def register(*kinds: type) -> None:
    """Let ``packed`` write records of ``kinds``, frozen ones, as name and values.

    What dataclasses do by themselves takes three times as long.
    """
    for kind in kinds:
        name = f"{kind.__module__}.{kind.__name__}"
        values, _MADE[name] = _way(kind)
        copyreg.pickle(kind, partial(_reduced, name, values))


def _way(kind: Any) -> tuple[Callable[[Any], Iterable[Any]], Callable[..., Any]]:
    """Return two functions for records of ``kind``: values of one, and one from values."""
    if issubclass(kind, Enum):
        return _value, kind
    names = [one.name for one in fields(kind)]
    if "__slots__" not in vars(kind):
        return partial(_in_dict, names), partial(_with_dict, kind, names)
    get = attrgetter(*names)
    setters = [getattr(kind, one).__set__ for one in names]
    values = get if len(names) > 1 else partial(_alone, get)
    return values, partial(_with_slots, kind, setters)


def rebuilt(name: str, *values: Any) -> Any:
    """Return the record of a registered kind that has these values; else KeyError."""
    return _MADE[name](*values)


def _reduced(
    name: str, values: Callable[[Any], Iterable[Any]], record: Any
) -> tuple[Any, tuple[Any, ...]]:
    return rebuilt, (name, *values(record))


def _value(one: Enum) -> tuple[Any]:
    return (one.value,)


def _alone(get: Callable[[Any], Any], record: Any) -> tuple[Any]:
    return (get(record),)


def _in_dict(names: Sequence[str], record: Any) -> Iterator[Any]:
    return map(record.__dict__.__getitem__, names)


def _with_slots(kind: type, setters: Sequence[Any], *values: Any) -> Any:
    record: Any = object.__new__(kind)
    for put, value in zip(setters, values, strict=True):
        put(record, value)
    return record


def _with_dict(kind: type, names: Sequence[str], *values: Any) -> Any:
    record: Any = object.__new__(kind)
    record.__dict__.update(zip(names, values, strict=True))
    return record


# Records that wait


@dataclass(frozen=True, slots=True, eq=False)
class Packed(Sequence[T]):
    """Records that are compressed bytes until they are read, a tenth of their size."""

    length: int
    content: bytes

    @classmethod
    def of(cls, records: Iterable[T]) -> Packed[T]:
        """Pack ``records``."""
        held = tuple(records)
        return cls(len(held), zlib.compress(packed(held), 1))

    def records(self) -> tuple[T, ...]:
        """Return the records; ValueError when the bytes are not theirs."""
        return _records(self.content)

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[T, ...]: ...
    def __getitem__(self, at: int | slice) -> T | tuple[T, ...]:
        return self.records()[at]

    def __iter__(self) -> Iterator[T]:
        return iter(self.records())

    def __len__(self) -> int:
        return self.length

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Packed) and self.records() == other.records()

    def __hash__(self) -> int:
        return hash(self.records())


register(Packed)


@lru_cache(maxsize=IN_USE)
def _records(content: bytes) -> tuple[Any, ...]:
    records = unpacked(zlib.decompress(content))
    if not isinstance(records, tuple):
        raise ValueError("not packed records")
    return records


class LazyField(Generic[T]):
    """A tuple field of a frozen record without slots, held ``Packed`` until it is read."""

    def __set_name__(self, kind: type, name: str) -> None:
        self.name = name

    def __get__(self, record: object | None, kind: type) -> tuple[T, ...]:
        if record is None:
            raise AttributeError(self.name)  # so that dataclasses see no default
        held = raw(record, self.name)
        return held.records() if isinstance(held, Packed) else held

    def __set__(self, record: object, value: tuple[T, ...] | Packed[T]) -> None:
        record.__dict__[self.name] = value


def raw(record: object, name: str) -> Any:
    """Return the value of a ``LazyField`` of a record, without unpacking it."""
    return record.__dict__[name]


# JSON and digests


def to_json(tree: object) -> Any:
    """Return ``tree`` as plain JSON values; defaults and positions are left out."""
    if isinstance(tree, tuple):
        return [to_json(item) for item in tree]
    if not is_dataclass(tree):
        return tree
    values = {
        f.name: to_json(value)
        for f in fields(tree)
        if f.compare
        and (f.default is MISSING or getattr(tree, f.name) != f.default)
        and (value := getattr(tree, f.name)) is not None
    }
    return {"t": type(tree).__name__, **values}


def dumps(tree: object) -> str:
    """Return ``tree`` as JSON text, the same every time."""
    return json.dumps(to_json(tree), ensure_ascii=False, sort_keys=True)


def digest(tree: object) -> str:
    """Return the SHA-256 of the content of ``tree``, 64 hexadecimal digits."""
    return _sum(dumps(tree))


_LED = re.compile(r'"href": "(?![a-z][a-z0-9+.-]*:|#)((?:[^"\\]|\\.)*)"', re.IGNORECASE)
"""Where a link leads in the site: no text holds quotation marks as they are, in JSON."""


def digests(tree: object) -> tuple[str, str]:
    """Return the digest of ``tree`` but for where its links lead in the site; and of that.

    >>> from ppun_access.document.model import Link
    >>> one, two = digests(Link((), "a/")), digests(Link((), "b/"))
    >>> one[0] == two[0], one[1] == two[1]
    (True, False)
    """
    text = dumps(tree)
    return _sum(_LED.sub('"href": ""', text)), _sum(json.dumps(_LED.findall(text)))


def _sum(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

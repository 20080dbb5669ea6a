"""Records as bytes: what the cache keeps of them, and how they wait to be used.

Nothing but our own records is made of such bytes: no code comes from them.
"""

from __future__ import annotations

import copyreg
import io
import pickle
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from functools import lru_cache
from operator import attrgetter
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")

KEPT = (
    "ppun_access.document.model",
    "ppun_access.document.packing",
    "ppun_access.report",
    "ppun_access.pipeline.automatic_drafts",
    "ppun_access.pipeline.page_tasks",
    "ppun_access.pipeline.measures",
    "ppun_access.site.report.model",
)
"""The modules whose records bytes may give back."""
IN_USE = 8
"""How many packed texts are records too, those that were read last."""


def packed(record: object) -> bytes:
    """Return a record, with all that it holds, as bytes."""
    return pickle.dumps(record, protocol=5)


def unpacked(content: bytes) -> Any:
    """Return the record that ``packed`` gave, None when it is none of ours."""
    try:
        return _Records(io.BytesIO(content)).load()
    except Exception:  # whatever the bytes make of the unpickler: it is made again
        return None


class _Records(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == (__name__, rebuilt.__name__):
            return rebuilt
        if module in KEPT and "." not in name:
            found = super().find_class(module, name)
            if isinstance(found, type) and (is_dataclass(found) or issubclass(found, Enum)):
                return found
        raise pickle.UnpicklingError(f"{module}.{name}")


# Records with slots, which dataclasses make bytes of one field at a time


_FIELDS: dict[type, tuple[Callable[[Any], tuple[Any, ...]], tuple[Any, ...]]] = {}


def register(*kinds: type) -> None:
    """Have the records of ``kinds`` made bytes of, and back, in a third of the time."""
    for kind in kinds:
        names = [one.name for one in fields(kind)]
        setters = tuple(getattr(kind, name).__set__ for name in names)
        _FIELDS[kind] = attrgetter(*names), setters
        copyreg.pickle(kind, _reduced)


def _reduced(record: Any) -> tuple[Any, ...]:
    kind = type(record)
    return rebuilt, (kind, *_FIELDS[kind][0](record))


def rebuilt(kind: type, *values: Any) -> Any:
    """Return the record of a registered kind that has these values; else KeyError."""
    record: Any = object.__new__(kind)
    for put, value in zip(_FIELDS[kind][1], values, strict=True):
        put(record, value)
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


@lru_cache(maxsize=IN_USE)
def _records(content: bytes) -> tuple[Any, ...]:
    records = unpacked(zlib.decompress(content))
    if not isinstance(records, tuple):
        raise ValueError("not packed records")
    return records


class Resting(Generic[T]):
    """A field of a frozen record without slots: records, or their ``Packed`` bytes."""

    def __set_name__(self, kind: type, name: str) -> None:
        self.name = name

    def __get__(self, record: object | None, kind: type) -> tuple[T, ...]:
        if record is None:
            raise AttributeError(self.name)  # so that dataclasses see no default
        held = as_held(record, self.name)
        return held.records() if isinstance(held, Packed) else held

    def __set__(self, record: object, value: tuple[T, ...] | Packed[T]) -> None:
        record.__dict__[self.name] = value


def as_held(record: object, name: str) -> Any:
    """Return a ``Resting`` field of a record as it is held, packed or not."""
    return record.__dict__[name]

"""Cache files under a hash of their inputs, so that none is made twice.

An entry is a file named by the hash of what it was made from, in the folder of its stage,
with the hash of its content beside it: what a disk has spoilt is made again. Where machines
work together without a common folder, a storage that they all see holds the entries too
(``storage.py``), under the same names: each machine has a copy of those it needed.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field, is_dataclass, replace
from pathlib import Path
from threading import Lock
from uuid import uuid4

from ppun_access.runtime.disk import (
    cache_write_error,
    move_into_place,
    private_file,
    remove_folder_at,
    remove_path,
    write_atomically,
)
from ppun_access.runtime.storage import AtAddress

_SUM = ".sha256"
USED_NOTED_EVERY = 3600
"""Seconds: how exactly an entry knows when it was used last."""


def cache_key(stage: str, version: str, *inputs: object) -> str:
    """Return the key of what ``stage`` makes of ``inputs``; it begins with its name.

    ``version`` is raised by hand when the code of the stage changes what it makes.
    Inputs are dataclasses and plain JSON values. Raises ValueError for a stage that is
    not ASCII: it names a folder, and not every system can write « é ».
    """
    if not stage.isascii():
        raise ValueError(f"not the name of a folder everywhere: {stage}")
    parts = [
        asdict(x) if is_dataclass(x) and not isinstance(x, type) else x for x in inputs
    ]
    text = json.dumps([stage, version, *parts], sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{stage}-{digest}"


def default_root() -> Path:
    """Return the user's cache folder (``$XDG_CACHE_HOME`` or ``~/.cache``)."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "ppun-access"


class Tally:
    """What a build took from the cache and what it made, by stage; threads may count."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()
        self.made: Counter[str] = Counter()
        self.spoilt: Counter[str] = Counter()
        """What was there and was not what had been stored; it is counted as made too."""
        self._lock = Lock()

    def __reduce__(self) -> tuple[object, ...]:
        """Cross to another process with what is counted."""
        return _counted, (self.taken, self.made, self.spoilt)

    def add(self, made: Tally) -> None:
        """Count what another process made or found corrupt; we take what it made."""
        with self._lock:
            self.made.update(made.made)
            self.spoilt.update(made.spoilt)

    def count(self, counter: Counter[str], key: str) -> None:
        """Count one entry, in one of the three counters."""
        with self._lock:
            counter[key.rpartition("-")[0]] += 1  # its stage


@dataclass(frozen=True, slots=True)
class Cache:
    """Files named by the hash of what they were made from."""

    root: Path
    tally: Tally = field(default_factory=Tally, compare=False)
    shared: AtAddress | None = None
    """Where other machines find what is made here, and we what they made."""

    def __reduce__(self) -> tuple[object, ...]:
        """Cross to another process or machine: what is counted there is counted apart.

        The copies of what is shared stand in the own cache folder of each machine.
        """
        return _elsewhere, (None if self.shared else self.root, self.shared)

    def counting(self, tally: Tally) -> Cache:
        """Return the same cache, whose use is counted apart."""
        return replace(self, tally=tally)

    def key_of(self, path: Path) -> str:
        """Return the key of a file of a cache, whichever machine it is on."""
        return f"{path.parts[-3]}-{path.name}"

    def path(self, key: str) -> Path:
        """Return where the content of ``key`` is, or would be."""
        stage, _, digest = key.rpartition("-")
        return self.root / stage / digest[:2] / digest

    def read(self, key: str) -> bytes | None:
        """Return the bytes stored under ``key``, or None if absent or corrupt."""
        content = self._read(key)
        if content is None and self._is_fetched(key):
            content = self._read(key)
        return content

    def _read(self, key: str) -> bytes | None:
        try:
            content = self.path(key).read_bytes()
        except OSError:
            self._count_if_spoilt(key)
            return None
        return content if self._is_sound(key, hashlib.sha256(content)) else None

    def write(self, key: str, content: bytes) -> Path:
        """Store ``content`` under ``key``; OutputError when it cannot be."""
        path = self.path(key)
        remove_folder_at(path)
        write_atomically(path, content, cache_write_error)
        self._seal(key, hashlib.sha256(content))
        return path

    def get(self, key: str, make: Callable[[], bytes]) -> bytes:
        """Return the bytes stored under ``key``, made and stored if needed."""
        content = self.read(key)
        if content is None:
            content = make()
            self.write(key, content)
        return content

    def stored(self, key: str) -> Path | None:
        """Return the file stored under ``key``, or None if it is absent or corrupt."""
        found = self._stored(key)
        if found is None and self._is_fetched(key):
            found = self._stored(key)
        return found

    def _stored(self, key: str) -> Path | None:
        path = self.path(key)
        try:
            with path.open("rb") as handle:
                digest = hashlib.file_digest(handle, "sha256")
        except OSError:
            self._count_if_spoilt(key)
            return None
        return path if self._is_sound(key, digest) else None

    def file(self, key: str, make: Callable[[Path], None]) -> Path:
        """Return the file stored under ``key``; ``make`` writes it to the path it gets."""
        if found := self.stored(key):
            return found
        path = self.path(key)
        temporary = _temporary(path)
        try:
            private_file(temporary)
            make(temporary)
            with temporary.open("rb") as handle:
                digest = hashlib.file_digest(handle, "sha256")
            move_into_place(temporary, path)
        except OSError as error:
            raise cache_write_error(path, error) from error
        finally:
            with suppress(OSError):
                temporary.unlink()
        self._seal(key, digest)
        return path

    def remove(self, key: str) -> None:
        """Remove the entry of ``key``, for every machine."""
        path = self.path(key)
        for kept in (_sum_of(path), path):
            remove_path(kept)
        if self.shared:
            for name in (self._name(key) + _SUM, self._name(key)):
                self.shared.remove(name)

    def _seal(self, key: str, digest: hashlib._Hash) -> None:
        """Record the digest of the content of ``key``; share it, its hash last."""
        path = self.path(key)
        remove_folder_at(_sum_of(path))
        write_atomically(_sum_of(path), digest.hexdigest().encode(), cache_write_error)
        self.tally.count(self.tally.made, key)
        if self.shared:
            name = self._name(key)
            self.shared.send(path, name)
            self.shared.write(name + _SUM, digest.hexdigest().encode())

    def _is_fetched(self, key: str) -> bool:
        """Copy what others stored under ``key``; whether it is sound is seen here."""
        if self.shared is None or not (told := self.shared.read(self._name(key) + _SUM)):
            return False
        path = self.path(key)
        temporary = _temporary(path)
        try:
            private_file(temporary)
            if not self.shared.fetch(self._name(key), temporary):
                return False
            remove_folder_at(_sum_of(path))
            write_atomically(_sum_of(path), told, cache_write_error)
            move_into_place(temporary, path)
        except OSError as error:
            raise cache_write_error(path, error) from error
        finally:
            with suppress(OSError):
                temporary.unlink()
        return True

    def _name(self, key: str) -> str:
        return self.path(key).relative_to(self.root).as_posix()

    def _count_if_spoilt(self, key: str) -> None:
        """Count what is there and is no file."""
        if self.path(key).is_dir():
            self.tally.count(self.tally.spoilt, key)

    def _is_sound(self, key: str, digest: hashlib._Hash) -> bool:
        """Tell whether a content is what was stored; count it, and note that it is used."""
        path = self.path(key)
        if _recorded_digest(path) != digest.hexdigest():
            self.tally.count(self.tally.spoilt, key)
            return False
        self.tally.count(self.tally.taken, key)
        with suppress(OSError):  # a cache that is only read is still of use
            if time.time() - path.stat().st_mtime > USED_NOTED_EVERY:
                os.utime(path)
        return True


def _counted(taken: Counter[str], made: Counter[str], spoilt: Counter[str]) -> Tally:
    tally = Tally()
    tally.taken, tally.made, tally.spoilt = taken, made, spoilt
    return tally


def _elsewhere(root: Path | None, shared: AtAddress | None) -> Cache:
    """Return a cache that came from another process; without ``root``, in our own."""
    return Cache(root or default_root(), shared=shared)


def _temporary(path: Path) -> Path:
    """Return where a file of the cache is made: threads and machines have each theirs."""
    return path.with_name(f"{path.name}.{os.getpid()}-{uuid4().hex[:8]}.tmp")


def _sum_of(path: Path) -> Path:
    return path.with_name(path.name + _SUM)


def _recorded_digest(path: Path) -> str:
    try:
        return _sum_of(path).read_text("ascii")
    except (OSError, ValueError):
        return ""


# Upkeep


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the cache; ``used`` is when, in seconds since 1970."""

    stage: str
    path: Path
    bytes: int
    used: float

    def remove(self) -> None:
        """Remove the entry, its hash first: half of it would be a corrupt entry."""
        for path in (_sum_of(self.path), self.path):
            remove_path(path)

    def is_sound(self) -> bool:
        """Return whether the content still has the hash it was stored with."""
        with self.path.open("rb") as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest() == _recorded_digest(
                self.path
            )


def entries(root: Path) -> Iterator[Entry]:
    """Yield the entries of the cache, without the voices in the same folder."""
    for path in _in_stages(root, "??", "*"):
        if len(path.name) == 64 and path.name.startswith(path.parent.name):
            with suppress(OSError):  # another build may have taken it away
                facts = path.stat()
                yield Entry(path.parts[-3], path, facts.st_size, facts.st_mtime)


def _in_stages(root: Path, folder: str, name: str) -> Iterator[Path]:
    """Yield what is in the folders of the stages; no link is followed to other files."""
    for place in root.glob(f"*/{folder}"):
        if not place.is_symlink() and not place.parent.is_symlink():
            yield from place.glob(name)


_HEX = "[0-9a-f]" * 2


def stale_files(root: Path) -> Iterator[Path]:
    """Yield useless files that killed builds and older versions of the program left.

    A file that another build may be writing is not among them.
    """
    for path in root.glob("??/*"):
        if len(path.name) == 64 and path.name.startswith(path.parent.name):
            yield path
    for pattern in ("tmp*", "*.tmp"):
        for path in _in_stages(root, _HEX, pattern):
            with suppress(OSError):
                if time.time() - path.stat().st_mtime > USED_NOTED_EVERY:
                    yield path


def prune(root: Path, limit: int, since: float = float("inf")) -> tuple[Entry, ...]:
    """Remove the entries used the longest ago, until ``limit`` bytes are left.

    Those used ``since`` then (seconds since 1970) stay. Return what is gone.
    """
    found = sorted(entries(root), key=lambda entry: entry.used)
    left, gone = sum(entry.bytes for entry in found), list[Entry]()
    for entry in found:
        if left <= limit or entry.used >= since:
            break
        entry.remove()
        left -= entry.bytes
        gone.append(entry)
    return tuple(gone)


def total(found: Iterable[Entry]) -> int:
    """Return how many bytes entries take."""
    return sum(entry.bytes for entry in found)

"""Store files by name where machines share them: a bucket, a server (fsspec).

A folder that the machines share needs nothing of this. ``fsspec`` is part of
the extra ``cluster``; what an address needs besides it (``s3fs`` for ``s3://``) is asked
for when it is missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from ppun_access.errors import (
    MissingToolError,
    PpunError,
    UnstoredError,
    UsageError,
    reason,
)
from ppun_access.runtime.installing import extra_install, pip_install

EXTRA = extra_install("cluster")
"""What installs fsspec and Dask, a sentence."""


def is_address(place: str) -> bool:
    """Return whether a place is an address, and no path of this machine.

    >>> is_address("s3://espace/cache"), is_address("/mnt/partage"), is_address("C:/site")
    (True, False, False)
    """
    return "://" in place


def local_folder(place: str) -> Path | None:
    """Return the folder that a place names, None for an address; ``file://`` is a folder.

    >>> local_folder("file:///mnt/d%C3%A9p%C3%B4t").name, local_folder("s3://espace")
    ('dépôt', None)
    """
    if not is_address(place):
        return Path(place)
    parts = urlsplit(place)
    return Path(unquote(parts.netloc + parts.path)) if parts.scheme == "file" else None


@dataclass(frozen=True)
class AtAddress:
    """The storage at an address of fsspec, such as ``s3://bucket/folder``.

    It is pickled as its address: each machine opens its own, with its own rights.
    """

    address: str

    def __reduce__(self) -> tuple[object, ...]:
        """Cross to another machine as the address alone."""
        return AtAddress, (self.address,)

    def read(self, name: str) -> bytes | None:
        """Return what ``name`` holds, or None if it is absent; OutputError otherwise."""
        with self._tells("de lire"), suppress(FileNotFoundError):
            content: bytes = self._system.cat_file(self._path(name))
            return content
        return None

    def write(self, name: str, content: bytes) -> None:
        """Store ``content`` under ``name``; OutputError when it cannot be."""
        with self._tells("d’écrire"):
            self._make_folder(name)
            self._system.pipe_file(self._path(name), content)

    def fetch(self, name: str, path: Path) -> bool:
        """Copy ``name`` to a local file; tell whether it was there."""
        with self._tells("de lire"), suppress(FileNotFoundError):
            self._system.get_file(self._path(name), str(path))
            return True
        return False

    def send(self, path: Path, name: str) -> None:
        """Store a local file under ``name``; OutputError when it cannot be."""
        with self._tells("d’écrire"):
            self._make_folder(name)
            self._system.put_file(str(path), self._path(name))

    def remove(self, name: str) -> None:
        """Take ``name`` away, if it is there; OutputError when it cannot be."""
        with self._tells("d’effacer"), suppress(FileNotFoundError):
            self._system.rm_file(self._path(name))

    def names(self) -> Iterator[str]:
        """Yield every name, in no order; OutputError when they cannot be listed."""
        found = list[str]()
        with self._tells("de lire"), suppress(FileNotFoundError):
            found = self._system.find(self._root)
        start = f"{self._root.strip('/')}/"
        for path in found:
            yield path.strip("/").removeprefix(start)

    @cached_property
    def _opened(self) -> tuple[Any, str]:
        """Return the file system of fsspec and the path of the address in it."""
        try:
            from fsspec.core import url_to_fs
        except ImportError as error:
            raise MissingToolError(
                f"Pour écrire à l’adresse {self.address}, il faut fsspec.",
                next_step=EXTRA,
            ) from error
        scheme = urlsplit(self.address).scheme
        try:
            system, path = url_to_fs(self.address)
        except ImportError as error:
            package = {"s3": "s3fs", "gs": "gcsfs", "abfs": "adlfs"}.get(scheme)
            raise MissingToolError(
                f"L’adresse {self.address} demande un composant qui n’est pas installé "
                f"({error}).",
                next_step=pip_install(package)
                if package
                else "Installez ce composant, puis relancez la commande.",
            ) from error
        except ValueError as error:
            raise UsageError(
                f"L’adresse {self.address} n’est pas comprise : {scheme}:// n’existe pas.",
                next_step="Donnez un dossier, ou une adresse s3://, sftp://, memory://…",
            ) from error
        return system, path

    @property
    def _system(self) -> Any:
        return self._opened[0]

    @property
    def _root(self) -> str:
        return self._opened[1]

    def _path(self, name: str) -> str:
        return f"{self._root.rstrip('/')}/{name}"

    def _make_folder(self, name: str) -> None:
        """Make the folder of ``name`` where there are folders; buckets have none."""
        self._system.makedirs(self._path(name).rpartition("/")[0], exist_ok=True)

    @contextmanager
    def _tells(self, what: str) -> Iterator[None]:
        """Turn a failure of the storage into an OutputError that says ``what`` failed.

        Each file system of fsspec has errors of its own: any may come out.
        """
        try:
            yield
        except (PpunError, FileNotFoundError):
            raise
        except Exception as error:
            said = reason(error) if isinstance(error, OSError) else str(error)
            raise UnstoredError(
                f"Impossible {what} à l’adresse {self.address} : "
                f"{said or type(error).__name__}.",
                next_step="Vérifiez cette adresse, vos droits et le réseau, puis relancez "
                "la commande.",
            ) from error

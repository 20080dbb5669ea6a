"""A content-addressed store: the same inputs are never worked on twice."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, is_dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from ppun_access.errors import OutputError, reason


def cache_key(stage: str, version: str, *inputs: object) -> str:
    """Return the key of what ``stage`` makes of ``inputs``.

    ``version`` is raised by hand when the code of the stage changes what it makes.
    Inputs are dataclasses and plain JSON values.
    """
    parts = [
        asdict(x) if is_dataclass(x) and not isinstance(x, type) else x for x in inputs
    ]
    text = json.dumps([stage, version, *parts], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def default_root() -> Path:
    """Return the user's cache folder (``$XDG_CACHE_HOME`` or ``~/.cache``)."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "ppun-access"


@dataclass(frozen=True, slots=True)
class Cache:
    """Files named by the hash of what they were made from."""

    root: Path

    def path(self, key: str) -> Path:
        """Return where the content of ``key`` is, or would be."""
        return self.root / key[:2] / key

    def get(self, key: str, make: Callable[[], bytes]) -> bytes:
        """Return what is stored under ``key``, making and storing it if need be."""
        try:
            return self.path(key).read_bytes()
        except FileNotFoundError:
            content = make()
            write_atomically(self.path(key), content)
            return content

    def file(self, key: str, make: Callable[[Path], None]) -> Path:
        """Return the file stored under ``key``; ``make`` writes it to the path it gets."""
        path = self.path(key)
        if not path.exists():
            temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
            try:
                temporary.parent.mkdir(parents=True, exist_ok=True)
                make(temporary)
                temporary.replace(path)
            except OSError as error:
                raise _cannot_write(path, error) from error
            finally:
                with suppress(OSError):
                    temporary.unlink()
        return path


def write_atomically(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path`` whole or not at all; OutputError when it cannot."""
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, delete=False) as handle:
            temporary = Path(handle.name)
            handle.write(content)
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
        temporary = None
    except OSError as error:
        raise _cannot_write(path, error) from error
    finally:
        if temporary:
            with suppress(OSError):
                temporary.unlink()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _cannot_write(path: Path, error: OSError) -> OutputError:
    return OutputError(
        f"Impossible d’écrire {path} : {reason(error)}.",
        next_step="Libérez de la place ou vérifiez les droits de ce dossier, "
        "puis relancez la commande.",
    )

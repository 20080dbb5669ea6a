"""One build at a time on a published folder.

The lock is the system's, on a file beside the folder: it is gone with the process that
holds it, however that ends, so what a killed build leaves never blocks the next one.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ppun_access.errors import OutputError

_HELD = (errno.EAGAIN, errno.EACCES, errno.EDEADLK)
"""What the system answers when another process has the lock."""


@contextmanager
def our_turn(out: Path) -> Iterator[bool]:
    """Keep ``out`` for this build; tell whether the file system can keep it.

    Where it has no locks, or cannot be written, the build goes on without one. Raises
    OutputError at once when another build has it.
    """
    path = out.with_name(f".{out.name}.verrou")
    made = [p for p in (path.parent, *path.parent.parents) if not p.exists()]
    handle = _taken(path, out)
    try:
        yield handle is not None
    finally:
        if handle is not None:
            _let_go(path, handle)
        for folder in made:
            with suppress(OSError):  # it holds what was published
                folder.rmdir()


def _taken(path: Path, out: Path) -> int | None:
    """Return the lock file, open and locked; None where there can be none."""
    while True:
        handle = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
            _lock(handle)
            if os.path.samestat(os.fstat(handle), path.stat()):
                with suppress(OSError):  # the disk is full: the message will say less
                    os.truncate(handle, 0)
                    os.write(handle, str(os.getpid()).encode())
                return handle
            os.close(handle)  # the one before us took its file away with it
        except FileNotFoundError:
            if handle is None:
                return None
            os.close(handle)
        except OSError as error:
            if handle is not None:
                os.close(handle)
            if handle is None or error.errno not in _HELD:
                return None
            raise _busy(path, out) from error


def _lock(handle: int) -> None:
    """Lock an open file, or raise OSError at once when somebody else has."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _let_go(path: Path, handle: int) -> None:
    with suppress(OSError):  # Windows removes no open file: it stays, and blocks nobody
        path.unlink()
    os.close(handle)


def _busy(path: Path, out: Path) -> OutputError:
    holder = ""
    with suppress(OSError, ValueError):
        holder = f" (processus {int(path.read_text())})"
    return OutputError(
        f"Une autre construction publie déjà dans {out.name}{holder}.",
        next_step="Attendez qu’elle finisse, puis relancez la commande ; ou choisissez un "
        "autre dossier avec « -o ».",
    )

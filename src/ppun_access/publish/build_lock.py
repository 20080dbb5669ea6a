"""Hold the build lock: one build at a time on a published folder.

The lock is the system's, on a file beside the folder: it is gone with the process that
holds it, however that ends, so what a killed build leaves never blocks the next one.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ppun_access.errors import OutputError

_HELD = (errno.EAGAIN, errno.EACCES, errno.EDEADLK)
"""What the system answers when another process has the lock."""


@contextmanager
def build_lock(out: Path) -> Iterator[bool]:
    """Hold the build lock of ``out``; yield whether the file system can lock at all.

    Where it has no locks, or cannot be written, the build goes on without one. Raises
    OutputError at once when another build has it, or when the lock is no file.
    """
    path = out.with_name(f".{out.name}.verrou")
    made = [p for p in (path.parent, *path.parent.parents) if not p.exists()]
    handle = _acquire(path, out)
    try:
        yield handle is not None
    finally:
        if handle is not None:
            _release(path, handle)
        for folder in made:
            with suppress(OSError):  # it holds what was published
                folder.rmdir()


def _acquire(path: Path, out: Path) -> int | None:
    """Return the lock file, open and locked; None where none can be made."""
    while True:
        handle = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle = _open_lock_file(path)
            _try_lock(handle)
            if os.path.samestat(os.fstat(handle), path.lstat()):
                _write_owner(handle)
                return handle
            os.close(handle)  # the one before us took its file away with it
        except FileNotFoundError:
            if handle is None:
                return None
            os.close(handle)
        except OSError as error:
            if handle is None:
                return None
            busy = _busy_error(handle, out)
            os.close(handle)
            if error.errno not in _HELD:
                return None
            raise busy from error


def _open_lock_file(path: Path) -> int:
    """Open the lock file, made if needed; no link is followed, nothing is emptied.

    That of somebody else may refuse to be written: it can be locked all the same. Raises
    OutputError when something else stands there: it came with the project.
    """
    flags = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with suppress(FileNotFoundError):
        if not stat.S_ISREG(path.lstat().st_mode):
            raise OutputError(
                f"Impossible de savoir si une autre construction publie : {path} n’est pas "
                "un fichier de ce programme, mais un lien ou un dossier.",
                next_step="Regardez d’où il vient, supprimez-le, puis relancez la "
                "commande.",
            )
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | flags, 0o666)
    except PermissionError:
        return os.open(path, os.O_RDONLY | flags)


def _write_owner(handle: int) -> None:
    """Write the owner of the lock into its file, if that is ours alone."""
    found = os.fstat(handle)
    ours = sys.platform == "win32" or found.st_uid == os.geteuid()
    if ours and stat.S_ISREG(found.st_mode) and found.st_nlink == 1:
        with suppress(OSError):  # the disk is full: the message will say less
            os.truncate(handle, 0)
            os.write(handle, str(os.getpid()).encode())


def _try_lock(handle: int) -> None:
    """Lock an open file; raise OSError at once when it is already locked."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _release(path: Path, handle: int) -> None:
    with suppress(OSError):  # Windows removes no open file: it stays, and blocks nobody
        path.unlink()
    os.close(handle)


def _busy_error(handle: int, out: Path) -> OutputError:
    holder = ""
    with suppress(OSError, ValueError):
        holder = f" (processus {int(os.read(handle, 20))})"
    return OutputError(
        f"Une autre construction publie déjà dans {out.name}{holder}.",
        next_step="Attendez qu’elle finisse, puis relancez la commande ; ou choisissez un "
        "autre dossier avec « -o ».",
    )

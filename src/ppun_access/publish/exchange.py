"""Exchange two folders atomically: readers see the old one or the new one.

One system call does it where there is one; elsewhere it takes two, and the next build ends
what a crash between them left half done (``unfinished.py``).
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from collections.abc import Iterable
from contextlib import closing, suppress
from pathlib import Path

from ppun_access.runtime.executor import threads

_AT_FDCWD, _RENAME_EXCHANGE = -100, 2
"""Of ``renameat2(2)``, in ``linux/fcntl.h`` and ``linux/fs.h``."""
_CANNOT = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM)
"""What a kernel or a file system answers that cannot exchange two folders."""
AT_ONCE = 8
"""Files that are written to the disk at once: it does them in one go."""


def exchange(new: Path, out: Path, old: Path) -> None:
    """Exchange the folders ``new`` and ``out``; the old content ends at ``new`` or ``old``.

    Raises OSError when the system refuses; ``out`` is then as it was, or at ``old`` when
    even that is refused.
    """
    sync(_tree(new))
    if not os.path.lexists(out):
        new.rename(out)
    elif not swap(new, out):
        _rename(new, out, old)
    with suppress(OSError):  # it is done, whatever the disk says of it now
        sync([out.parent])


def sync(paths: Iterable[Path]) -> None:
    """Flush files and folders to the disk, so that they survive a power cut.

    Raises OSError when the disk cannot hold a file.
    """
    with closing(threads(AT_ONCE).imap(_sync, paths)) as synced:
        for _ in synced:
            pass


def _sync(path: Path) -> None:
    if path.is_symlink() or not (path.is_file() or path.is_dir()):
        return
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:  # folders cannot be opened everywhere
        return
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EIO):
            raise
    finally:
        os.close(handle)


def _tree(folder: Path) -> Iterable[Path]:
    yield folder
    for path in folder.rglob("*"):
        if path.is_dir() or path.stat(follow_symlinks=False).st_nlink == 1:
            yield path  # another link of a file is on the disk already


def swap(new: Path, out: Path) -> bool:
    """Exchange two folders in one system call; return False where that is not possible."""
    if sys.platform != "linux":
        return False
    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if call is None:
        return False
    places = _AT_FDCWD, os.fsencode(new), _AT_FDCWD, os.fsencode(out)
    if call(*places, _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in _CANNOT:
        return False
    raise OSError(code, os.strerror(code), str(out))


def _rename(new: Path, out: Path, old: Path) -> None:
    """Exchange two folders by two renames; ``old`` lets a crash be recovered."""
    try:
        out.rename(old)
        new.rename(out)
    except BaseException:
        if not os.path.lexists(out):
            old.rename(out)
        raise

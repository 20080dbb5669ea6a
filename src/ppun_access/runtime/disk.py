"""Write files atomically, with the right permissions."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Collection
from contextlib import suppress
from io import BytesIO, TextIOWrapper
from pathlib import Path
from stat import S_ISGID
from tempfile import NamedTemporaryFile, mkdtemp
from typing import Any

from ppun_access.errors import OutputError, UnstoredError, UnwrittenError, reason


def _umask() -> int:
    """Return the umask of this process.

    The system only tells it by setting another one, which the files that other threads
    make meanwhile would get: Linux also writes it in a file, elsewhere this module is
    loaded before there are threads.
    """
    with suppress(OSError, ValueError, StopIteration):
        told = Path("/proc/self/status").read_text("ascii", "replace").splitlines()
        return int(next(x for x in told if x.startswith("Umask:")).split()[1], 8)
    mask = os.umask(0)
    os.umask(mask)
    return mask


UMASK = _umask()
"""What is not given to the files that we make, as it was when the program began."""


MOUNTS = Path("/proc/self/mountinfo")
"""Where Linux tells what is mounted, and where."""


def is_mount(folder: Path) -> bool:
    """Return whether something is mounted at a folder, even of the disk around it.

    ``os.path.ismount`` does not see that: Linux does not tell it of the folder.
    """
    return os.fsencode(folder) in _mounted() or os.path.ismount(folder)


def other_disk(folder: Path) -> Path | None:
    """Return a place below ``folder`` where something is mounted, or of another disk.

    A mounted file counts, and a folder of the same disk that is mounted a second time.
    """
    if not folder.is_dir() or folder.is_symlink():
        return None
    start = os.fsencode(folder) + os.fsencode(os.sep)
    if below := sorted(place for place in _mounted() if place.startswith(start)):
        return Path(os.fsdecode(below[0]))
    device = folder.lstat().st_dev
    for around, names, _ in os.walk(folder):
        for path in (Path(around, name) for name in names):
            with suppress(OSError):
                if path.lstat().st_dev != device and not path.is_symlink():
                    return path
    return None


def _mounted() -> Collection[bytes]:
    """Return where something is mounted, as Linux tells it; nothing elsewhere."""
    try:
        told = MOUNTS.read_bytes().splitlines()
    except OSError:
        return ()
    return {_unescaped(line.split()[4]) for line in told if line.count(b" ") > 4}


def _unescaped(place: bytes) -> bytes:
    """Return a path of ``MOUNTS`` as it is: a blank is written there as its octal code."""
    return re.sub(rb"\\([0-7]{3})", lambda found: bytes([int(found[1], 8)]), place)


_WRITING, _END = ".ppun-ecriture-", ".tmp"
"""How the name of a file that is being written begins and ends."""


def cache_write_error(path: Path, error: OSError) -> OutputError:
    """Return the error for a file of the cache that cannot be written."""
    return UnstoredError(
        f"Impossible d’écrire dans le cache {path} : {reason(error)}.",
        next_step="Libérez de la place, vérifiez les droits de ce dossier, ou gardez le "
        "cache dans un autre : « build --cache DOSSIER », ou la variable XDG_CACHE_HOME. "
        "Puis relancez la commande.",
    )


def write_atomically(
    path: Path,
    content: bytes,
    refused: Callable[[Path, OSError], OutputError] = UnwrittenError,
    *,
    durable: bool = False,
) -> None:
    """Write ``content`` to ``path`` whole or not at all; ``refused`` is raised if not.

    ``durable``: it is on the disk before it takes its place, whatever cuts the power.
    """
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(
            dir=path.parent, prefix=_WRITING, suffix=_END, delete=False
        ) as handle:
            temporary = Path(handle.name)
            handle.write(content)
            if durable:
                handle.flush()
                os.fsync(handle.fileno())
        temporary.chmod(0o666 & ~UMASK)
        temporary.replace(path)
        temporary = None
    except OSError as error:
        raise refused(path, error) from error
    finally:
        if temporary:
            with suppress(OSError):
                temporary.unlink()


def write_named(
    path: Path,
    content: bytes,
    refused: Callable[[Path, OSError], OutputError] = UnwrittenError,
) -> None:
    """Write to a path that a person typed: whole, and never through a link.

    But a device or a pipe, such as ``/dev/stdout``, is no file to replace.
    """
    if not _is_device(path):
        write_atomically(path, content, refused)
        return
    try:
        path.write_bytes(content)
    except OSError as error:
        raise refused(path, error) from error


def check_named(path: Path) -> None:
    """Raise UnwrittenError when ``write_named`` could not write to a path."""
    if not _is_device(path):
        try:
            try_to_write(path)
        except OSError as error:
            raise UnwrittenError(path, error) from error


def _is_device(path: Path) -> bool:
    return path.is_fifo() or path.absolute().is_relative_to("/dev")


def try_to_write(path: Path) -> None:
    """Raise OSError when nothing can be put at ``path``; its folder may not exist yet."""
    around = next(parent for parent in path.absolute().parents if os.path.lexists(parent))
    try:
        Path(mkdtemp(prefix=_WRITING, suffix=_END, dir=around)).rmdir()
    except FileNotFoundError as error:  # /proc is there, and takes nothing
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path) from error


def write_private(path: Path, content: bytes) -> None:
    """Write a file to a private folder, without the cost of an atomic write.

    Raises OutputError when there is no room.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise UnwrittenError(path, error) from error


def move(waiting: Path, path: Path) -> None:
    """Move a file that ``write_private`` wrote to its place.

    It is copied to another disk, and to a folder whose files have rights of their own.
    Raises OutputError when it cannot be written there.
    """
    with suppress(OSError):  # another disk, or a refusal, which is then told
        path.parent.mkdir(parents=True, exist_ok=True)
        if not _gives_rights(path.parent):
            waiting.chmod(0o666 & ~UMASK)
            waiting.replace(path)
            return
    try:
        content = waiting.read_bytes()
    except OSError as error:
        raise UnwrittenError(path, error) from error
    write_atomically(path, content)


def _gives_rights(folder: Path) -> bool:
    """Return whether a folder gives what is made in it its group, or a list of rights."""
    if folder.stat().st_mode & S_ISGID:
        return True
    if sys.platform == "linux":
        return "system.posix_acl_default" in os.listxattr(folder)
    return False


def remove_partial_files(folder: Path) -> None:
    """Remove what ``write_atomically`` left half written in a folder and below it."""
    for path in folder.rglob(f"{_WRITING}*{_END}"):
        with suppress(OSError):
            path.unlink()


def private_file(temporary: Path) -> None:
    """Create an empty private file, and its folder if needed."""
    temporary.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def move_into_place(temporary: Path, path: Path) -> None:
    """Move a complete file into the cache, with the permissions of the umask."""
    temporary.chmod(0o666 & ~UMASK)
    remove_folder_at(path)
    temporary.replace(path)


def is_real_folder(path: Path) -> bool:
    """Return whether a path is a folder, and no link to one."""
    return path.is_dir() and not path.is_symlink()


def remove_folder_at(path: Path) -> None:
    """Remove the folder that stands where a file of the cache must go, if one does."""
    if is_real_folder(path):
        shutil.rmtree(path)


def remove_path(path: Path) -> None:
    """Remove a file of the cache, or the folder that stands in its place."""
    remove_folder_at(path)
    path.unlink(missing_ok=True)


def json_file(
    values: object, errors: str = "strict", plain: Callable[[Any], object] | None = None
) -> bytes:
    """Return the bytes of a JSON file that people may read: its text is never all there.

    ``plain`` gives the values of each record in it.
    """
    content = BytesIO()
    text = TextIOWrapper(content, "utf-8", errors, newline="\n")
    json.dump(values, text, ensure_ascii=False, indent=1, default=plain)
    text.write("\n")
    text.flush()
    return content.getvalue()

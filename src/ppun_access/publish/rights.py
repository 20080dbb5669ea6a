"""Published files can be read by whom the umask of this build lets read them.

A file that did not change is the same one in the new folder, with the rights that it had:
one published once under a strict umask would stay hidden for ever.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from ppun_access.publish.manifest import is_inside
from ppun_access.runtime.disk import UMASK

_FILE, _FOLDER = 0o666, 0o777
_LIST = "system.posix_acl_access"
"""The attribute of a file whose rights are a list: the umask has no say there."""


def follow_umask(out: Path, files: Iterable[str]) -> None:
    """Give the ``files`` published in ``out`` the rights of files made now.

    Folders get what they lack: somebody may have given them more. What cannot be changed
    (it has another owner) stays as it is.
    """
    if os.name == "nt":
        return
    inside = [path for path in files if is_inside(path)]
    ours = dict[str, bool]()
    for folder in sorted({"", *_folders(inside)}):
        own = f"{out}/{folder}"
        ours[folder] = ours.get(_parent(folder), True) and _is_folder(own.rstrip("/"))
        if ours[folder]:
            _give(own, _FOLDER & ~UMASK)
    for path in inside:
        if ours[_parent(path)]:
            _give(f"{out}/{path}", _FILE & ~UMASK)


def _parent(path: str) -> str:
    return path.rpartition("/")[0]


def _folders(paths: Iterable[str]) -> Iterator[str]:
    """Yield the folders that hold files, and those that hold these."""
    for folder in {_parent(path) for path in paths}:
        while folder:
            yield folder
            folder = _parent(folder)


def _is_folder(path: str) -> bool:
    """Tell whether a path is a folder, and no link to one of somebody else."""
    return Path(path).is_dir() and not Path(path).is_symlink()


def _give(path: str, rights: int) -> None:
    """Give a file or a folder its rights, unless it has them; never through a link."""
    with suppress(OSError):
        mode = os.lstat(path).st_mode
        if stat.S_ISDIR(mode):
            rights |= mode
        elif not stat.S_ISREG(mode):
            return
        wanted = stat.S_IMODE(mode) & ~_FOLDER | stat.S_IMODE(rights)
        if stat.S_IMODE(mode) != wanted and not _has_list(path):
            Path(path).chmod(wanted)


def _has_list(path: str) -> bool:
    return hasattr(os, "listxattr") and _LIST in os.listxattr(path)

"""Carry over, from the old published folder to the new, files that no build wrote.

A build carries them from the old folder to the new one before these change places, and
notes how they were. What was put there or changed after that is found by this note, and
brought when the old folder is put away: by the build, or by the next one if it was killed.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

from ppun_access.publish.manifest import MANIFEST, read_manifest
from ppun_access.runtime.disk import is_real_folder
from ppun_access.runtime.untrusted_files import RECORD, parse_json, read_regular

Facts: TypeAlias = tuple[int, int]
"""The size of a file in bytes, and when it changed, in nanoseconds since 1970."""
Carried: TypeAlias = Mapping[str, Facts]
"""Path in the published folder → how the file was when it was carried over."""


def carry_over(old: Path, new: Path) -> Carried:
    """Link the foreign files of ``old`` into ``new``; return their state.

    Raises OSError when something cannot be put there.
    """
    carried = {
        _name(path, old): _file_state(path)
        for path in _foreign_to(old)
        if is_real_folder(path) or not os.path.lexists(new / path.relative_to(old))
    }
    _link_files(old, new, carried)
    return carried


def copy_late_arrivals(old: Path, new: Path, carried: Carried) -> tuple[str, ...]:
    """Copy into ``new`` the files that came to ``old`` after ``carried`` was noted.

    Return what is not put there, for something else stands in its place. Raises OSError
    when something cannot be put there.
    """
    late = late_arrivals(old, new, carried)
    blocked = [name for name in late if not _is_free(new / name, carried.get(name))]
    _link_files(old, new, [name for name in late if name not in blocked])
    return tuple(blocked)


def late_arrivals(old: Path, new: Path, carried: Carried) -> tuple[str, ...]:
    """Return the files put in ``old`` after ``carried`` was noted and not in ``new``.

    Raises OSError when a folder cannot be read.
    """
    found = ((_name(path, old), path) for path in _foreign_to(old))
    names = (name for name, path in found if carried.get(name) != _file_state(path))
    return tuple(name for name in names if not _is_same(old / name, new / name))


def note_content(carried: Carried | None) -> str:
    """Return the carried files as the text of a note."""
    if carried is None:
        return "null"
    return json.dumps({name: list(facts) for name, facts in carried.items()})


def read_note(path: Path) -> Carried | None:
    """Return the carried files of a note, None where nothing was noted.

    A note that is damaged tells of nothing: all that is there is late.
    """
    try:
        values = parse_json(read_regular(path, RECORD, links=False))
        if values is None:
            return None
        return {name: (int(size), int(time)) for name, (size, time) in values.items()}
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def _file_state(path: Path) -> Facts:
    """Return the size, dates and rights of a file; nothing for a folder."""
    if is_real_folder(path):
        return 0, 0
    found = path.lstat()
    return found.st_size, found.st_mtime_ns


def _is_same(path: Path, target: Path) -> bool:
    """Return whether a file is already in place, unchanged since."""
    try:
        one, other = path.lstat(), target.lstat()
    except FileNotFoundError:
        return False
    if is_real_folder(path) or is_real_folder(target):
        return is_real_folder(path) and is_real_folder(target)
    return os.path.samestat(one, other) or _file_state(path) == _file_state(target)


def _is_free(target: Path, carried: Facts | None) -> bool:
    """Return whether a file can be put at ``target`` without losing another."""
    try:
        return _file_state(target) == carried
    except (FileNotFoundError, NotADirectoryError):
        return True


def _link_files(old: Path, new: Path, names: Iterable[str]) -> None:
    """Hard-link the files ``names`` of ``old`` into ``new``."""
    names = tuple(names)
    for name in names:
        path, target = old / name, new / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if is_real_folder(path):
            target.mkdir(exist_ok=True)
        else:
            target.unlink(missing_ok=True)
            _link(path, target)
    _restore_attributes(old, new, names)


def _link(path: Path, target: Path) -> None:
    """Hard-link a file, or copy it where links are not possible."""
    try:
        os.link(path, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(path, target, follow_symlinks=False)


def _restore_attributes(old: Path, new: Path, names: Iterable[str]) -> None:
    """Restore the rights and dates of the folders that hold foreign files."""
    holders = {
        folder
        for path in (old / name for name in names)
        for folder in (path, *path.parents)
        if folder.is_relative_to(old) and folder != old
    }
    for folder in sorted(holders, reverse=True):
        if is_real_folder(folder):
            shutil.copystat(folder, new / folder.relative_to(old))


def _foreign_to(folder: Path) -> Iterator[Path]:
    """Yield the files of ``folder`` that its manifest does not list."""
    return _foreign(folder, {*read_manifest(folder).files, MANIFEST}, folder)


def _foreign(folder: Path, ours: Container[str], out: Path) -> Iterator[Path]:
    """Yield the files, links and empty folders below ``folder`` that are not ours."""
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        if is_real_folder(path):
            if any(path.iterdir()):
                yield from _foreign(path, ours, out)
            else:
                yield path
        elif _name(path, out) not in ours:
            yield path

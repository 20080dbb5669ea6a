"""Two folders change places: who looks sees the old one or the new one, never a mixture.

Where the system can, in one call; elsewhere in two, with a journal beside the folder that
the next build reads: it ends what a crash left half done. What a build needs beside the
published folder is hidden, has that folder's name, and is taken away when it ends.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from contextlib import closing, suppress
from pathlib import Path

from ppun_access.errors import OutputError
from ppun_access.executor import threads
from ppun_access.pipeline.foreign import Carried, as_note, bring_late, late_in, read_note

_AT_FDCWD, _RENAME_EXCHANGE = -100, 2
"""Of ``renameat2(2)``, in ``linux/fcntl.h`` and ``linux/fs.h``."""
_CANNOT = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM)
"""What a kernel or a file system answers that cannot exchange two folders."""
AT_ONCE = 8
"""Files that are written to the disk at once: it does them in one go."""
_NEW, _OLD, _WORK, _NOTE = "nouveau", "ancien", "atelier", "repris"


def staging_of(out: Path) -> Path:
    """Return where the next content of ``out`` is made, on the same disk."""
    return _beside(out, _NEW)


def workplace_of(out: Path) -> Path:
    """Return where heavy files of ``out`` are made before, on the same disk."""
    return _beside(out, _WORK)


def exchange(new: Path, out: Path) -> Path | None:
    """Put the folder ``new`` in the place of ``out``; return where the old one is now.

    There is none when ``out`` was not there. Raises OSError when the system refuses;
    ``out`` is then as it was.
    """
    sync(_tree(new))
    if not out.exists():
        new.rename(out)
        old = None
    else:
        old = new if _exchanged(new, out) else _renamed(new, out)
    with suppress(OSError):  # it is done, whatever the disk says of it now
        sync([out.parent])
    return old


def recover(out: Path) -> None:
    """End what a killed build began beside ``out``; nobody else may be publishing there.

    Raises OutputError when ``out`` was being replaced and cannot be put back.
    """
    journal = _journal(out)
    if not out.exists() and (names := _read(journal)):
        for folder in (out.with_name(name) for name in names):
            with suppress(OSError):
                folder.rename(out)
                break
        else:
            raise OutputError(
                f"Une publication a été coupée, et {out.name} ne peut pas être remis en "
                "place.",
                next_step=f"Donnez à {out.with_name(names[0])} le nom « {out.name} », puis "
                "relancez la commande.",
            )
    journal.unlink(missing_ok=True)
    for path in tuple(_left_over(out)):
        put_away(path, out)
    forget(out)


def remember(out: Path, carried: Carried) -> None:
    """Note what was carried over to the next content of ``out``, before the exchange.

    Raises OSError when it cannot be written.
    """
    note = _beside(out, _NOTE)
    note.write_text(as_note(carried), "utf-8")
    sync([note, out.parent])


def put_away(folder: Path, out: Path) -> None:
    """Remove a folder that a build left, once what others put there late is in ``out``.

    Where that cannot be, the folder stays, and ``not_put_away`` tells it.
    """
    if not folder.exists():
        return
    note = _note_of(folder, out)
    if note is not None and (carried := read_note(note)) is not None:
        try:
            if bring_late(folder, out, carried):
                return
            note.unlink()  # first: half of a folder would look like somebody's
            sync([out.parent])
        except OSError:
            return
    shutil.rmtree(folder, ignore_errors=True)


def forget(out: Path) -> None:
    """Remove the notes whose folder has been put away, or is published."""
    needed = {_note_of(path, out) for path in _beside_of(out, _NEW, _OLD)}
    for note in {*_beside_of(out, _NOTE)} - needed:
        with suppress(OSError):
            note.unlink()


def not_put_away(out: Path) -> Mapping[Path, tuple[str, ...]]:
    """Return the folders beside ``out`` that are kept, and what of others is in them."""
    found = dict[Path, tuple[str, ...]]()
    for path in _left_over(out):
        note = _note_of(path, out)
        if note is not None and (carried := read_note(note)) is not None:
            with suppress(OSError):
                found[path] = ()
                found[path] = late_in(path, out, carried)
    return found


def sync(paths: Iterable[Path]) -> None:
    """Have files and folders written to the disk: they outlive a power cut.

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


def _exchanged(new: Path, out: Path) -> bool:
    """Exchange two folders in one call; return False where that is not possible."""
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


def _renamed(new: Path, out: Path) -> Path:
    """Exchange two folders by two renames; a journal tells which, until it is done.

    Return where the old one is.
    """
    old, journal = _beside(out, _OLD), _journal(out)
    try:
        journal.write_text(json.dumps([new.name, old.name]), "utf-8")
        sync([journal, out.parent])
        out.rename(old)
        new.rename(out)
        sync([out.parent])
    except BaseException:
        recover(out)
        raise
    journal.unlink(missing_ok=True)
    return old


def _journal(out: Path) -> Path:
    return out.with_name(f".{out.name}.echange")


def _read(journal: Path) -> tuple[str, ...]:
    """Return the names of the new folder and of the old one; none without a journal."""
    try:
        names = json.loads(journal.read_text("utf-8"))
    except (OSError, ValueError):
        return ()
    return tuple(names) if isinstance(names, list) else ()


def _beside(out: Path, what: str) -> Path:
    return out.with_name(f".{out.name}.{what}-{os.getpid()}")


def _note_of(folder: Path, out: Path) -> Path | None:
    """Return where it is noted what was carried over from ``folder``, or to it."""
    for kind in (_NEW, _OLD):
        if folder.name.startswith(start := f".{out.name}.{kind}-"):
            return out.with_name(f".{out.name}.{_NOTE}-{folder.name.removeprefix(start)}")
    return None


def _left_over(out: Path) -> Iterable[Path]:
    """Yield the folders that killed builds left; an old one only where there is a new."""
    return _beside_of(out, *((_NEW, _WORK, _OLD) if out.exists() else (_NEW, _WORK)))


def _beside_of(out: Path, *kinds: str) -> Iterable[Path]:
    """Yield what stands beside ``out`` for it, of some kinds, whichever build made it."""
    starts = [f".{out.name}.{kind}-" for kind in kinds]
    with suppress(OSError):
        for path in sorted(out.parent.iterdir()):
            for start in starts:
                if path.name.startswith(start) and path.name[len(start) :].isdigit():
                    yield path

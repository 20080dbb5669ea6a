"""Note what a build puts beside a published folder, to clean up after a crash.

A project that was cloned or received may hold anything beside its ``output``: no name there
proves that we made it. A build gives what it puts there a name that cannot be guessed, and
notes it first, in a private folder of the user. The next build ends what is noted, and
touches nothing else.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
import stat
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import gettempdir

from ppun_access.errors import OutputError, UnwrittenError
from ppun_access.publish.exchange import sync
from ppun_access.publish.foreign import (
    Carried,
    copy_late_arrivals,
    late_arrivals,
    note_content,
    read_note,
)
from ppun_access.runtime.disk import other_disk

_NEW, _OLD, _WORK = "nouveau", "ancien", "atelier"
_LOOKS_OURS = re.compile(rf"({_NEW}|{_OLD}|{_WORK}|repris)-.+|echange", re.DOTALL)
"""How the names go on of what builds put beside a folder, those of older versions too."""
_HALF = ".ecriture"
"""How the name of a note ends that is being written."""


@dataclass(frozen=True, slots=True)
class UnfinishedBuild:
    """The folders that one build puts beside ``out``, and the note about them."""

    out: Path
    note: Path

    @property
    def new(self) -> Path:
        """Where the next content is made, on the same disk; the old one, once exchanged."""
        return self._beside(_NEW)

    @property
    def old(self) -> Path:
        """Where the old content goes where two folders cannot be exchanged in one call."""
        return self._beside(_OLD)

    @property
    def work(self) -> Path:
        """Where heavy files are made before, on the same disk."""
        return self._beside(_WORK)

    def _beside(self, kind: str) -> Path:
        token = self.note.stem.rpartition("-")[2]
        return self.out.with_name(f".{self.out.name}.{kind}-{token}")

    def write_note(self, carried: Carried | None) -> None:
        """Record what was carried over to the new content, None while it is incomplete.

        Raises OutputError when it cannot be written.
        """
        half = self.note.with_suffix(_HALF)  # nobody else is in this folder
        try:
            half.write_bytes(note_content(carried).encode())
            sync([half])
            half.replace(self.note)
            sync([self.note.parent])
        except OSError as error:
            raise UnwrittenError(self.note, error) from error
        finally:
            with suppress(OSError):
                half.unlink(missing_ok=True)

    def restore(self) -> None:
        """Put ``out`` back in place, if this build was killed between two renames.

        Raises OutputError when that cannot be.
        """
        if os.path.lexists(self.out) or not self._has_moved():
            return
        for folder in filter(_is_ours, (self.new, self.old)):
            with suppress(OSError):
                folder.rename(self.out)
                return
        raise OutputError(
            f"Une publication a été coupée, et {self.out.name} ne peut pas être remis en "
            "place.",
            next_step=f"Donnez à {self.new} le nom « {self.out.name} », puis relancez la "
            "commande.",
        )

    def finish(self) -> None:
        """Remove the staging folders and the note, once late arrivals are in ``out``.

        Where that cannot be, the folder stays, and ``leftovers`` reports it.
        """
        if not self.out.exists() and self._has_moved():
            return  # the old content has no other place
        if any(map(other_disk, (self.new, self.old))):
            return  # its files would be erased
        if not self._copy_late():
            return
        for folder in filter(_is_ours, (self.new, self.old, self.work)):
            shutil.rmtree(folder, ignore_errors=True)
        if not any(map(os.path.lexists, (self.new, self.old, self.work))):
            with suppress(OSError):
                self.note.unlink()

    def leftovers(self) -> Iterator[tuple[Path, tuple[str, ...]]]:
        """Yield the folders that hold foreign files, with those missing from ``out``."""
        carried = read_note(self.note)
        if carried is None:
            return  # thrown away, but for what another user alone can remove
        for folder in filter(os.path.lexists, (self.new, self.old)):
            names: tuple[str, ...] = ()
            with suppress(OSError):
                names = late_arrivals(folder, self.out, carried)
            yield folder, names

    def _has_moved(self) -> bool:
        """Return whether the old content has been moved away but not yet deleted."""
        return _is_ours(self.old) and read_note(self.note) is not None

    def _copy_late(self) -> bool:
        """Copy late arrivals to ``out``; return whether the rest may be deleted."""
        carried = read_note(self.note)
        folders = [*filter(_is_ours, (self.new, self.old))]
        if carried is None or not folders:
            return True
        if len(folders) > 1:  # somebody else published between our two renames
            carried = {}
        try:
            blocked = [copy_late_arrivals(folder, self.out, carried) for folder in folders]
            if any(blocked):
                return False
            self.write_note(None)  # first: half of a folder would look like somebody's
        except (OSError, OutputError):
            return False
        return True


def note_build(out: Path) -> UnfinishedBuild:
    """Note that a build is about to put something beside ``out``.

    Raises OutputError when it cannot be noted anywhere.
    """
    for place in _note_folders(out):
        with suppress(OSError):
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
        if _is_private(place) and os.access(place, os.W_OK):
            begun = UnfinishedBuild(out, place / f"{_key(out)}-{secrets.token_hex(8)}.json")
            begun.write_note(None)
            return begun
    raise OutputError(
        f"Impossible de publier dans {out} : ce que cette publication commence ne peut "
        "être noté dans aucun dossier à vous.",
        next_step="Donnez à la variable XDG_STATE_HOME le nom d’un dossier à vous, hors du "
        "projet, puis relancez la commande.",
    )


def recover(out: Path) -> None:
    """Clean up after killed builds of this user; the build lock must be held.

    Raises OutputError when ``out`` was being replaced and cannot be put back.
    """
    for place in filter(_is_private, _note_folders(out)):
        for half in place.glob(f"{_key(out)}-*{_HALF}"):
            half.unlink(missing_ok=True)
    builds = tuple(unfinished_builds(out))
    for begun in builds:
        begun.restore()
    for begun in builds:
        begun.finish()


def unfinished_builds(out: Path) -> Iterator[UnfinishedBuild]:
    """Yield the unfinished builds of this user beside ``out``."""
    for place in filter(_is_private, _note_folders(out)):
        for note in sorted(place.glob(f"{_key(out)}-*.json")):
            yield UnfinishedBuild(out, note)


def unknown_folders(out: Path) -> tuple[Path, ...]:
    """Return folders beside ``out`` that look like staging folders but have no note.

    An older version left it, somebody else, another machine; or it came with the project.
    """
    known = {
        path for one in unfinished_builds(out) for path in (one.new, one.old, one.work)
    }
    start, found = f".{out.name}.", list[Path]()
    with suppress(OSError):
        for path in sorted(out.parent.iterdir()):
            name = path.name.removeprefix(start)
            if name != path.name and _LOOKS_OURS.fullmatch(name) and path not in known:
                found.append(path)
    return tuple(found)


def _key(out: Path) -> str:
    return hashlib.sha256(os.fsencode(out)).hexdigest()[:32]


def _note_folders(out: Path) -> Iterator[Path]:
    """Yield the folders where notes may be kept, the best first.

    In a container, nobody may have a home that can be written.
    """
    named = Path(os.environ.get("XDG_STATE_HOME", ""))
    places = list[Path]()
    with suppress(RuntimeError):  # nobody has a home here
        states = named if named.is_absolute() else Path.home() / ".local" / "state"
        places.append(states / "ppun-access")
    for temporary in map(Path, ("/var/tmp", gettempdir())):  # the first outlives a restart
        if temporary.is_dir():
            places.append(temporary / f"ppun-access-{_user_id()}")
    for place in places:
        if not place.resolve().is_relative_to(out.parent):
            yield place


def _is_private(place: Path) -> bool:
    """Return whether only this user can write in a folder."""
    try:
        found = place.lstat()
    except OSError:
        return False
    ours = sys.platform == "win32" or (found.st_uid, found.st_mode & 0o077) == (
        _user_id(),
        0,
    )
    return stat.S_ISDIR(found.st_mode) and ours


def _is_ours(folder: Path) -> bool:
    """Return whether a folder is there, and can be what we put under its name: no link.

    The old content may have been published by somebody else, who may write there. In a
    folder for everybody, such as ``/tmp``, another one may have taken a name that we left.
    """
    try:
        found, around = folder.lstat(), folder.parent.lstat()
    except OSError:
        return False
    for_all = around.st_mode & stat.S_ISVTX
    ours = not for_all or found.st_uid in (_user_id(), around.st_uid)
    return stat.S_ISDIR(found.st_mode) and ours


def _user_id() -> int:
    if sys.platform == "win32":
        return 0
    return os.geteuid()

"""Save an easy text: never over what somebody else wrote, with history to go back.

The file is the truth. Each version is kept before it takes the place of the file, in a
hidden folder of the project that nothing publishes: whoever is killed between the two has
both. Going back adds a version, so that nothing is ever lost by it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from ppun_access.atelier.writing.passages import digest
from ppun_access.readers import decode, read_bytes
from ppun_access.runtime.disk import remove_partial_files, write_atomically

FOLDER = ".ppun"
MOST, RECENT = 400, 200
"""Versions of a text that are kept; of the older ones, one in five minutes."""
_IGNORED = "# L’historique de l’atelier reste sur cet ordinateur.\n*\n"
_REFUSED = "refus.txt"
_NAME = re.compile(r"(\d{8})-(\d{8})-(\d{8}T\d{6})\.md\Z")
_TIME = "%Y%m%dT%H%M%S"


class ChangedError(Exception):
    """The file is no longer what a page started from: nothing was written."""


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a text; ``before`` is the number of the one that it was made from."""

    number: int
    before: int
    when: datetime
    path: Path

    def read(self) -> str:
        """Return its text."""
        return text_of(self.path)


def text_of(path: Path) -> str:
    """Return a file, its ends of lines as they are; empty when there is none.

    Raises InputError when it is no text.
    """
    if not path.is_file():
        return ""
    content = read_bytes(path)
    decode(content, path.name)
    return content.decode()


@dataclass(frozen=True, slots=True)
class EasyFile:
    """The file of an easy text, and the folder of its history."""

    path: Path
    history: Path

    @property
    def text(self) -> str:
        """What it holds, nothing when it is not there: the text is not begun."""
        return text_of(self.path)

    def save(self, text: str, started: str) -> str:
        """Write ``text``, made from the text whose digest is ``started``; return its own.

        Raises ChangedError, having written nothing, when the file is not that text.
        """
        there = self._same(started)
        if text != there:
            self._keep(text, self._kept(there))
            self._write(text)
        return digest(text)

    def undo(self, started: str) -> str:
        """Go back to what the text was made from; return the digest of that."""
        self._kept(self._same(started))
        found = self.versions()
        return self._back(found[-1].before if found else 0)

    def restore(self, number: int, started: str) -> str:
        """Go back to a version of the history; return its digest."""
        self._kept(self._same(started))
        return self._back(number)

    def versions(self) -> tuple[Version, ...]:
        """Return the versions that are kept, the oldest first."""
        if not self.history.is_dir():
            return ()
        names = sorted(path.name for path in self.history.iterdir())
        found = (_version(self.history, name) for name in names)
        return tuple(one for one in found if one)

    @property
    def refused(self) -> frozenset[str]:
        """The proposals that a person refused, by their keys."""
        return frozenset(text_of(self.history / _REFUSED).split())

    def refuse(self, keys: Iterable[str]) -> None:
        """Note what is refused, the last ones; nothing: all of them are proposed again."""
        said = "\n".join([*keys][-MOST:])
        write_atomically(self.history / _REFUSED, said.encode())

    @property
    def may_undo(self) -> bool:
        """Whether there is something to go back to."""
        found = self.versions()
        return bool(found) and _at(found, found[-1].before) is not None

    def _same(self, started: str) -> str:
        """Return what the file holds. Raises ChangedError when its digest is another."""
        there = self.text
        if digest(there) != started:
            raise ChangedError
        return there

    def _back(self, number: int) -> str:
        found = self.versions()
        wanted = _at(found, number)
        if wanted is None:
            return digest(self.text)
        text = wanted.read()
        self._keep(text, wanted.before)
        self._write(text)
        return digest(text)

    def _kept(self, there: str) -> int:
        """Return the number of the version in the file; another hand may have made it."""
        found = self.versions()
        if found and found[-1].read() == there:
            return found[-1].number
        return self._keep(there, found[-1].number if found else 0)

    def _keep(self, text: str, before: int) -> int:
        _tidied(self.path, self.history, os.getpid())
        found = self.versions()
        number = found[-1].number + 1 if found else 1
        now = datetime.now().strftime(_TIME)
        name = f"{number:08}-{before:08}-{now}.md"
        write_atomically(self.history / name, text.encode(), durable=True)
        for one in _too_many(self.versions()):
            one.path.unlink(missing_ok=True)
        return number

    def _write(self, text: str) -> None:
        if text:
            write_atomically(self.path, text.encode(), durable=True)
        else:
            self.path.unlink(missing_ok=True)


def _version(folder: Path, name: str) -> Version | None:
    found = _NAME.match(name)
    if not found:
        return None
    when = datetime.fromisoformat(found[3])  # ten times as fast as strptime
    return Version(int(found[1]), int(found[2]), when, folder / name)


def _at(found: tuple[Version, ...], number: int) -> Version | None:
    """Return a version, or the last one before it when it is no longer kept."""
    return next((one for one in reversed(found) if one.number <= number), None)


def _too_many(found: tuple[Version, ...]) -> list[Version]:
    """Return the versions to drop: old ones of the same five minutes, then the oldest."""
    dropped, known = list[Version](), set[tuple[object, ...]]()
    for one in found[:-RECENT]:
        span = (one.when.date(), one.when.hour, one.when.minute // 5)
        dropped += [one] if span in known else []
        known.add(span)
    kept = [one for one in found if one not in dropped]
    return dropped + kept[: max(0, len(kept) - MOST)]


def easy_file(path: Path, project: Path, id_: str) -> EasyFile:
    """Return the file of a text; nothing is written yet."""
    home = project / FOLDER
    name = f"{re.sub(r'[^0-9A-Za-z]+', '-', id_)}-{digest(id_)[:8]}"
    return EasyFile(path, home / "historique" / name)


@cache
def _tidied(path: Path, history: Path, process: int) -> None:
    """Once a process: make the folder of histories, remove what a crash half wrote."""
    write_atomically(history.parents[1] / ".gitignore", _IGNORED.encode())
    for folder in (path.parent, history):
        remove_partial_files(folder)

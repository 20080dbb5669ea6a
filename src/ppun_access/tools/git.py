"""Ask Git about a file, when it changed and what it was, without trusting its repository.

A folder that was cloned or received is not trusted: its ``.git/config`` can name programs
that git runs (the ``uploadpack`` of a remote that has what is missing, ``core.fsmonitor``,
``gpg.program``…). So git never sees that folder's settings, hooks or references. It reads
the objects of the repository through an empty repository of ours, for one request.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ppun_access.errors import OutputError, reason
from ppun_access.runtime.untrusted_files import open_regular
from ppun_access.tools.run import SAID, ToolProbe, run

INSTALL = "Installez git, par exemple : sudo apt-get install git"
TIMEOUT = 30.0
_LONGEST_NOTE = 4096
"""Bytes of the small files of git: HEAD, a reference, the address of a folder."""
_LONGEST_LIST = 64 << 20
"""Bytes of ``packed-refs``, the list of references: half a million of them."""
_MOST_VERSIONS = 30
"""Those of a file, the last ones."""
_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


@dataclass(frozen=True, slots=True)
class Commit:
    """A state of a project: its name and when it was recorded."""

    id: str
    date: datetime


@dataclass(frozen=True, slots=True)
class Repository:
    """A folder whose history git records."""

    folder: Path
    """The folder that holds ``.git``."""
    own: Path
    """Where git keeps what is of this work tree alone: HEAD."""
    common: Path
    """Where git keeps what all its work trees share: the objects and the references."""

    @classmethod
    def containing(cls, path: Path) -> Repository | None:
        """Return the repository in which a file or a folder lies, if any.

        A bare repository is none: nobody writes pages in one, and a folder that looks
        like one may come with a clone. Raises OutputError when ``.git`` is not readable.
        """
        path = _real(path)
        try:
            for folder in (path, *path.parents):
                own = folder / ".git"
                if own.is_file():  # a second work tree, or a project within another one
                    own = folder / _note(own).removeprefix("gitdir:").strip()
                if (own / "HEAD").is_file():
                    shared = own / "commondir"
                    common = own / _note(shared) if shared.is_file() else own
                    return cls(folder, own, common)
        except OSError as error:
            raise _unreadable(reason(error)) from error
        return None

    def last_commit(self, path: Path) -> Commit | None:
        """Return the last commit that changed a file, or anything in a folder.

        None when it was never recorded. Raises MissingToolError without git, and
        OutputError when this repository does not tell dates: it is a shallow copy, whose
        oldest commit seems to have changed everything, it is damaged, or a date is none.
        """
        name, head = self._name(path), self._readable_head()
        if not head:
            return None
        listed = self._told(head, "log", "-1", "--format=%H %cI", "--", name)
        commit, _, date = listed.decode("utf-8", "replace").strip().partition(" ")
        if not commit:
            return None
        try:
            return Commit(commit, datetime.fromisoformat(date))
        except ValueError as error:
            why = f"la date d’un changement n’existe pas ({date[:40]})"
            raise _unreadable(why) from error

    def versions(self, path: Path, most: int) -> Iterator[bytes]:
        """Yield what a file was after its last changes, the newest first.

        Raises what ``last_commit`` does, and OutputError for one of more than ``most``
        bytes.
        """
        name = self._name(path)
        if head := self._readable_head():
            last = f"-{_MOST_VERSIONS}"
            for commit in self._told(head, "log", last, "--format=%H", "--", name).split():
                place = f"{commit.decode()}:{name}"
                yield self._told(head, "cat-file", "blob", place, most=most)

    def _name(self, path: Path) -> str:
        return _real(path).relative_to(self.folder).as_posix()

    def _readable_head(self) -> str:
        """Return the commit that is checked out, if git can go back from it safely."""
        try:
            if (self.common / "shallow").exists():
                raise _unreadable(
                    "ce dossier est une copie sans son histoire",
                    "Récupérez toute l’histoire (« git fetch --unshallow » ; dans GitLab, "
                    "« GIT_DEPTH: 0 » ; dans GitHub, « fetch-depth: 0 »)",
                )
            if not _harmless(self.common / "objects/info/alternates"):
                raise _unreadable("l’adresse de ses objets n’est pas un fichier")
            return self._head()
        except OSError as error:
            raise _unreadable(reason(error)) from error

    def _told(self, head: str, *arguments: str, most: int = SAID) -> bytes:
        return _asked(self.common / "objects", head, arguments, most)

    def _head(self) -> str:
        """Return the commit that is checked out, empty before the first one."""
        said = _note(self.own / "HEAD")
        for _ in range(5):  # a reference may name another one
            if not said.startswith("ref:"):
                break
            said = self._reference(said.removeprefix("ref:").strip())
        if said and not _COMMIT.fullmatch(said):
            raise _unreadable("ses références ne sont pas comprises")
        return said

    def _reference(self, name: str) -> str:
        if not name.startswith("refs/") or ".." in name:
            raise _unreadable("ses références ne sont pas comprises")
        if (self.common / "reftable").is_dir():
            raise _unreadable(
                "ses références sont d’une forme qui n’est pas lue (reftable)"
            )
        for folder in (self.own, self.common):
            if (folder / name).is_file():
                return _note(folder / name)
        packed = self.common / "packed-refs"
        listed = _read(packed, _LONGEST_LIST) if packed.is_file() else ""
        for line in listed.splitlines():
            commit, _, told = line.partition(" ")
            if told == name:
                return commit
        return ""


def probe() -> ToolProbe:
    """Return where git is and its version; MissingToolError without it."""
    done = run(["git", "--version"], name="git", install=INSTALL, timeout=TIMEOUT)
    said = done.stdout.decode("utf-8", "replace").strip()
    return ToolProbe("git", Path(shutil.which("git") or "git"), said.split()[-1])


def _asked(objects: Path, head: str, arguments: Sequence[str], most: int) -> bytes:
    """Return what git says of ``objects``, where ``head`` is checked out."""
    with tempfile.TemporaryDirectory() as folder:
        ours = Path(folder)
        (ours / "refs").mkdir()
        (ours / "HEAD").write_text(f"{head}\n", "ascii")
        settings = "[core]\nbare = true\nrepositoryFormatVersion = 0\n"
        if len(head) > 40:
            settings = settings.replace("= 0", "= 1\n[extensions]\nobjectFormat = sha256")
        (ours / "config").write_text(settings, "ascii")
        environment = {
            "GIT_DIR": folder, "GIT_COMMON_DIR": folder,
            "GIT_OBJECT_DIRECTORY": str(objects.resolve()),
            "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_ALLOW_PROTOCOL": "",
        }  # fmt: skip
        done = run(
            ["git", "--no-pager", "--literal-pathspecs", *arguments], name="git",
            install=INSTALL, timeout=TIMEOUT, folder=ours, environment=environment,
            most=most,
        )  # fmt: skip
        return done.stdout


def _real(path: Path) -> Path:
    """Return where a path really is; a link that it names stays that link."""
    return path.resolve() if path.is_dir() else path.parent.resolve() / path.name


def _harmless(path: Path) -> bool:
    """Return whether git can read a file to its end: it would read a device without one."""
    return not os.path.lexists(path) or (
        path.is_file() and path.stat().st_size <= _LONGEST_NOTE
    )


def _note(path: Path) -> str:
    return _read(path, _LONGEST_NOTE).strip()


def _read(path: Path, most: int) -> str:
    with open_regular(path) as file:
        return file.read(most).decode("utf-8", "replace")


def _unreadable(
    why: str, advice: str = "Écrivez « date: 2024-05-06 » en tête de chaque page"
) -> OutputError:
    return OutputError(f"git ne dit pas les dates : {why}.", next_step=f"{advice}.")

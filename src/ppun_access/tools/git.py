"""Git: when a file or a folder was last changed in the history of its project."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ppun_access.errors import MissingToolError, OutputError
from ppun_access.tools.run import ToolProbe, run

INSTALL = "Installez git, par exemple : sudo apt-get install git"
TIMEOUT = 30.0


@dataclass(frozen=True, slots=True)
class Commit:
    """A state of a project: its name and when it was recorded."""

    id: str
    date: datetime


def probe() -> ToolProbe:
    """Return where git is and its version; MissingToolError without it."""
    done = run(["git", "--version"], name="git", install=INSTALL, timeout=TIMEOUT)
    said = done.stdout.decode("utf-8", "replace").strip()
    return ToolProbe("git", Path(shutil.which("git") or "git"), said.split()[-1])


def last_commit(path: Path) -> Commit | None:
    """Return the last commit that changed a file, or anything in a folder.

    None when git cannot tell: it is not there, ``path`` is not in a project of git or was
    never recorded, or the project is a shallow copy, whose oldest commit seems to have
    changed everything.
    """
    folder, name = (path, ".") if path.is_dir() else (path.parent, path.name)
    try:
        if _said(folder, "rev-parse", "--is-shallow-repository") != "false":
            return None
        said = _said(
            folder, "log", "-1", "--no-show-signature", "--format=%H %cI", "--", name
        )
    except (MissingToolError, OutputError):
        return None
    commit, _, date = said.partition(" ")
    return Commit(commit, datetime.fromisoformat(date)) if date else None


def _said(folder: Path, *arguments: str) -> str:
    command: list[str | Path] = [
        "git",
        "--no-pager",
        "--literal-pathspecs",
        "-C",
        folder,
        *arguments,
    ]
    done = run(command, name="git", install=INSTALL, timeout=TIMEOUT)
    return done.stdout.decode("utf-8", "replace").strip()

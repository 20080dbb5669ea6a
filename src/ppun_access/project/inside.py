"""Refuse to read files outside the folder of the pages, links resolved."""

from __future__ import annotations

from pathlib import Path

from ppun_access.errors import UsageError
from ppun_access.settings.reach import OUT_OF_REACH, Reach


def is_own(path: Path, root: Path, reach: Reach) -> bool:
    """Return whether ``path``, found in ``root``, is a file that may be read.

    A pipe or a device would never end.
    """
    return path.is_file() and reach.holds(path, root)


def own_file(path: Path, root: Path, reach: Reach) -> Path:
    """Return ``path``, a file that the program reads by its name; UsageError if outside."""
    if path.is_file() and not reach.holds(path, root):
        raise UsageError(
            f"{path} : ce lien mène hors du dossier du projet.",
            next_step=OUT_OF_REACH,
        )
    return path

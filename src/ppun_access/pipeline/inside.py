"""Nothing outside the folder of the pages is read: links are followed before it is."""

from __future__ import annotations

from pathlib import Path

from ppun_access.errors import UsageError
from ppun_access.readers.places import is_inside


def is_own(path: Path, root: Path) -> bool:
    """Tell whether ``path``, found in ``root``, is a file that may be read.

    A pipe or a device would never end.
    """
    return path.is_file() and is_inside(path, root)


def own_file(path: Path, root: Path) -> Path:
    """Return ``path``, a file that the program reads by its name; UsageError if outside."""
    if path.is_file() and not is_inside(path, root):
        raise UsageError(
            f"{path} : ce fichier mène hors du dossier des pages.",
            next_step="Copiez-le dans ce dossier, à la place du lien.",
        )
    return path

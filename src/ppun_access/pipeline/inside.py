"""Nothing outside the folder of the pages is read: links are followed before it is."""

from __future__ import annotations

from pathlib import Path

from ppun_access.errors import UsageError


def is_inside(path: Path, root: Path) -> bool:
    """Tell whether ``path``, links followed, stands in the folder ``root``."""
    return path.resolve().is_relative_to(root.resolve())


def own_file(path: Path, root: Path) -> Path:
    """Return ``path``, a file that the program reads by its name; UsageError if outside."""
    if path.is_file() and not is_inside(path, root):
        raise UsageError(
            f"{path} : ce fichier mène hors du dossier des pages.",
            next_step="Copiez-le dans ce dossier, à la place du lien.",
        )
    return path

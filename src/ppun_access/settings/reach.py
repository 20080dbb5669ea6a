"""Define a project's file-size limits and the folders its symbolic links may lead to."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from ppun_access.errors import UsageError
from ppun_access.runtime.untrusted_files import MB, PAGE, is_inside
from ppun_access.settings.fields import between, setting

# Pages and pictures are held in memory, the others are copied.
_HELD, _COPIED = between(1, 500, "Mo"), between(1, 100_000, "Mo")


@dataclass(frozen=True, slots=True)
class Limits:
    """``[limites]``: how heavy the files of a project may be, in MB unless said."""

    page: int = setting("page", PAGE // MB, "le poids d’une page", _HELD)
    picture: int = setting("image", 50, "celui d’une image", _HELD)
    megapixels: int = setting(
        "image_mpx", 50,
        "combien de millions de pixels une image peut dire mesurer, ses vues comprises ; "
        "au-delà, elle n’est publiée nulle part (`image-illisible`)",
        between(1, 500, "millions de pixels"),
    )  # fmt: skip
    """A4 at 600 points an inch has 35."""
    attachment: int = setting(
        "piece_jointe", 1_000, "celui d’un fichier à emporter", _COPIED
    )
    recording: int = setting(
        "enregistrement", 4_000, "celui de l’enregistrement d’un texte", _COPIED
    )
    video: int = setting("video", 4_000, "celui d’une vidéo en langue des signes", _COPIED)


@dataclass(frozen=True, slots=True)
class Reach:
    """How far the reading of a project goes."""

    declared: tuple[Path, ...] = ()
    """Folders to which links may lead, beside that in which they stand.

    The person who builds says so on the command line: no file of a project can.
    """
    limits: Limits = Limits()

    def holds(self, path: Path, root: Path) -> bool:
        """Tell whether ``path``, links followed, is in ``root`` or a declared folder."""
        return any(is_inside(path, folder) for folder in (root, *self.declared))

    def below(self, folder: Path) -> Iterator[Path]:
        """Yield what stands below a folder, and in those declared where links lead."""
        yield from _below(folder, self.declared, {os.path.realpath(folder)})


def _below(folder: Path, declared: Collection[Path], seen: set[str]) -> Iterator[Path]:
    for path in folder.rglob("*"):
        yield path
        if declared and path.is_symlink() and path.is_dir():
            place = os.path.realpath(path)
            inside = any(is_inside(path, one) for one in declared)
            if inside and place not in seen:
                seen.add(place)
                yield from _below(path, declared, seen)


HERE = Reach()
"""No link leads out."""
OUT_OF_REACH = (
    "Copiez le fichier ici, à la place du lien, ou déclarez son dossier : « build --racine "
    "DOSSIER »."
)
"""What to do of a link that leads out."""


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

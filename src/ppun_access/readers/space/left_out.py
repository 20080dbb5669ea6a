"""Report what a source folder holds that no reader takes.

Nothing of what leads outside the folder is opened: links are followed by name alone.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ppun_access.errors import reason
from ppun_access.readers import SUFFIXES
from ppun_access.readers.mkdocs.site import takes
from ppun_access.readers.space.kinds import ADVICE, what_to_do
from ppun_access.readers.space.model import Space
from ppun_access.readers.space.places import (
    NOT_PAGES,
    SAVED_WITH,
    is_beside,
    is_given,
    name_in,
)
from ppun_access.runtime.untrusted_files import is_inside, read_start

UNSUPPORTED, LINK, CLOSED = "fichier-non-lu", "lien-symbolique", "page-illisible"
"""Codes of the findings."""
_PLACES = {
    "facile": "versions simplifiées (facile/<texte>.md, en haut du dossier des pages)",
    "audio": "enregistrements",
    "lsf": "vidéos en langue des signes",
    "pictos": "pictogrammes",
}
_ASIDE = ("readme", "lisezmoi", "lisez-moi", "licence", "license")
"""Files that say what a folder is: nobody means to publish them there."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file of a space, or a link in it, that is not read, and the message on it."""

    root: Path
    name: str
    """Its path in ``root``."""
    code: str
    message: str
    minor: bool = False

    @property
    def end(self) -> str:
        """How its name ends."""
        return Path(self.name).suffix.lower()


def left_out(space: Space, taken: Collection[Path]) -> tuple[LeftOut, ...]:
    """Return the files and links of a space that are not read, in the order of paths.

    ``taken`` are the files of its pages.
    """
    return tuple(sorted(_found(space, frozenset(taken)), key=lambda one: one.name))


def _found(space: Space, taken: frozenset[Path]) -> Iterator[LeftOut]:
    root = space.folder
    faults: list[OSError] = []
    for place, folders, files in os.walk(root, onerror=faults.append):
        here = Path(place)
        apart = is_beside(here.relative_to(root).parts)
        for name in [*folders, *files]:
            path = here / name
            if path in taken or name.startswith((".", "~$")):
                continue
            if told := _unsupported_file(
                path, root, space, apart=apart, folder=name in folders
            ):
                yield told
        folders[:] = [f for f in folders if _is_open(f)]
    for fault in faults:
        name = name_in(Path(fault.filename), root)
        message = (
            f"Ce dossier n’a pas pu être lu ({reason(fault)}) : ses pages manquent. "
            "Vérifiez ses droits."
        )
        yield LeftOut(root, name, CLOSED, message)


def _is_open(folder: str) -> bool:
    """Return whether a folder may hold pages or the files beside them."""
    return not folder.startswith(".") and Path(folder).suffix.lower() not in ADVICE


def _unsupported_file(
    path: Path, root: Path, space: Space, *, apart: bool, folder: bool
) -> LeftOut | None:
    """Return the finding on one file or folder, None when nothing is lost."""
    end, name = path.suffix.lower(), name_in(path, root)
    if path.is_symlink():
        said = _of_link(path, space, folder=folder)
        if said or folder or end in SUFFIXES or end in ADVICE:
            return LeftOut(root, name, LINK, *said) if said else None
    if end in ADVICE:
        if apart and path.parent != root / "facile":
            return None
        return LeftOut(root, name, UNSUPPORTED, _of_document(path, end))
    if folder or end not in SUFFIXES or name == space.summary or path.name == "SUMMARY.md":
        return None
    if space.mkdocs and not takes(name, space.mkdocs, path):  # MkDocs gives it as a file
        return None
    if not path.is_file():
        message = "Ce n’est pas un fichier ordinaire : il n’est pas lu. Retirez-le."
        return LeftOut(root, name, UNSUPPORTED, message)
    if message := _of_place(path, root):
        return LeftOut(root, name, UNSUPPORTED, message)
    return None


def _of_document(path: Path, end: str) -> str:
    start = b""
    with suppress(OSError):
        start = read_start(path, 16)
    return f"Ce fichier {end} n’est pas lu : il n’est pas publié. {what_to_do(end, start)}"


def _of_place(path: Path, root: Path) -> str:
    """Return the message on a page that lies where none is looked for."""
    folders = path.relative_to(root).parts[:-1]
    if any(_is_of_nothing(folder) for folder in path.parents[: len(folders)]):
        return (
            "Ce fichier n’est pas publié : un dossier dont le nom finit par « "
            f"{' » ou « '.join(SAVED_WITH)} » n’a que les images d’une page enregistrée. "
            "Donnez un autre nom à ce dossier."
        )
    place = next((name for name in folders if name in NOT_PAGES), "")
    if not place or folders == ("lsf",) or path.stem.lower().startswith(_ASIDE):
        return ""
    if folders == ("facile",):
        said = (
            "Ce fichier n’est pas lu : une version simplifiée est un fichier .md. Copiez-y "
            "ce texte, et donnez-lui le nom de son texte : facile/<texte>.md."
        )
        return "" if path.suffix == ".md" else said
    return (
        f"Ce fichier n’est pas publié : un dossier « {place} » n’a pas de pages, mais des "
        f"{_PLACES[place]}. Mettez-le dans un dossier d’un autre nom."
    )


def _is_of_nothing(folder: Path) -> bool:
    """Tell whether a folder has the name of those of saved pages, and no page beside it."""
    ends = (end for end in SAVED_WITH if folder.name.endswith(end))
    page = folder.name.removesuffix(next(ends, ""))
    pages = (folder.with_name(page + end) for end in (".html", ".htm", ".xhtml"))
    return page != folder.name and not any(one.exists() for one in pages)


def _of_link(path: Path, space: Space, *, folder: bool) -> tuple[str, bool] | None:
    """Return what to tell of a link, and whether it is minor; nothing where none is lost.

    Sounds and videos have findings of their own.
    """
    root, what = space.folder, "dossier" if folder else "fichier"
    read = folder or path.suffix.lower() in (*SUFFIXES, *ADVICE)
    try:
        target = path.resolve()
    except (OSError, RuntimeError):  # a link that leads to itself
        target = root.resolve() / path.name
    if not space.reach.holds(target, root):
        apart = path.parent in (root / "audio", root / "lsf") and not read
        return None if apart else (
            f"Ce lien mène à un {what} hors du dossier des pages : il n’est pas lu. "
            f"Copiez ce {what} ici, à la place du lien, ou déclarez le dossier où il mène "
            "(« build --racine DOSSIER »).",
            False,
        )  # fmt: skip
    if read and not is_given(target, root, space.reach):
        return (
            f"Ce lien mène à un {what} caché (un nom y commence par « . ») : il n’est pas "
            f"lu. Copiez ce {what} ici, à la place du lien.",
            False,
        )
    if not read or not is_inside(target, root):
        return None
    if not path.exists():
        return (
            f"Ce lien mène à un {what} qui n’existe pas. Corrigez-le, ou retirez-le.",
            False,
        )
    if path.suffix.lower() in ADVICE:
        return None
    return (
        f"Ce lien mène à « {name_in(target, root)} », qui est dans le dossier des pages : "
        "ce qu’il contient est publié une fois, à cette place.",
        True,
    )


def unsupported_names(found: Iterable[LeftOut], most: int) -> str:
    """Return the names of the first ``most`` of them, for a message."""
    names = [one.name for one in found]
    more = f" et {len(names) - most} autres" if len(names) > most else ""
    return ", ".join(names[:most]) + more

"""Which files of a source folder are pages."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ppun_access.errors import InputError
from ppun_access.readers import SUFFIXES

NOT_PAGES = ("facile", "audio", "lsf", "pictos")
"""Folders that hold other things than pages, wherever the content lies."""
_NAVIGATION = ("SUMMARY.md",)


@dataclass(frozen=True, slots=True)
class PageFile:
    """A page: its file, the source folder, its path inside that folder."""

    path: Path
    root: Path
    name: str


def find_pages(source: Path) -> tuple[PageFile, ...]:
    """Return the pages of a file or folder, in the order of their paths.

    Raises InputError when ``source`` is not there or holds no page.
    """
    if source.is_file():
        return (PageFile(source, source.parent, source.name),)
    if not source.is_dir():
        raise InputError(
            f"{source} : ce dossier (ou ce fichier) n’existe pas.",
            next_step="Vérifiez le chemin, ou créez le dossier et mettez-y une page "
            "Markdown.",
        )
    found = [path for path in sorted(source.rglob("*")) if _is_page(path, source)]
    if not found:
        raise InputError(
            f"{source} : aucune page dans ce dossier.",
            next_step=f"Ajoutez-y un fichier {' ou '.join(SUFFIXES)}.",
        )
    return tuple(PageFile(p, source, p.relative_to(source).as_posix()) for p in found)


def _is_page(path: Path, root: Path) -> bool:
    folders = path.relative_to(root).parts[:-1]
    return (
        path.suffix.lower() in SUFFIXES
        and path.is_file()
        and path.name not in _NAVIGATION
        and not any(name in NOT_PAGES or name.startswith(".") for name in folders)
        and not path.name.startswith(".")
        and path.resolve().is_relative_to(root.resolve())
    )

"""Which files of a source folder are pages."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from ppun_access.errors import InputError, reason
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

    Raises InputError when ``source`` is not there, cannot be read or holds no page.
    """
    try:
        return _find_pages(source)
    except OSError as error:
        raise InputError(
            f"{source} : lecture impossible, {reason(error)}.",
            next_step="Vérifiez le chemin et les droits de ce dossier.",
        ) from error


def _find_pages(source: Path) -> tuple[PageFile, ...]:
    if source.is_file():
        return (PageFile(source, source.parent, _name(source, source.parent)),)
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
    return tuple(PageFile(p, source, _name(p, source)) for p in found)


def _name(path: Path, root: Path) -> str:
    """Return the path inside the folder; a name that is not UTF-8 is made readable."""
    return os.fsencode(path.relative_to(root).as_posix()).decode("utf-8", "replace")


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

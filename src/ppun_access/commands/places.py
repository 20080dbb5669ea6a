"""What a command line says of a build: formats; folders, or addresses machines share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ppun_access.errors import UsageError
from ppun_access.pipeline import Request
from ppun_access.pipeline.remote import local_name
from ppun_access.settings import expand_formats
from ppun_access.storage import AtAddress, local_folder


def named_formats(asked: Sequence[str] | None) -> tuple[str, ...] | None:
    """Return the formats that ``--to`` names, None without it; UsageError for others."""
    if not asked:
        return None
    return expand_formats(",".join(asked).replace(" ", "").split(","), "--to")


def declared(folders: Sequence[str]) -> tuple[Path, ...]:
    """Return the folders to which links may lead; UsageError for one that is not there."""
    for folder in folders:
        if not Path(folder).is_dir():
            raise UsageError(
                f"--racine {folder} : ce dossier n’existe pas.",
                next_step="Donnez le dossier où mènent les liens du projet.",
            )
    return tuple(Path(folder).resolve() for folder in folders)


def located(request: Request, out: str, cache: str) -> Request:
    """Return ``request``, to be published in ``out`` and kept in ``cache``, if given.

    An address gets a copy of a folder of its name, here. Raises UsageError for an empty
    name, and for an address without a name.
    """
    if not out.strip():
        raise UsageError(
            "-o : le nom du dossier est vide.",
            next_step="Écrivez par exemple « -o output ».",
        )
    folder = local_folder(out)
    address = "" if folder else out
    request = replace(request, out=folder or Path(local_name(out)), address=address)
    if not cache:
        return request
    kept = local_folder(cache)
    if kept:
        return replace(request, cache=kept.absolute())
    return replace(request, shared=AtAddress(cache))

"""Resolve what a command line names: formats, folders, shared addresses."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ppun_access.build import Request
from ppun_access.build.context import report_folder
from ppun_access.commands.arguments import DEFAULT_OUT
from ppun_access.errors import UsageError
from ppun_access.publish.remote import local_name
from ppun_access.runtime.storage import AtAddress, local_folder
from ppun_access.runtime.untrusted_files import is_inside
from ppun_access.settings.ppun_toml import expand_formats


def named_formats(asked: Sequence[str] | None) -> tuple[str, ...] | None:
    """Return the formats that ``--to`` names, None without it; UsageError for others."""
    if not asked:
        return None
    return expand_formats(",".join(asked).replace(" ", "").split(","), "--to")


def declared_folders(folders: Sequence[str]) -> tuple[Path, ...]:
    """Return the folders to which links may lead; UsageError for one that is absent."""
    for folder in folders:
        if not Path(folder).is_dir():
            raise UsageError(
                f"--racine {folder} : ce dossier n’existe pas.",
                next_step="Donnez le dossier où mènent les liens du projet.",
            )
    return tuple(Path(folder).resolve() for folder in folders)


def default_folder(typed: str | None, option: str) -> Path:
    """Return the folder that a person typed, else the one where a site usually is.

    Raises UsageError when links that may have come with the project lead out from there;
    ``option`` says how to type a folder.
    """
    if typed is not None:
        return Path(typed)
    return _here(
        Path(DEFAULT_OUT),
        "Retirez ce lien ; ou, s’il est à vous, tapez vous-même le dossier : "
        f"« {option} {DEFAULT_OUT} ».",
    )


def _here(out: Path, next_step: str) -> Path:
    """Return ``out``, whose name was not typed, if it is in this folder, and its report."""
    for place in (out, report_folder(out)):
        if not is_inside(place, Path.cwd()):
            raise UsageError(
                f"{place.name} est un lien qui mène hors du projet : "
                f"{os.path.realpath(place)}. Il n’a pas été suivi.",
                next_step=next_step,
            )
    return out


def with_folders(request: Request, out: str | None, cache: str) -> Request:
    """Return ``request``, to be published in ``out`` and kept in ``cache``, if given.

    An address gets a copy of a folder of its name, here. Raises UsageError for an empty
    name, for an address without a name, and what ``default_folder`` does.
    """
    if out is None:
        out = str(default_folder(out, "-o"))
    if not out.strip():
        raise UsageError(
            "-o : le nom du dossier est vide.",
            next_step="Écrivez par exemple « -o output ».",
        )
    folder = local_folder(out)
    address = "" if folder else out
    if folder is None:
        message = "Retirez ce lien : la copie locale de cette adresse va dans ce dossier."
        folder = _here(Path(local_name(out)), message)
    request = replace(request, out=folder, address=address)
    if not cache:
        return request
    kept = local_folder(cache)
    if kept:
        return replace(request, cache=kept.absolute())
    return replace(request, shared=AtAddress(cache))

"""Read the configuration of a GitBook space: ``.gitbook.yaml``, contents, variables.

Any folder of pages is one; most of these files may be missing.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ppun_access.document.model import Pos
from ppun_access.errors import InputError
from ppun_access.readers.decoding import decode, read_bytes
from ppun_access.readers.gitbook.expressions import flat
from ppun_access.readers.mkdocs.site import find_site, read_site
from ppun_access.readers.space.model import (
    Space,
    broken,
    inside,
    read_yaml,
    text_value,
)
from ppun_access.readers.space.summary import Entry, read_summary
from ppun_access.report import Finding
from ppun_access.settings.reach import HERE, Reach

CONFIGURATION = ".gitbook.yaml"
VARIABLES = ".gitbook/vars.yaml"
_REDIRECTS = re.compile(r"""["']?redirects["']?\s*:""")


def read_space(source: Path, reach: Reach = HERE, dialect: str = "") -> Space:
    """Return the space in the folder ``source``; ``dialect`` is what the settings say.

    Raises InputError when its ``mkdocs.yml`` or ``.gitbook.yaml`` is badly written, or
    names a folder that is not in ``source``.
    """
    if site := find_site(source, reach, dialect):
        return read_site(source, site, reach)
    values = _configuration(source, reach)
    root = text_value(values, "root") or "./"
    folder = inside(source, root, reach)
    if folder is None or not folder.is_dir():
        raise InputError(
            f"{source / CONFIGURATION} : « root: {root} » n’est pas un dossier d’ici.",
            next_step="Écrivez le chemin d’un dossier de pages, par exemple « root: ./ ».",
        )
    given = values.get("structure")
    structure = given if isinstance(given, dict) else {}
    summary = posixpath.normpath(text_value(structure, "summary") or "SUMMARY.md")
    variables, faults = _variables(folder, reach)
    findings = [*_redirections(values, source), *faults]
    entries = _entries(folder, summary, reach)
    return Space(source, folder, summary, entries, variables, tuple(findings), reach)


def _configuration(source: Path, reach: Reach) -> Mapping[str, Any]:
    path = source / CONFIGURATION
    values = read_yaml(path, source, reach) if path.is_file() else {}
    if not isinstance(values, dict):
        raise broken(path, "", 1)
    return values


def _entries(folder: Path, name: str, reach: Reach) -> tuple[Entry, ...]:
    path = inside(folder, name, reach)
    if path is None or not path.is_file():
        return ()
    found = read_summary(decode(read_bytes(path), name), name)
    return tuple(_whole(entry, folder, reach) for entry in found)


def _whole(entry: Entry, folder: Path, reach: Reach) -> Entry:
    """Return a line of the contents; the name of its page may have « # » in it."""
    name = f"{entry.page}#{entry.anchor}"
    if not entry.anchor or (folder / entry.page).exists():
        return entry
    there = inside(folder, name, reach)
    return replace(entry, page=name, anchor="") if there and there.is_file() else entry


def _variables(folder: Path, reach: Reach) -> tuple[dict[str, str], list[Finding]]:
    path = folder / VARIABLES
    if not path.is_file():
        return {}, []
    try:
        values = read_yaml(path, folder, reach)
    except InputError as error:
        message = f"{error.message} {error.next_step}"
        code = "variable-inconnue"
        return {}, [Finding(code, message, Pos(VARIABLES, 1))]
    return (flat(values) if isinstance(values, dict) else {}), []


def _redirections(values: Mapping[str, Any], source: Path) -> Iterator[Finding]:
    redirects = values.get("redirects")
    if isinstance(redirects, dict) and redirects:
        message = (
            f"{CONFIGURATION} garde d’anciennes adresses (redirects) : {len(redirects)}. "
            "Elles ne sont pas publiées : réglez-les sur le serveur du site."
        )
        code = "redirections-ignorees"
        lines = decode(read_bytes(source / CONFIGURATION), CONFIGURATION).split("\n")
        at = next((n for n, line in enumerate(lines, 1) if _REDIRECTS.match(line)), 1)
        yield Finding(code, message, Pos(CONFIGURATION, at))

"""Refuse output paths that would overwrite a source, another output or a filled sheet."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import combinations, count
from pathlib import Path

from ppun_access.errors import UsageError
from ppun_access.project.project import EASY_FOLDER, Project, lexicon_file
from ppun_access.publish.manifest import (
    Manifest,
    as_json,
    digest_of,
    has_digest,
    manifest_of,
)
from ppun_access.runtime.disk import check_named, write_atomically
from ppun_access.runtime.untrusted_files import RECORD, read_regular

Named = tuple[str, Path]
"""An option of the command line, and a file that it writes."""
_AS_WRITTEN = ".ppun-fiches.json"
"""What tells how the sheets of a folder were when they were written."""


def check_outputs(named: Iterable[Named], file: str, project: Project) -> None:
    """Raise UsageError if an output is a file of the team's, or is named twice.

    Raises OutputError where nothing can be written.

    ``file``: ``FILE`` or ``FILE#id``, what the command reads. Links and other spellings
    of a path are the same file.
    """
    outputs = tuple(named)
    own = (Path(file.partition("#")[0]), *_own_files(project))
    for option, path in outputs:
        if any(_is_same(path, one) for one in own):
            raise UsageError(
                f"{option} {path} : ce fichier est un texte ou un réglage du projet, il "
                "serait remplacé. Rien n’a été écrit.",
                next_step="Donnez un autre nom de fichier, ou un autre dossier.",
            )
        check_named(path)
    for (option, path), (other, twin) in combinations(outputs, 2):
        if _is_same(path, twin):
            raise UsageError(
                f"{option} {path} et {other} {twin} sont le même fichier : l’un "
                "remplacerait l’autre. Rien n’a été écrit.",
                next_step="Donnez un nom différent à chacun.",
            )


def _own_files(project: Project) -> Iterator[Path]:
    """Yield the pages, the easy versions, the words and the settings of a project."""
    yield from (page.path for page in project.pages)
    if project.settings_file:
        yield project.settings_file
    for root in project.roots:
        yield from (root / EASY_FOLDER).glob("*.md")
        yield lexicon_file(root)


def _is_same(path: Path, other: Path) -> bool:
    """Return whether two paths designate the same file, which may not exist yet."""
    try:
        return path.samefile(other)
    except OSError:
        return _real(path) == _real(other)


def _real(path: Path) -> str:
    return os.path.normcase(os.path.realpath(path))


def write_sheets(files: Mapping[str, bytes], folder: Path) -> None:
    """Write sheets that people fill in, and note their digests.

    Raises UsageError before anything is written when one is there that is not as it was
    written: somebody filled it in, or it comes from elsewhere.
    """
    before = dict[str, str]()
    with suppress(OSError):
        before |= manifest_of(read_regular(folder / _AS_WRITTEN, RECORD, links=False)).files
    digests = {name: digest_of(content) for name, content in files.items()}
    for name, digest in digests.items():
        path = folder / name
        known = {digest, before.get(name, digest)}
        if os.path.lexists(path) and not any(has_digest(path, one) for one in known):
            raise UsageError(
                f"{path} est déjà là, et n’est pas une fiche vide que ce programme vient "
                "de faire : elle est peut-être remplie. Rien n’a été écrit.",
                next_step=f"Écrivez les fiches ailleurs : « -o {_free(folder)} ». Ou "
                "déplacez celles qui sont là, puis relancez la commande.",
            )
    note = as_json(Manifest(files=before | digests))
    for name, content in {**files, _AS_WRITTEN: note}.items():
        write_atomically(folder / name, content)


def _free(folder: Path) -> Path:
    """Return the first of fiches-2, fiches-3… that is not in a folder."""
    names = (folder / f"fiches-{n}" for n in count(2))
    return next(path for path in names if not os.path.lexists(path))

"""Files named on the command line to be written: none replaces a text or another one."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path

from ppun_access.errors import UsageError
from ppun_access.pipeline.project import EASY_FOLDER, Project, lexicon_file

Named = tuple[str, Path]
"""An option of the command line, and a file that it writes."""


def check_outputs(named: Iterable[Named], file: str, project: Project) -> None:
    """Raise UsageError when a file to write is what the team wrote, or is named twice.

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
    """Tell whether two paths lead to one file, be it there or still to write."""
    try:
        return path.samefile(other)
    except OSError:
        return _real(path) == _real(other)


def _real(path: Path) -> str:
    return os.path.normcase(os.path.realpath(path))

"""Look again at a published folder: whole, each file sound, each link leading somewhere.

A format that has a checker of its own gets one line in ``CHECKERS``.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, TypeAlias

from ppun_access.errors import InputError
from ppun_access.pipeline.output import MANIFEST, digest_of, read_manifest
from ppun_access.pipeline.site_links import broken_links
from ppun_access.report import CODES, Finding

CATALOGUE = "catalogue.json"
Checker: TypeAlias = Callable[[Path], Iterable[str]]
"""A file → what is wrong with it, in French."""


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found in a published folder, and how many files were looked at."""

    faults: tuple[Finding, ...]
    files: int


def inspect(out: Path) -> Inspection:
    """Look at everything that a build published in ``out``.

    Raises InputError when there is no such folder.
    """
    if not out.is_dir():
        raise InputError(
            f"{out} : ce dossier n’existe pas.",
            next_step="Publiez d’abord vos textes avec « ppun-access build », ou donnez le "
            "dossier publié : « ppun-access check site ».",
        )
    published = read_manifest(out).files
    if not published:
        message = f"{MANIFEST} manque : ce dossier n’est pas une publication complète."
        return Inspection((fault("catalogue-illisible", message),), 0)
    try:
        listed = tuple(_files(json.loads((out / CATALOGUE).read_text("utf-8"))))
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = f"{CATALOGUE} n’est pas lisible ({error!r})."
        return Inspection((fault("catalogue-illisible", message),), len(published))
    found = (
        *_damaged(out, published),
        *(f for file in listed for f in _listed(out, file)),
        *(f for file in listed for f in _unsound(out, file)),
        *broken_links(out, [path for path in published if path.endswith(".html")]),
    )
    paths = {*published, *(file.path for file in listed)}
    return Inspection(tuple(dict.fromkeys(found)), len(paths))


def fault(code: str, message: str) -> Finding:
    """Return something wrong with a published folder."""
    return Finding(code, message, CODES[code])


@dataclass(frozen=True, slots=True)
class _File:
    """A file as the catalogue lists it."""

    format: str
    path: str
    bytes: int
    sha256: str


def _files(values: Mapping[str, Any]) -> Iterator[_File]:
    """Yield the files of a catalogue; KeyError or TypeError when it is not one."""
    _typed(values["title"], str)
    for publication in _typed(values["publications"], list):
        for name in ("id", "title", "author", "role", "source"):
            _typed(publication[name], str)
        for version in _typed(publication["versions"], list):
            _typed(version["readability"], dict)
            _typed(version["version"] + version["status"], str)
            yield from map(_file, _typed(version["files"], list))
    yield from map(_file, _typed(values["files"], list))


def _file(value: Mapping[str, Any]) -> _File:
    names = {"format": str, "path": str, "bytes": int, "sha256": str}
    file = _File(**{name: _typed(value[name], kind) for name, kind in names.items()})
    path = PurePosixPath(file.path)
    if path.is_absolute() or ".." in path.parts:
        raise ValueError(f"chemin hors du site : {file.path}")
    return file


def _typed(value: Any, kind: type) -> Any:
    if not isinstance(value, kind):
        raise TypeError(f"{value!r} n’est pas du type {kind.__name__}")
    return value


def _damaged(out: Path, published: Mapping[str, str]) -> Iterator[Finding]:
    """Yield the published files that are gone or are no longer what they were."""
    for path, digest in published.items():
        if not (out / path).is_file():
            yield fault("fichier-absent", f"{path} : ce fichier a disparu.")
        elif digest_of(out / path) != digest:
            message = f"{path} : ce fichier a changé depuis sa publication."
            yield fault("fichier-abime", message)


def _listed(out: Path, file: _File) -> Iterator[Finding]:
    """Yield what the catalogue says of a file and is not so."""
    path = out / file.path
    if not path.is_file():
        yield fault("fichier-absent", f"{file.path} : ce fichier a disparu.")
    elif path.stat().st_size != file.bytes or digest_of(path) != file.sha256:
        message = f"{file.path} : ce fichier a changé depuis sa publication."
        yield fault("fichier-abime", message)


def _unsound(out: Path, file: _File) -> Iterator[Finding]:
    path = out / file.path
    if file.format in CHECKERS and path.is_file():
        for wrong in CHECKERS[file.format](path):
            yield fault("fichier-invalide", f"{file.path} : {wrong}")


def _text(path: Path) -> Iterator[str]:
    try:
        if not path.read_text("utf-8").strip():
            yield "ce texte est vide."
    except UnicodeDecodeError:
        yield "ce texte n’est pas en UTF-8."


def _zip(path: Path) -> Iterator[str]:
    try:
        with zipfile.ZipFile(path) as archive:
            if broken := archive.testzip():
                yield f"dans cette archive, {broken} est abîmé."
    except zipfile.BadZipFile:
        yield "ce n’est pas une archive ZIP."


def _vtt(path: Path) -> Iterator[str]:
    text = path.read_text("utf-8", errors="replace")
    if not text.startswith("WEBVTT"):
        yield "ce texte minuté ne commence pas par WEBVTT."
    elif " --> " not in text:
        yield "ce texte minuté n’a pas un seul moment."


def _json(path: Path) -> Iterator[str]:
    try:
        json.loads(path.read_bytes())
    except ValueError:
        yield "ce n’est pas du JSON."


CHECKERS: Mapping[str, Checker] = {
    "text": _text,
    "zip": _zip,
    "vtt": _vtt,
    "chapters": _json,
}
"""Format of the catalogue → how its files are checked; pages have ``site_links``."""

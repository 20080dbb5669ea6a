"""The published folder: always one complete build, never half of one.

A build is written to a folder beside the published one, then takes its place
(``exchange.py``). The manifest names our files: what is not in it belongs to somebody else
and is carried over untouched. A file that did not change is the same file in the new
folder: it is not written again, and keeps its date.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Container, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from ppun_access.errors import OutputError, UsageError, reason
from ppun_access.pipeline.exchange import exchange, staging_of
from ppun_access.writers.model import Files

MANIFEST = ".ppun-manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a build published: the key of its inputs, its formats, its files' digests."""

    key: str = ""
    formats: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)


def read_manifest(out: Path) -> Manifest:
    """Return the manifest of ``out``, an empty one when there is none to be read."""
    try:
        return manifest_of((out / MANIFEST).read_bytes())
    except OSError:
        return Manifest()


def manifest_of(content: bytes) -> Manifest:
    """Return the manifest that a file holds, an empty one when it holds none."""
    try:
        values = json.loads(content)
        return Manifest(values["key"], tuple(values["formats"]), dict(values["files"]))
    except (ValueError, KeyError, TypeError):
        return Manifest()


def is_intact(out: Path, manifest: Manifest) -> bool:
    """Tell whether every file of ``manifest`` is in ``out`` as it was published."""
    try:
        return all(
            digest_of(out / path) == digest for path, digest in manifest.files.items()
        )
    except OSError:
        return False


def digest_of(content: bytes | Path) -> str:
    """Return the SHA-256 of some content or of a file, in hexadecimal."""
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    with content.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def check_place(out: Path, sources: tuple[Path, ...]) -> None:
    """Raise UsageError when publishing to ``out`` would overwrite what it must not."""
    target = out.resolve()
    if (
        _exists(rapport := target.with_name(f"{target.name}-rapport"))
        and not rapport.is_dir()
    ):
        raise OutputError(
            f"Impossible d’écrire le rapport : {rapport} est un fichier.",
            next_step="Déplacez ce fichier, ou choisissez un autre dossier avec « -o ».",
        )
    kept = [Path.cwd().resolve(), *(source.resolve() for source in sources)]
    inside = any(target.is_relative_to(s.resolve()) for s in sources if s.is_dir())
    if inside or any(place.is_relative_to(target) for place in kept):
        raise UsageError(
            f"Impossible de publier dans {out} : ce dossier contient les sources, "
            "ou il est dedans.",
            next_step="Choisissez un autre dossier, par exemple « -o output ».",
        )
    if out.exists() and not out.is_dir():
        raise OutputError(
            f"Impossible de publier dans {out} : c’est un fichier.",
            next_step="Choisissez un autre dossier avec « -o ».",
        )


@dataclass(frozen=True, slots=True)
class Published:
    """What a build did to the published folder, as paths in it."""

    manifest: Manifest
    written: tuple[str, ...]
    """The files that are new or have changed; the others were left as they were."""
    removed: tuple[str, ...]


def publish(
    files: Files,
    out: Path,
    *,
    key: str,
    formats: tuple[str, ...],
    on_file: Callable[[str], None] = lambda path: None,
) -> Published:
    """Replace what was published in ``out`` by ``files``; tell what changed.

    Raises OutputError when the folder cannot be written; ``out`` is then as it was.
    """
    out = out.resolve()
    for path in files:
        _check_inside(path)
    _refuse_to_overwrite(files, out)
    before = read_manifest(out).files
    manifest = Manifest(key, formats, {p: digest_of(c) for p, c in sorted(files.items())})
    staging, old = staging_of(out), None
    try:
        _make_like(staging, out)
        written = tuple(_filled(staging, files, out, manifest, before, on_file))
        _write(staging, MANIFEST, as_json(manifest))
        _carry_over(out, staging, {*before, MANIFEST})
        if old := exchange(staging, out):
            with suppress(OSError):  # what somebody put there in the meantime
                _carry_over(old, out, {*before, *files, MANIFEST}, os.replace)
    except OSError as error:
        raise OutputError(
            f"Impossible de publier dans {out} : {reason(error)}. "
            "Le dossier publié n’a pas changé.",
            next_step="Libérez de la place ou vérifiez les droits du dossier, "
            "puis relancez la commande.",
        ) from error
    finally:
        for folder in filter(None, (staging, old)):
            shutil.rmtree(folder, ignore_errors=True)
    return Published(manifest, written, tuple(path for path in before if path not in files))


def _filled(
    staging: Path, files: Files, out: Path, manifest: Manifest, before: Mapping[str, str],
    on_file: Callable[[str], None],
) -> Iterator[str]:  # fmt: skip
    """Put every file into ``staging``; yield those that are not as they were in ``out``."""
    for path, digest in manifest.files.items():
        if before.get(path) != digest or not _kept(out / path, staging / path, digest):
            _write(staging, path, files[path])
            yield path
        on_file(path)


def _make_like(staging: Path, out: Path) -> None:
    """Make the folder ``staging``, which whoever may use ``out`` may use."""
    staging.mkdir(parents=True)
    if out.is_dir():
        shutil.copymode(out, staging)


def _kept(published: Path, target: Path, digest: str) -> bool:
    """Link a published file to ``target`` if it is as it was published."""
    try:
        if digest_of(published) != digest:
            return False
        target.parent.mkdir(parents=True, exist_ok=True)
        os.link(published, target, follow_symlinks=False)
    except OSError:  # it is gone, or this disk has no links
        return False
    return True


def _check_inside(path: str) -> None:
    relative = PurePosixPath(path)
    if relative.is_absolute() or ".." in relative.parts:
        raise ValueError(f"not a path inside the site: {path}")


def _write(folder: Path, path: str, content: bytes | Path) -> None:
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, bytes):
        target.write_bytes(content)
    else:
        shutil.copyfile(content, target)


def as_json(manifest: Manifest) -> bytes:
    """Return a manifest as its file holds it."""
    values = {
        "key": manifest.key,
        "formats": list(manifest.formats),
        "files": dict(manifest.files),
    }
    return (json.dumps(values, indent=1, sort_keys=True) + "\n").encode()


def _link(path: Path, target: Path) -> None:
    """Give a file a second name, or copy it where that cannot be."""
    try:
        os.link(path, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(path, target, follow_symlinks=False)


def _carry_over(
    old: Path, new: Path, ours: Container[str], place: Callable[[Path, Path], None] = _link
) -> None:
    """Put into ``new`` what is in ``old``, is not ours and is not there yet."""
    for path in _foreign(old, ours, old):
        target = new / path.relative_to(old)
        if _is_same(path, target):
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir() and not path.is_symlink():
            target.mkdir(exist_ok=True)
            continue
        target.unlink(missing_ok=True)
        place(path, target)
    _like_before(old, new, ours)


def _is_same(path: Path, target: Path) -> bool:
    """Tell whether a file has been carried over already, and nobody changed it since."""
    try:
        one, other = path.lstat(), target.lstat()
    except FileNotFoundError:
        return False
    return os.path.samestat(one, other) or (one.st_size, one.st_mtime_ns) == (
        other.st_size,
        other.st_mtime_ns,
    )


def _like_before(old: Path, new: Path, ours: Container[str]) -> None:
    """Give the folders that hold somebody's files the rights and dates they had."""
    holders = {
        folder
        for path in _foreign(old, ours, old)
        for folder in (path, *path.parents)
        if folder.is_relative_to(old) and folder != old
    }
    for folder in sorted(holders, reverse=True):
        if folder.is_dir() and not folder.is_symlink():
            shutil.copystat(folder, new / folder.relative_to(old))


def _foreign(folder: Path, ours: Container[str], out: Path) -> Iterator[Path]:
    """Yield the files, links and empty folders below ``folder`` that are not ours."""
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        if path.is_dir() and not path.is_symlink():
            if any(path.iterdir()):
                yield from _foreign(path, ours, out)
            else:
                yield path
        elif path.relative_to(out).as_posix() not in ours:
            yield path


def _refuse_to_overwrite(files: Files, out: Path) -> None:
    """Raise OutputError when somebody else's file stands where one of ours must go."""
    ours = {*read_manifest(out).files, MANIFEST}
    taken = [path for path in sorted(files) if path not in ours and _exists(out / path)]
    if taken:
        raise OutputError(
            f"Impossible de publier dans {out} : {taken[0]} y est déjà et ne vient pas "
            "de ce programme.",
            next_step="Choisissez un autre dossier avec « -o », ou déplacez ce fichier.",
        )


def _exists(path: Path) -> bool:
    return path.is_symlink() or path.exists()

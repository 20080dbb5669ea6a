"""The published folder: always one complete build, never half of one.

A build is written to a folder beside the published one, then takes its place. The manifest
names our files: what is not in it belongs to somebody else and is carried over untouched.
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
        values = json.loads((out / MANIFEST).read_text("utf-8"))
        return Manifest(values["key"], tuple(values["formats"]), dict(values["files"]))
    except (OSError, ValueError, KeyError, TypeError):
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


def publish(
    files: Files,
    out: Path,
    *,
    key: str,
    formats: tuple[str, ...],
    on_file: Callable[[str], None] = lambda path: None,
) -> Manifest:
    """Replace what was published in ``out`` by ``files``; return the new manifest.

    Raises OutputError when the folder cannot be written; ``out`` is then as it was.
    """
    out = out.resolve()
    _refuse_to_overwrite(files, out)
    staging = out.with_name(f".{out.name}.nouveau-{os.getpid()}")
    manifest = Manifest(key, formats, {p: digest_of(c) for p, c in sorted(files.items())})
    try:
        staging.mkdir(parents=True)
        for path, content in sorted(files.items()):
            _write(staging, path, content)
            on_file(path)
        _write(staging, MANIFEST, _as_json(manifest))
        _carry_over(out, staging)
        _exchange(staging, out)
    except OSError as error:
        raise OutputError(
            f"Impossible de publier dans {out} : {reason(error)}. "
            "Le dossier publié n’a pas changé.",
            next_step="Libérez de la place ou vérifiez les droits du dossier, "
            "puis relancez la commande.",
        ) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return manifest


def _write(folder: Path, path: str, content: bytes | Path) -> None:
    relative = PurePosixPath(path)
    if relative.is_absolute() or ".." in relative.parts:
        raise ValueError(f"not a path inside the site: {path}")
    target = folder / relative
    target.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, bytes):
        target.write_bytes(content)
    else:
        shutil.copyfile(content, target)


def _as_json(manifest: Manifest) -> bytes:
    values = {
        "key": manifest.key,
        "formats": list(manifest.formats),
        "files": dict(manifest.files),
    }
    return (json.dumps(values, indent=1, sort_keys=True) + "\n").encode()


def _carry_over(out: Path, staging: Path) -> None:
    """Link or copy into ``staging`` what is in ``out`` and is not ours."""
    ours = {*read_manifest(out).files, MANIFEST}
    for path in _foreign(out, ours, out):
        target = staging / path.relative_to(out)
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir() and not path.is_symlink():
            target.mkdir(exist_ok=True)
            continue
        try:
            os.link(path, target, follow_symlinks=False)
        except OSError:
            shutil.copy2(path, target, follow_symlinks=False)


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


def _exchange(staging: Path, out: Path) -> None:
    """Put ``staging`` in the place of ``out``; put ``out`` back if that fails."""
    old = out.with_name(f".{out.name}.ancien-{os.getpid()}")
    if not out.exists():
        staging.rename(out)
        return
    out.rename(old)
    try:
        staging.rename(out)
    except BaseException:
        with suppress(OSError):
            old.rename(out)
        raise
    shutil.rmtree(old, ignore_errors=True)

"""Read and check the manifest of a published folder: its files and their digests."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Container, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePath, PurePosixPath

from ppun_access.errors import OutputError
from ppun_access.runtime.untrusted_files import (
    RECORD,
    digest_regular,
    parse_json,
    read_regular,
)

MANIFEST = ".ppun-manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a build published: the key of its inputs, its formats, its files' digests."""

    key: str = ""
    formats: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)


def read_manifest(out: Path) -> Manifest:
    """Return the manifest of ``out``, an empty one if it is absent or unreadable."""
    try:
        return manifest_of(read_regular(out / MANIFEST, RECORD, links=False))
    except OSError:
        return Manifest()


def manifest_of(content: bytes) -> Manifest:
    """Return the manifest that a file holds, an empty one when it holds none."""
    return _parsed(content) or Manifest()


def is_manifest(content: bytes) -> bool:
    """Return whether a file holds a manifest that can be read."""
    return _parsed(content) is not None


def _parsed(content: bytes) -> Manifest | None:
    try:
        values = parse_json(content)
        files = {p: digest for p, digest in dict(values["files"]).items() if is_inside(p)}
        found = Manifest(values["key"], tuple(values["formats"]), files)
        names = (found.key, *found.formats, *files.values())
        return found if all(isinstance(name, str) for name in names) else None
    except (ValueError, KeyError, TypeError):
        return None


def is_inside(path: str) -> bool:
    """Return whether a path of a manifest (untrusted) stays inside the folder.

    >>> is_inside("a/index.html"), is_inside("/etc/passwd"), is_inside("a/../../b")
    (True, False, False)
    """
    pure = PurePath(path)
    return bool(pure.parts) and not pure.anchor and ".." not in pure.parts


def blocking_path(paths: Collection[str], folder: Path, ours: Container[str]) -> str:
    """Return a foreign file that blocks one of ``paths`` in ``folder``, or nothing.

    What goes below a link would be written elsewhere: it is in the way of that too.
    """
    around = {str(above) for path in paths for above in PurePosixPath(path).parents}
    for above in sorted(around - {"."}):
        there = folder / above
        is_file = os.path.lexists(there) and not there.is_dir()
        if there.is_symlink() or (is_file and above not in ours):
            return above
    new = (path for path in sorted(paths) if path not in ours)
    return next((path for path in new if os.path.lexists(folder / path)), "")


def is_intact(out: Path, manifest: Manifest) -> bool:
    """Return whether every file of ``manifest`` is unchanged in ``out``."""
    return all(has_digest(out / path, digest) for path, digest in manifest.files.items())


def has_digest(published: Path, digest: str) -> bool:
    """Return whether a published file has this digest, and is no link."""
    try:
        return not published.is_symlink() and digest_of(published) == digest
    except OSError:
        return False


def digest_of(content: bytes | Path) -> str:
    """Return the SHA-256 of some content or of a file, in hexadecimal."""
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    return digest_regular(content)


def as_json(manifest: Manifest) -> bytes:
    """Return a manifest as its file holds it."""
    values = {
        "key": manifest.key,
        "formats": list(manifest.formats),
        "files": dict(manifest.files),
    }
    return (json.dumps(values, indent=1, sort_keys=True) + "\n").encode()


def check_manifest(out: Path) -> None:
    """Raise OutputError when ``out`` has a manifest that cannot be read."""
    try:
        content = read_regular(out / MANIFEST, RECORD, links=False)
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError:
        content = b""
    if not is_manifest(content):
        raise damaged_manifest(
            str(out / MANIFEST),
            f"Donnez un autre nom au dossier {out.name} et relancez la commande, puis "
            "recopiez dans le nouveau dossier ce que vous aviez ajouté vous-même.",
        )


def damaged_manifest(place: str, next_step: str) -> OutputError:
    """Return the error for an unreadable manifest: no file may be replaced."""
    return OutputError(
        f"La liste des fichiers publiés, {place}, est abîmée : elle ne dit plus quels "
        "fichiers viennent de ce programme. Rien n’a été changé.",
        next_step=next_step,
    )

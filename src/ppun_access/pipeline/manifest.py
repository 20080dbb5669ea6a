"""The manifest of a published folder: its files, which are ours, and their digests."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ppun_access.errors import OutputError
from ppun_access.reading import RECORD, digest_regular, parse_json, read_regular

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
        return manifest_of(read_regular(out / MANIFEST, RECORD, links=False))
    except OSError:
        return Manifest()


def manifest_of(content: bytes) -> Manifest:
    """Return the manifest that a file holds, an empty one when it holds none."""
    return _parsed(content) or Manifest()


def is_manifest(content: bytes) -> bool:
    """Tell whether a file holds a manifest that can be read."""
    return _parsed(content) is not None


def _parsed(content: bytes) -> Manifest | None:
    try:
        values = parse_json(content)
        found = Manifest(values["key"], tuple(values["formats"]), dict(values["files"]))
        names = (found.key, *found.formats, *found.files, *found.files.values())
        return found if all(isinstance(name, str) for name in names) else None
    except (ValueError, KeyError, TypeError):
        return None


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
        raise damaged(
            str(out / MANIFEST),
            f"Donnez un autre nom au dossier {out.name} et relancez la commande, puis "
            "recopiez dans le nouveau dossier ce que vous aviez ajouté vous-même.",
        )


def damaged(place: str, next_step: str) -> OutputError:
    """Return what to tell of a manifest that cannot be read: no file may be replaced."""
    return OutputError(
        f"La liste des fichiers publiés, {place}, est abîmée : elle ne dit plus quels "
        "fichiers viennent de ce programme. Rien n’a été changé.",
        next_step=next_step,
    )

"""Decide whether a build has anything to do, from a key of all its inputs."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from ppun_access.build.casting import Casting
from ppun_access.build.editors_report import read_findings
from ppun_access.build.history import is_damaged
from ppun_access.build.ledger import (
    LIBRARIES,
    PARSER,
    fingerprint,
    library_version,
    program_digest,
)
from ppun_access.build.page_tasks import pandoc_version
from ppun_access.build.write_tasks import braille_version
from ppun_access.project.dates import git_state
from ppun_access.project.project import Project
from ppun_access.project.recordings import sound_files
from ppun_access.publish.manifest import Manifest, is_intact
from ppun_access.report import Finding
from ppun_access.runtime.cache import cache_key
from ppun_access.runtime.untrusted_files import digest_regular


def build_inputs(
    project: Project, formats: tuple[str, ...], casting: Casting
) -> dict[str, str]:
    """Return everything that a build depends on, named in French, with its digest."""
    files = (*project.inputs(), *filter(project.holds, sound_files(project)))
    libraries = [(name, library_version(name)) for name in (*LIBRARIES, *PARSER)]
    others: dict[str, object] = {
        "le programme": program_digest(),
        "ses composants": libraries,
        "l’ordre des pages": [page.name for page in project.pages],
        "les fichiers qui ne sont pas lus": project.left,
        "les formats": formats,
        "la voix demandée": casting.asked,
        "liblouis": braille_version(formats),
        "pandoc": max(map(pandoc_version, project.pages), default=""),
        "les dates des pages": git_state(project, formats),
    }
    for voice in casting.known:
        others[f"la voix {voice.name}"] = (voice.revision, voice.missing)
    found = {os.path.relpath(path, project.folder): _digest(path) for path in files}
    return found | {name: fingerprint(value) for name, value in others.items()}


def build_key(inputs: Mapping[str, str]) -> str:
    """Return a key of everything that a build depends on."""
    return cache_key("build", "", dict(inputs))


def _digest(path: Path) -> str:
    """Return the digest of a file, empty when it is not there or cannot be read."""
    try:
        return digest_regular(path)
    except OSError:
        return ""


def up_to_date(
    key: str, manifest: Manifest, out: Path, folder: Path
) -> tuple[Finding, ...] | None:
    """Return the findings of the last build when nothing is to be done, else None.

    What failed, or lacked a tool, is tried again, and a day to come is looked at again; a
    damaged history is mended.
    """
    if manifest.key != key or not is_intact(out, manifest) or is_damaged(folder):
        return None
    found = read_findings(folder, key)
    again = any(finding.row.retried for finding in found or ())
    return None if again else found

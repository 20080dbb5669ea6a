"""Copy the published folder to a remote address, such as a bucket.

A remote folder cannot be replaced in one step, as one on a disk can. So a file is sent
before those that link to it: first sounds, pictures and books, then the pages, then the
home page, the lists and the manifest; files that are no longer published are removed last.
During the copy a reader may see a new page beside an old one, but no link of ours to a
file that is not there yet. A copy that is cut short leaves a journal: the next one reads
it and sends again what is in doubt. Files that are not ours are never touched.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from ppun_access.errors import OutputError, UsageError
from ppun_access.publish.manifest import (
    MANIFEST,
    Manifest,
    as_json,
    damaged_manifest,
    is_manifest,
    manifest_of,
)
from ppun_access.runtime.executor import threads
from ppun_access.runtime.storage import AtAddress
from ppun_access.runtime.untrusted_files import parse_json

JOURNAL = ".ppun-envoi.json"
"""What a copy that is going on, or was cut short, sends or takes away: digests by path."""
AT_ONCE = 8
"""Files sent at once: an address is far, and waits cost more than bytes."""
_LEADS = ("index.html", "catalogue.json", "garder.json", "sw.js", "manifest.webmanifest")
"""What stands at the top of a site and leads to all the rest."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What a copy did at its address, as paths there."""

    address: str
    sent: tuple[str, ...]
    removed: tuple[str, ...]


def local_name(address: str) -> str:
    """Return the name of the local copy of the site at an address.

    Raises UsageError for an address without a name.

    >>> local_name("s3://espace/mairie/site%20public/"), local_name("s3://espace")
    ('site public', 'espace')
    """
    parts = urlsplit(address)
    name = PurePosixPath(unquote(parts.path)).name or parts.netloc
    if not name or name in (".", ".."):
        raise UsageError(
            f"-o {address} : cette adresse n’a pas de nom de dossier.",
            next_step="Écrivez par exemple « -o s3://espace/site ».",
        )
    return name


def published_at(storage: AtAddress) -> Manifest:
    """Return the manifest in ``storage``, empty if there is none.

    Raises OutputError when it cannot be read.
    """
    content = storage.read(MANIFEST)
    if content is not None and not is_manifest(content):
        raise damaged_manifest(
            f"{MANIFEST}, à l’adresse où vous publiez",
            "Choisissez une autre adresse, ou videz celle-ci après avoir mis de côté ce "
            "que vous y aviez ajouté vous-même.",
        )
    return manifest_of(content or b"")


def send_site(
    out: Path,
    local: Manifest,
    storage: AtAddress,
    address: str,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> Sent:
    """Synchronise ``storage`` with the published folder ``out``.

    Raises OutputError when it cannot be written, holds somebody else's file where one of
    ours must go, or when another copy began there in the meantime.
    """
    far, journal = published_at(storage), _journal(storage)
    present, ours = frozenset(storage.names()), {*far.files, *journal}
    _refuse_to_overwrite(address, {*local.files} - ours, present)
    todo = [
        path
        for path, digest in local.files.items()
        if path not in present or not _is_up_to_date(path, digest, far.files, journal)
    ]
    gone = sorted((ours - {*local.files}) & present)
    if not todo and not gone and far == local and not journal:
        return Sent(address, (), ())
    mine = secrets.token_hex(8)
    doubts = dict(sorted({**far.files, **journal, **local.files}.items()))
    storage.write(JOURNAL, json.dumps({"id": mine, "files": doubts}).encode())
    _send(out, sorted(todo, key=_upload_order), storage, on_progress)
    _check_sole_writer(address, storage, mine)
    storage.write(MANIFEST, as_json(local))
    for path in gone:
        storage.remove(path)
    storage.remove(JOURNAL)
    return Sent(address, tuple(todo), tuple(gone))


def _is_up_to_date(
    path: str, digest: str, far: Mapping[str, str], journal: Mapping[str, str]
) -> bool:
    """Return whether a file is surely the one that is wanted: a cut copy leaves doubts."""
    return far.get(path) == digest and journal.get(path, digest) == digest


def _send(
    out: Path, paths: list[str], storage: AtAddress, on_progress: Callable[[int, int], None]
) -> None:
    """Send files, rank after rank."""

    def send(path: str) -> None:
        storage.send(out / path, path)

    count, total = 0, len(paths)
    on_progress(count, total)
    for _, rank in groupby(paths, _upload_order):
        with closing(threads(AT_ONCE).imap(send, rank)) as sent:
            for _ in sent:
                count += 1
                on_progress(count, total)


def _upload_order(path: str) -> int:
    """Return the rank of a file in the upload: after the files it links to.

    >>> [*map(_upload_order, ("a/a.mp3", "a/index.html", "index.html", "podcast.xml"))]
    [0, 1, 2, 2]
    """
    if path in _LEADS or path.endswith(".xml"):
        return 2
    return 1 if path.endswith(".html") else 0


def _refuse_to_overwrite(address: str, new: Iterable[str], present: Iterable[str]) -> None:
    if taken := sorted({*new} & {*present}):
        raise OutputError(
            f"Impossible de publier à l’adresse {address} : {taken[0]} y est déjà et ne "
            "vient pas de ce programme.",
            next_step="Choisissez une autre adresse avec « -o », ou déplacez ce fichier.",
        )


def _check_sole_writer(address: str, storage: AtAddress, mine: str) -> None:
    if _read_journal(storage).get("id") != mine:
        raise OutputError(
            f"Une autre publication vers {address} a commencé pendant celle-ci.",
            next_step="Attendez qu’elle finisse, puis relancez la commande.",
        )


def _journal(storage: AtAddress) -> dict[str, str]:
    """Return the digests of an interrupted upload: sent, or about to be."""
    files = _read_journal(storage).get("files")
    return dict(files) if isinstance(files, dict) else {}


def _read_journal(storage: AtAddress) -> dict[str, object]:
    try:
        found = parse_json(storage.read(JOURNAL) or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}

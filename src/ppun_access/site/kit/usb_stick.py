"""Adapt the site for a USB stick: a file to open, and one folder with all the rest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from ppun_access.document.model import Edition
from ppun_access.settings.sections import Contact
from ppun_access.site.assets import KEEP
from ppun_access.site.kit.contents import FOLDER, NOTE
from ppun_access.site.kit.sound import kit_note_file
from ppun_access.site.pages.around import NOT_FOUND, OPEN, ROBOTS, SITEMAP, STICK_FOLDER
from ppun_access.site.pages.listing import Catalogue
from ppun_access.site.pages.offline import LIST, OFFLINE, WORKER
from ppun_access.site.pages.weight import content_of
from ppun_access.writers.model import Files

VARIANT = "site"
"""The variant of the ZIP in the catalogue, where its format is ``zip``."""
SERVERS = (NOT_FOUND, SITEMAP, ROBOTS)
"""What only a web server and search engines read: it is not on the stick."""
KEEPING = (OFFLINE, WORKER, KEEP)
"""What keeps texts on a device, with their lists: no browser does it from a stick."""
_KEEPER = re.compile(rb'<template id="garder".*?</template>\n', re.DOTALL)


def stick_catalogue(catalogue: Catalogue) -> dict[str, Any]:
    """Return the catalogue of what is on the stick, from which its pages are made."""

    def held(version: Catalogue) -> dict[str, Any]:
        return {**version, "files": [f for f in version["files"] if _held(f["path"])]}

    texts = [
        {**text, "versions": [held(version) for version in text["versions"]]}
        for text in catalogue["publications"]
    ]
    return {**catalogue, "publications": texts}


def stick_files(site: Files, editions: Sequence[Edition], contact: Contact) -> Files:
    """Return the files of the stick, from a ``site`` whose pages are made for it."""
    held = {path: _unkept(path, site) for path in site if _held(path)}
    if f"{FOLDER}/{NOTE}" in held:
        held |= kit_note_file(editions, held, contact)
    first = held.pop(OPEN)
    return {OPEN: first, **{f"{STICK_FOLDER}/{path}": held[path] for path in held}}


def _held(path: str) -> bool:
    """Tell whether a file of the site is on the stick.

    The sounds of discs and telephone lines are not: they are heavy, and nobody plays them
    from there.
    """
    if path.startswith(f"{FOLDER}/") and path.endswith(".wav"):
        return False
    return path not in (*SERVERS, *KEEPING) and PurePosixPath(path).name != LIST


def _unkept(path: str, site: Files) -> bytes | Path:
    """Return a file as it is, a page without what keeps its text on the device."""
    if path.endswith(".html"):
        return _KEEPER.sub(b"", content_of(site, path))
    return site[path]

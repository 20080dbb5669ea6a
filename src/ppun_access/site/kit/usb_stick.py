"""Adapt the site for a USB stick: its paths, its catalogue and its LISEZ-MOI."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from ppun_access.document.model import Edition
from ppun_access.settings.sections import Contact
from ppun_access.site.assets import KEEP
from ppun_access.site.kit.contents import FOLDER, NOTE, KitText, kit_texts
from ppun_access.site.kit.notes import credits
from ppun_access.site.kit.sound import PLAYERS, kit_note_file
from ppun_access.site.pages.around import NOT_FOUND, ROBOTS, SITEMAP, STICK
from ppun_access.site.pages.listing import Catalogue
from ppun_access.site.pages.offline import LIST, OFFLINE, WORKER
from ppun_access.site.pages.weight import content_of
from ppun_access.writers.characters import text_file
from ppun_access.writers.labels import labelled
from ppun_access.writers.model import Files
from ppun_access.writers.units import NBSP

VARIANT = "site"
"""The variant of the ZIP in the catalogue, where its format is ``zip``."""
SERVERS = (NOT_FOUND, SITEMAP, ROBOTS)
"""What only a web server and search engines read: it is not on the stick."""
KEEPING = (OFFLINE, WORKER, KEEP)
"""What keeps texts on a device, with their lists: no browser does it from a stick."""
_KEEPER = re.compile(rb'<template id="garder".*?</template>\n', re.DOTALL)
_IN_KIT = f"{FOLDER}/{PLAYERS}/"


def stick_path(path: str) -> str:
    """Return the path on the stick of a file of the site.

    Players look for books and sounds near the root: their folder is not inside the kit.
    """
    return path.removeprefix(f"{FOLDER}/") if path.startswith(_IN_KIT) else path


def stick_catalogue(catalogue: Catalogue) -> dict[str, Any]:
    """Return the catalogue of what is on the stick, from which its pages are made."""
    files = [{**file, "path": stick_path(file["path"])} for file in catalogue["files"]]
    return {**catalogue, "files": files}


def stick_files(site: Files, editions: Sequence[Edition], contact: Contact) -> Files:
    """Return the files of the stick, from a ``site`` whose pages are made for it."""
    held = {
        stick_path(path): _unkept(path, site)
        for path in site
        if path not in (*SERVERS, *KEEPING) and PurePosixPath(path).name != LIST
    }
    kit = kit_note_file(editions, held, contact) if f"{FOLDER}/{NOTE}" in held else {}
    told = stick_note(editions, frozenset(p.partition("/")[0] for p in held))
    readme = text_file("\n".join(told))
    return {**held, **kit, NOTE: readme}


def _unkept(path: str, site: Files) -> bytes | Path:
    """Return a file as it is, a page without what keeps its text on the device."""
    if path.endswith(".html"):
        return _KEEPER.sub(b"", content_of(site, path))
    return site[path]


def stick_note(editions: Sequence[Edition], inside: Iterable[str]) -> Iterator[str]:
    """Yield what to open and how to copy, in easy French; ``inside`` is at the root."""
    texts = kit_texts(editions)
    yield from (editions[0].book.title, "Clé USB", "", *_WHAT)
    yield from ("", *_READ, "", *_COPY)
    for name, lines in ((PLAYERS, _PLAYERS), (FOLDER, _KIT)):
        if name in inside:
            yield from ("", labelled("Dossier", name), *lines)
    yield from ("", *_titles(texts))
    if any(text.narration for text in texts):
        yield from ("", *credits(texts))
    if publisher := editions[0].book.publisher:
        yield from ("", f"{labelled('Ces textes sont publiés par', publisher)}.")


_WHAT = (
    "Ce dossier contient tout le site.",
    "Vous pouvez lire les textes.",
    "Vous pouvez écouter les textes qui ont un son.",
    "Vous n’avez pas besoin d’internet.",
)
_READ = (
    f"Vous voulez lire ou écouter sur un ordinateur{NBSP}?",
    "1. Ouvrez le fichier index.html.",
    "2. Choisissez un texte.",
    f"Votre ordinateur peut écrire «{NBSP}index{NBSP}» sans la fin.",
)
_COPY = (
    f"Vous voulez copier le site sur une clé USB{NBSP}?",
    f"1. Ouvrez le dossier où est le fichier {STICK}.",
    "2. Faites un clic droit sur ce fichier.",
    f"3. Choisissez «{NBSP}Extraire tout{NBSP}» ou «{NBSP}Décompresser{NBSP}».",
    "4. Branchez la clé USB sur l’ordinateur.",
    "5. Copiez sur la clé tous les fichiers et tous les dossiers.",
    f"Gardez tous les fichiers ensemble{NBSP}: les pages ont besoin des autres fichiers.",
)
_PLAYERS = (
    "Ce dossier est pour les lecteurs comme Victor Reader.",
    "Les personnes aveugles ou malvoyantes utilisent ces lecteurs.",
    "Lisez d’abord le fichier LISEZ-MOI de ce dossier.",
)
_KIT = (
    "Ce dossier est pour informer les personnes qui n’ont pas internet.",
    "Lisez d’abord le fichier LISEZ-MOI de ce dossier.",
)


def _titles(texts: Sequence[KitText]) -> Iterator[str]:
    """Yield the title of each text, its easy version apart."""
    yield f"Les textes{NBSP}:"
    for text in texts:
        if text.edition.version == "integral":
            yield f"- {text.document.title}"

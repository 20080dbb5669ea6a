"""``serve``: show a published folder in a browser before it goes on line."""

from __future__ import annotations

from pathlib import Path

from ppun_access.errors import InputError
from ppun_access.publish.manifest import MANIFEST
from ppun_access.serving.server import Folder, Server, Tell, open_server


def published_server(out: Path, host: str, port: int, tell: Tell) -> Server:
    """Return a server of the published folder ``out``, that listens.

    Raises InputError when there is no such folder or nothing of ours in it, and what
    ``open_server`` raises.
    """
    if not (out / MANIFEST).is_file():
        there = "n’est pas un dossier publié" if out.is_dir() else "n’existe pas"
        raise InputError(
            f"{out} : ce dossier {there}.",
            next_step=f"Publiez-le d’abord : « ppun-access build -o {out} ».",
        )
    return open_server(host, port, Folder(out), tell)

"""``serve``: show a published folder in a browser before it goes on line."""

from __future__ import annotations

from pathlib import Path

from ppun_access.commands.arguments import DEFAULT_OUT
from ppun_access.errors import InputError, PpunError
from ppun_access.publish.manifest import MANIFEST
from ppun_access.publish.output import check_output_folder
from ppun_access.runtime.console import DEFAULT_SOURCE
from ppun_access.serving.folder import Folder
from ppun_access.serving.run import OPENED, Tell, run


def serve(out: Path, host: str, port: int, tell: Tell) -> None:
    """Show the published folder ``out`` until Ctrl-C.

    Raises InputError when there is no such folder or nothing of ours in it, and what
    ``run`` does.
    """
    if not (out / MANIFEST).is_file():
        there = "n’est pas un dossier publié" if out.exists() else "n’existe pas"
        raise InputError(f"{out} : ce dossier {there}.", next_step=_advice(out))
    run(Folder(out, tell), host, port, lambda url: tell(OPENED.format(url)), tell)


def _advice(out: Path) -> str:
    """Return how to publish what a person wants to see, never over or among their pages."""
    try:
        check_output_folder(out, (Path(DEFAULT_SOURCE),))
        has_files = out.is_dir() and next(out.iterdir(), None) is not None
    except (PpunError, OSError):
        has_files = True
    if not has_files:
        return (
            f"Publiez d’abord vos textes dans ce dossier : « ppun-access build -o {out} »."
        )
    if not out.is_dir():
        return (
            f"« ppun-access build » publie vos textes dans {DEFAULT_OUT}, « ppun-access "
            "serve » montre ce dossier."
        )
    return (
        "Si ce sont vos textes, « ppun-access watch » les publie et les montre ; ou bien "
        f"publiez-les dans un autre dossier : « ppun-access build {out} », puis montrez-le "
        "avec « ppun-access serve »."
    )

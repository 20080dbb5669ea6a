"""The ZIP of the whole site for a USB stick: written beside the site, then published."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ppun_access.build.catalogue import to_bytes, with_whole
from ppun_access.document.model import Edition
from ppun_access.errors import UnstoredError, reason
from ppun_access.settings.sections import Contact
from ppun_access.site.kit.contents import FOLDER
from ppun_access.site.kit.usb_stick import VARIANT, stick_catalogue, stick_files
from ppun_access.site.pages.around import STICK
from ppun_access.writers.archive import NOTE
from ppun_access.writers.model import Download, Files
from ppun_access.writers.zip_files import write_zip


def add_stick(
    values: Mapping[str, Any],
    pages: Callable[[dict[str, Any]], Files],
    editions: Sequence[Edition],
    contact: Contact,
    place: Path,
) -> tuple[dict[str, Any], Files]:
    """Return the catalogue with the ZIP, and the ZIP, which is written in ``place``.

    ``pages`` makes the whole site of a catalogue: that of the stick does not offer the
    ZIP, and has the folder for players at its root. Raises OutputError when there is no
    room.
    """
    own = stick_catalogue(values)
    site = {**pages(own), "catalogue.json": to_bytes(own)}
    held = stick_files(site, editions, contact)
    path = place / STICK
    try:
        with path.open("wb") as target:
            write_zip(target, held, NOTE)
        size = path.stat().st_size
    except OSError as error:
        raise _no_room(place.parent, error) from error
    files = {STICK: path}
    listed = Download("", "integral", "zip", STICK, size, variant=VARIANT)
    return with_whole(values, (listed,), files), files


def has_kit(site: Files) -> bool:
    """Tell whether the off-line kit, which the ZIP goes with, was made."""
    return any(path.startswith(f"{FOLDER}/") for path in site)


def _no_room(folder: Path, error: OSError) -> UnstoredError:
    return UnstoredError(
        f"Impossible d’écrire le ZIP pour clé USB dans {folder} : {reason(error)}. "
        "Le dossier publié n’a pas changé.",
        next_step="Libérez de la place, ou écrivez « cle_usb = false » dans la partie "
        "[kit] de ppun.toml, puis relancez la commande.",
    )

"""The style sheet and the icon: the same for the site and for the report."""

from __future__ import annotations

from importlib.resources import files

from ppun_access.writers.model import Files

NAMES = ("style.css", "icone.svg")


def assets() -> Files:
    """Return the files of the folder ``assets/``, at their place in a site."""
    folder = files("ppun_access.site") / "assets"
    return {f"assets/{name}": (folder / name).read_bytes() for name in NAMES}

"""The style sheets and the icon; only the report uses its own sheet."""

from __future__ import annotations

from importlib.resources import files

from ppun_access.writers.model import Files

NAMES = ("style.css", "icone.svg")
REPORT_NAMES = ("rapport.css",)


def assets() -> Files:
    """Return what every page uses, at its place in a site."""
    return _read(NAMES)


def report_assets() -> Files:
    """Return what the report uses beside that."""
    return _read(REPORT_NAMES)


def _read(names: tuple[str, ...]) -> Files:
    folder = files("ppun_access.site") / "assets"
    return {f"assets/{name}": (folder / name).read_bytes() for name in names}

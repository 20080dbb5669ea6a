"""Addresses that a document writes: those that hold a file instead of naming it."""

from __future__ import annotations

from collections.abc import Callable

_HELD = ("data:", "blob:", "javascript:", "vbscript:")


def picture_source(src: str, tell: Callable[[str, str], None]) -> str:
    """Return where a picture is; empty, and told, when its address is no place.

    A picture written inside its address (``data:``) would weigh on every page.
    """
    scheme = "".join(src.split())[:12].lower()
    if not scheme.startswith(_HELD):
        return src
    message = (
        f"Cette image est écrite dans son adresse ({scheme.partition(':')[0]}:…) : elle "
        "n’est pas publiée. Mettez-la dans un fichier à côté de la page."
    )
    tell("image-dans-adresse", message)
    return ""

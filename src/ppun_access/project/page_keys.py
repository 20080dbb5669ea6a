"""What the front matter of a page says in words that the program does not know."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from ppun_access.document.model import Pos
from ppun_access.project.project import Source
from ppun_access.readers import read_bytes
from ppun_access.readers.decoding import text_of
from ppun_access.readers.front_matter import line_of
from ppun_access.readers.languages import KEYS
from ppun_access.report import Finding

DECIDE = ("publier", "hidden", "facile", "voix")
"""Keys that decide what is published, or how it is read."""
_KNOWN = (
    *DECIDE, *KEYS, "author", "auteur", "role", "fonction", "date", "description", "vars",
    "layout", "cover", "icon",
)  # fmt: skip
_NEAR = 0.8


def place(source: Source, key: str) -> Pos:
    """Return where the front matter of a page says ``key``."""
    text = text_of(read_bytes(source.page.path, source.page.most))
    return Pos(source.page.name, line_of(text, key))


def misspelt_keys(source: Source) -> Iterator[Finding]:
    """Yield a finding for each key that is nearly one that the program knows.

    Any other may be meant for another program.
    """
    said = dict(source.document.meta.front)
    for key in said:
        near = get_close_matches(key.lower(), _KNOWN, n=1, cutoff=_NEAR)
        if not near or key in _KNOWN or near[0] in said:
            continue
        message = (
            f"L’en-tête de cette page dit « {key} », que le programme ne connaît pas. "
            f"Vouliez-vous dire « {near[0]} » ?"
        )
        pos, minor = place(source, key), near[0] not in DECIDE
        yield Finding("cle-inconnue", message, pos, minor=minor)

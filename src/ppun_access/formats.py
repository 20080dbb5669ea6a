"""The formats that can be asked for."""

from __future__ import annotations

from collections.abc import Mapping

FORMATS = (
    "html", "text", "mp3", "opus", "m4b", "epub", "daisy202", "pdf", "brf", "pef", "zip",
    "cover", "vtt", "chapters", "podcast", "kit",
)  # fmt: skip
"""In the order in which readers find them."""
WHOLE_SITE = ("podcast", "kit")
"""Those that belong to no text."""
GROUPS: Mapping[str, tuple[str, ...]] = {
    "audio": ("mp3", "opus", "m4b", "cover", "vtt", "chapters"),
    "daisy": ("daisy202",),
    "braille": ("brf", "pef"),
    "facile": ("html", "text"),
    "podcast": ("text", "mp3", "cover", "vtt", "chapters", "podcast"),
    "report": (),
}
"""Names that stand for several formats in ``--to`` and ``formats``."""

"""Verify a published folder: one module for each format."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Checker:
    """The function that checks a format; its module is imported by the first call."""

    module: str
    """Its name; one that begins with a dot is a module of this folder."""
    function: str
    sized: bool = False
    """It is also given the size of a page, which files of the format do not say."""

    def __call__(self, path: Path, *about: Any) -> Iterable[str]:
        """Return the faults of a file, in French."""
        check = getattr(import_module(self.module, __name__), self.function)
        faults: Iterable[str] = check(path, *about)
        return faults


CHECKERS: dict[str, Checker] = {
    "text": Checker(".plain_files", "check_text"),
    "mp3": Checker(".sound", "check_mp3"),
    "opus": Checker(".sound", "check_opus"),
    "m4b": Checker(".sound", "check_m4b"),
    "wav": Checker(".sound", "check_wav"),
    "cover": Checker(".sound", "check_png"),
    "epub": Checker(".epub", "check_epub"),
    "daisy202": Checker(".daisy_smil", "check_daisy"),
    "pdf": Checker(".pdf", "check_pdf"),
    "brf": Checker(".braille", "check_brf", sized=True),
    "pef": Checker(".braille", "check_pef"),
    "zip": Checker(".plain_files", "check_zip"),
    "vtt": Checker(".sound", "check_vtt"),
    "chapters": Checker(".sound", "check_chapters"),
    "podcast": Checker(".podcast", "podcast_faults"),
}
"""Format of the catalogue → what checks its files; pages have ``site_links``."""

"""Write an edition in each format, as files in memory: none touches the disk."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

from ppun_access.document.model import Edition
from ppun_access.report import Report
from ppun_access.writers.model import (
    BrailleOptions,
    DaisyOptions,
    EpubOptions,
    Files,
    HtmlOptions,
    PdfOptions,
    TextOptions,
)


@dataclass(frozen=True, slots=True)
class Writer:
    """The function that writes a format; its module is imported by the first call."""

    module: str
    """Its name; one that begins with a dot is a module of this folder."""
    function: str
    options: type
    """The record of options that it takes; ``object`` for a function that takes none."""

    def __call__(self, edition: Edition, options: Any, report: Report) -> Files:
        """Return the files of each text of ``edition``."""
        write = getattr(import_module(self.module, __name__), self.function)
        files: Files = write(edition, options, report)
        return files


WRITERS: dict[str, Writer] = {
    "html": Writer(".html.page", "write_html", HtmlOptions),
    "text": Writer(".text.write", "write_text", TextOptions),
    "mp3": Writer(".audio.write", "write_mp3", object),
    "opus": Writer(".audio.write", "write_opus", object),
    "m4b": Writer(".audio.write", "write_m4b", object),
    "epub": Writer(".epub.write", "write_epub", EpubOptions),
    "daisy202": Writer(".daisy.write", "write_daisy", DaisyOptions),
    "brf": Writer(".braille.write", "write_brf", BrailleOptions),
    "pef": Writer(".braille.write", "write_pef", BrailleOptions),
    "pdf": Writer(".pdf.write", "write_pdf", PdfOptions),
    "zip": Writer(".archive", "write_archive", TextOptions),
    "cover": Writer(".audio.write", "write_cover", object),
    "vtt": Writer(".audio.vtt", "write_vtt", object),
    "chapters": Writer(".audio.write", "write_chapters", object),
}
"""Format → its writer; ``formats.py`` has all the rest."""

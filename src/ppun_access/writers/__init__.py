"""Writers: an edition in, files out. None of them touches the disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import Any, TypeAlias

from ppun_access.document.model import Edition
from ppun_access.report import Report
from ppun_access.writers.model import Files

Writer: TypeAlias = Callable[[Edition, Any, Report], Files]
"""Each takes its own options record: ``HtmlOptions``, ``PdfOptions``…"""

_PLACES = {
    "html": ("html.page", "write_html"),
    "text": ("text.write", "write_text"),
    "mp3": ("audio.write", "write_mp3"),
    "opus": ("audio.write", "write_opus"),
    "m4b": ("audio.write", "write_m4b"),
    "epub": ("epub.write", "write_epub"),
    "daisy202": ("daisy.write", "write_daisy"),
    "brf": ("braille.write", "write_brf"),
    "pef": ("braille.write", "write_pef"),
    "pdf": ("pdf.write", "write_pdf"),
    "cover": ("audio.write", "write_cover"),
    "vtt": ("audio.vtt", "write_vtt"),
    "chapters": ("audio.chapters", "write_chapters"),
}


class _Writers(Mapping[str, Writer]):
    """The writer of each format, loaded when it is asked for."""

    def __getitem__(self, name: str) -> Writer:
        module, function = _PLACES[name]
        writer: Writer = getattr(import_module(f"{__name__}.{module}"), function)
        return writer

    def __iter__(self) -> Iterator[str]:
        return iter(_PLACES)

    def __len__(self) -> int:
        return len(_PLACES)


WRITERS: Mapping[str, Writer] = _Writers()

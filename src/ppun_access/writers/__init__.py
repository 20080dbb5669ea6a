"""Writers: an edition in, files out. None of them touches the disk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from ppun_access.document.model import Edition
from ppun_access.report import Report
from ppun_access.writers.audio import write_cover, write_m4b, write_mp3, write_opus
from ppun_access.writers.braille import write_brf, write_pef
from ppun_access.writers.chapters import write_chapters
from ppun_access.writers.daisy import write_daisy
from ppun_access.writers.epub import write_epub
from ppun_access.writers.html import write_html
from ppun_access.writers.model import Files
from ppun_access.writers.pdf import write_pdf
from ppun_access.writers.text import write_text
from ppun_access.writers.vtt import write_vtt

Writer: TypeAlias = Callable[[Edition, Any, Report], Files]
"""Each takes its own options record: ``HtmlOptions``, ``PdfOptions``…"""

WRITERS: Mapping[str, Writer] = {
    "html": write_html,
    "text": write_text,
    "mp3": write_mp3,
    "opus": write_opus,
    "m4b": write_m4b,
    "epub": write_epub,
    "daisy202": write_daisy,
    "brf": write_brf,
    "pef": write_pef,
    "pdf": write_pdf,
    "cover": write_cover,
    "vtt": write_vtt,
    "chapters": write_chapters,
}

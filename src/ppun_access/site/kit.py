"""The off-line kit: what a town hall prints and hangs, for people without a network.

Its sounds and its players' folder are in ``kit_sound.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from ppun_access.document.model import Edition
from ppun_access.errors import OutputError
from ppun_access.report import Report
from ppun_access.writers.model import Download, Files, PdfOptions
from ppun_access.writers.pdf import failed
from ppun_access.writers.pdf_booklet import BOOK, write_booklet
from ppun_access.writers.pdf_poster import Poster, write_poster

FOLDER = "kit-hors-ligne"
POSTER = "affiche"
"""The variant of the poster in the catalogue."""

Editions: TypeAlias = Sequence[Edition]
"""Of one book, the full one first."""


@dataclass(frozen=True, slots=True)
class Item:
    """A file of the kit: its name, what the catalogue calls it, how it is made."""

    name: str
    format: str
    variant: str
    make: Callable[[Editions, PdfOptions, Report], bytes]


def _poster(editions: Editions, options: PdfOptions, report: Report) -> bytes:
    book = editions[0].book
    titles = tuple(document.title for document in book.documents)
    poster = Poster(book.title, titles, book.publisher, options.contact, options.base_url)
    return write_poster(poster, report)


ITEMS = (
    Item("livret.pdf", "pdf", BOOK, write_booklet),
    Item("affiche.pdf", "pdf", POSTER, _poster),
)
"""The kit, in the order in which the site lists it."""


def kit(editions: Editions, options: PdfOptions, report: Report) -> Files:
    """Return the files of the kit at their places in the site; none without a text.

    What cannot be drawn stops nothing else. Raises MissingToolError without typst.
    """
    made: dict[str, bytes] = {}
    for item in ITEMS if editions and editions[0].book.documents else ():
        try:
            made[f"{FOLDER}/{item.name}"] = item.make(editions, options, report)
        except OutputError as error:
            report.add(failed(error, editions[0].book.title))
    return made


NOTE = "LISEZ-MOI.txt"
LISTED = (
    *((item.name, item.format, item.variant) for item in ITEMS),
    (NOTE, "text", "kit"),
)
"""What the catalogue lists of the whole kit; its sounds belong to their texts."""


def kit_downloads(files: Mapping[str, object]) -> Iterator[Download]:
    """Yield the files of the kit among ``files``, as the catalogue lists them."""
    for name, format_, variant in LISTED:
        path = f"{FOLDER}/{name}"
        content = files.get(path)
        if isinstance(content, bytes):
            yield Download("", "integral", format_, path, len(content), variant=variant)

"""The off-line kit: what a town hall prints and hangs, for people without a network.

Its sounds and its players' folder are in ``kit_sound.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias

from ppun_access.document.model import Edition, Image
from ppun_access.document.walk import nodes
from ppun_access.errors import OutputError
from ppun_access.report import Report
from ppun_access.writers.model import Download, Files, PdfOptions
from ppun_access.writers.pdf.booklet import BOOK, MOST_TEXTS, Volume, volumes, write_booklet
from ppun_access.writers.pdf.poster import Poster, write_poster
from ppun_access.writers.pdf.write import failed

FOLDER = "kit-hors-ligne"
POSTER = "affiche"
"""The variant of the poster in the catalogue."""
BOOKLET = "livret"

Editions: TypeAlias = Sequence[Edition]
"""Of one book, the full one first."""


@dataclass(frozen=True, slots=True)
class Item:
    """A PDF of the kit, and all that it is made from; its name ends with ``.pdf``."""

    name: str
    content: Volume | Poster
    options: PdfOptions = field(default_factory=PdfOptions)

    @property
    def path(self) -> str:
        """Where it stands in the site."""
        return f"{FOLDER}/{self.name}.pdf"

    @property
    def title(self) -> str:
        """What it is, for the team."""
        return self.content.subtitle if isinstance(self.content, Volume) else "Affiche"

    @property
    def book(self) -> str:
        """The title of the book."""
        content = self.content
        return content.book.title if isinstance(content, Volume) else content.title


def items(editions: Editions, options: PdfOptions) -> tuple[Item, ...]:
    """Return the PDFs of the kit, in the order in which the site lists them.

    There is none without a text; with many, the booklet is in volumes.
    """
    if not editions or not editions[0].book.documents:
        return ()
    book = editions[0].book
    titles = tuple(document.title for document in book.documents)
    poster = Poster(book.title, titles, book.publisher, options.contact, options.base_url)
    booklet = (_booklet(one, options) for one in volumes(editions, MOST_TEXTS))
    return (*booklet, Item(POSTER, poster))


def _booklet(volume: Volume, options: PdfOptions) -> Item:
    """Return a volume, with the pictures that it shows."""
    trees = (*volume.book.opening, *(document for _, document in volume.texts))
    shown = {n.src for tree in trees for n in nodes(tree) if isinstance(n, Image)}
    own = {src: options.pictures[src] for src in sorted(shown) if src in options.pictures}
    name = BOOKLET if volume.of == 1 else f"{BOOKLET}-{volume.number}"
    return Item(name, volume, replace(options, pictures=own))


def write_item(item: Item, report: Report) -> Files:
    """Return a PDF of the kit at its place; what cannot be drawn is a finding.

    Raises MissingToolError without typst.
    """
    try:
        match item.content:
            case Volume() as volume:
                return {item.path: write_booklet(volume, item.options, report)}
            case Poster() as poster:
                return {item.path: write_poster(poster, report)}
    except OutputError as error:
        report.add(failed(error, item.book))
        return {}


NOTE = "LISEZ-MOI.txt"


def kit_downloads(made: Iterable[Item], files: Files) -> Iterator[Download]:
    """Yield the files of the kit among ``files``, as the catalogue lists them.

    Its sounds belong to their texts.
    """
    for item in made:
        if item.path in files:
            yield _listed(item, _size(files[item.path]))
    path = f"{FOLDER}/{NOTE}"
    if path in files:
        yield Download("", "integral", "text", path, _size(files[path]), variant="kit")


def _listed(item: Item, size: int) -> Download:
    variant = BOOK if isinstance(item.content, Volume) else POSTER
    found = Download("", "integral", "pdf", item.path, size, variant=variant)
    match item.content:
        case Volume(number=number, of=of) if of > 1:
            return replace(found, volume=number, volumes=of)
        case _:
            return found


def _size(content: bytes | Path) -> int:
    return len(content) if isinstance(content, bytes) else content.stat().st_size

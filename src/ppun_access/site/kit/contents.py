"""List the contents of the off-line kit, files to print and texts, and write its PDFs.

Its sounds and its players' folder are in ``sound.py``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from ppun_access.document.model import Document, Edition, Image, Narration
from ppun_access.document.walk import nodes
from ppun_access.errors import OutputError
from ppun_access.report import Report
from ppun_access.runtime.untrusted_files import content_size
from ppun_access.writers.dates import full_date
from ppun_access.writers.model import Download, Files, PdfOptions, versions_of
from ppun_access.writers.pdf.booklet import BOOK, MOST_TEXTS, Volume, volumes, write_booklet
from ppun_access.writers.pdf.poster import Poster, write_poster
from ppun_access.writers.pdf.write import failed
from ppun_access.writers.units import LOOSE_WORDS
from ppun_access.writers.zip_files import ascii_name

FOLDER = "kit-hors-ligne"
POSTER = "affiche"
"""The variant of the poster in the catalogue."""
BOOKLET = "livret"

Editions: TypeAlias = Sequence[Edition]
"""Of one book, the full one first."""


@dataclass(frozen=True, slots=True)
class Item:
    """A PDF of the kit, and its inputs."""

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


def items(
    editions: Editions, options: PdfOptions, *, stick: bool = True
) -> tuple[Item, ...]:
    """Return the PDFs of the kit, in the order in which the site lists them.

    There is none without a text; with many, the booklet is in volumes. ``stick``: the
    site is also made for a USB stick.
    """
    if not editions or not editions[0].book.documents:
        return ()
    book = editions[0].book
    titles = tuple(document.title for document in book.documents)
    easy = (one.book.documents for one in editions if one.version == "facile")
    poster = Poster(
        book.title, titles, book.publisher, options.contact, options.base_url,
        simplified=sum(map(len, easy)), heard=any(one.narrations for one in editions),
        stick=stick, date=max(_days(editions), default=""),
    )  # fmt: skip
    booklet = (_booklet(one, options) for one in volumes(editions, MOST_TEXTS))
    return (*booklet, Item(POSTER, poster))


def _days(editions: Editions) -> Iterator[str]:
    """Yield the day of each text, where it is known."""
    for edition in editions:
        yield from edition.dates.values()
        written = (full_date(document.meta.date) for document in edition.book.documents)
        yield from filter(None, written)


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
PLAYERS = f"{FOLDER}/lecteur-daisy-mp3.zip"
"""What a reader of DAISY or MP3 takes, to unpack on its card or stick."""


def kit_downloads(made: Iterable[Item], files: Files) -> Iterator[Download]:
    """Yield the files of the kit among ``files``, as the catalogue lists them.

    Its sounds belong to their texts.
    """
    for item in made:
        if item.path in files:
            yield _listed(item, content_size(files[item.path]))
    for path, format_, variant in (
        (f"{FOLDER}/{NOTE}", "text", "kit"), (PLAYERS, "zip", "players"),
    ):  # fmt: skip
        if path in files:
            size = content_size(files[path])
            yield Download("", "integral", format_, path, size, variant=variant)


def _listed(item: Item, size: int) -> Download:
    variant = BOOK if isinstance(item.content, Volume) else POSTER
    found = Download("", "integral", "pdf", item.path, size, variant=variant)
    match item.content:
        case Volume(number=number, of=of) if of > 1:
            return replace(found, volume=number, volumes=of)
        case _:
            return found


# Texts


LONGEST_TITLE = 40
"""Characters of a title in a file name: what a small screen shows."""
EASY = "facile"
_LOOSE = frozenset(ascii_name(word) for word in LOOSE_WORDS)
_ARTICLE = re.compile(r"(?:[ld]['’]\s*|les?\s+|la\s+|des\s+|du\s+|une?\s+)", re.IGNORECASE)
_LETTERS = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "’": " "})


@dataclass(frozen=True, slots=True)
class KitText:
    """One version of one text; ``number`` is its place, from 01."""

    number: str
    document: Document
    edition: Edition

    @property
    def narration(self) -> Narration | None:
        """Its sound, None without any."""
        return self.edition.narration(self.document.id)

    @property
    def name(self) -> str:
        """Its name in plain ASCII: ``01 Edito de la Presidente``."""
        easy = f" {EASY}" if self.edition.version == "facile" else ""
        return f"{self.number} {plain_title(self.document)}{easy}"

    @property
    def short_name(self) -> str:
        """The same without a space: ``01-edito-de-la-presidente``."""
        return self.name.lower().replace(" ", "-")


def kit_texts(editions: Sequence[Edition]) -> tuple[KitText, ...]:
    """Return the texts in reading order, each followed by its easy version."""
    found = [one for versions in versions_of(editions).values() for one in versions]
    width = max(2, len(str(len(found))))
    return tuple(
        KitText(f"{number:0{width}}", document, edition)
        for number, (edition, document) in enumerate(found, 1)
    )


def plain_title(document: Document) -> str:
    """Return a title in ASCII letters, digits and spaces, without its first article.

    It is cut between two words; a title in another alphabet gives the id of the text.
    """
    whole = document.title.strip()
    article = _ARTICLE.match(whole)
    title = _plain(whole[article.end() :] if article else whole)
    title = title or _plain(ascii_name(document.id)) or "texte"
    if len(title) > LONGEST_TITLE:
        title = _cut(title)
    return title[:1].upper() + title[1:]


def _cut(title: str) -> str:
    """Return the words that fit, the last one none that needs the next."""
    words = title[: LONGEST_TITLE + 1].split(" ")[:-1]
    while words and words[-1].lower() in _LOOSE:
        words.pop()
    return " ".join(words) or title[:LONGEST_TITLE].rstrip()


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    ascii_ = "".join(c for c in letters if not unicodedata.combining(c))
    return " ".join(re.findall(r"[A-Za-z0-9]+", ascii_))

"""Write the large-print booklet of all the texts for printing: one PDF per volume.

With many texts there are several volumes, each made from its own texts alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from itertools import accumulate, chain
from typing import TypeAlias

from ppun_access.document.build import without_position
from ppun_access.document.model import (
    Block,
    Book,
    Div,
    Document,
    Edition,
    Link,
    Version,
)
from ppun_access.document.walk import nodes
from ppun_access.report import Report
from ppun_access.tools import typst
from ppun_access.writers.addresses import link_address
from ppun_access.writers.html.page import easy_title
from ppun_access.writers.labels import labelled, volume_name
from ppun_access.writers.model import PdfOptions, page_path
from ppun_access.writers.outline import outlined, without_title
from ppun_access.writers.pdf.blocks import blocks
from ppun_access.writers.pdf.look import look
from ppun_access.writers.pdf.source import NOTHING, call, joined, literal, quoted, stacked
from ppun_access.writers.pdf.typesetting import Typesetting, plain
from ppun_access.writers.pdf.whole_text import (
    About,
    fact_source,
    signs_of,
    text_source,
    typesetting,
    ways_to_ask,
    whole_source,
)
from ppun_access.writers.pdf.write import Supplies

BOOK = "book"
MOST_TEXTS = 50
"""In a volume, each with its easy version. A text takes three or four pages: that is some
ninety sheets printed on both sides, which staples and combs still hold."""
_SUBTITLE = "Livret en gros caractères"
_ORDER = "Quand un texte a une version simplifiée, elle vient après le texte complet."
_LOOK: Version = "integral"

Texts: TypeAlias = tuple[tuple[Version, Document], ...]


@dataclass(frozen=True, slots=True)
class Volume:
    """All that a volume of the booklet is made from."""

    book: Book
    """Its words alone: no text, and what comes before the texts in the first volume."""
    texts: Texts
    """Each full one, then its easy version."""
    number: int = 1
    of: int = 1
    elsewhere: Mapping[str, int] = field(default_factory=dict)
    """Address of each text that these lead to in another volume → the number of that."""

    @property
    def subtitle(self) -> str:
        """What it is: « Livret en gros caractères, volume 2 sur 9 »."""
        named = volume_name(self.number, self.of)
        return f"{_SUBTITLE}, {named}" if self.of > 1 else _SUBTITLE

    @property
    def title(self) -> str:
        """Its name in the window of a reader, which shows the beginning of it."""
        if self.of == 1:
            return self.book.title
        named = volume_name(self.number, self.of)
        return labelled(f"V{named[1:]}", self.book.title)


def volumes(editions: Sequence[Edition], most: int = MOST_TEXTS) -> tuple[Volume, ...]:
    """Return every text in volumes of ``most`` of them; ``editions`` are of one book."""
    found = _texts(editions)
    sizes = _sizes(len(found), most)
    ends = [*accumulate(sizes)]
    shares = [found[end - size : end] for size, end in zip(sizes, ends, strict=True)]
    all_ = [tuple(chain.from_iterable(share)) for share in shares]
    where = {
        page_path(document.id, version): number
        for number, texts in enumerate(all_, 1)
        for version, document in texts
    }
    book = replace(editions[0].book, documents=())
    return tuple(
        Volume(
            book if number == 1 else replace(book, opening=()),
            texts, number, len(all_), _elsewhere(number, texts, book, where),
        )
        for number, texts in enumerate(all_, 1)
    )  # fmt: skip


def _sizes(count: int, most: int) -> list[int]:
    """Return how many texts each volume has: the last two share what would be too few."""
    full, rest = divmod(count, most)
    if not rest or not full:
        return [most] * full + [rest] * bool(rest)
    half = (most + rest) // 2
    return [*[most] * (full - 1), most + rest - half, half]


def _elsewhere(
    number: int, texts: Texts, book: Book, where: Mapping[str, int]
) -> dict[str, int]:
    """Return the texts of other volumes to which those of one lead."""
    opening = book.opening if number == 1 else ()
    trees = (*opening, *(document for _, document in texts))
    addresses = (link_address(href) for href in _hrefs(trees))
    paths = {address.partition("#")[0] for address in addresses if address}
    return {
        path: where[path] for path in sorted(paths) if where.get(path, number) != number
    }


def write_booklet(volume: Volume, options: PdfOptions, report: Report) -> bytes:
    """Return one PDF of the texts of a volume: the full one, then its easy version.

    Raises as ``write_pdf`` does.
    """
    book, texts = volume.book, volume.texts
    supplies = Supplies(report, options.pictures)
    opening = Document("ouverture", book.lang, book.title, _opening(book))
    asked = tuple(ways_to_ask(options.contact))
    everything = (opening, *(document for _, document in texts))
    signs = signs_of(*everything, *asked, book.title, book.publisher)
    means = supplies.means(book.title, signs, *everything)
    drawn = look(_LOOK, options.settings, BOOK)
    t = typesetting(opening, drawn, means, options, report)
    t.prefix, t.volumes = "ouverture-", volume.elsewhere
    hrefs = _hrefs(everything)
    t.places = places = _places(texts, hrefs)
    parts = [*_front(volume, opening, asked, t)]
    for n, (version, document) in enumerate(texts):
        drawn = look(version, options.settings, BOOK)
        own = typesetting(document, drawn, means, options, report)
        own.prefix, own.places, own.volumes = _prefix(n), places, volume.elsewhere
        own.targets |= _led_to(version, document, hrefs)
        begin = call("anchor", literal(f"{_prefix(n)}debut"))
        parts += ["fresh()", begin, text_source(document, version, own)]
    drawn = look(_LOOK, options.settings, BOOK)
    titles = tuple(document.title for _, document in texts)
    about = About(volume.title, book.publisher, volume.subtitle, titles, book.lang)
    main = whole_source(stacked(parts), about, drawn, means)
    made = typst.pdf(supplies.sources(main, "pdf.typ"), about=volume.title)
    if volume.of > 1:
        typst.clear_memory()  # the next one takes the room of this one
    return made


def _hrefs(trees: Iterable[object]) -> frozenset[str]:
    found = (node for tree in trees for node in nodes(tree))
    return frozenset(node.href for node in found if isinstance(node, Link))


def _prefix(number: int) -> str:
    """Return what keeps apart the marks of a text."""
    return f"texte-{number}-"


def _places(
    texts: Sequence[tuple[Version, Document]], hrefs: AbstractSet[str]
) -> dict[str, str]:
    """Return the mark of each text, and of each passage that a link leads to."""
    found: dict[str, str] = {}
    for n, (version, document) in enumerate(texts):
        path = page_path(document.id, version)
        found[path] = f"{_prefix(n)}debut"
        for id_ in _led_to(version, document, hrefs):
            found[f"{path}#{id_}"] = f"{_prefix(n)}a-{id_}"
    return found


def _led_to(
    version: Version, document: Document, hrefs: AbstractSet[str]
) -> frozenset[str]:
    """Return the ids of the passages of a text to which ``hrefs`` of others lead."""
    path = page_path(document.id, version)
    ids = {node.id for node in nodes(document) if node.id}
    return frozenset(id_ for id_ in ids if f"{path}#{id_}" in hrefs)


def _texts(editions: Sequence[Edition]) -> list[Texts]:
    """Return the versions of each text in the order of the kit, with titles that differ."""
    found = dict[str, list[tuple[Version, Document]]]()
    for edition in editions:
        for document in edition.book.documents:
            titled = _titled(without_position(document), edition.version)
            found.setdefault(document.id, []).append((edition.version, titled))
    return [
        tuple(sorted(versions, key=lambda one: one[0] == "facile"))
        for versions in found.values()
    ]


def _titled(document: Document, version: Version) -> Document:
    if version == "integral":
        return document
    return replace(document, title=easy_title(document.title))


def _opening(book: Book) -> tuple[Block, ...]:
    """Return what comes before the texts, without a title that the cover repeats.

    Nothing stands for a picture that is missing.
    """
    found = tuple(
        block for block in book.opening
        if not (isinstance(block, Div) and block.role == "description")
    )  # fmt: skip
    return without_title(found, book.title)


def _front(
    volume: Volume, opening: Document, asked: Sequence[str], t: Typesetting
) -> Iterator[str]:
    """Yield the cover, the contents, and whom to ask for another form, if known."""
    book = volume.book
    presented = blocks(outlined(opening.blocks), t)
    easy = any(version == "facile" for version, _ in volume.texts)
    said = (volume.subtitle, _ORDER) if easy else (volume.subtitle,)
    yield call(
        "booklet-cover", plain(book.publisher, t), plain(book.title, t),
        joined([call("par", quoted(line)) for line in said]), presented or NOTHING,
    )  # fmt: skip
    yield call("contents", quoted("Sommaire"))
    if asked:
        forms = "Vous pouvez demander ces textes en braille, en gros caractères ou sur CD."
        lines = [quoted(forms), *(fact_source(line, t) for line in asked)]
        yield call("other-forms", quoted("Demander une autre forme"), *lines)

"""Write large-print PDF/UA-1: one column, left-aligned, tagged, with bookmarks.

typst typesets it (``tools/typst.py``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from ppun_access.document.model import Document, Edition, Image, Node
from ppun_access.document.walk import nodes
from ppun_access.errors import OutputError
from ppun_access.report import Finding, Report
from ppun_access.runtime.untrusted_files import content_bytes
from ppun_access.tools import typst
from ppun_access.writers.model import Files, PdfOptions, path_of
from ppun_access.writers.pdf.fonts import Face, read_face
from ppun_access.writers.pdf.look import Look, look
from ppun_access.writers.pdf.typesetting import is_emoji
from ppun_access.writers.pdf.whole_text import (
    About,
    Resources,
    colophon,
    facts_of,
    signs_of,
    template,
    text_source,
    typesetting,
    ways_to_ask_for,
    whole_source,
)

DRAWN = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg")
"""The kinds of pictures that typst reads."""
_SHOWN = 12
"""How many characters that no font draws a finding names."""


def write_pdf(edition: Edition, options: PdfOptions, report: Report) -> Files:
    """Return the PDF of each document of ``edition``.

    A text that cannot be typeset stops no other. Raises MissingToolError without typst or
    its font.
    """
    made: dict[str, bytes | Path] = {}
    drawn = look(edition.version, options.settings)
    for document in edition.book.documents:
        path = path_of("pdf", document.id, edition.version)
        try:
            made[path] = _pdf(document, edition, drawn, options, report)
        except OutputError as error:
            report.add(failed(error, document.title))
    return made


def failed(error: OutputError, page: str) -> Finding:
    """Return the finding on a PDF that could not be made."""
    message = f"{error.message} {error.next_step}"
    return Finding("pdf-rate", message, page=page)


@dataclass(slots=True)
class Supplies:
    """What goes into a PDF beside its source: fonts, signs, pictures."""

    report: Report
    site: Files = field(default_factory=dict)
    held: dict[str, bytes] = field(default_factory=dict)
    """Name in the source → picture."""

    def means(self, page: str, signs: Iterable[str], *trees: object) -> Resources:
        """Return the fonts and the pictures for ``trees``; what lacks is a finding."""
        regular, bold = faces()
        lost = undrawn(frozenset(signs))
        pictures: dict[str, str] = {}
        for tree in trees:
            pictures |= dict(self._pictures(tree, page))
            self._tell_lost(tree, page, lost)
        return Resources(typst.FAMILIES, regular, bold, lost, pictures, typst.PLAIN_ZERO)

    def sources(self, main: bytes, *templates: str) -> Mapping[str, bytes]:
        """Return everything that typst reads."""
        own = {name: template(name) for name in templates}
        return {typst.MAIN: main, **own, **self.held}

    def _pictures(self, tree: object, page: str) -> Iterator[tuple[str, str]]:
        for node in nodes(tree):
            if isinstance(node, Image) and node.src in self.site:
                content = self.site[node.src]
                whole = content_bytes(content)
                suffix = Path(node.src).suffix.lower()
                if suffix in DRAWN and typst.can_draw(node.src, whole):
                    name = f"image-{len(self.held) + 1}{suffix}"
                    known = (n for n, held in self.held.items() if held == whole)
                    name = next(known, name)
                    self.held[name] = whole
                    yield node.src, name
                else:
                    self.report.add(_bad_picture(node, page))

    def _tell_lost(self, tree: object, page: str, lost: frozenset[str]) -> None:
        for node in nodes(tree):
            text = getattr(node, "text", "")
            here = sorted(lost.intersection(text)) if isinstance(text, str) else []
            if here:
                self.report.add(_lost_signs(node, here, text, page))


@cache
def faces() -> tuple[Face, Face]:
    """Return the regular and the bold face of the text; MissingToolError without them."""
    folder = typst.font_folder()
    regular, bold = (read_face(typst.face_file(f, folder)) for f in ("Regular", "Bold"))
    return regular, bold


@cache
def undrawn(signs: frozenset[str]) -> frozenset[str]:
    """Return those of ``signs`` that no font draws and that have a shape."""
    regular, _ = faces()
    asked = (s for s in signs if not regular.holds(s) and _has_shape(s))
    return typst.undrawn(asked)


def _has_shape(character: str) -> bool:
    """Return whether a font has to draw ``character``: no space, no invisible mark."""
    return character.isprintable() and not character.isspace()


def _pdf(
    document: Document, edition: Edition, drawn: Look, options: PdfOptions, report: Report
) -> bytes:
    book = edition.book
    known = tuple(facts_of(document, book.title, book.publisher))
    ways = tuple(ways_to_ask_for(options.contact))
    supplies = Supplies(report, options.pictures)
    means = supplies.means(document.title, signs_of(document, *known, *ways), document)
    t = typesetting(document, drawn, means, options, report)
    body = text_source(document, edition.version, t, known, colophon(ways, t))
    meta = document.meta
    about = About(
        document.title, meta.author or book.publisher, meta.description,
        (book.title,), document.lang,
    )  # fmt: skip
    main = whole_source(body, about, drawn, means)
    return typst.pdf(supplies.sources(main, "pdf.typ"), about=document.title)


def _bad_picture(image: Image, page: str) -> Finding:
    message = (
        f"cette image ne peut pas être lue : {image.src}. Dans le PDF, seule sa "
        "description est là. Enregistrez-la en PNG ou en JPEG"
    )
    return Finding("image-illisible", message, pos=image.pos, page=page)


def _lost_signs(node: Node, signs: list[str], text: str, page: str) -> Finding:
    named = ", ".join(f"{sign} (U+{ord(sign):04X})" for sign in signs[:_SHOWN])
    more = ", …" if len(signs) > _SHOWN else ""
    stands = "[émoji]" if all(map(is_emoji, signs)) else "[signes non imprimés]"
    message = (
        f"aucune police du PDF ne dessine : {named}{more}. « {stands} » est imprimé à la "
        "place. Écrivez-le en toutes lettres"
    )
    return Finding("pdf-caracteres", message, pos=node.pos, page=page, passage=text)

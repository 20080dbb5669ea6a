"""The font inside a book, Atkinson Hyperlegible: no letter looks like another.

The faces that a book needs go in, with their licence (SIL Open Font License 1.1).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from lxml import etree

from ppun_access.writers.epub.book import Item
from ppun_access.writers.html.xhtml import HEADINGS, elements, tag

_PACKAGE = "fontpkg_atkinson_hyperlegible"
_BOLD = HEADINGS | {tag(name) for name in ("strong", "th", "dt", "caption", "mark")}
_BOLD_CLASSES = ("chapeau", "note-nom", "encart-nom")


@dataclass(frozen=True, slots=True)
class Face:
    """One face of the font."""

    name: str
    weight: str = "normal"
    style: str = "normal"

    @property
    def href(self) -> str:
        """Where it is in the book."""
        return f"fonts/AtkinsonHyperlegible-{self.name}.ttf"


REGULAR, BOLD = Face("Regular"), Face("Bold", "bold")
ITALIC, BOLD_ITALIC = Face("Italic", style="italic"), Face("BoldItalic", "bold", "italic")


def faces(pages: Iterable[etree._Element]) -> tuple[Face, ...]:
    """Return the faces that ``pages`` need; each weighs 55 kB."""
    leaning = {_is_bold(em) for root in pages for em in elements(root, "em")}
    italics = {False: ITALIC, True: BOLD_ITALIC}
    return (REGULAR, BOLD, *(italics[bold] for bold in sorted(leaning)))


def _is_bold(em: etree._Element) -> bool:
    return any(
        above.tag in _BOLD or above.get("class") in _BOLD_CLASSES
        for above in (*em.iterancestors(), *em.iterdescendants())
    )


def font_items(wanted: Iterable[Face]) -> list[Item]:
    """Return the files of ``wanted`` and their licence."""
    items = [
        Item(face.href, "font/ttf", _read(f"files/{face.href[6:]}")) for face in wanted
    ]
    return [*items, Item("fonts/OFL.txt", "text/plain", _read("LICENSE"))]


@cache
def _read(name: str) -> bytes:
    return (files(_PACKAGE) / name).read_bytes()

"""Define the records of an EPUB before it is packaged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from ppun_access.document.model import Document, Narration, Version
from ppun_access.document.walk import DELETED
from ppun_access.runtime.untrusted_files import content_bytes
from ppun_access.writers.epub.overlays import Overlay
from ppun_access.writers.html.xhtml import elements, tag

ROOT = "EPUB"
"""The folder of the book inside its ZIP."""
STYLE, NAV, PACKAGE = "style.css", "nav.xhtml", "package.opf"
COVER = "images/couverture.png"
CREDITS = "À propos de ce livre"
FRAME = ("cover", "colophon")
"""The kinds of the pages around the texts: nothing is read aloud there, and the picture
of a cover is but the title."""


@dataclass(frozen=True, slots=True)
class Item:
    """A file of the book: ``href`` is its path inside ``ROOT``."""

    href: str
    media_type: str
    content: bytes | Path
    properties: str = ""

    def bytes(self) -> bytes:
        """Return the content."""
        held = self.content
        return content_bytes(held)


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading, as the table of contents shows it."""

    level: int
    label: str
    anchor: str


@dataclass(slots=True)
class Page:
    """A page of the book while it is made: its tree, and what goes with it."""

    href: str
    title: str
    lang: str
    root: etree._Element
    kind: str = "bodymatter"
    """What it is among the landmarks: ``titlepage``, ``bodymatter``, one of ``FRAME``."""
    version: Version = "integral"
    document: Document | None = None
    narration: Narration | None = None
    overlay: Overlay | None = None
    pictures: dict[str, Item] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)

    @property
    def stem(self) -> str:
        """The name that the files of this page share."""
        return self.href.removesuffix(".xhtml")

    @property
    def sound(self) -> str:
        """Where its sound is in the book."""
        return f"audio/{self.stem}.mp3"

    def items(self) -> Iterator[Item]:
        """Yield the files that come with the page: pictures, overlay, sound."""
        yield from self.pictures.values()
        if self.overlay and self.narration:
            smil = f"{self.stem}.smil"
            yield Item(smil, "application/smil+xml", self.overlay.content)
            sound = self.narration.encodings["mp3"]
            yield Item(self.sound, "audio/mpeg", sound)


@dataclass(frozen=True, slots=True)
class Part:
    """Pages that go together in the table of contents; a part without title is flat."""

    title: str
    pages: tuple[Page, ...]
    opening: Page | None = None
    """The page that announces the part."""


@dataclass(frozen=True, slots=True)
class EpubBook:
    """A whole book, ready to be packed."""

    title: str
    lang: str
    parts: tuple[Part, ...]
    publisher: str = ""
    author: str = ""
    role: str = ""
    """The office of the author."""
    date: str = ""
    description: str = ""
    collection: str = ""
    """The title of what the book is a part of."""
    label: str = ""
    """The state of an easy version, as people read it."""
    cover: Path | None = None
    shows_contents: bool = False
    """True to show the table of contents among the pages, after the title page."""
    changed: str = ""
    """The day of the last change, where it is known and the text tells no date."""
    certifier: str = ""
    """Who certifies that the book is accessible; empty: nobody."""

    def pages(self) -> tuple[Page, ...]:
        """Return the pages in reading order."""
        return tuple(page for part in self.parts for page in _pages(part))


def _pages(part: Part) -> Iterator[Page]:
    if part.opening:
        yield part.opening
    yield from part.pages


def outline(root: etree._Element) -> list[Entry]:
    """Return the headings of a page; those without an id get one."""
    taken = {element.get("id") for element in root.iter("{*}*")}
    found: list[Entry] = []
    for heading in elements(root, *(f"h{n}" for n in range(1, 7))):
        # the words of a heading, and of its pictures, without the marks of notes
        label = " ".join("".join(_words(heading)).split(" ")).strip()
        if not label or any(a.tag == tag("aside") for a in heading.iterancestors()):
            continue
        number = 1
        while not heading.get("id"):
            if (name := f"partie-{number}") not in taken:
                heading.set("id", name)
                taken.add(name)
            number += 1
        level = int(str(heading.tag)[-1])
        found.append(Entry(level, label, str(heading.get("id"))))
    return found


def _words(element: etree._Element) -> Iterator[str]:
    if element.tag == tag("img"):
        yield element.get("alt") or ""
    deleted = element.tag == tag("del")
    yield DELETED if deleted else ""
    if element.tag != tag("sup") or not _is_mark(element):
        yield (element.text or "").replace("\n", " ")
        for child in element.iterchildren("{*}*"):
            yield from _words(child)
            yield (child.tail or "").replace("\n", " ")
    yield ")" if deleted else ""


def _is_mark(sup: etree._Element) -> bool:
    inner = sup.find(tag("a"))
    own = sup if inner is None else inner
    return (own.get("id") or "").startswith("appel-")

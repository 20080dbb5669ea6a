"""Verify braille files: what an embosser or a braille display could not handle.

The rules are those of our pages (docs/braille.md) and, for PEF, those of its specification
(Portable Embosser Format 2008-1).
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ppun_access.runtime.untrusted_files import PUBLISHED, read_regular
from ppun_access.writers.braille.layout import ASCII_CELLS, BLANK, PEF_NAMESPACE

_PEF = f"{{{PEF_NAMESPACE}}}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_TO_UNICODE = {char: chr(0x2800 + n) for n, char in enumerate(ASCII_CELLS)}
_DIGITS = {cell: str(n) for n, cell in enumerate("⠼⠡⠣⠩⠹⠱⠫⠻⠳⠪")}
_NUMBER = re.compile(r"(?:\A|⠀)⠠([⠼⠡⠣⠩⠹⠱⠫⠻⠳⠪]+)\Z")
_LINE_END = re.compile(r"(?<!\r)\n|\r(?!\n)")
_CELLS = re.compile("[\u2800-\u283f]*")
_BRF_CHARACTERS = frozenset(ASCII_CELLS)


@dataclass(frozen=True, slots=True)
class Size:
    """Cells in a line, lines in a page; zero where nothing says how many."""

    cells: int = 0
    lines: int = 0


NO_SIZE = Size()


def check_brf(path: Path, size: Size = NO_SIZE) -> Iterator[str]:
    """Yield the faults of a BRF file, in French."""
    data = read_regular(path, PUBLISHED)
    try:
        text = data.decode("ascii")
    except UnicodeDecodeError as error:
        yield f"octet {error.start} : ce n’est pas un caractère ASCII."
        return
    if not text.strip("\r\n\f "):
        yield "ce fichier ne contient pas un seul mot."
        return
    pages = []
    for number, page in enumerate(text.split("\f"), 1):
        *lines, rest = page.split("\r\n")
        if rest or _LINE_END.search(page):
            yield f"page {number} : une ligne ne finit pas par CR LF."
            return
        strange = sorted(set("".join(lines)) - _BRF_CHARACTERS)
        if strange:
            shown = ", ".join(map(repr, strange[:5]))
            yield f"page {number} : pas en ASCII braille nord-américain : {shown}."
            return
        pages.append(["".join(_TO_UNICODE[char] for char in line) for line in lines])
    yield from _pages(pages, size)


def check_pef(path: Path) -> Iterator[str]:
    """Yield the faults of a PEF file, in French."""
    data = read_regular(path, PUBLISHED)
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        yield "un fichier PEF n’a ni DOCTYPE ni entité."
        return
    try:
        root = ET.fromstring(data)
    except ET.ParseError as error:
        yield f"ce n’est pas du XML : {error}."
        return
    if root.tag != f"{_PEF}pef" or root.get("version") != "2008-1":
        yield 'la racine n’est pas <pef version="2008-1">.'
        return
    yield from _order(root, ("head", "body"))
    yield from _head(root.find(f"{_PEF}head"))
    yield from _volumes(root.findall(f"{_PEF}body/{_PEF}volume"))


def _head(head: ET.Element | None) -> Iterator[str]:
    meta = None if head is None else head.find(f"{_PEF}meta")
    if meta is None:
        yield "il manque <head><meta>."
        return
    for name, wanted in (("format", "application/x-pef+xml"), ("identifier", "")):
        found = [element.text or "" for element in meta.findall(f"{_DC}{name}")]
        if len(found) != 1 or not found[0].strip():
            yield f"il faut un <dc:{name}>, et un seul."
        elif wanted and found[0] != wanted:
            yield f"<dc:{name}> doit être « {wanted} »."
    if not (meta.findtext(f"{_DC}title") or "").strip():
        yield "il manque le titre, <dc:title>."


def _order(element: ET.Element, names: Sequence[str]) -> Iterator[str]:
    found = tuple(child.tag.removeprefix(_PEF) for child in element)
    if found != tuple(names):
        held = ", ".join(found) or "rien"
        yield f"<pef> doit contenir {', '.join(names)} ; il contient {held}."


def _volumes(volumes: Sequence[ET.Element]) -> Iterator[str]:
    if not volumes:
        yield "il n’y a pas de volume."
    pages: list[list[str]] = []
    for volume in volumes:
        sizes = [_whole(volume.get(name)) for name in ("cols", "rows")]
        if None in sizes or not all(sizes):
            yield "un volume doit dire ses cols et ses rows, en nombres entiers."
            return
        if _whole(volume.get("rowgap")) is None or volume.get("duplex") not in _BOOLEANS:
            yield "un volume doit dire son rowgap (nombre) et son duplex (true ou false)."
        unknown = {e.tag for e in volume.iter()} - {
            f"{_PEF}{name}" for name in ("volume", "section", "page", "row")
        }
        if unknown:
            yield f"élément inconnu : {sorted(unknown)[0]}."
        own = [
            [row.text or "" for row in page] for page in volume.iterfind(f"{_PEF}section/*")
        ]
        if not own:
            yield "un volume n’a pas de page."
        for n, page in enumerate(own, len(pages) + 1):
            if any(not _CELLS.fullmatch(line) for line in page):
                yield f"page {n} : une ligne a autre chose que des cellules de six points."
                return
        pages += own
        yield from _fit(own, Size(sizes[0] or 0, sizes[1] or 0))
    yield from _numbered(pages)


_BOOLEANS = ("true", "false")


def _whole(text: str | None) -> int | None:
    return int(text) if text and re.fullmatch(r"\d{1,4}", text) else None


def _pages(pages: Sequence[Sequence[str]], size: Size) -> Iterator[str]:
    yield from _fit(pages, size)
    yield from _numbered(pages)


def _fit(pages: Sequence[Sequence[str]], size: Size) -> Iterator[str]:
    """Yield the lines that are too long, the pages that are too high or empty."""
    for number, page in enumerate(pages, 1):
        if not any(line.strip(BLANK) for line in page):
            yield f"page {number} : cette page est vide."
        if size.lines and len(page) > size.lines:
            yield f"page {number} : {len(page)} lignes au lieu de {size.lines} au plus."
        for n, line in enumerate(page, 1):
            if size.cells and len(line) > size.cells:
                yield (
                    f"page {number}, ligne {n} : {len(line)} cellules au lieu de "
                    f"{size.cells} au plus."
                )


def _numbered(pages: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the pages whose first line does not end with their number.

    The title page, which may be several, has none.
    """
    numbers = [_number(page) for page in pages]
    begun = False
    for place, number in enumerate(numbers, 1):
        begun = begun or number == place
        if begun and number != place:
            message = "n’a pas de numéro" if number is None else f"porte le numéro {number}"
            yield f"page {place} : elle {message}."
    if len(pages) > 1 and not begun:
        yield "aucune page ne porte son numéro."


def _number(page: Sequence[str]) -> int | None:
    found = _NUMBER.search(page[0]) if page else None
    return int("".join(_DIGITS[cell] for cell in found[1])) if found else None

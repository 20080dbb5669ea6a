"""Read the tables of a filled review sheet: DOCX, ODT or CSV, as words."""

from __future__ import annotations

import csv
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO, StringIO
from types import MappingProxyType
from xml.etree.ElementTree import (
    Element,
    ParseError,
    TreeBuilder,
    XMLParser,
    fromstring,
)
from zipfile import BadZipFile, ZipFile

from ppun_access.errors import InputError
from ppun_access.runtime.spreadsheets import text_of
from ppun_access.runtime.untrusted_files import check_parts

LARGEST, _MOST_PARTS = 20_000_000, 5_000
_DEEPEST = 100
"""Elements in one another; each table in a table is read once more for each around it."""
_AGAIN = "Redonnez la fiche enregistrée en ODT, en DOCX ou en CSV."
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ODF = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_TEXT, _TABLE = _ODF % "text", _ODF % "table"


@dataclass(frozen=True, slots=True)
class Filled:
    """All the words of a filled sheet, and the rows of its tables."""

    text: str
    rows: tuple[tuple[str, ...], ...]


def filled(content: bytes, name: str) -> Filled:
    """Return the words and rows of a filled sheet; the suffix of ``name`` is its kind.

    Raises InputError for what is no sheet that can be read.
    """
    kind = name.lower().rpartition(".")[2]
    reader = _READERS.get(kind)
    if reader is None:
        raise InputError(
            f"{name} : une fiche remplie se lit en ODT, en DOCX ou en CSV.",
            next_step="Recopiez les réponses du papier dans l’un de ces fichiers.",
        )
    try:
        found = reader(content, name)
    except RecursionError as error:
        raise InputError(f"{name} n’est pas une fiche.", next_step=_AGAIN) from error
    if not found.rows:
        raise InputError(f"{name} : cette fiche n’a pas de tableau.", next_step=_AGAIN)
    return found


def _docx(content: bytes, name: str) -> Filled:
    tree = _part(content, "word/document.xml", name)
    rows = (
        tuple(_docx_words(cell) for cell in row.iter(f"{_W}tc"))
        for row in tree.iter(f"{_W}tr")
    )
    return Filled(_docx_words(tree), tuple(rows))


def _docx_words(tree: Element) -> str:
    return "\n".join("".join(_docx_line(p)) for p in tree.iter(f"{_W}p")).strip()


def _docx_line(paragraph: Element) -> Iterator[str]:
    for node in paragraph.iter():
        if node.tag == f"{_W}t":
            yield node.text or ""
        elif node.tag in (f"{_W}br", f"{_W}tab", f"{_W}cr"):
            yield " "


def _odt(content: bytes, name: str) -> Filled:
    tree = _part(content, "content.xml", name)
    for parent in list(tree.iter()):  # what was deleted while changes were tracked
        for gone in parent.findall(f"{_TEXT}tracked-changes"):
            parent.remove(gone)
    rows = (
        tuple(_odt_words(cell) for cell in row.findall(f"{_TABLE}table-cell"))
        for row in tree.iter(f"{_TABLE}table-row")
    )
    return Filled(_odt_words(tree), tuple(rows))


def _odt_words(tree: Element) -> str:
    lines = (n for n in tree.iter() if n.tag in (f"{_TEXT}p", f"{_TEXT}h"))
    return "\n".join("".join(_odt_line(line)) for line in lines).strip()


def _odt_line(node: Element) -> Iterator[str]:
    yield node.text or ""
    for child in node:
        if child.tag in (f"{_TEXT}s", f"{_TEXT}tab", f"{_TEXT}line-break"):
            yield " "
        else:
            yield from _odt_line(child)
        yield child.tail or ""


def _part(content: bytes, path: str, name: str) -> Element:
    """Return the XML of one file of a ZIP."""
    try:
        check_parts(BytesIO(content), _MOST_PARTS)
        with ZipFile(BytesIO(content)) as zip_:
            info = zip_.getinfo(path)
            if info.file_size > LARGEST:
                raise InputError(f"{name} est trop gros pour une fiche.", next_step=_AGAIN)
            raw = zip_.read(info)
        return fromstring(raw, XMLParser(target=_Plain()))
    except ValueError as error:
        raise InputError(f"{name} n’est pas une fiche.", next_step=_AGAIN) from error
    except (
        BadZipFile, KeyError, ParseError, RuntimeError, OSError, EOFError, zlib.error,
    ) as error:  # fmt: skip
        raise InputError(
            f"{name} ne se lit pas : ce fichier est abîmé ou mal nommé.",
            next_step=_AGAIN,
        ) from error


class _Plain(TreeBuilder):
    """Makes a tree that is not deep, of a document that declares nothing."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        """Refuse a document type, in whatever encoding it stands."""
        raise ValueError("a document type")

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        """Open an element."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise ValueError("nested too deep")
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        """Close an element."""
        self._depth -= 1
        return super().end(tag)


def _csv(content: bytes, name: str) -> Filled:
    text = _decoded(content)
    first = text.partition("\n")[0]
    mark = ";" if first.count(";") >= max(first.count(","), first.count("\t")) else ","
    mark = "\t" if first.count("\t") > first.count(mark) else mark
    try:
        rows = tuple(
            tuple(text_of(cell.strip()) for cell in row)
            for row in csv.reader(StringIO(text), delimiter=mark)
            if any(row)
        )
    except csv.Error as error:
        message = f"{name} n’est pas un tableau de valeurs."
        raise InputError(message, next_step=_AGAIN) from error
    return Filled(text, rows)


def _decoded(content: bytes) -> str:
    """Return the text of a CSV: UTF-8, or what a French Excel writes."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


_READERS: Mapping[str, Callable[[bytes, str], Filled]] = MappingProxyType(
    {"docx": _docx, "odt": _odt, "csv": _csv}
)

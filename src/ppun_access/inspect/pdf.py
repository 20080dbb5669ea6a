"""Verify that a PDF is complete and declares what PDF/UA-1 requires.

Read as bytes, from the specification (ISO 32000-1 §7.5, ISO 14289-1 §5 and §7): enough for
the PDFs that we write, whose objects stand in the open. ``page-validation``, when it is
installed, reads every object of any PDF: ``tools/page_validation.py``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from ppun_access.runtime.untrusted_files import PUBLISHED, read_regular

_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")
_STREAM = re.compile(rb"\bstream\r?\n")
_OBJECT = re.compile(rb"(?<!\d)\d++\s++\d++\s++obj\b")
_TITLE = re.compile(rb"<dc:title>\s*<rdf:Alt>\s*<rdf:li[^<>]*+>\s*+[^<]")
_PART = re.compile(rb"<pdfuaid:part>\s*1\s*</|pdfuaid:part=[\"']1[\"']")

_SAYS: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (re.compile(rb"/Lang\s*\(\s*[A-Za-z]{2}"), "ce PDF ne dit pas sa langue."),
    (re.compile(rb"/StructTreeRoot\b"), "ce PDF n’a pas de structure balisée."),
    (re.compile(rb"/Marked\s+true"), "ce PDF ne se dit pas balisé (MarkInfo)."),
    (
        re.compile(rb"/DisplayDocTitle\s+true"),
        "ce PDF montre le nom du fichier au lieu de son titre.",
    ),
)
"""What the catalogue of the document has to say → what is wrong when it does not."""


def check_pdf(path: Path) -> Iterator[str]:
    """Yield the faults of a PDF/UA-1 file, in French."""
    data = read_regular(path, PUBLISHED)
    if not data.startswith(b"%PDF-1."):
        yield "ce n’est pas un PDF."
        return
    if not _ends_well(data):
        yield "ce PDF est coupé ou abîmé : sa fin manque."
        return
    if b"/Encrypt" in data[data.rfind(b"trailer") :]:
        yield "ce PDF est protégé : un lecteur d’écran peut être bloqué."
    yield from _metadata(data)
    data = _without_streams(data)
    objects = [data[begin:end] for _, begin, end in _passages(data, _OBJECT, b"endobj")]
    root = next((found for found in objects if _is(b"Catalog")(found)), b"")
    yield from (wrong for rule, wrong in _SAYS if not rule.search(root))
    yield from _described(objects)
    yield from _fonts(objects)


def _without_streams(data: bytes) -> bytes:
    kept, end = list[bytes](), 0
    for start, _, stop in _passages(data, _STREAM, b"endstream"):
        kept.append(data[end:start])
        end = stop + len(b"endstream")
    return b"".join((*kept, data[end:]))


def _passages(
    data: bytes, first: re.Pattern[bytes], last: bytes
) -> Iterator[tuple[int, int, int]]:
    """Yield where each passage starts, begins after ``first``, and ends before ``last``."""
    at = 0
    while found := first.search(data, at):
        stop = data.find(last, found.end())
        if stop < 0:  # nor has any later one an end
            return
        yield found.start(), found.end(), stop
        at = stop + len(last)


def _ends_well(data: bytes) -> bool:
    """Return whether the file ends with the offset of its table of objects."""
    found = _START.search(data[-64:])
    if found is None:
        return False
    place = int(found[1])
    return data[place : place + 4] == b"xref" or data[place : place + 12].find(b"obj") > 0


def _metadata(data: bytes) -> Iterator[str]:
    if not _PART.search(data):
        yield "ce PDF ne se dit pas conforme à PDF/UA-1."
    if not _TITLE.search(data):
        yield "ce PDF n’a pas de titre."


def _described(objects: list[bytes]) -> Iterator[str]:
    """Return how many pictures have no description."""
    figures = [found for found in objects if re.search(rb"/S\s*/Figure\b", found)]
    bare = sum(not re.search(rb"/Alt\s*[(<]|/ActualText\s*[(<]", f) for f in figures)
    if bare:
        yield f"{bare} image(s) de ce PDF n’ont pas de description."


def _fonts(objects: list[bytes]) -> Iterator[str]:
    described = [found for found in objects if _is(b"FontDescriptor")(found)]
    missing = sum(not re.search(rb"/FontFile[23]?\b", found) for found in described)
    if missing:
        yield f"{missing} police(s) de ce PDF manquent : il s’affichera autrement ailleurs."


def _is(kind: bytes) -> Callable[[bytes], bool]:
    rule = re.compile(rb"/Type\s*/" + kind + rb"\b")
    return lambda found: rule.search(found) is not None

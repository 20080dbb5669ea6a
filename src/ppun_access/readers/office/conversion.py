"""The documents of offices, which pandoc reads for us: bytes in, its tree as text out.

A document that is a ZIP is looked at before pandoc opens it: what it would unpack to is
bounded, and so is what its XML may declare.
"""

from __future__ import annotations

import json
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import asdict
from io import BytesIO

from ppun_access.errors import InputError, OutputError
from ppun_access.readers.space.kinds import mending
from ppun_access.runtime.untrusted_files import UnfitError, check_parts
from ppun_access.tools import pandoc

FORMATS: Mapping[str, str] = {
    ".docx": "docx",
    ".odt": "odt",
    ".rtf": "rtf",
    ".epub": "epub",
}
"""Ends of names, and what pandoc calls such files."""
ZIPPED = (".docx", ".odt", ".epub")
MOST_BYTES = 100_000_000
"""Of a document, and of what it unpacks to in all."""
MOST_XML = 30_000_000
"""Of one part of a document that is XML."""
MOST_PARTS = 5_000
_PIECE = 1 << 20
_MEND = "Ouvrez-le dans son logiciel et enregistrez-le de nouveau."
_NO_ZIP = (
    zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError, ValueError,
    zlib.error,
)  # fmt: skip
"""What a ZIP that is damaged, or written to do harm, makes Python's reader raise."""
_XML = (".xml", ".rels", ".xhtml", ".html", ".htm", ".opf", ".ncx")
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_DOCTYPE = re.compile(rb"<!DOCTYPE[^>\[]*+(\[?)", re.IGNORECASE)


def tree(content: bytes, suffix: str, name: str) -> str:
    """Return a document as the JSON that ``read_pandoc`` takes.

    ``name`` is what messages call it. Raises InputError when it is not what the end of its
    name says or is dangerous, MissingToolError when there is no pandoc.
    """
    from ppun_access.readers.office.parts import mended
    from ppun_access.readers.office.words import lines_of

    if len(content) > MOST_BYTES:
        raise _too_big(name)
    if suffix in ZIPPED:
        check_zip(content, name)
    lines = lines_of(content, suffix)
    content, beside = mended(content, suffix)
    try:
        parsed = pandoc.parse(content, FORMATS[suffix])
    except OutputError as error:
        raise InputError(
            f"{name} : ce document ne peut pas être lu. {error.message}",
            next_step="Ouvrez-le dans son logiciel et enregistrez-le de nouveau, ou "
            "donnez le texte dans un autre format (.odt, .docx, .md).",
        ) from error
    log = [[s.message, s.passage, s.line] for s in parsed.skipped]
    said = {"log": log, "beside": asdict(beside), "lines": lines}
    rest = json.dumps(said)
    return f'{{"tree": {parsed.tree.decode()}, {rest[1:]}'


def check_zip(content: bytes, name: str) -> None:
    """Raise InputError unless ``content`` is a ZIP that may be opened without danger.

    Sizes are those that the parts have, not only those that the ZIP declares.
    """
    try:
        check_parts(BytesIO(content), MOST_PARTS)
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _check_parts(archive, name)
    except UnfitError as error:
        raise _too_big(name) from error
    except _NO_ZIP as error:
        raise _broken(name, content) from error


def _check_parts(archive: zipfile.ZipFile, name: str) -> None:
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(p.file_size for p in parts) > MOST_BYTES:
        raise _too_big(name)
    left = MOST_BYTES
    for part in parts:
        if part.flag_bits & 1:
            raise InputError(
                f"{name} : ce document est protégé par un mot de passe.",
                next_step="Enregistrez-le sans mot de passe.",
            )
        left -= _check_part(archive, part, min(left, MOST_BYTES), name)


def _check_part(
    archive: zipfile.ZipFile, part: zipfile.ZipInfo, most: int, name: str
) -> int:
    """Return how many bytes a part has; those of XML declare no entities."""
    written = part.filename.lower().endswith(_XML)
    most = min(most, MOST_XML) if written else most
    size, tail = 0, b""
    with archive.open(part) as handle:
        while piece := handle.read(_PIECE):
            size += len(piece)
            if size > most:
                raise _too_big(name)
            if written and _declares(tail + piece.replace(b"\0", b"")):
                raise InputError(
                    f"{name} : ce document déclare des entités XML, ce qu’aucun "
                    "traitement de texte ne fait. Il n’est pas ouvert.",
                    next_step="Ouvrez-le dans son logiciel et enregistrez-le de nouveau.",
                )
            tail = piece[-200:].replace(b"\0", b"")
    return size


def _declares(xml: bytes) -> bool:
    """Return whether a piece of XML declares entities, or may."""
    return bool(_ENTITY.search(xml)) or any(one[1] for one in _DOCTYPE.finditer(xml))


def _broken(name: str, content: bytes) -> InputError:
    return InputError(
        f"{name} : ce document est abîmé, ou n’est pas ce que dit la fin de son nom.",
        next_step=_MEND if content.startswith(b"PK") else mending(content, _MEND),
    )


def _too_big(name: str) -> InputError:
    return InputError(
        f"{name} : ce document est trop gros une fois déplié "
        f"(plus de {MOST_BYTES // 1_000_000} Mo en tout, {MOST_XML // 1_000_000} Mo de "
        f"texte, ou {MOST_PARTS} morceaux).",
        next_step="Coupez-le en plusieurs documents, ou réduisez ses images.",
    )

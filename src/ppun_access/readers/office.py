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
from ppun_access.readers.decoding import recoded
from ppun_access.readers.kinds import mending
from ppun_access.report import Report
from ppun_access.tools import pandoc

FORMATS: Mapping[str, str] = {
    ".docx": "docx",
    ".odt": "odt",
    ".rtf": "rtf",
    ".epub": "epub",
    ".tex": "latex",
    ".rst": "rst",
    ".typ": "typst",
}
"""Ends of names, and what pandoc calls such files."""
ZIPPED = (".docx", ".odt", ".epub")
WRITTEN = (".tex", ".rst", ".typ")
"""Those that a person writes as text: they have lines, and an encoding."""
MOST_BYTES = 100_000_000
"""Of a document, and of what it unpacks to in all."""
MOST_XML = 30_000_000
"""Of one part of a document that is XML."""
MOST_PARTS = 5_000
_FILE = re.compile(r"File (.+?) not found in resource path")
_WORD = re.compile(r'Identifier "([^"]+)" not found')
"""What pandoc says of a document that is not whole."""
_PIECE = 1 << 20
_MEND = "Ouvrez-le dans son logiciel et enregistrez-le de nouveau."
_NO_ZIP = (
    zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError, ValueError,
    zlib.error,
)  # fmt: skip
"""What a ZIP that is damaged, or written to do harm, makes Python's reader raise."""
_XML = (".xml", ".rels", ".xhtml", ".html", ".htm", ".opf", ".ncx")
_DECLARES = re.compile(rb"<!ENTITY|<!DOCTYPE[^>]*\[", re.IGNORECASE)


def tree(content: bytes, suffix: str, name: str, report: Report) -> str:
    """Return a document as the JSON that ``read_pandoc`` takes.

    ``name`` is what messages call it. Raises InputError when it is not what the end of its
    name says or is dangerous, MissingToolError when there is no pandoc.
    """
    from ppun_access.readers.office_parts import mended
    from ppun_access.readers.office_words import lines_of

    if len(content) > MOST_BYTES:
        raise _too_big(name)
    source = ""
    if suffix in ZIPPED:
        check_zip(content, name)
    elif suffix in WRITTEN:
        source = recoded(content, name, report)
        content = source.encode()
    lines = lines_of(content, suffix)
    content, beside = mended(content, suffix)
    try:
        parsed = pandoc.parse(content, FORMATS[suffix])
    except OutputError as error:
        raise _unread(name, error.message) from error
    log = [[s.message, s.passage, s.line] for s in parsed.skipped]
    log += [["", passage, line] for passage, line in beside.skipped]
    said = {"log": log, "source": source, "beside": asdict(beside), "lines": lines}
    rest = json.dumps(said)
    return f'{{"tree": {parsed.tree.decode()}, {rest[1:]}'


def _unread(name: str, message: str) -> InputError:
    """Return the error of a document that pandoc cannot read: ``message`` is its own."""
    next_step = (
        "Ouvrez-le dans son logiciel et enregistrez-le de nouveau, ou donnez le texte dans "
        "un autre format (.odt, .docx, .md)."
    )
    if file := _FILE.search(message):
        message = f"Il appelle un autre fichier ({file[1]}) : un document est lu seul."
        next_step = "Copiez dans ce document ce que contient l’autre fichier."
    elif word := _WORD.search(message):
        message = f"Il se sert de « {word[1]} », que rien n’explique dans le document."
        next_step = (
            "Écrivez ce passage autrement, ou donnez le texte en .odt, .docx ou .md."
        )
    return InputError(
        f"{name} : ce document ne peut pas être lu. {message}", next_step=next_step
    )


def check_zip(content: bytes, name: str) -> None:
    """Raise InputError unless ``content`` is a ZIP that may be opened without danger.

    Sizes are those that the parts have, not only those that the ZIP declares.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _check_parts(archive, name)
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
            if written and _DECLARES.search(tail + piece.replace(b"\0", b"")):
                raise InputError(
                    f"{name} : ce document déclare des entités XML, ce qu’aucun "
                    "traitement de texte ne fait. Il n’est pas ouvert.",
                    next_step="Ouvrez-le dans son logiciel et enregistrez-le de nouveau.",
                )
            tail = piece[-200:].replace(b"\0", b"")
    return size


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

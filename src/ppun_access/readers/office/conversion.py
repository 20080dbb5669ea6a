"""Convert office documents to pandoc's JSON tree, and get the pictures they embed.

A document that is a ZIP is looked at before pandoc opens it: what it would unpack to is
bounded, and so is what its XML may declare.
"""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import asdict
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile

from ppun_access.errors import InputError, OutputError
from ppun_access.readers.space.kinds import how_to_fix
from ppun_access.runtime.untrusted_files import (
    PAGE,
    RefusedFileError,
    check_parts,
    open_zip,
    read_regular,
)
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
    from ppun_access.readers.office.parts import repaired
    from ppun_access.readers.office.words import lines_of

    if len(content) > MOST_BYTES:
        raise _too_big(name)
    if suffix in ZIPPED:
        check_zip(content, name)
    lines = lines_of(content, suffix)
    content, beside = repaired(content, suffix)
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
    except RefusedFileError as error:
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
        next_step=_MEND if content.startswith(b"PK") else how_to_fix(content, _MEND),
    )


def _too_big(name: str) -> InputError:
    return InputError(
        f"{name} : ce document est trop gros une fois déplié "
        f"(plus de {MOST_BYTES // 1_000_000} Mo en tout, {MOST_XML // 1_000_000} Mo de "
        f"texte, ou {MOST_PARTS} morceaux).",
        next_step="Coupez-le en plusieurs documents, ou réduisez ses images.",
    )


# Pictures inside a document


MOST_PICTURE_BYTES = 30_000_000
"""Of one picture."""


def picture_inside(document: Path, src: str, most: int = PAGE) -> bytes | None:
    """Return the picture called ``src`` of a document's tree, None when it has none."""
    suffix = document.suffix.lower()
    try:
        if suffix in ZIPPED:
            return _of_zip(document, src, most)
        return _of_rtf(document, src, most) if suffix == ".rtf" else None
    except (OSError, BadZipFile, RuntimeError, NotImplementedError, ValueError, EOFError):
        return None


def _of_zip(document: Path, src: str, most: int) -> bytes | None:
    """Return the part of that name, wherever the document's own folder begins."""
    with open_zip(document, most=most) as archive:
        names = archive.namelist()
        ends = [name for name in names if name == src or name.endswith(f"/{src}")]
        if not src or not ends:
            return None
        with archive.open(min(ends, key=len)) as part:
            content = part.read(MOST_PICTURE_BYTES + 1)
    return content if len(content) <= MOST_PICTURE_BYTES else None


def _of_rtf(document: Path, src: str, most: int) -> bytes | None:
    """Return the picture of that name, which is the SHA-1 of its bytes."""
    wanted = src.partition(".")[0]
    if not re.fullmatch(r"[0-9a-f]{40}", wanted):
        return None
    stamp = document.stat()
    known = _rtf_pictures(document, most, stamp.st_mtime_ns, stamp.st_size)
    at = known.get(wanted)
    return None if at is None else _picture(read_regular(document, most), at)[0]


@lru_cache(maxsize=4)
def _rtf_pictures(document: Path, most: int, modified: int, size: int) -> Mapping[str, int]:
    """Return where each picture of an RTF begins, by its SHA-1, looked for once.

    ``modified`` and ``size`` tell a file from what it was before.
    """
    content = read_regular(document, most)
    found: dict[str, int] = {}
    end = 0
    while start := _PICTURE.search(content, end):
        picture, end = _picture(content, start.end())
        if picture is not None:
            found.setdefault(hashlib.sha1(picture).hexdigest(), start.end())
    return found


_PICTURE = re.compile(rb"\{\\pict\b")
_TOKEN = re.compile(rb"[{}]|\\[a-z]++-?\d*+ ?|\\.|[^{}\\]++")


def _picture(content: bytes, at: int) -> tuple[bytes | None, int]:
    """Return the picture that begins at ``at``, None for none, and where its group ends."""
    depth, end = 1, len(content)
    digits: list[bytes] = []
    for token in _TOKEN.finditer(content, at):
        piece = token[0]
        depth += (piece == b"{") - (piece == b"}")
        if depth == 0:
            end = token.end()
            break
        if depth == 1 and piece[:1] not in b"{}\\":
            digits.append(b"".join(piece.split()))
    hexadecimal = b"".join(digits)
    if len(hexadecimal) > 2 * MOST_PICTURE_BYTES:
        return None, end
    try:
        return bytes.fromhex(hexadecimal.decode("ascii")), end
    except ValueError:
        return None, end

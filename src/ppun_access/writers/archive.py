"""ZIP files: of a text and its sound, with a note that says what is in it; of a site.

Names are plain ASCII, entries sorted, dates fixed and nothing compressed (sound cannot be
any more), so that the same files give the same bytes with any version of zlib.
"""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import IO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from ppun_access.document.credit import credit
from ppun_access.document.model import Document, Version
from ppun_access.runtime.untrusted_files import open_regular
from ppun_access.writers.labels import status_label
from ppun_access.writers.model import Files
from ppun_access.writers.units import spoken_length

NOTE = "LISEZ-MOI.txt"
HELD = ("text", "mp3")
"""The formats that go in, in the order in which the note names them."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_MODE = 0o100644 << 16

_USES = {
    "text": (
        "Ce fichier contient le texte.",
        "Vous pouvez l’ouvrir sur tous les ordinateurs.",
        "Un lecteur d’écran peut le lire.",
    ),
    "mp3": (
        "Ce fichier contient le son.",
        "Vous pouvez l’écouter sur un téléphone ou sur un ordinateur.",
    ),
}


@dataclass(frozen=True, slots=True)
class Held:
    """A file that goes in: ``seconds`` of sound, whose voice, whether a person reads."""

    format: str
    name: str
    content: bytes
    seconds: float = 0.0
    voice: str = ""
    recorded: bool = False


def archive(
    document: Document, version: Version, publisher: str, files: Iterable[Held]
) -> bytes:
    """Return the ZIP of one version of ``document``: ``files`` and a note, in a folder."""
    held = sorted(files, key=lambda file: HELD.index(file.format))
    note = "\r\n".join(_note(document, version, publisher, held)) + "\r\n"
    stem = ascii_name(document.id if version == "integral" else f"{document.id}-facile")
    # the mark tells old Windows editors that the note is in UTF-8
    entries = {NOTE: note.encode("utf-8-sig")} | {
        ascii_name(file.name): file.content for file in held
    }
    return zipped({f"{stem}/{name}": content for name, content in entries.items()})


def zipped(entries: Mapping[str, bytes], first: str = "") -> bytes:
    """Return a ZIP of ``entries``, path → content, with the entry ``first`` before all."""
    buffer = BytesIO()
    write_zip(buffer, entries, first)
    return buffer.getvalue()


def write_zip(target: IO[bytes], entries: Files, first: str = "") -> None:
    """Write a ZIP of ``entries`` to ``target``, one after the other, ``first`` before all.

    Files are copied piece by piece: none is held in memory. Past 4 GB it is a ZIP64.
    """
    with ZipFile(target, "w", ZIP_STORED) as zip_:
        for path, content in sorted(entries.items(), key=lambda e: (e[0] != first, e[0])):
            info = ZipInfo(path, _EPOCH)
            info.create_system, info.external_attr = _UNIX, _MODE
            if isinstance(content, bytes):
                zip_.writestr(info, content)
                continue
            info.file_size = content.stat().st_size
            with open_regular(content) as source, zip_.open(info, "w") as entry:
                shutil.copyfileobj(source, entry, 1 << 20)


def ascii_name(name: str) -> str:
    """Return ``name`` in letters, digits, dots and hyphens that any device can show.

    >>> ascii_name("Été n° 2.txt")
    'Ete-n-2.txt'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9._-]+", "-", plain).strip("-") or "texte"


def _note(
    document: Document, version: Version, publisher: str, held: Iterable[Held]
) -> Iterator[str]:
    yield document.title
    yield from (line for line in (document.meta.author, document.meta.role) if line)
    if version == "facile":
        yield status_label(document.meta.status, version)
    yield from ("", "Dans ce dossier, il y a le même texte sous plusieurs formes.")
    yield "Choisissez la forme qui vous aide."
    for file in held:
        yield from ("", ascii_name(file.name), *_USES[file.format], *_sound(file))
    yield from ("", "Vous n’avez pas besoin d’internet.")
    yield "Vous pouvez copier ces fichiers sur une clé USB."
    yield "Vous pouvez les donner à une autre personne."
    if publisher:
        yield from ("", f"Ce texte est publié par\N{NO-BREAK SPACE}: {publisher}.")


def _sound(file: Held) -> Iterator[str]:
    if file.seconds:
        yield f"Le son dure {spoken_length(file.seconds)}."
    if file.recorded:
        yield f"{credit(file.voice, recorded=True)}."
        return
    if file.seconds:
        yield "Le texte est lu par une voix de synthèse."
        yield "Une voix de synthèse est une voix fabriquée par un ordinateur."
    if file.voice:
        yield f"Le nom de la voix\N{NO-BREAK SPACE}: {file.voice}."

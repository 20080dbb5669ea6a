"""Write the ZIP of a text and its sound, with a note that says what is in it.

Names are plain ASCII, for the devices that show no other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ppun_access.document.model import Document, Edition, Narration, Version, credit
from ppun_access.report import Report
from ppun_access.runtime.untrusted_files import content_bytes
from ppun_access.writers.audio.write import write_mp3
from ppun_access.writers.characters import text_file
from ppun_access.writers.labels import status_label
from ppun_access.writers.model import Files, TextOptions, path_of
from ppun_access.writers.text.write import write_text
from ppun_access.writers.units import spoken_length
from ppun_access.writers.zip_files import ascii_name, zipped

NOTE = "LISEZ-MOI.txt"
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
"""The formats that go in, in the order of the note, and what it says of each."""


@dataclass(frozen=True, slots=True)
class ZippedFile:
    """A file that goes in: ``seconds`` of sound, whose voice, whether a person reads."""

    format: str
    name: str
    content: bytes
    seconds: float = 0.0
    voice: str = ""
    recorded: bool = False


def write_archive(edition: Edition, options: TextOptions, report: Report) -> Files:
    """Return the ZIP of each document of ``edition`` that has sound."""
    book, version = edition.book, edition.version
    heard = [(d, sound) for d in book.documents if (sound := edition.narration(d.id))]
    texts = tuple(document for document, _ in heard)
    own = replace(edition, book=replace(book, documents=texts))
    files = {**write_text(own, options, report), **write_mp3(own, None, report)}
    return {
        path_of("zip", document.id, version): archive(
            document, version, book.publisher, _held(document.id, version, sound, files)
        )
        for document, sound in heard
    }


def _held(
    document_id: str, version: Version, narration: Narration, files: Files
) -> Iterator[ZippedFile]:
    """Yield what goes in the ZIP of a text."""
    for name in _USES:
        path = path_of(name, document_id, version)
        if path in files:
            held = ZippedFile(name, path.rpartition("/")[2], content_bytes(files[path]))
            yield _heard(held, narration) if name == "mp3" else held


def _heard(held: ZippedFile, narration: Narration) -> ZippedFile:
    return replace(
        held, seconds=narration.seconds, voice=narration.voice, recorded=narration.recorded
    )


def archive(
    document: Document, version: Version, publisher: str, files: Iterable[ZippedFile]
) -> bytes:
    """Return the ZIP of one version of ``document``: ``files`` and a note, in a folder."""
    held = sorted(files, key=lambda file: [*_USES].index(file.format))
    note = text_file("\n".join(_note(document, version, publisher, held)))
    stem = ascii_name(document.id if version == "integral" else f"{document.id}-facile")
    entries = {NOTE: note} | {ascii_name(file.name): file.content for file in held}
    return zipped({f"{stem}/{name}": content for name, content in entries.items()})


def _note(
    document: Document, version: Version, publisher: str, held: Iterable[ZippedFile]
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


def _sound(file: ZippedFile) -> Iterator[str]:
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

"""Make the sounds of the off-line kit: for audio CDs, telephone lines and USB sticks.

One ZIP is for the readers of blind people (Victor Reader and the like): MP3 files whose
names say the order, and DAISY books unpacked in short folders.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from ppun_access.document.model import Edition
from ppun_access.errors import UnstoredError, reason
from ppun_access.report import Finding, Report
from ppun_access.settings.sections import DISC_SECONDS, Contact, KitSettings
from ppun_access.site.kit.contents import FOLDER, NOTE, PLAYERS, KitText
from ppun_access.site.kit.notes import kit_note, players_note
from ppun_access.writers.audio.write import mp3_of
from ppun_access.writers.characters import text_file
from ppun_access.writers.model import Download, Files
from ppun_access.writers.units import length
from ppun_access.writers.zip_files import write_zip

DISC, TELEPHONE = "cd", "telephone"
VARIANTS = (DISC, TELEPHONE)
"""Of the format ``wav``: also the names of their folders and of the encodings."""


def kit_sounds(
    text: KitText, settings: KitSettings, report: Report
) -> tuple[tuple[Download, Path], ...]:
    """Return the WAV files of a text, as the catalogue lists them, and their content."""
    sound = text.narration
    if settings.disc and sound and sound.seconds > DISC_SECONDS:
        report.add(_too_long(text, sound.seconds))
    return tuple(
        (_download(text, variant, path), path)
        for variant in VARIANTS
        if sound and (path := sound.encodings.get(variant))
    )


def _download(text: KitText, variant: str, path: Path) -> Download:
    place = f"{FOLDER}/{variant}/{text.short_name}.wav"
    seconds = text.narration.seconds if text.narration else None
    size = path.stat().st_size
    id_, version = text.document.id, text.edition.version
    return Download(id_, version, "wav", place, size, seconds, variant)


def _too_long(text: KitText, seconds: float) -> Finding:
    message = (
        f"le son dure {length(seconds)} : un CD audio tient {length(DISC_SECONDS)}. Le kit "
        "n’a pas de fichier pour CD de ce texte. Coupez-le en plusieurs textes"
    )
    return Finding("cd-trop-long", message, page=text.document.title)


def player_files(text: KitText, book: bytes | Path | None) -> Files:
    """Return the files of a text for readers of MP3 and DAISY, at their places in the ZIP.

    ``book`` is its DAISY book; a text whose book is absent has its MP3 alone.
    """
    files: dict[str, bytes | Path] = {}
    if text.narration and (sound := mp3_of(text.narration)):
        files[f"{text.name}.mp3"] = sound
    for name, content in (_unpacked(book) if book else {}).items():
        files[f"livre-{text.number}/{name}"] = content
    return files


def write_players(texts: Sequence[KitText], files: Files, folder: Path) -> Files:
    """Return the ZIP of ``files`` and how to use them, which is written in ``folder``.

    Raises OutputError when there is no room.
    """
    if not files:
        return {}
    path = folder / PLAYERS
    note = text_file("\n".join(players_note(texts)))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as target:
            write_zip(target, {**files, NOTE: note}, NOTE)
    except OSError as error:
        raise UnstoredError(
            f"Impossible d’écrire {PLAYERS} : {reason(error)}.",
            next_step="Libérez de la place, puis relancez la commande.",
        ) from error
    return {PLAYERS: path}


def kit_note_file(
    editions: Sequence[Edition], files: Mapping[str, object], contact: Contact
) -> Files:
    """Return the note on the kit: how to use those of ``files`` that are in it."""
    inside = frozenset(
        path.removeprefix(f"{FOLDER}/") for path in files if path.startswith(f"{FOLDER}/")
    )
    asked = contact != Contact()
    if not inside:
        return {}
    told = kit_note(editions, inside, contact=asked)
    return {f"{FOLDER}/{NOTE}": text_file("\n".join(told))}


def _unpacked(book: bytes | Path) -> dict[str, bytes]:
    """Return the files of a DAISY book, which are in one folder of its ZIP."""
    with ZipFile(BytesIO(book) if isinstance(book, bytes) else book) as archive:
        names = archive.namelist()
        return {name.partition("/")[2]: archive.read(name) for name in names}

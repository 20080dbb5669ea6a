"""The sound of the off-line kit: for discs, for telephone lines, for a USB stick.

``players/`` is for the readers of blind people (Victor Reader and the like): MP3 files
whose names say the order, and DAISY books unpacked in short folders.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from ppun_access.document.model import Edition
from ppun_access.formats import DISC_SECONDS, Contact, KitSettings
from ppun_access.report import Finding, Report
from ppun_access.site.kit import FOLDER, NOTE
from ppun_access.site.kit_notes import kit_note, players_note, written
from ppun_access.site.kit_texts import KitText, kit_texts
from ppun_access.writers.daisy import SUFFIX
from ppun_access.writers.model import Download, Files, file_path
from ppun_access.writers.units import length

DISC, TELEPHONE = "cd", "telephone"
VARIANTS = (DISC, TELEPHONE)
"""Of the format ``wav``: also the names of their folders and of the encodings."""
PLAYERS = "players"
TOO_LONG = "cd-trop-long"
"""The code of the finding: no audio disc holds a text."""


def kit_sounds(
    editions: Iterable[Edition], settings: KitSettings, report: Report
) -> tuple[tuple[Download, Path], ...]:
    """Return the WAV files of the kit, as the catalogue lists them, and their content."""
    texts = kit_texts(tuple(editions))
    for text in texts:
        if settings.disc and text.narration and text.narration.seconds > DISC_SECONDS:
            report.add(_too_long(text, text.narration.seconds))
    return tuple(
        (_download(text, variant, path), path)
        for variant in VARIANTS
        for text in texts
        if text.narration and (path := text.narration.encodings.get(variant))
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
    return Finding(TOO_LONG, message, page=text.document.title)


def players(editions: Iterable[Edition], books: Files) -> Files:
    """Return the folder for readers of MP3 and DAISY; none without a text.

    ``books`` has the DAISY books; a text whose book is not there has its MP3 alone.
    """
    texts = kit_texts(tuple(editions))
    files: dict[str, bytes | Path] = {}
    for text in texts:
        if text.narration and (sound := text.narration.encodings.get("mp3")):
            files[f"{text.name}.mp3"] = sound
        book = books.get(_book(text.document.id, text.edition))
        for name, content in (_unpacked(book) if book else {}).items():
            files[f"livre-{text.number}/{name}"] = content
    if files:
        files[NOTE] = written(players_note(texts))
    return {f"{FOLDER}/{PLAYERS}/{name}": content for name, content in files.items()}


def player_downloads(editions: Iterable[Edition], files: Files) -> Iterator[Download]:
    """Yield each file of the folder among ``files``, as the catalogue lists it.

    Its variant tells what it is: ``mp3``, ``daisy`` (a file of a book), ``text``.
    """
    texts = kit_texts(tuple(editions))
    lengths = {f"{t.name}.mp3": t.narration.seconds for t in texts if t.narration}
    root = f"{FOLDER}/{PLAYERS}/"
    for path in sorted(path for path in files if path.startswith(root)):
        name, content = path.removeprefix(root), files[path]
        kind = "mp3" if name in lengths else "text" if name == NOTE else "daisy"
        size = len(content) if isinstance(content, bytes) else content.stat().st_size
        seconds = lengths.get(name)
        yield Download("", "integral", PLAYERS, path, size, seconds, variant=kind)


def note(
    editions: Iterable[Edition], files: Mapping[str, object], contact: Contact
) -> Files:
    """Return what tells how to use the kit: those of ``files`` that are in it."""
    editions = tuple(editions)
    inside = frozenset(
        path.removeprefix(f"{FOLDER}/") for path in files if path.startswith(f"{FOLDER}/")
    )
    asked = contact != Contact()
    if not inside:
        return {}
    return {f"{FOLDER}/{NOTE}": written(kit_note(editions, inside, contact=asked))}


def _book(document_id: str, edition: Edition) -> str:
    return file_path(document_id, edition.version, SUFFIX)


def _unpacked(book: bytes | Path) -> dict[str, bytes]:
    """Return the files of a DAISY book, which are in one folder of its ZIP."""
    with ZipFile(BytesIO(book) if isinstance(book, bytes) else book) as archive:
        names = archive.namelist()
        return {name.partition("/")[2]: archive.read(name) for name in names}

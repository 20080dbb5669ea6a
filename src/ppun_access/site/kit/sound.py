"""Make the sounds of the off-line kit: for audio CDs, telephone lines and USB sticks.

One ZIP is for the readers of blind people (Victor Reader and the like): MP3 files whose
names say the order, and DAISY books unpacked in short folders.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from ppun_access.document.model import Edition
from ppun_access.errors import UnstoredError, reason
from ppun_access.report import Finding, Report
from ppun_access.settings.sections import DISC_SECONDS, Contact, KitSettings
from ppun_access.site.kit.contents import FOLDER, NOTE, PLAYERS, KitText, kit_texts
from ppun_access.writers.audio.write import mp3_of
from ppun_access.writers.characters import text_file
from ppun_access.writers.labels import labelled, status_inside
from ppun_access.writers.model import Download, Files
from ppun_access.writers.units import NBSP, count, length, spoken_length
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


# Notes


LONGEST_DISC = 99
"""Tracks: what an audio disc may have."""


def kit_note(
    editions: Sequence[Edition], inside: Set[str], *, contact: bool = True
) -> Iterator[str]:
    """Yield how to use the kit; ``inside`` are the paths of its files.

    ``contact``: the poster says whom to ask.
    """
    texts = kit_texts(editions)
    folders = {path.partition("/")[0] for path in inside}
    yield from (editions[0].book.title, "Kit hors ligne", "")
    yield "Ce fichier va avec le dossier kit-hors-ligne du site."
    yield "Vous n’avez pas ce dossier\u00a0? Demandez-le à l’équipe du site."
    yield "Ce dossier est pour les personnes qui n’ont pas internet."
    yield "Vous pouvez copier tout ce dossier sur une clé USB."
    yield from _volumes(folders)
    for name, lines in (
        ("livret.pdf", (_WHOLE, _LETTERS, _SHEETS)),
        ("affiche.pdf", (_POSTER, *((_ASK,) if contact else ()), _PRINT)),
        ("cd", (*_DISC, *_discs(texts))),
        ("telephone", (*_TELEPHONE, *_listed(texts))),
        (PLAYERS.rpartition("/")[2], _PLAYERS),
    ):
        if name in folders:
            kind = "Fichier" if "." in name else "Dossier"
            yield from ("", labelled(kind, name), *lines)
    if any(text.narration for text in texts):
        yield from ("", *credits(texts))
    if publisher := editions[0].book.publisher:
        yield from ("", f"{labelled('Ces textes sont publiés par', publisher)}.")


def _volumes(names: Iterable[str]) -> Iterator[str]:
    """Yield what the volumes of the booklet are, when it has several."""
    found = sorted(int(match[1]) for name in names if (match := _VOLUME.fullmatch(name)))
    if found:
        ends = " à ".join(
            f"livret-{number}.pdf" for number in dict.fromkeys((found[0], found[-1]))
        )
        yield from ("", labelled("Fichiers", ends))
        yield f"C’est un livret en {count(len(found), 'volume')}."
        yield "Un volume est une partie du livret."
        yield "Ensemble, les volumes contiennent tous les textes."
        yield from (_LETTERS, _SHEETS_OF_ALL)


_VOLUME = re.compile(r"livret-(\d+)\.pdf")
_WHOLE = "C’est un livret. Il contient tous les textes."
_LETTERS = "Les lettres sont grandes."
_SHEETS = "Vous pouvez l’imprimer sur des feuilles A4."
_SHEETS_OF_ALL = "Vous pouvez imprimer les volumes sur des feuilles A4."
_POSTER = "C’est une affiche pour l’accueil."
_ASK = "Elle dit à qui demander les textes."
_PRINT = "Vous pouvez l’imprimer en A4 ou en A3."
_DISC = (
    "Dans ce dossier, il y a les textes lus à voix haute.",
    "Ces fichiers servent à graver un CD audio.",
    "Un CD audio se lit dans un lecteur de CD ou dans une chaîne hi-fi.",
    "Pour graver le CD, suivez ces étapes\u00a0:",
    "1. Mettez un CD vierge dans l’ordinateur.",
    "2. Ouvrez un logiciel de gravure.",
    "3. Choisissez «\u00a0CD audio\u00a0».",
    "4. Ajoutez les fichiers. Gardez l’ordre des numéros.",
    "5. Gravez le CD.",
)
_TELEPHONE = (
    "Dans ce dossier, il y a les textes lus à voix haute.",
    "Ces fichiers servent pour une ligne téléphonique.",
    "La personne appelle un numéro. Elle écoute le texte.",
    "Donnez ces fichiers au service qui s’occupe des téléphones.",
    "Pour ce service\u00a0: WAV, 8 kHz, loi A (G.711), mono.",
)
_PLAYERS = (
    "Dans ce fichier, il y a des fichiers MP3 et des livres DAISY.",
    "Ils sont pour les lecteurs comme Victor Reader.",
    "Les personnes aveugles ou malvoyantes utilisent ces lecteurs.",
    "Faites un clic droit sur ce fichier.",
    f"Choisissez «{NBSP}Extraire tout{NBSP}» ou «{NBSP}Décompresser{NBSP}».",
    "Lisez d’abord le fichier LISEZ-MOI qui est dedans.",
)


def _discs(texts: Iterable[KitText]) -> Iterator[str]:
    """Yield what goes on each disc: its files, and how long they last."""
    discs: list[list[KitText]] = []
    room = 0.0
    for text in filter(_on_disc, texts):
        own = _seconds(text)
        if not discs or own > room or len(discs[-1]) == LONGEST_DISC:
            discs.append([])
            room = float(DISC_SECONDS)
        discs[-1].append(text)
        room -= own
    if len(discs) > 1:
        yield f"Il faut {count(len(discs), 'CD', 'CD')}."
    for number, disc in enumerate(discs, 1):
        name = f"CD{NBSP}{number}" if len(discs) > 1 else "Sur le CD"
        yield f"{labelled(name, spoken_length(sum(map(_seconds, disc))))}."
        yield from (_state(f"- {text.short_name}.wav", text) for text in disc)


def _on_disc(text: KitText) -> bool:
    return text.narration is not None and "cd" in text.narration.encodings


def _seconds(text: KitText) -> float:
    return text.narration.seconds if text.narration else 0.0


def _listed(texts: Iterable[KitText]) -> Iterator[str]:
    for text in texts:
        if text.narration and "telephone" in text.narration.encodings:
            long = spoken_length(text.narration.seconds)
            yield _state(labelled(f"- {text.short_name}.wav", long), text)


def credits(texts: Iterable[KitText]) -> Iterator[str]:
    """Yield that the voices are synthetic, when some are."""
    narrations = [text.narration for text in texts if text.narration]
    if any(not narration.recorded for narration in narrations):
        some = "Certains textes" if any(n.recorded for n in narrations) else "Les textes"
        yield f"{some} sont lus par une voix de synthèse."
        yield "Une voix de synthèse est une voix fabriquée par un ordinateur."


def players_note(texts: Sequence[KitText]) -> Iterator[str]:
    """Yield how to put the files on a stick or a card, and what they are."""
    sounds = [text for text in texts if text.narration]
    yield from (
        "Écouter avec un lecteur Victor Reader",
        "",
        "Victor Reader est un lecteur pour les personnes aveugles ou malvoyantes.",
        "D’autres lecteurs marchent de la même façon.",
        "",
        "Vous avez une clé USB\u00a0?",
        "1. Branchez la clé USB sur l’ordinateur.",
        "2. Copiez sur la clé tous les fichiers et tous les dossiers qui sont ici.",
        "3. Branchez la clé USB sur le lecteur.",
        "",
        "Vous avez une carte SD, pour un Victor Reader Stream\u00a0?",
        "Copiez les dossiers «\u00a0livre\u00a0» dans le dossier $VRDTB de la carte.",
        *(("Copiez les fichiers MP3 dans le dossier $VROtherBooks.",) if sounds else ()),
        "Si ces dossiers ne sont pas sur la carte, le lecteur les crée.",
    )
    if sounds:
        yield from ("", "Les fichiers MP3", "Un fichier MP3 contient un texte lu.")
        yield "Le numéro donne l’ordre de lecture."
        yield from (_state(f"- {text.name}.mp3", text) for text in sounds)
    yield from (
        "",
        "Les livres DAISY",
        "Un dossier «\u00a0livre\u00a0» contient un livre DAISY.",
    )
    yield "Le lecteur va de titre en titre, ou de phrase en phrase."
    yield "Ne changez pas le nom des fichiers dans ces dossiers."
    for text in texts:
        yield labelled(f"- livre-{text.number}", _titled(text))
    yield from ("", *credits(texts))


def _state(line: str, text: KitText) -> str:
    """Return a line of a list, with the state of an easy version."""
    if text.edition.version == "integral":
        return line
    return f"{line}, {status_inside(text.document.meta.status, text.edition.version)}"


def _titled(text: KitText) -> str:
    if text.edition.version == "integral":
        return text.document.title
    return f"{text.document.title}, {status_inside(text.document.meta.status, 'facile')}"

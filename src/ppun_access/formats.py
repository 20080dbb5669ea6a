"""Define the table of formats: one record each, with all that differs between them.

To add a format, write its record here and its function in ``writers/``: all that differs
from one format to another is read from these records. Nothing here imports a writer; the
functions that write and check a format are named in ``writers/__init__.py`` and
``inspect/__init__.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

PAGE = "html"
"""The pages, which list the files of all the other formats."""
WIDE = "40"
"""The variant of braille with as many cells in a line as most large displays."""
SIGN = "lsf"
"""The variant of what goes with a video in sign language."""

Held: TypeAlias = Literal["sound", "mp3", "cover", "date"]
"""What files may hold of a text beside its words; ``mp3``: of its sound, the MP3 alone."""


@dataclass(frozen=True, slots=True)
class Need:
    """Something that people want to do; ``short`` is one word for it, in a list."""

    name: str
    short: str
    id: str
    """Its place in the page of the files."""


LISTEN = Need("Écouter", "son", "ecouter")
WATCH = Need("Regarder en langue des signes", "langue des signes", "signes")
READ = Need("Lire à l’écran", "écran", "lire")
PRINT = Need("Imprimer en gros caractères", "papier", "imprimer")
TOUCH = Need("Lire en braille", "braille", "braille")
CARRY = Need("Emporter sur une clé USB ou un lecteur DAISY", "clé USB", "emporter")
READERS = (LISTEN, WATCH, READ, PRINT, TOUCH, CARRY)
"""What readers want to do, in the order of the pages."""
WORK = Need("Pour les professionnels", "professionnels", "professionnels")
"""What a radio, a printer of braille or a developer asks for: it has a page of its own. It
also takes formats that nobody knows."""
NEEDS = (*READERS, WORK)


@dataclass(frozen=True, slots=True)
class FileKind:
    """One kind of file of a format; a format may have several, each with its variant."""

    suffix: str = ""
    """How its name ends, after the id of its text; empty for a file of the whole site."""
    variant: str = ""
    """Its variant in the catalogue."""
    label: str = ""
    """Its name for readers; empty, like ``use``: that of the format."""
    use: str = ""
    need: Need | None = None
    """What it serves, when that is not what its format serves."""
    given: bool = False
    """It is in the project already, and published as it is."""
    cells: int = 0
    """For braille, in a line; 0: as many as the settings say."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format, and what differs from one format to another."""

    name: str
    label: str
    """Its name for readers."""
    use: str
    """Whom it serves, in a few plain words."""
    need: Need
    media_type: str = ""
    files: tuple[FileKind, ...] = ()
    groups: tuple[str, ...] = ()
    """The names in ``GROUPS`` that stand for it."""
    rank: int = 0
    """Of those that serve one need, lower ones come first; then it is as in the table."""
    holds: tuple[Held, ...] = ()
    """Without any, its files change with the words of a text and nothing else."""
    is_sound: bool = False
    """Its files are the sound itself, coded by the speech stage."""
    needs_sound: bool = False
    """Nothing is made in it of a text without sound."""
    whole_site: bool = False
    """It belongs to no text."""
    cached: bool = False
    """Its files take long to make: processes make them, and the cache keeps them."""
    staged: bool = False
    """Processes make its files as well; large together, they wait on the disk."""
    quick: bool = False
    """``watch`` makes it first."""
    cells: str = ""
    """For braille, made by liblouis: how its cells are coded."""

    @property
    def uses_sound(self) -> bool:
        """Whether the sound of texts is made for it."""
        return self.needs_sound or "mp3" in self.holds

    @property
    def in_processes(self) -> bool:
        """Whether processes make its files; others only name files, or take no time."""
        return self.cached or self.staged

    @property
    def has_length(self) -> bool:
        """Whether its files say how long they last: those that hold the sound of a text."""
        return self.is_sound or "mp3" in self.holds


def _table(*formats: Format) -> dict[str, Format]:
    return {format_.name: format_ for format_ in formats}


FORMATS = _table(
    Format(
        "html", "Page web", "pour lire à l’écran.", READ, "text/html",
        (FileKind(".html"),), ("facile",), holds=("sound", "date"), staged=True, quick=True,
    ),
    Format(
        "text", "Texte seul (TXT)", "pour un lecteur d’écran ou un appareil simple.",
        READ, "text/plain",
        (
            FileKind(".txt"),
            FileKind(
                "", "kit", "Mode d’emploi du kit hors ligne (TXT)",
                "pour une mairie ou une médiathèque qui informe sans internet.", WORK,
            ),
        ),
        ("facile", "podcast"), rank=1, holds=("sound",), staged=True, quick=True,
    ),
    Format(
        "mp3", "Audio (MP3)", "pour écouter sur un téléphone ou un ordinateur.",
        LISTEN, "audio/mpeg", (FileKind(".mp3"),), ("audio", "podcast"),
        holds=("sound",), is_sound=True, needs_sound=True,
    ),
    Format(
        "opus", "Audio plus léger (Opus)", "pour écouter avec peu de réseau.",
        LISTEN, "audio/ogg", (FileKind(".opus"),), ("audio",),
        holds=("sound",), is_sound=True, needs_sound=True,
    ),
    Format(
        "m4b", "Livre audio avec chapitres (M4B)",
        "pour reprendre où l’on s’est arrêté.",
        LISTEN, "audio/mp4", (FileKind(".m4b"),), ("audio",),
        holds=("sound",), is_sound=True, needs_sound=True,
    ),
    Format(
        "epub", "Livre numérique (EPUB)", "pour lire sur une liseuse ou un téléphone.",
        READ, "application/epub+zip",
        (
            FileKind(".epub"),
            FileKind("", "book", "Tous les textes en un livre numérique (EPUB)"),
        ),
        holds=("mp3", "cover", "date"), cached=True,
    ),
    Format(
        "daisy202", "Livre parlé (DAISY)",
        "pour un lecteur DAISY, comme en bibliothèque sonore.",
        CARRY, "application/zip", (FileKind("-daisy202.zip"),), ("daisy",),
        holds=("mp3", "cover", "date"), cached=True,
    ),
    Format(
        "pdf", "PDF en gros caractères", "pour lire à l’écran, ou pour imprimer.",
        PRINT, "application/pdf",
        (
            FileKind(".pdf"),
            FileKind(
                "", "book", "Livret en gros caractères (PDF)",
                "pour imprimer tous les textes ensemble.",
            ),
            FileKind(
                "", "affiche", "Affiche (PDF)",
                "pour l’accueil d’une mairie, à imprimer en A4 ou en A3.", WORK,
            ),
        ),
        cached=True,
    ),
    Format(
        "brf", "Braille intégral (BRF)", "pour une plage braille ou une embosseuse.",
        TOUCH, "application/x-brf",
        (
            FileKind(".brf"),
            FileKind(
                "-40.brf", WIDE, use="pour une plage braille de 40\N{NO-BREAK SPACE}"
                "cellules.", cells=40,
            ),
            FileKind(
                "-abrege.brf", "abrege", "Braille abrégé (BRF)",
                "pour les personnes qui lisent le braille abrégé.",
            ),
        ),
        ("braille",), cached=True, cells="ASCII braille nord-américain",
    ),
    Format(
        "pef", "Braille intégral (PEF)", "pour une imprimerie braille.",
        WORK, "application/x-pef+xml", (FileKind(".pef"),),
        ("braille",), cached=True, cells="braille Unicode",
    ),
    Format(
        "zip", "Texte et audio ensemble (ZIP)", "pour tout copier sur une clé USB.",
        CARRY, "application/zip",
        (
            FileKind(".zip"),
            FileKind(
                "", "players", "Tous les textes pour un lecteur DAISY ou MP3 (ZIP)",
                "pour Victor Reader et les lecteurs du même genre.",
            ),
            FileKind(
                "", "site", "Tout le site pour une clé USB (ZIP)",
                "pour lire et écouter sur un ordinateur sans internet.",
            ),
        ),
        holds=("mp3",), needs_sound=True,
    ),
    Format(
        "cover", "Couverture (image PNG)", "pour illustrer l’audio.",
        WORK, "image/png",
        (
            FileKind("-couverture.png"),
            FileKind(
                "", "podcast", "Image du podcast (PNG)",
                "pour l’annoncer sur un autre site.",
            ),
        ),
        ("audio", "podcast"), rank=1, holds=("cover",),
    ),
    Format(
        "vtt", "Texte minuté de l’audio (VTT)",
        "pour suivre le texte pendant l’écoute.",
        WORK, "text/vtt",
        (
            FileKind(".vtt"),
            FileKind(
                "-mots.vtt", "words", "Texte minuté mot par mot (VTT)",
                "pour suivre chaque mot pendant l’écoute.",
            ),
            FileKind(
                "-lsf.vtt", SIGN, "Sous-titres de la vidéo en langue des signes (VTT)",
                "pour un lecteur vidéo qui les montre.", given=True,
            ),
        ),
        ("audio", "podcast"), holds=("sound",), needs_sound=True, quick=True,
    ),
    Format(
        "chapters", "Chapitres de l’audio (JSON)", "pour une application d’écoute.",
        WORK, "application/json", (FileKind("-chapitres.json"),),
        ("audio", "podcast"), holds=("sound",), needs_sound=True,
    ),
    Format(
        "podcast", "Adresses du podcast (RSS)", "pour une application de podcasts.",
        LISTEN, "application/rss+xml", (), ("podcast",),
        holds=("date",), whole_site=True,
    ),
    Format(
        "kit", "Kit hors ligne", "pour informer sans internet.",
        WORK, rank=1, holds=("mp3",), whole_site=True,
    ),
)  # fmt: skip
"""What can be asked for, by name, in the order in which readers find it."""
OTHER_FORMATS = _table(
    Format(
        "wav", "Audio non compressé (WAV)", "pour un studio ou une radio.",
        WORK, "audio/wav",
        (
            FileKind(".wav"),
            FileKind(
                "", "telephone",
                "Audio pour un serveur vocal (WAV, 8\N{NO-BREAK SPACE}kHz)",
                "pour le faire entendre sur une ligne téléphonique.",
            ),
            FileKind("", "cd", "Audio pour un CD (WAV)", "pour graver un disque."),
        ),
    ),
    Format(
        "webm", "Vidéo en langue des signes (WebM)",
        "pour regarder avec un navigateur récent.",
        WATCH, "video/webm", (FileKind("-lsf.webm", SIGN, given=True),),
    ),
    Format(
        "mp4", "Vidéo en langue des signes (MP4)",
        "pour regarder sur tous les appareils.",
        WATCH, "video/mp4", (FileKind("-lsf.mp4", SIGN, given=True),),
    ),
)  # fmt: skip
"""The formats that the catalogue may list beside these, and that nobody asks for: what the
off-line kit holds, and the videos of a project."""
GROUPS: Mapping[str, tuple[str, ...]] = {
    group: tuple(name for name, format_ in FORMATS.items() if group in format_.groups)
    for group in ("audio", "daisy", "braille", "facile", "podcast", "report")
}
"""Names that stand for several formats in ``--to`` and ``formats``."""


def every_format() -> Iterator[Format]:
    """Yield the record of each format, whether it can be asked for or not."""
    yield from OTHER_FORMATS.values()
    yield from FORMATS.values()


def known_format(name: str) -> Format | None:
    """Return the record of a format of the catalogue, None for one that nobody knows."""
    return FORMATS.get(name) or OTHER_FORMATS.get(name)


def records(names: Iterable[str]) -> tuple[Format, ...]:
    """Return the records of those of ``names`` that can be asked for."""
    return tuple(FORMATS[name] for name in names if name in FORMATS)


def use_sound(names: Iterable[str]) -> bool:
    """Tell whether the sound of texts is made for one of these formats."""
    return any(one.uses_sound for one in records(names))


def needing_sound(names: Iterable[str]) -> tuple[str, ...]:
    """Return the formats that are nothing without sound, of ``names``."""
    return tuple(one.name for one in records(names) if one.needs_sound)


def suffix_of(name: str, variant: str = "") -> str:
    """Return how the name of a file of a text ends; KeyError for a file of no format."""
    found = known_format(name)
    for kind in found.files if found else ():
        if kind.variant == variant and kind.suffix:
            return kind.suffix
    raise KeyError(f"{name} {variant}")

"""The words that readers find on pages and files: versions, formats, notes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ppun_access.document.model import Version
from ppun_access.writers.units import NBSP, count, lower_first

STATUS = {
    "publie": "Texte complet",
    "automatique": "Version simplifiée. Brouillon automatique, que personne n’a relu",
    "brouillon": "Version simplifiée. Brouillon non validé",
    "relu": "Version simplifiée. Relue, pas encore validée",
    "valide": "Facile à lire et à comprendre, FALC",
    "a-revoir": "Version simplifiée. À revoir",
}
"""What a person reads for each status of the catalogue; no dash, no bracket (RLS-4.2.1)."""

CALLOUT = {
    "info": "À savoir",
    "success": "Conseil",
    "warning": "Attention",
    "danger": "Danger",
}


def status_label(status: str, version: Version) -> str:
    """Return the words for a status; an unknown one gives only the version."""
    if version == "integral":
        return STATUS["publie"]
    return (
        "Version simplifiée"
        if status == "publie"
        else STATUS.get(status, "Version simplifiée")
    )


def status_inside(status: str, version: Version) -> str:
    """Return the words for a status inside a sentence.

    >>> status_inside("brouillon", "facile")
    'version simplifiée, brouillon non validé'
    """
    return ", ".join(map(lower_first, status_label(status, version).split(". ")))


@dataclass(frozen=True, slots=True)
class FormatLabel:
    """The name of a format, and whom it serves in a few plain words."""

    name: str
    use: str


_IMAGE = re.compile(r"\s*image\s*:", re.IGNORECASE)

_FORMATS = {
    "html": FormatLabel("Page web", "pour lire à l’écran."),
    "text": FormatLabel(
        "Texte seul (TXT)", "pour un lecteur d’écran ou un appareil simple."
    ),
    "mp3": FormatLabel("Audio (MP3)", "pour écouter sur un téléphone ou un ordinateur."),
    "opus": FormatLabel("Audio plus léger (Opus)", "pour écouter avec peu de réseau."),
    "m4b": FormatLabel(
        "Livre audio avec chapitres (M4B)", "pour reprendre où l’on s’est arrêté."
    ),
    "wav": FormatLabel("Audio non compressé (WAV)", "pour un studio ou une radio."),
    "vtt": FormatLabel(
        "Texte minuté de l’audio (VTT)", "pour suivre le texte pendant l’écoute."
    ),
    "epub": FormatLabel(
        "Livre numérique (EPUB)", "pour lire sur une liseuse ou un téléphone."
    ),
    "daisy202": FormatLabel(
        "Livre parlé (DAISY)", "pour un lecteur DAISY, comme en bibliothèque sonore."
    ),
    "pdf": FormatLabel("PDF en gros caractères", "pour lire à l’écran, ou pour imprimer."),
    "brf": FormatLabel(
        "Braille intégral (BRF)", "pour une plage braille ou une embosseuse."
    ),
    "pef": FormatLabel("Braille intégral (PEF)", "pour une imprimerie braille."),
    "zip": FormatLabel(
        "Texte et audio ensemble (ZIP)", "pour tout copier sur une clé USB."
    ),
    "chapters": FormatLabel(
        "Chapitres de l’audio (JSON)", "pour une application d’écoute."
    ),
    "podcast": FormatLabel(
        "Adresses du podcast (RSS)", "pour une application de podcasts."
    ),
    "kit": FormatLabel("Kit hors ligne", "pour informer sans internet."),
    "cover": FormatLabel("Couverture (image PNG)", "pour illustrer l’audio."),
}

_VARIANTS = {
    ("epub", "book"): FormatLabel(
        "Tous les textes en un livre numérique (EPUB)",
        "pour lire sur une liseuse ou un téléphone.",
    ),
    ("brf", "abrege"): FormatLabel(
        "Braille abrégé (BRF)", "pour les personnes qui lisent le braille abrégé."
    ),
    ("pdf", "a4"): FormatLabel(
        "PDF à imprimer", "en noir sur blanc, sur des feuilles A4, avec de grandes marges."
    ),
    ("pdf", "book"): FormatLabel(
        "Livret en gros caractères (PDF)", "pour imprimer tous les textes ensemble."
    ),
    ("pdf", "affiche"): FormatLabel(
        "Affiche (PDF)", "pour l’accueil d’une mairie, à imprimer en A4 ou en A3."
    ),
    ("wav", "telephone"): FormatLabel(
        "Audio pour un serveur vocal (WAV, 8\N{NO-BREAK SPACE}kHz)",
        "pour le faire entendre sur une ligne téléphonique.",
    ),
    ("wav", "cd"): FormatLabel("Audio pour un CD (WAV)", "pour graver un disque."),
    ("cover", "podcast"): FormatLabel(
        "Image du podcast (PNG)", "pour l’annoncer sur un autre site."
    ),
    ("zip", "site"): FormatLabel(
        "Tout le site pour une clé USB (ZIP)",
        "pour lire et écouter sur un ordinateur sans internet.",
    ),
    ("text", "kit"): FormatLabel(
        "Pour l’équipe\N{NO-BREAK SPACE}: mode d’emploi du kit hors ligne (TXT)",
        "il explique le dossier kit-hors-ligne du site.",
    ),
    ("webm", "lsf"): FormatLabel(
        "Vidéo en langue des signes (WebM)", "pour regarder avec un navigateur récent."
    ),
    ("mp4", "lsf"): FormatLabel(
        "Vidéo en langue des signes (MP4)", "pour regarder sur tous les appareils."
    ),
    ("vtt", "lsf"): FormatLabel(
        "Sous-titres de la vidéo en langue des signes (VTT)",
        "pour un lecteur vidéo qui les montre.",
    ),
    ("vtt", "words"): FormatLabel(
        "Texte minuté mot par mot (VTT)", "pour suivre chaque mot pendant l’écoute."
    ),
}


def format_label(
    format_: str, variant: str = "", cells: int = 0, lines: int = 0
) -> FormatLabel:
    """Return the words for a format of the catalogue; an unknown one gives its own name.

    Braille says its size and its encoding: ``cells`` in a line, ``lines`` in a page.
    """
    known = _VARIANTS.get((format_, variant)) or _FORMATS.get(format_)
    label = known or FormatLabel(format_.upper(), "pour un autre usage.")
    if not cells:
        return label
    size = f"{count(cells, 'cellule')} par ligne, {count(lines, 'ligne')} par page"
    return replace(label, name=f"{label.name}, {size}, {_ENCODINGS[format_]}")


_ENCODINGS = {"brf": "ASCII braille nord-américain", "pef": "braille Unicode"}


def volume_name(number: int, of: int) -> str:
    """Return the words for one of several volumes: « volume 2 sur 9 »."""
    return f"volume{NBSP}{number} sur{NBSP}{of}"


def volume_label(label: FormatLabel, number: int, of: int) -> FormatLabel:
    """Return the words for one volume of a booklet of every text."""
    name = f"{label.name}, {volume_name(number, of)}"
    return FormatLabel(name, "pour imprimer une partie des textes.")


def code_label(language: str) -> str:
    """Return the words for lines of code: « Code (python) »."""
    name = " ".join(language.split())
    return f"Code ({name})" if name else "Code"


def labelled(name: str, text: str) -> str:
    """Return ``Nom : texte``, with the no-break space that French wants."""
    return f"{name}{NBSP}: {text}"


def says_image(text: str) -> bool:
    """Tell whether a description already opens with « Image : »."""
    return _IMAGE.match(text) is not None


def named_image(description: str) -> str:
    """Return a description that says what it describes: « Image : une carte »."""
    return description if says_image(description) else labelled("Image", description)


def quoted(text: str) -> str:
    """Return ``text`` in French quotation marks."""
    return f"«{NBSP}{text}{NBSP}»"

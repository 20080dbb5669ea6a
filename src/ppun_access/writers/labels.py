"""The words that readers find on pages and files: versions, formats, notes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ppun_access.document.model import Version
from ppun_access.writers.units import NBSP

STATUS = {
    "publie": "Texte complet",
    "automatique": "Version simplifiée — brouillon automatique non validé",
    "brouillon": "Version simplifiée — brouillon non validé",
    "relu": "Version simplifiée — relue, pas encore validée",
    "valide": "Facile à lire et à comprendre (FALC)",
    "a-revoir": "Version simplifiée — à revoir",
}
"""What a person reads for each status of the catalogue."""

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
    "pdf": FormatLabel("PDF", "pour imprimer."),
    "brf": FormatLabel("Braille (BRF)", "pour une plage braille ou une embosseuse."),
    "pef": FormatLabel("Braille (PEF)", "pour une imprimerie braille."),
    "zip": FormatLabel(
        "Texte et audio ensemble (ZIP)", "pour tout copier sur une clé USB."
    ),
    "chapters": FormatLabel(
        "Chapitres de l’audio (JSON)", "pour une application d’écoute."
    ),
    "cover": FormatLabel("Couverture (image PNG)", "pour illustrer l’audio."),
}

_VARIANTS = {
    ("brf", "abrege"): FormatLabel(
        "Braille abrégé (BRF)", "pour les personnes qui lisent l’abrégé."
    ),
    ("pdf", "a4"): FormatLabel(
        "PDF en gros caractères", "pour imprimer sur des feuilles A4."
    ),
    ("pdf", "book"): FormatLabel("PDF en livret", "pour imprimer un petit livre."),
    ("pdf", "telephone"): FormatLabel(
        "PDF pour téléphone", "pour lire sur un petit écran."
    ),
    ("zip", "site"): FormatLabel(
        "Dossier compressé (ZIP)", "pour copier tout le site sur une clé USB."
    ),
    ("vtt", "words"): FormatLabel(
        "Texte minuté mot par mot (VTT)", "pour suivre chaque mot pendant l’écoute."
    ),
}


def format_label(format_: str, variant: str = "") -> FormatLabel:
    """Return the words for a format of the catalogue; an unknown one gives its own name."""
    known = _VARIANTS.get((format_, variant)) or _FORMATS.get(format_)
    return known or FormatLabel(format_.upper(), "pour un autre usage.")


def labelled(name: str, text: str) -> str:
    """Return ``Nom : texte``, with the no-break space that French wants."""
    return f"{name}{NBSP}: {text}"


def says_image(text: str) -> bool:
    """Tell whether a description already opens with « Image : »."""
    return _IMAGE.match(text) is not None


def quoted(text: str) -> str:
    """Return ``text`` in French quotation marks."""
    return f"«{NBSP}{text}{NBSP}»"

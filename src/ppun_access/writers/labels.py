"""Name versions, formats and notes in French, for pages and files."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ppun_access.document import build
from ppun_access.document.model import Version
from ppun_access.formats import FileKind, known_format
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

CALLOUT = build.CALLOUT
TASK = {None: "", True: "Fait", False: "À faire"}
"""What a person reads before an item of a list of tasks; nothing before any other."""


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


def format_label(
    format_: str, variant: str = "", cells: int = 0, lines: int = 0
) -> FormatLabel:
    """Return the words for a format of the catalogue; an unknown one gives its own name.

    Braille says its size and its encoding: ``cells`` in a line, ``lines`` in a page.
    """
    known = known_format(format_)
    if known is None:
        return FormatLabel(format_.upper(), "pour un autre usage.")
    own = next((kind for kind in known.files if kind.variant == variant), FileKind())
    label = FormatLabel(own.label or known.label, own.use or known.use)
    if not cells:
        return label
    size = f"{count(cells, 'cellule')} par ligne, {count(lines, 'ligne')} par page"
    return replace(label, name=f"{label.name}, {size}, {known.cells}")


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
    """Return whether a description already opens with « Image : »."""
    return _IMAGE.match(text) is not None


def named_image(description: str) -> str:
    """Return a description that says what it describes: « Image : une carte »."""
    return description if says_image(description) else labelled("Image", description)


def quoted(text: str) -> str:
    """Return ``text`` in French quotation marks."""
    return f"«{NBSP}{text}{NBSP}»"

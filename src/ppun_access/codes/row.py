"""Define a row of the table of findings: code, severity, cause, remedy, exit code."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import IntEnum

from ppun_access.errors import ExitCode


class Severity(IntEnum):
    """How much a finding matters."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def label(self) -> str:
        """The word for it in messages."""
        return {1: "information", 2: "avertissement", 3: "erreur"}[self]


_ACCENTS = """
    abîmé ajouté cassé caché caractère caractères changé changée changées clé corrigé
    corrigée début déclaration différent durée échec écrire écrite écriture édito
    étrangère fermée forcé icône ignorées imitée incomplète incomplètes nommée parenthèses
    reconnue refusé refusée réglage relecture remplacée renumérotée repère repères répétée
    réponse retirée retirés sauté supposée vérificateur
"""
_WRITTEN = {
    unicodedata.normalize("NFD", word).encode("ascii", "ignore").decode(): word
    for word in _ACCENTS.split()
} | {"entete": "en-tête", "premiere": "première", "piece": "pièce", "edito": "édito",
     "rate": "raté", "recode": "recodé", "lsf": "LSF", "pdf": "PDF", "cd": "CD",
     "inexplique": "inexpliqué", "abime": "abîmé", "mkdocs": "MkDocs"}  # fmt: skip
"""Words of names, which have no accents, as they are written."""
_LABELS = {
    "braille-caractere": "signe absent du braille",
    "lien-adresse": "lien nommé par son adresse",
    "pdf-caracteres": "signes absents du PDF",
}
"""Names whose words, one after the other, are no French."""


@dataclass(frozen=True, slots=True)
class Code:
    """A finding that the program can make, under its stable name.

    ``says`` and ``advice`` are its row in ``docs/findings.md``: French, for editors.
    """

    name: str
    severity: Severity
    says: str
    """What was found, and what it costs the reader."""
    advice: str
    """What to do, or to write instead."""
    minor: str = ""
    """When it is information only, in French; empty for a code of one severity."""
    always_shown: bool = False
    """Whether nothing silences it, though it is no error: something is not published."""
    retried: bool = False
    """Whether the next build tries again, even when nothing has changed."""
    exit_code: ExitCode = ExitCode.DONE
    """How the command that finds it ends; the highest one of all findings counts."""

    keeps_back: bool = False
    """Whether its source is not published: ``watch`` goes on showing the last good one."""

    @property
    def label(self) -> str:
        """Its name in words, in French: « image sans description »."""
        words = " ".join(_WRITTEN.get(word, word) for word in self.name.split("-"))
        words = words.replace(" a ", " à ").replace("sous titres", "sous-titres")
        return _LABELS.get(self.name, words)

    @property
    def silenceable(self) -> bool:
        """Whether an author or the settings may silence it."""
        return self.severity is not Severity.ERROR and not self.always_shown


@dataclass(frozen=True, slots=True)
class Chapter:
    """Findings of one kind, with the heading and the introduction of their table."""

    title: str
    introduction: str
    codes: tuple[Code, ...]

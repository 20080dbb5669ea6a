"""What the pipeline tells the people who write the texts: findings, never prints."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import IntEnum
from types import MappingProxyType

from ppun_access.document.model import Pos
from ppun_access.document.packing import register
from ppun_access.errors import briefly, without_passwords

EXCERPT_WORDS = 8


class Severity(IntEnum):
    """How much a finding matters."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def label(self) -> str:
        """The word for it in messages."""
        return {1: "information", 2: "avertissement", 3: "erreur"}[self]


_I, _W, _E = Severity
CODES: Mapping[str, Severity] = MappingProxyType(
    {
        # Readers: what a page holds that is not understood.
        "balise-inconnue": _W,
        "balise-mal-ecrite": _W,
        "balise-non-fermee": _W,
        "balise-retiree": _W,
        "balise-sans-debut": _W,
        "bloc-conditionnel": _W,
        "bloc-inconnu": _W,
        "cellules-en-trop": _W,
        "cle-repetee": _W,
        "code-en-retrait": _W,
        "commentaire-inconnu": _W,
        "contenu-cache": _I,
        "contenu-sans-description": _I,
        "inclusion-impossible": _W,
        "interface-non-lue": _W,
        "commentaires-retires": _I,
        "fichier-non-lu": _W,
        "formule-en-source": _I,
        "hors-contenu": _I,
        "image-dans-adresse": _W,
        "imbrication-profonde": _W,
        "langue-inconnue": _W,
        "lien-symbolique": _W,
        "liste-renumerotee": _I,
        "modifications-suivies": _W,
        "note-repetee": _W,
        "note-sans-appel": _W,
        "page-hors-sommaire": _I,
        "page-illisible": _E,
        "page-retenue": _I,
        "page-sans-outil": _E,
        "page-sans-texte": _I,
        "page-vide": _E,
        "publier-inconnu": _W,
        "redirections-ignorees": _I,
        "sommaire-sans-page": _W,
        "passage-brut": _W,
        "passage-non-lu": _W,
        "sens-force": _W,
        "texte-barre": _W,
        "texte-hors-edito": _I,
        "texte-recode": _W,
        "titre-vide": _I,
        "variable-inconnue": _W,
        # Transforms: what is published otherwise than it was written.
        "ancre-inconnue": _I,
        "image-absente": _W,
        "image-distante": _W,
        "langue-supposee": _I,
        "lien-mort": _W,
        "nombre-reecrit": _I,
        "piece-jointe-absente": _W,
        # Checks: what an author can write better.
        "description-vague": _W,
        "ecriture-inclusive": _I,
        "image-sans-description": _W,
        "lien-adresse": _I,
        "lien-ambigu": _I,
        "lien-vague": _W,
        "lien-vide": _W,
        "liste-imitee": _I,
        "paragraphe-long": _I,
        "phrase-longue": _I,
        "phrase-sans-fin": _W,
        "pluriel-entre-parentheses": _I,
        "sigle-inconnu": _I,
        "sigle-inexplique": _I,
        "tableau-sans-entete": _W,
        "texte-en-capitales": _I,
        "texte-vide": _W,
        "titre-en-gras": _I,
        "titre-saute": _I,
        # Easy-to-read versions.
        "accord-incomplet": _W,
        "brouillon-absent": _W,
        "brouillon-corrige": _I,
        "cle-inconnue": _W,
        "empreinte-illisible": _W,
        "facile-illisible": _E,
        "facile-sans-texte": _W,
        "glossaire-change": _W,
        "images-changees": _W,
        "paragraphe-a-revoir": _W,
        "paragraphe-sans-facile": _I,
        "passage-a-ecrire": _W,
        "personne-nommee": _W,
        "picto-sans-licence": _W,
        "premiere-personne": _W,
        "relecture-absente": _W,
        "reponse-inconnue": _W,
        "relecture-incomplete": _W,
        "relecture-a-venir": _W,
        "signature-absente": _W,
        "source-changee": _W,
        "texte-change": _W,
        "statut-inconnu": _W,
        # Videos in sign language.
        "lsf-format": _W,
        "lsf-illisible": _W,
        "lsf-sans-sous-titres": _W,
        "lsf-sans-texte": _W,
        # Settings, and what a podcast lacks.
        "couleur-corrigee": _I,
        "date-illisible": _W,
        "declaration-incomplete": _I,
        "histoire-illisible": _I,
        "mentions-incompletes": _I,
        "podcast-absent": _I,
        "reglage-sans-texte": _W,
        "texte-sans-date": _I,
        # Writers: what a page refuses, and what a book or a PDF cannot carry.
        "cd-trop-long": _W,
        "contact-absent": _W,
        "format-absent": _W,
        "image-hors-livre": _W,
        "image-illisible": _W,
        "image-refusee": _W,
        "lien-du-site": _I,
        "lien-hors-livre": _I,
        "lien-refuse": _W,
        "passage-hors-livre": _W,
        "pdf-caracteres": _W,
        "pdf-rate": _E,
        "texte-en-panne": _E,
        "repere-double": _I,
        "tableau-trop-large": _I,
        # Sound and covers.
        "audio-absent": _W,
        "audio-rate": _E,
        "audio-sans-voix": _W,
        "code-non-lu": _I,
        "couverture-absente": _W,
        "enregistrement-autre-texte": _E,
        "enregistrement-different": _W,
        "enregistrement-double": _W,
        "enregistrement-duree": _E,
        "enregistrement-format": _W,
        "enregistrement-illisible": _E,
        "enregistrement-muet": _E,
        "enregistrement-passage-ajoute": _W,
        "enregistrement-phrase-absente": _W,
        "enregistrement-sans-reperes": _W,
        "enregistrement-sans-texte": _W,
        "voix-caracteres": _W,
        "voix-courte": _E,
        "voix-echec": _E,
        "voix-etrangere": _W,
        "voix-incomplete": _W,
        "voix-inconnue": _W,
        "ouvrier-echec": _W,
        "voix-lente": _W,
        "voix-longue": _E,
        "voix-muette": _W,
        "voix-secours": _W,
        "voix-remplacee": _W,
        "voix-volume": _W,
        # Braille.
        "braille-absent": _W,
        "braille-caractere": _W,
        "braille-rate": _E,
        # The published folder and the report.
        "fichiers-a-reprendre": _W,
        "historique-abime": _W,
        # « ppun-access check »: what is wrong in a published folder.
        "catalogue-illisible": _E,
        "fichier-abime": _E,
        "fichier-absent": _E,
        "fichier-invalide": _E,
        "lien-casse": _E,
        "verificateur-en-panne": _E,
        "rapport-absent": _W,
    }
)
"""Every code that a finding can have, and how grave it is at worst.

``docs/findings.md`` explains each: a test holds both to what the program says.
"""

NEVER_SILENT = frozenset(
    {code for code, severity in CODES.items() if severity is Severity.ERROR}
    | {
        "audio-absent",
        "audio-sans-voix",
        "braille-absent",
        "commentaire-inconnu",
        "couverture-absente",
        "fichiers-a-reprendre",
        "format-absent",
        "rapport-absent",
    }
)
"""What nothing silences: something is missing from what is published."""


def cannot_silence(code: str) -> str:
    """Return why nothing may silence ``code``, in French; empty when it may be."""
    if code in NEVER_SILENT:
        return f"Le constat « {code} » ne peut pas être tu."
    return unknown_code(code)


def how_to_silence(findings: Iterable[Finding]) -> str:
    """Return how an author keeps a passage as it is, in French; empty when nobody may."""
    codes = (finding.code for finding in findings if finding.pos)
    code = next((code for code in codes if code not in NEVER_SILENT), "")
    return code and (
        "Pour garder un passage tel quel, écrivez à la fin de son paragraphe le code du "
        f"constat\u00a0: <!-- ppun: taire {code} -->. Pour tout le site, écrivez dans "
        f'ppun.toml, section [constats]\u00a0: taire = ["{code}"].'
    )


def unknown_code(code: str) -> str:
    """Return what is wrong with a code that no finding has, in French, else nothing."""
    if code in CODES:
        return ""
    near = get_close_matches(code, CODES, n=1, cutoff=0.5)
    guess = f" : vouliez-vous dire « {near[0]} » ?" if near else "."
    return f"Le constat « {code} » n’existe pas{guess}"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to tell an editor.

    ``code`` is stable; ``page`` is the title of the page and ``passage`` the text that
    the finding is about: GitBook's editor shows no line numbers, so a person needs the
    words as well as ``pos``. ``trace`` is the traceback of a fault of ours.
    """

    code: str
    message: str
    severity: Severity = Severity.WARNING
    pos: Pos | None = None
    page: str = ""
    passage: str = ""
    trace: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        """Take the passwords of addresses out: what is told is copied, mailed, shown."""
        object.__setattr__(self, "message", briefly(without_passwords(self.message)))
        object.__setattr__(self, "passage", without_passwords(self.passage))

    def __str__(self) -> str:
        where = [str(self.pos)] if self.pos else []
        if self.page:
            where.append(f"page « {self.page} »")
        if self.passage:
            where.append(f"passage « {excerpt(self.passage)} »")
        place = f"{', '.join(where)} : " if where else ""
        return f"{briefly(place)}{self.severity.label} : {self.message} [{self.code}]"

    @property
    def silenced(self) -> bool:
        """Whether the author said, at its place, not to tell it."""
        return self.pos is not None and self.code in self.pos.silenced


def excerpt(text: str, words: int = EXCERPT_WORDS) -> str:
    """Return the first ``words`` words of ``text``, on one line."""
    found = text.split()
    return " ".join(found[:words]) + ("…" if len(found) > words else "")


def _nothing(finding: Finding) -> bool:
    return False


@dataclass(slots=True)
class Report:
    """The findings of one run, in order; those that somebody silenced are kept apart."""

    findings: list[Finding] = field(default_factory=list)
    silenced: list[Finding] = field(default_factory=list)
    hushed: Callable[[Finding], bool] = _nothing
    """What the settings silence: see ``hush``."""
    _known: set[tuple[bool, Finding]] = field(
        default_factory=set, init=False, repr=False, compare=False
    )

    def add(self, finding: Finding) -> None:
        """Note ``finding``, once: two formats of one page need not repeat it."""
        silent = finding.silenced or self.hushed(finding)
        if (silent, finding) not in self._known:
            self._known.add((silent, finding))
            (self.silenced if silent else self.findings).append(finding)

    def hush(self, hushed: Callable[[Finding], bool]) -> None:
        """Silence what ``hushed`` tells, of what was noted and of what will be."""
        self.hushed = hushed
        found, self.findings = self.findings, []
        self._known = {(True, finding) for finding in self.silenced}
        for finding in found:
            self.add(finding)


register(Severity, Finding)

"""Settings: frozen records, read once from ``ppun.toml``, every mistake named.

The keys are French, since editors write them; ``load_settings`` alone knows them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any
from typing import Literal as OneOf

from ppun_access.document.model import Version
from ppun_access.errors import UsageError
from ppun_access.formats import FORMATS, GROUPS
from ppun_access.report import cannot_silence, unknown_code
from ppun_access.runtime.untrusted_files import LIMIT_KEYS, Limits
from ppun_access.settings.page_choice import PAGE_KEYS, PageChoice
from ppun_access.settings.sections import (
    BrailleSettings,
    CacheSettings,
    Contact,
    KitSettings,
    ModelSettings,
    PdfSettings,
    SiteSettings,
    address_fault,
)
from ppun_access.settings.statements import (
    ACCESSIBILITY_KEYS,
    NOTICE_KEYS,
    AccessibilitySettings,
    LegalNotice,
)
from ppun_access.settings.thresholds import (
    EASY_THRESHOLDS,
    THRESHOLD_KEYS,
    THRESHOLDS,
    Thresholds,
)
from ppun_access.settings.toml_values import (
    Kinds,
    advice,
    check_keys,
    read_toml,
    section_of,
    values_of,
    wrong_type,
)

AUDIT_PROFILES = ("falc", "facile", "public")


@dataclass(frozen=True, slots=True)
class DocumentSettings:
    """What the settings say of one document; empty where they say nothing."""

    voice: str = ""
    date: str = ""
    easy: str = ""
    reader: str = ""
    """The name of the person who reads the recording, if it is to be shown."""
    publish: bool | None = None
    """None: the page's own front matter says."""
    silenced: tuple[str, ...] = ()
    """Codes of the findings that are not told of this document."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The whole of ``ppun.toml``, with defaults."""

    title: str = ""
    publisher: str = ""
    lang: str = "fr"
    voice: str = "auto"
    formats: tuple[str, ...] = field(default_factory=lambda: tuple(FORMATS))
    announcements: OneOf["sobre", "complet"] = "sobre"
    """Whether texts name their headings and lists in words."""
    audio_announcements: OneOf["sobre", "complet"] = "sobre"
    """The same, for what is said."""
    audio_opening: str = ""
    """A sentence said before every text."""
    audio_ending: str = ""
    """A sentence said after every text."""
    easy_rate: float = 0.85
    """How fast an easy version is said; 1 is the pace of the voice."""
    cover_colour: str = ""
    """``#rrggbb``, of the ground of covers; empty: the colour of the site."""
    base_url: str = ""
    """Where the site will be published, for what must give a whole address."""
    site: SiteSettings = field(default_factory=SiteSettings)
    pdf: PdfSettings = field(default_factory=PdfSettings)
    braille: BrailleSettings = field(default_factory=BrailleSettings)
    contact: Contact = field(default_factory=Contact)
    kit: KitSettings = field(default_factory=KitSettings)
    cache: CacheSettings = field(default_factory=CacheSettings)
    limits: Limits = field(default_factory=Limits)
    model: ModelSettings = field(default_factory=ModelSettings)
    accessibility: AccessibilitySettings = field(default_factory=AccessibilitySettings)
    notice: LegalNotice = field(default_factory=LegalNotice)
    pages: PageChoice = field(default_factory=PageChoice)
    public_report: bool = False
    publish_drafts: bool = False
    """Whether the machine's drafts are published where no person has written a version."""
    thresholds: Thresholds = THRESHOLDS
    easy_thresholds: Thresholds = EASY_THRESHOLDS
    audit_profile: str = "falc"
    """For whom the easy texts are audited: one of ``AUDIT_PROFILES``."""
    silenced: tuple[str, ...] = ()
    """Codes of the findings that are not told."""
    fatal: tuple[str, ...] = ()
    """Codes of the findings that make ``ppun-access check`` fail."""
    documents: Mapping[str, DocumentSettings] = field(default_factory=dict)

    def of(self, document_id: str) -> DocumentSettings:
        """Return what is said of one document."""
        return self.documents.get(document_id, DocumentSettings())

    def thresholds_of(self, version: Version) -> Thresholds:
        """Return the thresholds of full texts, or of easy versions."""
        return self.easy_thresholds if version == "facile" else self.thresholds


_TOP: Kinds = {
    "titre": ("title", str),
    "editeur": ("publisher", str),
    "langue": ("lang", str),
    "voix": ("voice", str),
    "formats": ("formats", list),
    "base_url": ("base_url", str),
    "rapport_public": ("public_report", bool),
    "publier_brouillons": ("publish_drafts", bool),
}
_TEXT: Kinds = {"annonces": ("announcements", str)}
_AUDIO: Kinds = {
    "couleur": ("cover_colour", str),
    "annonces": ("audio_announcements", str),
    "debut": ("audio_opening", str),
    "fin": ("audio_ending", str),
    "vitesse_facile": ("easy_rate", float),
}
_AUDIT: Kinds = {"profil": ("audit_profile", str)}
_FINDINGS: Kinds = {"taire": ("silenced", list)}
_CHECK: Kinds = {"fatal": ("fatal", list)}
_SITE: Kinds = {"couleur": ("colour", str)}
_PDF: Kinds = {
    "taille": ("size", int),
    "interligne": ("line_spacing", float),
    "encre": ("ink", str),
    "papier": ("paper", str),
}
_BRAILLE: Kinds = {"cellules": ("cells", int), "lignes": ("lines", int)}
_CONTACT: Kinds = {
    "service": ("service", str),
    "telephone": ("telephone", str),
    "adresse": ("address", str),
    "courriel": ("email", str),
}
_KIT: Kinds = {"cd": ("disc", bool), "cle_usb": ("stick", bool)}
_MODEL: Kinds = {
    "adresse": ("address", str),
    "modele": ("model", str),
    "cle": ("key", str),
    "delai": ("timeout", int),
    "essais": ("tries", int),
}
_RECORDS: Mapping[str, tuple[str, type, Kinds]] = {
    "pages": ("pages", PageChoice, PAGE_KEYS),
    "site": ("site", SiteSettings, _SITE),
    "pdf": ("pdf", PdfSettings, _PDF),
    "braille": ("braille", BrailleSettings, _BRAILLE),
    "contact": ("contact", Contact, _CONTACT),
    "kit": ("kit", KitSettings, _KIT),
    "cache": ("cache", CacheSettings, {"limite_go": ("limit_gb", int)}),
    "limites": ("limits", Limits, LIMIT_KEYS),
    "modele": ("model", ModelSettings, _MODEL),
    "accessibilite": ("accessibility", AccessibilitySettings, ACCESSIBILITY_KEYS),
    "mentions": ("notice", LegalNotice, NOTICE_KEYS),
}
"""Section of the file → field of the settings, its record, its keys."""
_DOCUMENT: Kinds = {
    "voix": ("voice", str),
    "date": ("date", str),
    "facile": ("easy", str),
    "lecteur": ("reader", str),
    "publier": ("publish", bool),
    "taire": ("silenced", list),
}


def find_settings(start: Path) -> Path | None:
    """Return the ``ppun.toml`` of ``start`` or of the nearest folder above it."""
    folder = start.absolute() if start.is_dir() else start.absolute().parent
    for place in (folder, *folder.parents):
        if (place / "ppun.toml").is_file():
            return place / "ppun.toml"
    return None


def load_settings(path: Path | None) -> Settings:
    """Read ``path``; no file gives the defaults. Raises UsageError, which names the key."""
    if path is None:
        return Settings()
    table = read_toml(path)
    sections = {
        "texte": _TEXT, "audio": _AUDIO, "audit": _AUDIT, "constats": _FINDINGS,
        "check": _CHECK,
    }  # fmt: skip
    known = (*_TOP, *sections, *_RECORDS, "lisibilite", "documents")
    check_keys(table, known, path, "")
    values = values_of({k: v for k, v in table.items() if k in _TOP}, _TOP, path, "")
    for name, kinds in sections.items():
        section = section_of(table, name, path)
        check_keys(section, kinds, path, f"[{name}] ")
        values |= values_of(section, kinds, path, f"[{name}] ")
    for name, (field_name, record, kinds) in _RECORDS.items():
        section = section_of(table, name, path)
        check_keys(section, kinds, path, f"[{name}] ")
        values[field_name] = record(**values_of(section, kinds, path, f"[{name}] "))
    documents = {
        document_id: _document(document_id, value, path)
        for document_id, value in section_of(table, "documents", path).items()
    }
    full, easy = _thresholds(table, path)
    settings = Settings(
        **values, thresholds=full, easy_thresholds=easy,
        documents=MappingProxyType(documents),
    )  # fmt: skip
    _check_values(settings, path)
    _check_codes(settings, path)
    return settings


def _thresholds(table: Mapping[str, Any], path: Path) -> tuple[Thresholds, Thresholds]:
    """Return the thresholds of full texts and of easy versions."""
    full = section_of(table, "lisibilite", path)
    easy = section_of(full, "facile", path)
    own = {key: value for key, value in full.items() if key != "facile"}
    check_keys(full, (*THRESHOLD_KEYS, "facile"), path, "[lisibilite] ")
    check_keys(easy, THRESHOLD_KEYS, path, "[lisibilite.facile] ")
    return (
        _checked(THRESHOLDS, own, path, "[lisibilite] "),
        _checked(EASY_THRESHOLDS, easy, path, "[lisibilite.facile] "),
    )


def _checked(
    default: Thresholds, section: Mapping[str, Any], path: Path, where: str
) -> Thresholds:
    found = replace(default, **values_of(section, THRESHOLD_KEYS, path, where))
    lengths = 0 < found.long_sentence < found.very_long_sentence
    scores = (found.difficulty, found.kandel_moles, found.lix)
    if not lengths or not all(0 <= score <= 100 for score in scores):
        raise UsageError(
            f"{path} : les seuils de {where}ne sont pas possibles.",
            next_step="« phrase_tres_longue » doit être plus grand que « phrase_longue » ; "
            "les autres vont de 0 à 100.",
        )
    return found


def expand_formats(names: Iterable[str], where: str) -> tuple[str, ...]:
    """Return the formats that ``names`` stand for, in the order they are made.

    Raises UsageError for a name that is neither a format nor a group.
    """
    wanted: set[str] = set()
    for name in names:
        if name not in (*FORMATS, *GROUPS):
            raise UsageError(
                f"{where} : format inconnu « {name} ».",
                next_step=advice(name, (*FORMATS, *GROUPS)),
            )
        wanted |= set(GROUPS.get(name, (name,)))
    return tuple(name for name in FORMATS if name in wanted)


def _check_values(settings: Settings, path: Path) -> None:
    expand_formats(settings.formats, str(path))
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", settings.lang):
        raise UsageError(
            f"{path} : langue = « {settings.lang} » n’est pas un code de langue.",
            next_step='Écrivez par exemple langue = "fr".',
        )
    if not 0.5 <= settings.easy_rate <= 1.5:
        raise UsageError(
            f"{path} : [audio] vitesse_facile = {settings.easy_rate} n’est pas possible.",
            next_step="Écrivez un nombre de 0.5 à 1.5 ; 0.85 est un bon choix.",
        )
    if settings.audit_profile not in AUDIT_PROFILES:
        raise UsageError(
            f"{path} : [audit] profil = « {settings.audit_profile} » n’existe pas.",
            next_step=advice(settings.audit_profile, AUDIT_PROFILES),
        )
    for where, fault in (
        ("[pages]", settings.pages.fault()),
        ("[site]", settings.site.fault()),
        ("[pdf]", settings.pdf.fault()),
        ("[braille]", settings.braille.fault()),
        ("[modele]", settings.model.fault()),
        ("[limites]", settings.limits.fault()),
        ("[accessibilite]", settings.accessibility.fault()),
        ("", address_fault(settings.base_url)),
    ):
        if fault:
            raise UsageError(
                f"{path} : {f'{where} {fault}'.strip()}",
                next_step="Corrigez cela ; docs/settings.md dit ce qui est possible.",
            )
    said = {"texte": settings.announcements, "audio": settings.audio_announcements}
    for section, announcements in said.items():
        if announcements not in ("sobre", "complet"):
            raise UsageError(
                f"{path} : [{section}] annonces = « {announcements} » n’existe pas.",
                next_step='Écrivez annonces = "sobre" ou annonces = "complet".',
            )


def _check_codes(settings: Settings, path: Path) -> None:
    """Raise UsageError for a code that no finding has, or that nothing may silence."""
    faults = {f"[constats] taire : {cannot_silence(c)}": c for c in settings.silenced}
    for name, own in settings.documents.items():
        where = f'[documents."{name}"] taire'
        faults |= {f"{where} : {cannot_silence(c)}": c for c in own.silenced}
    faults |= {f"[check] fatal : {unknown_code(c)}": c for c in settings.fatal}
    for fault in faults:
        if not fault.endswith(" : "):
            raise UsageError(
                f"{path} : {fault}",
                next_step="Le rapport donne le code de chaque constat entre crochets ; "
                "docs/findings.md les explique.",
            )


def _document(document_id: str, value: Any, path: Path) -> DocumentSettings:
    where = f'[documents."{document_id}"] '
    if not isinstance(value, dict):
        raise wrong_type(path, where, document_id, "une section")
    check_keys(value, _DOCUMENT, path, where)
    return DocumentSettings(**values_of(value, _DOCUMENT, path, where))

"""Read ``ppun.toml``: every setting of a project, with every mistake named.

The keys are French, since editors write them; each stands on its field.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal as OneOf

from ppun_access.document.model import Version
from ppun_access.errors import UsageError
from ppun_access.formats import FORMATS, GROUPS
from ppun_access.report import cannot_silence, unknown_code
from ppun_access.settings.fields import (
    Fault,
    Rule,
    advice,
    between,
    matching,
    one_of,
    read_record,
    read_toml,
    section,
    setting,
    table,
)
from ppun_access.settings.reach import Limits
from ppun_access.settings.sections import (
    BrailleSettings,
    CacheSettings,
    Contact,
    DocumentSettings,
    EpubSettings,
    KitSettings,
    ModelSettings,
    PageChoice,
    PdfSettings,
    SiteSettings,
    address_fault,
    codes,
)
from ppun_access.settings.statements import AccessibilitySettings, LegalNotice
from ppun_access.settings.thresholds import EASY_THRESHOLDS, THRESHOLDS, Thresholds


def _formats(_: str, names: Iterable[str]) -> Fault | None:
    known = tuple(dict.fromkeys((*FORMATS, *GROUPS)))
    wrong = next((name for name in names if name not in known), None)
    if wrong is None:
        return None
    return Fault(f"format inconnu « {wrong} ».", advice(wrong, known))


def _address(_: str, value: str) -> Fault | None:
    told = address_fault(value)
    return Fault(told) if told else None


_LANGUAGE = matching(
    r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", "un code comme `fr`",
    " n’est pas un code de langue.", 'Écrivez par exemple langue = "fr".',
)  # fmt: skip
_COVER_COLOUR = matching(
    "#([0-9a-fA-F]{6}|[0-9a-fA-F]{3})", "une couleur `#rrggbb`",
    " n’est pas une couleur comme #7a1e3c.",
)  # fmt: skip
_ANNOUNCED = one_of(
    "sobre", "complet", then='Écrivez annonces = "sobre" ou annonces = "complet".'
)
_KNOWN = ", ".join(f"`{name}`" for name in FORMATS)
_GROUPS = ", ".join(f"`{name}`" for name in GROUPS)


@dataclass(frozen=True, slots=True)
class Settings:
    """The whole of ``ppun.toml``, with defaults."""

    title: str = setting(
        "titre", "", "le titre du site", unset="celui de la première page",
        example="Les textes de la Région",
    )  # fmt: skip
    publisher: str = setting(
        "editeur",
        "",
        "qui publie",
        unset="rien : un constat le dit",
        example="Région Exemple",
    )
    lang: str = setting("langue", "fr", "la langue des pages", _LANGUAGE)
    voice: str = setting(
        "voix", "auto",
        'la voix : voyez « ppun-access voices » ; avec `"aucune"`, aucune voix ne lit, '
        'les livres sont sans son, et un enregistrement par une personne sert toujours',
        unset='`"auto"`, la meilleure installée',
    )  # fmt: skip
    dialect: str = setting(
        "dialecte", "",
        "pour qui les pages en Markdown sont écrites : GitBook, ou [MkDocs](mkdocs.md)",
        one_of("gitbook", "mkdocs"), unset="`\"mkdocs\"` s’il y a un `mkdocs.yml`, sinon "
        "`\"gitbook\"`", example="mkdocs",
    )  # fmt: skip
    formats: tuple[str, ...] = setting(
        "formats", lambda: tuple(FORMATS), "ce qui est fait",
        Rule(f"{_KNOWN}, ou un groupe : {_GROUPS}", _formats),
        unset="tous", example=["html", "text", "audio"],
    )  # fmt: skip
    base_url: str = setting(
        "base_url", "",
        "où le site sera publié : il le faut pour le [podcast](podcast.md) ; les liens des "
        "livres et des PDF et le code QR de l’affiche y mènent, et le bloc pour GitBook "
        "([publier](publishing.md))",
        Rule("`https://…`, sans lettre accentuée, sans `?` ni `#`", _address),
        example="https://www.exemple.fr/textes",
    )  # fmt: skip
    public_report: bool = setting(
        "rapport_public", False, "copie le [rapport](report.md) dans le site"
    )
    publish_drafts: bool = setting(
        "publier_brouillons", False,
        "publie le brouillon automatique de chaque texte qui n’a pas de version "
        "simplifiée, sous le nom « Brouillon automatique, que personne n’a relu » "
        "([relecture](review.md))",
    )  # fmt: skip
    announcements: OneOf["sobre", "complet"] = setting(
        "texte.annonces", "sobre",
        '`"complet"` nomme les titres et les listes dans les fichiers de texte', _ANNOUNCED,
    )  # fmt: skip
    cover_colour: str = setting(
        "audio.couleur", "",
        "la couleur des couvertures ; foncée ou éclaircie jusqu’à ce que le titre ait un "
        "contraste de 7:1",
        _COVER_COLOUR, unset="celle du site", example="#1a3c7a",
    )  # fmt: skip
    audio_announcements: OneOf["sobre", "complet"] = setting(
        "audio.annonces", "sobre",
        "`\"complet\"` dit « Titre », « Premier point », « lien »… dans le son", _ANNOUNCED,
    )  # fmt: skip
    audio_opening: str = setting(
        "audio.debut", "", "une phrase dite avant chaque texte",
        example="Vous écoutez un texte de la Région.",
    )  # fmt: skip
    audio_ending: str = setting(
        "audio.fin",
        "",
        "une phrase dite après chaque texte",
        example="Merci de votre écoute.",
    )
    easy_rate: float = setting(
        "audio.vitesse_facile", 0.85,
        "la vitesse des versions simplifiées ; 1 est l’allure de la voix",
        between(0.5, 1.5, good="0.85"),
    )  # fmt: skip
    audit_profile: str = setting(
        "audit.profil", "falc",
        "pour qui « ppun-access audit » juge ([facile à lire](easy-to-read.md))",
        one_of("falc", "facile", "public"),
    )  # fmt: skip
    silenced: tuple[str, ...] = setting(
        "constats.taire", (), "les [constats](findings.md) à ne pas dire",
        codes(cannot_silence), example=["phrase-longue"],
    )  # fmt: skip
    fatal: tuple[str, ...] = setting(
        "check.fatal", (),
        "les [constats](findings.md) pour lesquels « ppun-access check » finit par 1",
        codes(unknown_code), example=["image-sans-description"],
    )  # fmt: skip
    pages: PageChoice = section("pages", PageChoice())
    site: SiteSettings = section("site", SiteSettings())
    pdf: PdfSettings = section("pdf", PdfSettings())
    epub: EpubSettings = section("epub", EpubSettings())
    braille: BrailleSettings = section("braille", BrailleSettings())
    contact: Contact = section("contact", Contact())
    kit: KitSettings = section("kit", KitSettings())
    cache: CacheSettings = section("cache", CacheSettings())
    limits: Limits = section("limites", Limits())
    model: ModelSettings = section("modele", ModelSettings())
    accessibility: AccessibilitySettings = section("accessibilite", AccessibilitySettings())
    notice: LegalNotice = section("mentions", LegalNotice())
    thresholds: Thresholds = section("lisibilite", THRESHOLDS)
    easy_thresholds: Thresholds = section("lisibilite.facile", EASY_THRESHOLDS)
    documents: Mapping[str, DocumentSettings] = table(
        "documents", "ce qui vaut pour un seul texte, nommé par son identifiant",
        DocumentSettings, example="ledito-de-la-presidente",
    )  # fmt: skip

    def of(self, document_id: str) -> DocumentSettings:
        """Return the settings of one document."""
        return self.documents.get(document_id, DocumentSettings())

    @property
    def asked(self) -> Contact:
        """Whom readers may ask, reached as the publisher is where nothing else is said."""
        contact, notice = self.contact, self.notice
        return replace(
            contact,
            telephone=contact.telephone or notice.telephone,
            address=contact.address or notice.address,
        )

    def thresholds_of(self, version: Version) -> Thresholds:
        """Return the thresholds of full texts, or of easy versions."""
        return self.easy_thresholds if version == "facile" else self.thresholds


def find_settings(start: Path) -> Path | None:
    """Return the ``ppun.toml`` of ``start`` or of the nearest folder above it."""
    try:
        folder = start.absolute() if start.is_dir() else start.absolute().parent
    except OSError:  # its name is too long: who reads it says so
        folder = start.absolute().parent
    for place in (folder, *folder.parents):
        if (place / "ppun.toml").is_file():
            return place / "ppun.toml"
    return None


def load_settings(path: Path | None) -> Settings:
    """Read ``path``; no file gives the defaults. Raises UsageError, which names the key."""
    return Settings() if path is None else read_record(Settings, read_toml(path), path)


def expand_formats(names: Iterable[str], where: str) -> tuple[str, ...]:
    """Return the formats that ``names`` stand for, in the order they are made.

    Raises UsageError for a name that is neither a format nor a group.
    """
    asked = tuple(names)
    if fault := _formats("", asked):
        raise UsageError(f"{where} : {fault.message}", next_step=fault.advice)
    wanted = {one for name in asked for one in GROUPS.get(name, (name,))}
    return tuple(name for name in FORMATS if name in wanted)

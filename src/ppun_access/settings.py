"""Settings and lexicon: frozen records, read once from TOML, every mistake named.

The keys are French: editors write them. ``load_settings`` and ``load_lexicon`` are the
only places that know them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Any
from typing import Literal as OneOf

from ppun_access.document.model import Version
from ppun_access.errors import UsageError, reason
from ppun_access.report import cannot_silence, unknown_code
from ppun_access.thresholds import EASY_THRESHOLDS, THRESHOLDS, Thresholds

FORMATS = ("html", "text", "mp3", "opus", "m4b", "zip", "cover", "vtt", "chapters")
"""The formats that can be asked for, in the order in which readers find them."""
GROUPS: Mapping[str, tuple[str, ...]] = {
    "audio": ("mp3", "opus", "m4b", "cover", "vtt", "chapters"),
    "facile": ("html", "text"),
    "report": (),
}
"""Names that stand for several formats in ``--to`` and ``formats``."""


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
    formats: tuple[str, ...] = FORMATS
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
    public_report: bool = False
    thresholds: Thresholds = THRESHOLDS
    easy_thresholds: Thresholds = EASY_THRESHOLDS
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


@dataclass(frozen=True, slots=True)
class Lexicon:
    """``content/lexique.toml``: the words of a project."""

    acronyms: Mapping[str, str] = field(default_factory=dict)
    """Acronym → what it stands for."""
    pronunciations: Mapping[str, str] = field(default_factory=dict)
    """Word → how to write it so that a voice says it right, or ``/…/`` in IPA."""
    definitions: Mapping[str, str] = field(default_factory=dict)
    """Hard word → what it means, in easy French."""


_Kinds = Mapping[str, tuple[str, type]]
"""Key in the file → field of the record, type of the value."""

_TOP: _Kinds = {
    "titre": ("title", str),
    "editeur": ("publisher", str),
    "langue": ("lang", str),
    "voix": ("voice", str),
    "formats": ("formats", list),
    "rapport_public": ("public_report", bool),
}
_TEXT: _Kinds = {"annonces": ("announcements", str)}
_AUDIO: _Kinds = {
    "couleur": ("cover_colour", str),
    "annonces": ("audio_announcements", str),
    "debut": ("audio_opening", str),
    "fin": ("audio_ending", str),
    "vitesse_facile": ("easy_rate", float),
}
_FINDINGS: _Kinds = {"taire": ("silenced", list)}
_CHECK: _Kinds = {"fatal": ("fatal", list)}
_READABILITY: _Kinds = {
    "phrase_longue": ("long_sentence", int),
    "phrase_tres_longue": ("very_long_sentence", int),
    "difficulte": ("difficulty", int),
    "kandel_moles": ("kandel_moles", int),
    "lix": ("lix", int),
}
_DOCUMENT: _Kinds = {
    "voix": ("voice", str),
    "date": ("date", str),
    "facile": ("easy", str),
    "lecteur": ("reader", str),
    "publier": ("publish", bool),
    "taire": ("silenced", list),
}
_LEXICON: Mapping[str, str] = {
    "sigles": "acronyms",
    "prononciations": "pronunciations",
    "definitions": "definitions",
}
_TYPE_NAMES: Mapping[type, str] = {
    str: "un texte entre guillemets",
    bool: "true ou false",
    int: "un nombre entier, comme 25",
    float: "un nombre avec un point, comme 0.85",
    list: 'une liste de textes, comme ["html", "text"]',
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
    table = _read_toml(path)
    sections = {
        "texte": _TEXT, "audio": _AUDIO, "constats": _FINDINGS, "check": _CHECK,
    }  # fmt: skip
    known = (*_TOP, *sections, "lisibilite", "documents")
    _check_keys(table, known, path, "")
    values = _values({k: v for k, v in table.items() if k in _TOP}, _TOP, path, "")
    for name, kinds in sections.items():
        section = _section(table, name, path)
        _check_keys(section, kinds, path, f"[{name}] ")
        values |= _values(section, kinds, path, f"[{name}] ")
    documents = {
        document_id: _document(document_id, value, path)
        for document_id, value in _section(table, "documents", path).items()
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
    full = _section(table, "lisibilite", path)
    easy = _section(full, "facile", path)
    own = {key: value for key, value in full.items() if key != "facile"}
    _check_keys(full, (*_READABILITY, "facile"), path, "[lisibilite] ")
    _check_keys(easy, _READABILITY, path, "[lisibilite.facile] ")
    return (
        _checked(THRESHOLDS, own, path, "[lisibilite] "),
        _checked(EASY_THRESHOLDS, easy, path, "[lisibilite.facile] "),
    )


def _checked(
    default: Thresholds, section: Mapping[str, Any], path: Path, where: str
) -> Thresholds:
    found = replace(default, **_values(section, _READABILITY, path, where))
    lengths = 0 < found.long_sentence < found.very_long_sentence
    scores = (found.difficulty, found.kandel_moles, found.lix)
    if not lengths or not all(0 <= score <= 100 for score in scores):
        raise UsageError(
            f"{path} : les seuils de {where}ne sont pas possibles.",
            next_step="« phrase_tres_longue » doit être plus grand que « phrase_longue » ; "
            "les autres vont de 0 à 100.",
        )
    return found


FromPls = Callable[[str], Mapping[str, str]]
"""Words and pronunciations of a PLS file, such as ``french.pls.from_pls``."""


def load_lexicon(path: Path, from_pls: FromPls | None = None) -> Lexicon:
    """Read a lexicon; a file that is not there gives an empty one.

    With ``from_pls``, the pronunciations of the file of the same name in ``.pls`` come
    under those of ``path``.
    """
    lexicon = _toml_lexicon(path) if path.is_file() else Lexicon()
    shared = path.with_suffix(".pls")
    if from_pls is None or not shared.is_file():
        return lexicon
    said = MappingProxyType({**_read_pls(shared, from_pls), **lexicon.pronunciations})
    return replace(lexicon, pronunciations=said)


def _read_pls(path: Path, from_pls: FromPls) -> Mapping[str, str]:
    try:
        return from_pls(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(
            f"{path} : ce lexique PLS ne peut pas être lu ({error}).",
            next_step="Corrigez-le, ou retirez-le : le programme s’en passe.",
        ) from error


def _toml_lexicon(path: Path) -> Lexicon:
    table = _read_toml(path)
    _check_keys(table, _LEXICON, path, "")
    values: dict[str, Any] = {}
    for key, name in _LEXICON.items():
        section = _section(table, key, path)
        kinds: _Kinds = {entry: (entry, str) for entry in section}
        values[name] = MappingProxyType(_values(section, kinds, path, f"[{key}] "))
    return Lexicon(**values)


def expand_formats(names: Iterable[str], where: str) -> tuple[str, ...]:
    """Return the formats that ``names`` stand for, in the order they are made.

    Raises UsageError for a name that is neither a format nor a group.
    """
    wanted: set[str] = set()
    for name in names:
        if name not in (*FORMATS, *GROUPS):
            raise UsageError(
                f"{where} : format inconnu « {name} ».",
                next_step=_advice(name, (*FORMATS, *GROUPS)),
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
        raise _wrong_type(path, where, document_id, "une section")
    _check_keys(value, _DOCUMENT, path, where)
    return DocumentSettings(**_values(value, _DOCUMENT, path, where))


def _section(table: Mapping[str, Any], name: str, path: Path) -> dict[str, Any]:
    section = table.get(name, {})
    if not isinstance(section, dict):
        raise _wrong_type(path, "", name, f"une section, écrite [{name}]")
    return section


def _values(
    table: Mapping[str, Any], kinds: _Kinds, path: Path, where: str
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, value in table.items():
        name, kind = kinds[key]
        if not _fits(value, kind):
            raise _wrong_type(path, where, key, _TYPE_NAMES[kind])
        values[name] = tuple(value) if kind is list else value
    return values


def _fits(value: Any, kind: type) -> bool:
    if kind is list:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    return type(value) is kind


def _check_keys(
    table: Mapping[str, Any], known: Iterable[str], path: Path, where: str
) -> None:
    for key in table:
        if key not in tuple(known):
            raise UsageError(
                f"{path} : clé inconnue {where}« {key} ».",
                next_step=_advice(key, tuple(known)),
            )


def _advice(name: str, known: tuple[str, ...]) -> str:
    near = get_close_matches(name, known, n=1, cutoff=0.5)
    guess = f"Vouliez-vous dire « {near[0]} » ? " if near else ""
    return f"{guess}Noms possibles : {', '.join(known)}."


def _wrong_type(path: Path, where: str, key: str, expected: str) -> UsageError:
    return UsageError(
        f"{path} : la valeur de {where}« {key} » n’a pas la bonne forme.",
        next_step=f"Écrivez {expected}.",
    )


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise UsageError(
            f"{path} : lecture impossible, {reason(error)}.",
            next_step="Vérifiez les droits de ce fichier.",
        ) from error
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{path} : ce fichier n’est pas en UTF-8 (octet {error.start}).",
            next_step="Enregistrez-le en UTF-8 dans votre éditeur.",
        ) from error
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        line = found[1] if found else str(len(path.read_text("utf-8-sig").splitlines()))
        raise UsageError(
            f"{path}:{line} : ce fichier TOML est mal écrit.",
            next_step="Regardez cette ligne et celle d’avant : guillemets, crochets "
            "et signe « = » doivent aller par deux ou être présents.",
        ) from error

"""Define the settings of the accessibility declaration and the legal notice.

It also reads ``content/essais.toml``: the tests with assistive technologies that people
really made, the only ones that a declaration names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ppun_access.settings.fields import (
    PER_CENT,
    SEE_THE_DOCS,
    Fault,
    Rule,
    between,
    check_keys,
    matching,
    one_of,
    read_record,
    read_toml,
    setting,
    wrong_type,
)
from ppun_access.settings.sections import Contact

NOT_AUDITED = "non conforme"
PARTIAL = "partiellement conforme"
FULL = "totalement conforme"
STATES = (NOT_AUDITED, PARTIAL, FULL)
"""The three states of the RGAA, the honest one without an audit first."""
YEARS = 3
"""How long a declaration is valid, at most."""
PARTIAL_RATE = 50
"""The least rate, in per cent, of a site that is « partiellement conforme »."""


def _day(name: str, value: str) -> Fault | None:
    return None if _is_day(value) else Fault(
        f"{name} = « {value} » : écrivez un jour comme 2026-11-25."
    )  # fmt: skip


_DAY = Rule("un jour comme `2026-11-25`", _day)
_ADDRESS = matching(
    r"https?://[^\s/]++\S*+", "`https://…`", " : il faut une adresse, https://…"
)
_LAW = "rien : un constat le dit"


@dataclass(frozen=True, slots=True)
class AccessibilitySettings:
    """``[accessibilite]``; empty where nothing is said. Days are ``2026-11-25``."""

    state: str = setting(
        "etat", NOT_AUDITED,
        "l’état de la [déclaration](site.md) ; il faut un audit pour les deux derniers",
        one_of(
            *STATES, told=f" : il faut {', '.join(f'« {one} »' for one in STATES)}.",
            then=SEE_THE_DOCS,
        ),
        example=PARTIAL,
    )  # fmt: skip
    date: str = setting(
        "date", "", "le jour de la déclaration", _DAY, unset=_LAW, example="2026-11-25"
    )
    updated: str = setting(
        "mise_a_jour", "", "le jour de sa mise à jour", _DAY, example="2027-01-15"
    )
    auditor: str = setting(
        "auditeur", "", "qui a fait l’audit", unset="pas d’audit",
        example="la société Exemple",
    )  # fmt: skip
    rate: float | None = setting(
        "taux", None, "les critères respectés", between(0, 100, PER_CENT),
        kind=float, example=78.5,
    )  # fmt: skip
    mean_rate: float | None = setting(
        "taux_moyen", None, "le taux moyen", between(0, 100, PER_CENT),
        kind=float, example=91.0,
    )  # fmt: skip
    audit_grid: str = setting(
        "grille", "", "l’adresse de la grille ou du rapport d’audit", _ADDRESS,
        example="https://www.exemple.fr/audit",
    )  # fmt: skip
    faults: tuple[str, ...] = setting(
        "non_conformites", (), "ce que l’audit a trouvé, une phrase chacun",
        example=["Deux vidéos n’ont pas de sous-titres."],
    )  # fmt: skip
    waivers: tuple[str, ...] = setting(
        "derogations", (), "ce qui demanderait un effort hors de proportion, de même",
        example=["La carte interactive."],
    )  # fmt: skip
    exempt: tuple[str, ...] = setting(
        "exemptions", (), "ce que la loi ne demande pas, de même",
        example=["Les archives d’avant 2019."],
    )  # fmt: skip
    tools: tuple[str, ...] = setting("outils", (), "les outils de l’audit", example=["Axe"])
    pages: tuple[str, ...] = setting(
        "pages", (), "les pages de l’audit", example=["Accueil"]
    )
    form: str = setting(
        "formulaire", "", "l’adresse d’un formulaire pour écrire aux responsables",
        _ADDRESS,
        unset="rien : un constat le dit s’il n’y a pas de `courriel` dans `[contact]`",
        example="https://www.exemple.fr/ecrire",
    )  # fmt: skip
    scheme: str = setting(
        "schema_pluriannuel", "", "l’adresse du schéma pluriannuel", _ADDRESS,
        unset=_LAW, example="https://www.exemple.fr/schema",
    )  # fmt: skip
    plan: str = setting(
        "plan_action", "", "l’adresse du plan d’action de l’année", _ADDRESS,
        unset=_LAW, example="https://www.exemple.fr/plan",
    )  # fmt: skip
    review: str = setting(
        "bilan", "", "l’adresse du bilan des années d’avant", _ADDRESS,
        example="https://www.exemple.fr/bilan",
    )  # fmt: skip

    @property
    def audited(self) -> bool:
        """Tell whether people made an audit."""
        return self.rate is not None

    def fault(self, where: str) -> Fault | None:
        """Return the fault in what is said of its audit, if any."""
        if self.rate is None:
            told = f"etat = « {self.state} » : il faut un audit. Donnez auditeur et taux."
            return None if self.state == NOT_AUDITED else Fault(f"{where}{told}")
        if not self.auditor or not self.date:
            return Fault(f"{where}taux : donnez aussi auditeur et date, ceux de l’audit.")
        if (right := _state_of(self.rate)) != self.state:
            return Fault(f"{where}taux = {self.rate} : l’état est alors « {right} ».")
        return None


def _state_of(rate: float) -> str:
    """Return the state that a rate gives, after the RGAA."""
    if rate >= 100:
        return FULL
    return PARTIAL if rate >= PARTIAL_RATE else NOT_AUDITED


@dataclass(frozen=True, slots=True)
class LegalNotice:
    """``[mentions]``: what the law wants to know of who publishes and who hosts."""

    director: str = setting(
        "directeur", "", "le nom et la fonction de qui dirige la publication",
        unset=_LAW, example="Prénom Nom, fonction",
    )  # fmt: skip
    host: str = setting(
        "hebergeur", "",
        "le nom, l’adresse et le téléphone de l’hébergeur, `\\n` entre les lignes",
        unset=_LAW, example="Nom\nAdresse\nTéléphone",
    )  # fmt: skip
    address: str = setting(
        "adresse", "", "l’adresse de l’éditeur", unset="celle de `[contact]`",
        example="4 place de l’Exemple\n00000 Exemple",
    )  # fmt: skip
    telephone: str = setting(
        "telephone", "", "son téléphone", unset="celui de `[contact]`",
        example="03 00 00 00 00",
    )  # fmt: skip
    reuse: str = setting(
        "reutilisation", "", "à quelles conditions les textes peuvent servir de nouveau",
        unset="rien n’est dit", example="Licence Ouverte 2.0",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Trial:
    """One test that people made: with what, when, and on which pages."""

    date: str = setting("date", "", "le jour ; il le faut", example="2026-11-02")
    system: str = setting(
        "appareil", "", "l’appareil et son système ; il le faut", example="Windows 11"
    )
    aid: str = setting("aide_technique", "", "l’aide technique", example="NVDA 2026.1")
    browser: str = setting("navigateur", "", "le navigateur", example="Firefox 140")
    pages: tuple[str, ...] = setting(
        "pages", (), "les pages essayées", example=["Accueil", "L’édito de la Présidente"]
    )

    def fault(self, where: str) -> Fault | None:
        """Return the fault of missing settings, whatever ``where`` is."""
        if _is_day(self.date) and self.system:
            return None
        return Fault(
            "un essai n’a pas de jour ou pas d’appareil.",
            'Écrivez dans chaque [[essais]] : date = "2026-11-25" et '
            'appareil = "Windows 11".',
        )


TRIALS = "essais.toml"
"""The name of the file, in a source folder."""


def load_trials(path: Path) -> tuple[Trial, ...]:
    """Read the tests of ``path``; none without a file. Raises UsageError."""
    if not path.is_file():
        return ()
    given = read_toml(path)
    check_keys(given, ("essais",), path, "")
    rows = given.get("essais", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise wrong_type(path, "", "essais", "des sections, chacune écrite [[essais]]")
    return tuple(read_record(Trial, row, path, "[[essais]] ") for row in rows)


def missing_of_declaration(
    accessibility: AccessibilitySettings, contact: Contact, publisher: str
) -> tuple[str, ...]:
    """Return the names of the settings that a declaration cannot do without."""
    return _missing({
        "editeur": publisher,
        "[accessibilite] date": accessibility.date,
        "[accessibilite] schema_pluriannuel": accessibility.scheme,
        "[accessibilite] plan_action": accessibility.plan,
        "[contact] courriel (ou [accessibilite] formulaire)":
            contact.email or accessibility.form,
    })  # fmt: skip


def missing_of_notice(
    notice: LegalNotice, contact: Contact, publisher: str
) -> tuple[str, ...]:
    """Return the names of the settings that a legal notice cannot do without."""
    return _missing({
        "editeur": publisher,
        "[mentions] adresse": notice.address or contact.address,
        "[mentions] telephone": notice.telephone or contact.telephone,
        "[mentions] directeur": notice.director,
        "[mentions] hebergeur": notice.host,
    })  # fmt: skip


def _missing(given: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(name for name, value in given.items() if not value)


def expiry(accessibility: AccessibilitySettings) -> date | None:
    """Return the day from which a declaration is no longer valid, None without a date."""
    last = accessibility.updated or accessibility.date
    if not last:
        return None
    day = date.fromisoformat(last)
    try:
        return day.replace(year=day.year + YEARS)
    except ValueError:  # the 29th of February
        return day.replace(year=day.year + YEARS, month=3, day=1)


def _is_day(text: str) -> bool:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True

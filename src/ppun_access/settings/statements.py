"""What the settings say for the declaration of accessibility and the legal notice.

``content/essais.toml`` is beside them: the tests with assistive technologies that people
really made. A declaration names nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ppun_access.errors import UsageError
from ppun_access.settings.sections import Contact
from ppun_access.settings.toml_values import (
    Kinds,
    check_keys,
    read_toml,
    values_of,
    wrong_type,
)

NOT_AUDITED = "non conforme"
PARTIAL = "partiellement conforme"
FULL = "totalement conforme"
STATES = (NOT_AUDITED, PARTIAL, FULL)
"""The three states of the RGAA, the honest one without an audit first."""
YEARS = 3
"""How long a declaration is valid, at most."""
PARTIAL_RATE = 50
"""The least rate, in per cent, of a site that is « partiellement conforme »."""


@dataclass(frozen=True, slots=True)
class AccessibilitySettings:
    """``[accessibilite]``; empty where nothing is said. Days are ``2026-11-25``."""

    state: str = NOT_AUDITED
    date: str = ""
    updated: str = ""
    auditor: str = ""
    """Who made the audit: « la société Exemple », « en interne »."""
    rate: float | None = None
    """Of the criteria that are met, in per cent."""
    mean_rate: float | None = None
    audit_grid: str = ""
    """The address of the grid or of the report of the audit."""
    faults: tuple[str, ...] = ()
    waivers: tuple[str, ...] = ()
    exempt: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    form: str = ""
    """The address of a form to write to those who are in charge."""
    scheme: str = ""
    plan: str = ""
    review: str = ""
    """The address of what was done in the years before."""

    @property
    def audited(self) -> bool:
        """Tell whether people made an audit."""
        return self.rate is not None

    def fault(self) -> str:
        """Return what is not possible, in French; nothing when all is."""
        if self.state not in STATES:
            known = ", ".join(f"« {state} »" for state in STATES)
            return f"etat = « {self.state} » n’existe pas : il faut {known}."
        for name, day in (("date", self.date), ("mise_a_jour", self.updated)):
            if day and not _is_day(day):
                return f"{name} = « {day} » : écrivez un jour comme 2026-11-25."
        addresses = {
            "grille": self.audit_grid, "formulaire": self.form,
            "schema_pluriannuel": self.scheme, "plan_action": self.plan,
            "bilan": self.review,
        }  # fmt: skip
        for name, address in addresses.items():
            if address and not re.fullmatch(r"https?://[^\s/]++\S*+", address):
                return f"{name} = « {address} » : il faut une adresse, https://…"
        return self._audit_fault()

    def _audit_fault(self) -> str:
        if self.rate is None:
            if self.state == NOT_AUDITED:
                return ""
            return f"etat = « {self.state} » : il faut un audit. Donnez auditeur et taux."
        if not self.auditor or not self.date:
            return "taux : donnez aussi auditeur et date, ceux de l’audit."
        for name, rate in (("taux", self.rate), ("taux_moyen", self.mean_rate)):
            if rate is not None and not 0 <= rate <= 100:
                return f"{name} = {rate} : il faut un nombre de 0 à 100."
        if (right := _state_of(self.rate)) != self.state:
            return f"taux = {self.rate} : l’état est alors « {right} »."
        return ""


def _state_of(rate: float) -> str:
    """Return the state that a rate gives, after the RGAA."""
    if rate >= 100:
        return FULL
    return PARTIAL if rate >= PARTIAL_RATE else NOT_AUDITED


@dataclass(frozen=True, slots=True)
class LegalNotice:
    """``[mentions]``: what the law wants to know of who publishes and who hosts."""

    director: str = ""
    """The name of the person who is « directeur de la publication »."""
    host: str = ""
    """Name, address and telephone of who hosts; ``\\n`` between the lines."""
    address: str = ""
    telephone: str = ""
    """Of the publisher; ``[contact]`` when they are empty."""
    reuse: str = ""
    """Under which conditions the texts may be used again."""


ACCESSIBILITY_KEYS: Kinds = {
    "etat": ("state", str),
    "date": ("date", str),
    "mise_a_jour": ("updated", str),
    "auditeur": ("auditor", str),
    "taux": ("rate", float),
    "taux_moyen": ("mean_rate", float),
    "grille": ("audit_grid", str),
    "non_conformites": ("faults", list),
    "derogations": ("waivers", list),
    "exemptions": ("exempt", list),
    "outils": ("tools", list),
    "pages": ("pages", list),
    "formulaire": ("form", str),
    "schema_pluriannuel": ("scheme", str),
    "plan_action": ("plan", str),
    "bilan": ("review", str),
}
NOTICE_KEYS: Kinds = {
    "directeur": ("director", str),
    "hebergeur": ("host", str),
    "adresse": ("address", str),
    "telephone": ("telephone", str),
    "reutilisation": ("reuse", str),
}


@dataclass(frozen=True, slots=True)
class Trial:
    """One test that people made: with what, when, and on which pages."""

    date: str
    system: str
    """The device: « Windows 11 », « iPhone, iOS 18 », « Victor Reader Stratus »."""
    aid: str = ""
    """The assistive technology: « NVDA 2026.1 »."""
    browser: str = ""
    pages: tuple[str, ...] = ()


_TRIAL: Kinds = {
    "date": ("date", str),
    "appareil": ("system", str),
    "aide_technique": ("aid", str),
    "navigateur": ("browser", str),
    "pages": ("pages", list),
}
TRIALS = "essais.toml"
"""The name of the file, in a source folder."""


def load_trials(path: Path) -> tuple[Trial, ...]:
    """Read the tests of ``path``; none without a file. Raises UsageError."""
    if not path.is_file():
        return ()
    table = read_toml(path)
    check_keys(table, ("essais",), path, "")
    rows = table.get("essais", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise wrong_type(path, "", "essais", "des sections, chacune écrite [[essais]]")
    return tuple(_trial(row, path) for row in rows)


def _trial(row: dict[str, object], path: Path) -> Trial:
    check_keys(row, _TRIAL, path, "[[essais]] ")
    values = values_of(row, _TRIAL, path, "[[essais]] ")
    if not (_is_day(values.get("date", "")) and values.get("system")):
        raise UsageError(
            f"{path} : un essai n’a pas de jour ou pas d’appareil.",
            next_step='Écrivez dans chaque [[essais]] : date = "2026-11-25" et '
            'appareil = "Windows 11".',
        )
    return Trial(**values)


def missing_of_declaration(
    accessibility: AccessibilitySettings, contact: Contact, publisher: str
) -> tuple[str, ...]:
    """Return the names of the settings that a declaration cannot do without."""
    return tuple(_missing_of_declaration(accessibility, contact, publisher))


def _missing_of_declaration(
    accessibility: AccessibilitySettings, contact: Contact, publisher: str
) -> Iterator[str]:
    if not publisher:
        yield "editeur"
    if not accessibility.date:
        yield "[accessibilite] date"
    if not accessibility.scheme:
        yield "[accessibilite] schema_pluriannuel"
    if not accessibility.plan:
        yield "[accessibilite] plan_action"
    if not (contact.email or accessibility.form):
        yield "[contact] courriel (ou [accessibilite] formulaire)"


def missing_of_notice(
    notice: LegalNotice, contact: Contact, publisher: str
) -> tuple[str, ...]:
    """Return the names of the settings that a legal notice cannot do without."""
    given = {
        "editeur": publisher,
        "[mentions] adresse": notice.address or contact.address,
        "[mentions] telephone": notice.telephone or contact.telephone,
        "[mentions] directeur": notice.director,
        "[mentions] hebergeur": notice.host,
    }
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

"""Group the findings of a build for the report: by severity, then by code."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ppun_access.report import Finding, Severity
from ppun_access.site.report.model import NamedFinding
from ppun_access.writers.units import NBSP, agreed, count, number

GROUPS = {
    Severity.ERROR: ("Erreurs", "erreur"),
    Severity.WARNING: ("Avertissements", "avertissement"),
    Severity.INFO: ("Informations", "information"),
}
"""The gravest first: the name of each group, and of one finding of it."""
SHOWN = 5
"""How many findings of one code are in sight; more wait in a box that opens."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One finding with its anchor in the report."""

    anchor: str
    named: NamedFinding

    @property
    def finding(self) -> Finding:
        """What was found."""
        return self.named.finding


@dataclass(frozen=True, slots=True)
class CodeGroup:
    """The findings of one code."""

    code: str
    first: tuple[Remark, ...]
    others: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class SeverityGroup:
    """The findings of one severity."""

    severity: Severity
    name: str
    total: str
    codes: tuple[CodeGroup, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many findings of one severity a text has, and where the first one is."""

    severity: Severity
    total: int
    noun: str
    anchor: str

    @property
    def text(self) -> str:
        """« 2 avertissements »."""
        return f"{number(self.total)}{NBSP}{self.noun}"


def remarks(findings: Iterable[NamedFinding]) -> tuple[Remark, ...]:
    """Return the findings, each with an anchor."""
    return tuple(Remark(f"c{n}", named) for n, named in enumerate(findings, start=1))


def grouped(found: Sequence[Remark]) -> tuple[SeverityGroup, ...]:
    """Return the findings by severity, the gravest first, and by code, in their order."""
    groups = ((s, name, _with(found, s)) for s, (name, _) in GROUPS.items())
    return tuple(
        SeverityGroup(severity, name, count(len(those), "point"), _codes(those))
        for severity, name, those in groups
        if those
    )


def tallies(found: Iterable[Remark]) -> tuple[Tally, ...]:
    """Return how many findings there are of each severity, the gravest first."""
    all_of_them = tuple(found)
    groups = ((s, noun, _with(all_of_them, s)) for s, (_, noun) in GROUPS.items())
    return tuple(
        Tally(severity, len(those), agreed(len(those), noun), those[0].anchor)
        for severity, noun, those in groups
        if those
    )


def _with(found: Iterable[Remark], severity: Severity) -> tuple[Remark, ...]:
    return tuple(r for r in found if r.finding.severity is severity)


def _codes(found: Sequence[Remark]) -> tuple[CodeGroup, ...]:
    codes = dict.fromkeys(r.finding.code for r in found)
    groups = ((code, tuple(r for r in found if r.finding.code == code)) for code in codes)
    return tuple(CodeGroup(code, those[:SHOWN], those[SHOWN:]) for code, those in groups)

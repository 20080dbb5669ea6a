"""Group the findings of a build for the report: by severity, then by decision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ppun_access.report import Finding, Severity
from ppun_access.site.report.decisions import Decision, decisions
from ppun_access.site.report.model import NamedFinding
from ppun_access.writers.units import NBSP, agreed, count, number

GROUPS = {
    Severity.ERROR: ("Erreurs", "erreur"),
    Severity.WARNING: ("Avertissements", "avertissement"),
    Severity.INFO: ("Informations", "information"),
}
"""The gravest first: the name of each group, and of one finding of it."""
SHOWN = 5
"""How many places of one decision are in sight; more wait in a box that opens."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One finding with its anchor in the report, and the page where it is, if another."""

    anchor: str
    named: NamedFinding
    page: str = ""

    @property
    def finding(self) -> Finding:
        """What was found."""
        return self.named.finding


@dataclass(frozen=True, slots=True)
class DecisionGroup:
    """One decision, with the places where it was found."""

    decision: Decision
    first: tuple[Remark, ...]
    others: tuple[Remark, ...]

    @property
    def advice(self) -> str:
        """What to do, where several of them say the same."""
        every = (*self.first, *self.others)
        said = {remark.finding.message for remark in every}
        return said.pop() if len(said) == 1 < len(every) else ""


@dataclass(frozen=True, slots=True)
class SeverityGroup:
    """The decisions of one severity."""

    severity: Severity
    name: str
    total: str
    decisions: tuple[DecisionGroup, ...]


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


def remarks(
    findings: Iterable[NamedFinding], pages: Mapping[str, str]
) -> tuple[Remark, ...]:
    """Return the findings, each with an anchor; ``pages`` are those of texts, by id."""
    return tuple(
        Remark(f"c{n}", named, pages.get(named.document_id, ""))
        for n, named in enumerate(findings, start=1)
    )


def grouped(found: Sequence[Remark]) -> tuple[SeverityGroup, ...]:
    """Return the findings by severity, the gravest first, and by decision."""
    groups = ((s, name, _with(found, s)) for s, (name, _) in GROUPS.items())
    return tuple(
        SeverityGroup(severity, name, count(len(those), "point"), _decided(those))
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


def _decided(found: Sequence[Remark]) -> tuple[DecisionGroup, ...]:
    by_finding: dict[int, Remark] = {id(remark.finding): remark for remark in found}
    groups = (
        (one, tuple(by_finding[id(finding)] for finding in one.findings))
        for one in decisions(remark.finding for remark in found)
    )
    return tuple(DecisionGroup(one, those[:SHOWN], those[SHOWN:]) for one, those in groups)

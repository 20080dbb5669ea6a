"""Group findings by decision: what one choice settles, wherever it was found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ppun_access.report import Finding, Severity
from ppun_access.site.report.model import NamedFinding
from ppun_access.writers.units import NBSP, agreed, count, number, upper_first

_OF_FILES = ("fichier-non-lu", "lien-symbolique")
"""What is found of files that are no pages."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The findings of one code about one subject: an acronym, a word, often none."""

    subject: str
    findings: tuple[Finding, ...]

    @property
    def code(self) -> str:
        """The code of them all."""
        return self.findings[0].code

    @property
    def severity(self) -> Severity:
        """How much the gravest of them matters."""
        return max(finding.severity for finding in self.findings)

    @property
    def times(self) -> int:
        """How many times it was found, in all."""
        return sum(len(finding.pages) or finding.times for finding in self.findings)

    @property
    def pages(self) -> tuple[str, ...]:
        """The pages where it was found: their files, else their titles; each once."""
        places = (
            page
            for one in self.findings
            for page in one.pages or (one.pos.file if one.pos else one.page,)
        )
        return tuple(dict.fromkeys(filter(None, places)))

    @property
    def line(self) -> str:
        """The line that settles it in the lexicon; empty when no line does."""
        return next((one.line for one in self.findings if one.line), "")

    @property
    def many(self) -> str:
        """« 38 fois sur 14 pages » of a subject; « 6 », « 3 pages » of what has none."""
        pages = count(len(self.pages), "fichier" if self.code in _OF_FILES else "page")
        if not self.subject and self.times == len(self.pages) > 1:
            return pages
        where = f" sur {pages}" if len(self.pages) > 1 else ""
        return f"{self.times}{f'{NBSP}fois' if self.subject else ''}{where}"

    @property
    def title(self) -> str:
        """« SCORAN : 38 fois sur 14 pages », « Image absente : 6 », « Lien mort »."""
        name = self.subject or upper_first(self.findings[0].row.label)
        return f"{name}{NBSP}: {self.many}" if self.subject or self.times > 1 else name


def decisions(findings: Iterable[Finding]) -> tuple[Decision, ...]:
    """Return what is to be decided, the gravest first, then what was found most often."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.code, finding.subject), []).append(finding)
    found = (Decision(subject, tuple(those)) for (_, subject), those in groups.items())
    return tuple(sorted(found, key=lambda one: (-one.severity, -one.times)))


# Remarks


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

"""Group findings by decision: what one choice settles, wherever it was found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ppun_access.report import Finding, Severity
from ppun_access.writers.units import NBSP, count, upper_first

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

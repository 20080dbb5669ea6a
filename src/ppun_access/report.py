"""What the pipeline tells the people who write the texts: findings, never prints."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

from ppun_access.document.model import Pos

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


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to tell an editor.

    ``code`` is stable; ``page`` is the title of the page and ``passage`` the text that
    the finding is about: GitBook's editor shows no line numbers, so a person needs the
    words as well as ``pos``.
    """

    code: str
    message: str
    severity: Severity = Severity.WARNING
    pos: Pos | None = None
    page: str = ""
    passage: str = ""

    def __str__(self) -> str:
        where = [str(self.pos)] if self.pos else []
        if self.page:
            where.append(f"page « {self.page} »")
        if self.passage:
            where.append(f"passage « {excerpt(self.passage)} »")
        place = f"{', '.join(where)} : " if where else ""
        return f"{place}{self.severity.label} : {self.message} [{self.code}]"


def excerpt(text: str, words: int = EXCERPT_WORDS) -> str:
    """Return the first ``words`` words of ``text``, on one line."""
    found = text.split()
    return " ".join(found[:words]) + ("…" if len(found) > words else "")


@dataclass(slots=True)
class Report:
    """The findings of one run, in order."""

    findings: list[Finding] = field(default_factory=list)

    def add(self, finding: Finding) -> None:
        """Note ``finding``, once: two formats of one page need not repeat it."""
        if finding not in self.findings:
            self.findings.append(finding)

    def worst(self) -> Severity | None:
        """Return the gravest severity noted, or None."""
        return max((f.severity for f in self.findings), default=None)

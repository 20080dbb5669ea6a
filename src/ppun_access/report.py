"""Collect findings, the messages to the people who write the texts; never print."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

from ppun_access.codes import CODES, Code, Severity
from ppun_access.document.model import Pos
from ppun_access.document.packing import register
from ppun_access.errors import ExitCode, briefly, without_passwords

__all__ = [
    "CODES",
    "Code",
    "Finding",
    "Report",
    "Severity",
    "cannot_silence",
    "excerpt",
    "exit_code",
    "how_to_silence",
    "plain_title",
    "unknown_code",
]

EXCERPT_WORDS = 8


def cannot_silence(code: str) -> str:
    """Return why ``code`` cannot be silenced, in French; empty if it can."""
    if code in CODES and not CODES[code].silenceable:
        return f"Le constat « {code} » ne peut pas être tu."
    return unknown_code(code)


def how_to_silence(findings: Iterable[Finding]) -> str:
    """Return, in French, how to silence findings on a passage; empty if nobody may."""
    rows = (finding.row for finding in findings if finding.pos)
    code = next((row.name for row in rows if row.silenceable), "")
    return code and (
        "Pour garder un passage tel quel, écrivez à la fin de son paragraphe le code du "
        f"constat\u00a0: <!-- ppun: taire {code} -->. Pour tout le site, écrivez dans "
        f'ppun.toml, section [constats]\u00a0: taire = ["{code}"].'
    )


def unknown_code(code: str) -> str:
    """Return the fault of a code that no finding has, in French; empty for a known code."""
    if code in CODES:
        return ""
    near = get_close_matches(code, CODES, n=1, cutoff=0.5)
    guess = f" : vouliez-vous dire « {near[0]} » ?" if near else "."
    return f"Le constat « {code} » n’existe pas{guess}"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to tell an editor; ``CODES`` has the facts of its code.

    ``code`` is stable; ``page`` is the title of the page and ``passage`` the text that
    the finding is about: GitBook's editor shows no line numbers, so a person needs the
    words as well as ``pos``. ``trace`` is the traceback of a fault of ours.
    """

    code: str
    message: str
    pos: Pos | None = None
    page: str = ""
    passage: str = ""
    trace: str = field(default="", compare=False)
    minor: bool = False
    """Whether it is information only, where its code may be: see ``Code.minor``."""
    pages: tuple[str, ...] = ()
    """The names of the pages that it is about, when it is about several."""
    subject: str = ""
    """What one decision settles wherever it stands: an acronym, a word; often empty."""
    times: int = 1
    """How many times the subject stands in the text."""
    line: str = ""
    """The line of the lexicon, to be checked, that settles it; empty when none does."""

    def __post_init__(self) -> None:
        """Remove the passwords of addresses: findings are copied, mailed, shown."""
        object.__setattr__(self, "message", briefly(without_passwords(self.message)))
        object.__setattr__(self, "passage", without_passwords(self.passage))

    def __str__(self) -> str:
        where = [str(self.pos)] if self.pos else []
        if self.page:
            where.append(f"page « {self.page} »")
        if self.passage:
            where.append(f"passage « {excerpt(self.passage)} »")
        place = f"{', '.join(where)} : " if where else ""
        return f"{briefly(place)}{self.severity.label} : {self.message} [{self.code}]"

    @property
    def row(self) -> Code:
        """What the table says of its code."""
        return CODES.get(self.code) or Code(self.code, Severity.WARNING, "", "")

    @property
    def severity(self) -> Severity:
        """How much it matters."""
        return Severity.INFO if self.minor else self.row.severity

    @property
    def silenced(self) -> bool:
        """Whether the author silenced it, in the page."""
        return self.pos is not None and self.code in self.pos.silenced


def exit_code(findings: Iterable[Finding]) -> ExitCode:
    """Return the exit code that findings ask for: the highest of their rows."""
    return max((finding.row.exit_code for finding in findings), default=ExitCode.DONE)


def excerpt(text: str, words: int = EXCERPT_WORDS) -> str:
    """Return the first ``words`` words of ``text``, on one line."""
    found = text.split()
    return " ".join(found[:words]) + ("…" if len(found) > words else "")


def plain_title(title: str) -> str:
    """Return ``title`` without what typography changes: findings name pages by it.

    >>> plain_title("L'école : 1"), plain_title("L’École\N{NO-BREAK SPACE}: 1")
    ('Lécole1', 'LÉcole1')
    """
    return "".join(filter(str.isalnum, title))


def _nothing(finding: Finding) -> bool:
    return False


@dataclass(slots=True)
class Report:
    """The findings of one run, in order; silenced ones are kept apart."""

    findings: list[Finding] = field(default_factory=list)
    silenced: list[Finding] = field(default_factory=list)
    is_silenced: Callable[[Finding], bool] = _nothing
    """Whether the settings silence a finding: see ``set_filter``."""
    _known: set[tuple[bool, Finding]] = field(
        default_factory=set, init=False, repr=False, compare=False
    )

    def add(self, *findings: Finding) -> None:
        """Note each finding once: two formats of one page need not repeat it."""
        for finding in findings:
            silent = finding.silenced or self.is_silenced(finding)
            if (silent, finding) not in self._known:
                self._known.add((silent, finding))
                (self.silenced if silent else self.findings).append(finding)

    def set_filter(self, is_silenced: Callable[[Finding], bool]) -> None:
        """Silence the findings that ``is_silenced`` accepts, past and to come."""
        self.is_silenced = is_silenced
        found, self.findings = self.findings, []
        self._known = {(True, finding) for finding in self.silenced}
        self.add(*found)


register(Severity, Finding)

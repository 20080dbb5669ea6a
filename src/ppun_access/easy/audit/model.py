"""Define the records of the audit: grid, verdicts, findings, rules, facts.

Plain records. ``RenderedFacts`` and ``PagedFacts`` say how a text is shown: they are filled
by the pipeline from what our writers produce, ``None`` where nothing tells.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias, TypeVar
from typing import Literal as OneOf

from ppun_access.document.model import Document, Version
from ppun_access.errors import briefly
from ppun_access.settings.thresholds import EASY_THRESHOLDS, Thresholds

T = TypeVar("T")
Verdict: TypeAlias = OneOf["C", "NC", "NA", "NT"]
"""Conforme, non conforme, non applicable, and « à vérifier par une personne »."""

VERDICTS: Mapping[Verdict, str] = MappingProxyType(
    {
        "C": "conforme",
        "NC": "non conforme",
        "NA": "non applicable",
        "NT": "à vérifier par une personne",
    }
)


@dataclass(frozen=True, slots=True)
class Criterion:
    """One test of the grid, in the grid's own words."""

    test: str
    """« RLS-4.1.1 »."""
    level: str
    """« A », « AA » or « AAA »."""
    theme: str
    title: str
    """The title of the test."""
    criterion: str
    criterion_title: str


@dataclass(frozen=True, slots=True)
class Profile:
    """A readership; the thresholds come from practice, since the grid gives few."""

    name: str
    sentence_words: int
    """The most words of a sentence (RLS-4.1.1 asks for one idea, and gives no count)."""
    clauses: int
    """The most embedded clauses of a sentence."""
    page_words: int
    """Over them, a page has too much text (RLS-1.12 gives no count)."""
    large_number: int
    """Over it, a number is large; the glossary of the RLS says a thousand."""
    heading_levels: int
    """The most levels of headings under the title; the RLS says one or two."""
    version: Version = "facile"
    """The texts whose thresholds (``[lisibilite]``) say how hard a text may be."""


PROFILES: Mapping[str, Profile] = MappingProxyType(
    {
        "falc": Profile("falc", 12, 1, 1000, 1000, 2),
        "facile": Profile("facile", 15, 1, 1500, 1000, 2),
        "public": Profile("public", 20, 2, 2500, 1_000_000, 3, "integral"),
    }
)
"""The values of ``[audit] profil``."""

Kind: TypeAlias = OneOf["titre", "phrase", "element", "definition", "case"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence, a heading, an item of a list…: what a finding quotes."""

    text: str
    """As it is shown."""
    prose: str
    """The same, without code, foreign words and explained acronyms; cut when endless."""
    kind: Kind
    line: int | None = None
    file: str = ""
    ends_line: bool = True
    """False for a sentence that another one follows in its paragraph."""


@dataclass(frozen=True, slots=True)
class Measures:
    """What readability counts in the text of a passage."""

    words: int = 0
    clauses: tuple[str, ...] = ()
    """The marker of each embedded clause."""
    hard_words: tuple[str, ...] = ()
    """Rare and long words that few readers may know."""
    doubtful_words: tuple[str, ...] = ()
    """Those of which only a person can say whether readers know them."""


@dataclass(frozen=True, slots=True)
class CheckFindings:
    """Findings of the checks, reported in the audit too."""

    code: str
    message: str
    sentence: str
    line: int | None


@dataclass(frozen=True, slots=True)
class WorstValue:
    """The worst value of a measure, and the words where it stands."""

    value: float
    text: str = ""


@dataclass(frozen=True, slots=True)
class RenderedFacts:
    """How a web page shows a text: its title, its state, its blocks.

    Lengths are CSS pixels, spacings are parts of the size of the text; a tuple holds the
    words concerned, empty when there are none. ``None``: nothing tells.
    """

    size: WorstValue | None = None
    """The smallest text."""
    weight: WorstValue | None = None
    """The lightest, 400 being the usual one."""
    letter_spacing: WorstValue | None = None
    line_spacing: WorstValue | None = None
    paragraph_spacing: WorstValue | None = None
    contrast: WorstValue | None = None
    fonts: tuple[str, ...] | None = None
    serif: tuple[str, ...] | None = None
    italic: tuple[str, ...] | None = None
    decorated: tuple[str, ...] | None = None
    light_on_dark: tuple[str, ...] | None = None
    """In any colour scheme that a reader may have."""
    colours: tuple[str, ...] | None = None
    """The colours of texts that are no links."""
    columns: tuple[str, ...] | None = None
    capitals: tuple[str, ...] | None = None
    run_on: tuple[str, ...] | None = None
    """Sentences that begin on the line where another ends."""
    hyphenated: tuple[str, ...] | None = None
    indented: tuple[str, ...] | None = None
    not_left: tuple[str, ...] | None = None
    unmarked_bullets: tuple[str, ...] | None = None
    unmarked_numbers: tuple[str, ...] | None = None
    words: int | None = None
    """In the main content of the page."""


IN_PDF = "le document PDF"
"""Stands for the words at fault where a measure holds for all those of a PDF."""


@dataclass(frozen=True, slots=True)
class PagedFacts:
    """How a document of pages (a PDF) is laid out; ``None``: nothing tells."""

    format: str | None = None
    """« A4 », « A5 »…"""
    margin_cm: float | None = None
    """The smallest of the four."""
    numbered: bool | None = None
    total_shown: bool | None = None
    """Whether each page says how many there are."""


@dataclass(frozen=True, slots=True)
class Review:
    """The review facts in the front matter of an easy version."""

    readings: int = 0
    """How many times people with intellectual disability worked on the text."""
    validated: bool = False
    """Whether what was read and signed is what the text says now."""
    answers: Mapping[str, Verdict] = field(default_factory=dict)
    """Test → what a person answered."""


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a rule may look at."""

    document: Document
    passages: tuple[Passage, ...]
    profile: Profile = PROFILES["falc"]
    measures: Mapping[str, Measures] = field(default_factory=dict)
    """Text of a passage → its measures."""
    difficulty: float | None = None
    """Of the whole text, 0 to 100; None when nothing was measured."""
    thresholds: Thresholds = EASY_THRESHOLDS
    definitions: Mapping[str, str] = field(default_factory=dict)
    """The hard words of the project's lexicon, explained."""
    noted: tuple[CheckFindings, ...] = ()
    rendered: RenderedFacts = RenderedFacts()
    paged: PagedFacts | None = None
    """None when the text has no document of pages to download."""
    review: Review = Review()
    found: dict[str, Any] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """What a rule worked out, for others that ask it again."""

    def once(self, name: str, work: Callable[[], T]) -> T:
        """Return what ``work`` returns, worked out once for these facts."""
        if name not in self.found:
            self.found[name] = work()
        result: T = self.found[name]
        return result

    def measured(self, passage: Passage) -> Measures:
        """Return the measures of ``passage``; nothing when nobody made them."""
        return self.measures.get(passage.text, _UNMEASURED)


_UNMEASURED = Measures()


@dataclass(frozen=True, slots=True)
class AuditFinding:
    """One thing to fix: where, why, and what to write instead."""

    message: str
    sentence: str = ""
    line: int | None = None
    file: str = ""
    found: str = ""
    """The words at fault, in the sentence."""
    code: str = ""
    """That of its rule."""

    def __post_init__(self) -> None:
        """Quote briefly, as every message does."""
        object.__setattr__(self, "message", briefly(self.message))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rule says of a text; ``reason`` is one sentence, in French."""

    verdict: Verdict
    reason: str
    findings: tuple[AuditFinding, ...] = ()


Check: TypeAlias = Callable[[Facts], Outcome]


@dataclass(frozen=True, slots=True)
class Rule:
    """One test of the grid: how it is judged, and its advice."""

    test: str
    code: str
    """The stable code of its findings."""
    check: Check
    explanation: str
    """Why, and how the program judges; in French."""
    good: str
    """An example that follows the test: a text in Markdown, or a description."""
    bad: str
    textual: bool = False
    """True when the examples are texts that the rule judges: a test holds them to it."""
    leeway: bool = False
    """True for « si possible »: a person may overrule the program."""


@dataclass(frozen=True, slots=True)
class Result:
    """One test of one text, settled."""

    criterion: Criterion
    verdict: Verdict
    auto: bool
    """True when the program settled it alone."""
    reason: str
    findings: tuple[AuditFinding, ...] = ()


@dataclass(frozen=True, slots=True)
class Audit:
    """The whole grid, filled for one text."""

    profile: Profile
    results: tuple[Result, ...]

    def count(self, verdict: Verdict) -> int:
        """Return how many tests have ``verdict``."""
        return sum(result.verdict == verdict for result in self.results)


# The grid


GRID = Path(__file__).with_name("data") / "rls.csv"


_NOTE = " Note concernant l'évaluation qualitative"
"""It came along with the title of the last test when the grid was taken from its page."""


@cache
def grid() -> tuple[Criterion, ...]:
    """Return the tests in the order of the grid."""
    with GRID.open(encoding="utf-8-sig", newline="") as handle:
        return tuple(
            Criterion(
                test=row["test"],
                level=row["niveau"],
                theme=row["theme"],
                title=row["intitule_test"].partition(_NOTE)[0],
                criterion=row["critere"],
                criterion_title=row["intitule"],
            )
            for row in csv.DictReader(handle)
        )

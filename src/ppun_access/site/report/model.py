"""Define the data of the report: plain values, independent of documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

from ppun_access.document.model import Version
from ppun_access.document.packing import register
from ppun_access.report import Finding
from ppun_access.settings.thresholds import EASY_THRESHOLDS, THRESHOLDS, Thresholds

HARDEST = 100
"""The end of the scale of difficulty."""


@dataclass(frozen=True, slots=True)
class LevelBand:
    """One level of difficulty: its name and where it ends on the scale."""

    name: str
    end: float


LEVELS = (
    LevelBand("très facile", 25),
    LevelBand("facile", 45),
    LevelBand("moyen", 60),
    LevelBand("difficile", 80),
    LevelBand("très difficile", HARDEST),
)
"""Those of ``readability.composite``, which no page imports."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The measures of one text; None where a tool gives none."""

    sentences: float | None = None
    words: float | None = None
    longest_sentence: float | None = None
    """In words."""
    kandel_moles: float | None = None
    lix: float | None = None
    reading_seconds: float | None = None
    difficulty: float | None = None
    rare_words: float | None = None
    """In a hundred."""

    @classmethod
    def of(cls, scores: object) -> Figures:
        """Return the figures that ``scores``, of any tool, has under the same names."""
        return cls(**{f.name: getattr(scores, f.name, None) for f in fields(cls)})


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a sentence is hard, and what to do about it."""

    message: str
    suggestion: str


@dataclass(frozen=True, slots=True)
class SentenceRow:
    """One sentence of a text, in reading order."""

    text: str
    words: int
    difficulty: float
    causes: tuple[Cause, ...] = ()
    line: int | None = None
    """In the source file of its version."""
    anchor: str = ""
    """Its id in the published page; empty when it is absent."""
    in_list: bool = False
    place: str = ""
    """In its page, as people count: « 3e paragraphe »; empty when nobody knows."""


register(Figures, Cause, SentenceRow)


@dataclass(frozen=True, slots=True)
class EarlierMeasure:
    """What an earlier build measured; ``when`` is a date in words: « le 12 novembre »."""

    when: str
    difficulty: float


@dataclass(frozen=True, slots=True)
class NamedFinding:
    """A finding, and the text and version it belongs to; empty when it has none."""

    finding: Finding
    document_id: str = ""
    version: Version = "integral"
    place: str = ""
    """In the page, as people count: « 3e paragraphe »."""


@dataclass(frozen=True, slots=True)
class ReportVersion:
    """One version of one text, and its measures."""

    version: Version
    status: str
    file: str
    """The source, as its findings name it."""
    ours: Figures
    sentences: Sequence[SentenceRow] = ()
    """Of the body, which ``ours`` measures."""
    listed: Sequence[SentenceRow] = ()
    """Of the lists, which are scored apart."""
    lists: Figures = Figures()
    headings: Figures = Figures()
    earlier: tuple[EarlierMeasure, ...] = ()
    """Earlier builds whose figures were different, the oldest first."""
    recomputed: bool = False
    """True when the way of measuring has changed since: no comparison is honest."""
    link: str = ""
    """The way from the report to the page of the text, when there is one."""


@dataclass(frozen=True, slots=True)
class PictogramShown:
    """A pictogram that is proposed for a passage of an easy text."""

    name: str
    shows: str
    passage: str
    place: str
    """The file and the line that it would come before."""
    image: str
    """The way from the report to the drawing."""


@dataclass(frozen=True, slots=True)
class ReportText:
    """One text and its versions, the full one first."""

    document_id: str
    title: str
    versions: tuple[ReportVersion, ...]
    draft: str = ""
    """The way from the report to the machine's draft, when nobody has written a version."""
    block: str = ""
    """The way from the report to the block to paste in GitBook, when there is one."""
    pictograms: tuple[PictogramShown, ...] = ()
    """Those that are proposed for the version that a person wrote."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is: in words, with a link where there is one."""

    words: str
    link: str = ""
    file: str = ""
    """The file and the line, shown in small."""


@dataclass(frozen=True, slots=True)
class ToDo:
    """One thing to do: what, where, why, and what to paste or to type."""

    title: str
    """What, on one line; a terminal shows it alone."""
    why: str = ""
    places: tuple[Place, ...] = ()
    quote: str = ""
    """The sentence that it is about."""
    proposal: str = ""
    """What may be written instead, to be read by a person."""
    ideas: tuple[str, ...] = ()
    """Without a proposal, the parts of the sentence of which each may become one."""
    paste: str = ""
    """The lines to paste, or the command to type."""
    into: str = ""
    """What to do with them: « À coller dans ppun.toml »."""
    told: str = ""
    """What a terminal shows instead of the title: it adds places, messages and codes."""

    @property
    def line(self) -> str:
        """What a terminal shows of it."""
        return self.told or self.title


@dataclass(frozen=True, slots=True)
class HardSentence:
    """One of the sentences that are worth most to rewrite, and where it is."""

    text: ReportText
    row: SentenceRow
    file: str
    """The source of the text, and the line."""
    link: str
    """The way from the report’s first page to what is said of it."""


@dataclass(frozen=True, slots=True)
class UnknownWord:
    """A word that no lexicon knows, as a voice says it: the team may tell it better."""

    text: str
    ipa: str
    times: int
    sound: str = ""
    """The way from the report to its sound; empty when no voice reads."""

    @property
    def line(self) -> str:
        """What to paste in ``lexique.toml``."""
        return f'"{self.text}" = "/{self.ipa}/"'


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """What the report says and judges by, beside the texts."""

    site_title: str = ""
    publisher: str = ""
    date: str = ""
    """When it was made, in words; empty in what is published, which has no date."""
    thresholds: Thresholds = THRESHOLDS
    easy_thresholds: Thresholds = EASY_THRESHOLDS
    draft_advice: str = ""
    """What would make better drafts, in French; empty when nothing would."""
    block_advice: str = ""
    """What would give blocks to paste in GitBook, in French; empty when they are there."""
    public: bool = False
    """True for the copy inside the site."""
    state: str = ""
    """How accessible the site is declared to be, for the foot of that copy."""
    grid: str = ""
    """Where the grid of the RGAA is, seen from the report; empty when there is none."""
    colour: str = ""
    """The accent of the site, as the settings give it; empty: that of the program."""

    def of(self, version: Version) -> Thresholds:
        """Return the thresholds of one version."""
        return self.easy_thresholds if version == "facile" else self.thresholds

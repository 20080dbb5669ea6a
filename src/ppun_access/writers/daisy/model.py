"""Hold the state of a DAISY book being written: text positions, times, parts.

A part opens with a heading and is one SMIL file. A mark is a place that a listener can go
to: a heading or a sentence. Times are whole milliseconds, so that their sums are exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from ppun_access.document.model import Clip, Note
from ppun_access.report import Report

SHORTEST = 20
"""Milliseconds of a heading without a sound of its own: none at all stops some readers.
It is the silence that is kept before what is heard, so that no sentence loses a letter."""
UNHEARD = "incomplet"
"""The class of a place of which some words are not heard."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place of the text: ``target`` is the id of its element, ``part`` counts from 1.

    ``begin`` and ``end`` are milliseconds in the sound, equal where nothing is heard.
    """

    number: int
    part: int
    target: str
    begin: int = 0
    end: int = 0
    unheard: bool = False
    """Only text in a book that has sound: the voice has nothing for it."""
    partly: bool = False
    """Some of its words are not heard, in a book that has sound."""

    @property
    def href(self) -> str:
        """Where it is heard."""
        return f"{smil_name(self.part)}#{text_id(self.number)}"

    def attributes(self, class_: str = "") -> str:
        """Return the id and the class of its element, with a space before each."""
        classes = " ".join(filter(None, (class_, UNHEARD if self.partly else "")))
        return (f' class="{classes}"' if classes else "") + f' id="{self.target}"'


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the table of contents: the heading that opens the part of its rank."""

    level: int
    title: str


@dataclass(frozen=True, slots=True)
class Part:
    """What one SMIL file holds, and how much is heard ``before`` it, in milliseconds."""

    entry: Entry
    marks: tuple[Mark, ...]
    before: int = 0

    @property
    def number(self) -> int:
        """Its rank, from 1."""
        return self.marks[0].part

    @property
    def length(self) -> int:
        """Milliseconds."""
        return sum(mark.end - mark.begin for mark in self.marks)


@dataclass(slots=True)
class Writing:
    """What one book remembers while its text is written."""

    report: Report
    page: str
    clips: dict[str, Clip] = field(default_factory=dict)
    """What is still to be heard, by id of the node."""
    pictures: Mapping[str, str] = field(default_factory=dict)
    """Address in the site → name in the book."""
    base_url: str = ""
    silent: bool = True
    """Nothing is heard: every piece of text is a mark then, for a reader's own voice."""
    marks: list[Mark] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    notes: int = 0
    waiting: list[tuple[int, Note]] = field(default_factory=list)
    """Footnotes whose text comes after the paragraph that calls them."""
    here: str = ""
    """Where the text that is being written is heard."""
    bare: bool = False
    """A link is open already: a link cannot hold another one."""
    in_link: bool = False
    unsaid: frozenset[str] = frozenset()
    """Ids of what the voice does not say, or not wholly."""

    def mark(
        self, nodes: Iterable[str] = (), entry: Entry | None = None, words: str = ""
    ) -> Mark:
        """Add the place where the sounds of ``nodes`` are heard; an entry opens a part.

        Readers go from sentence to sentence: one without sound has its place too.
        ``words`` are those of the place.
        """
        if entry:
            self.entries.append(entry)
        own = tuple(nodes)
        heard = [self.clips.pop(node) for node in own if node in self.clips]
        number = len(self.marks) + 1
        mark = Mark(number, len(self.entries), f"e{number:04}")
        if heard:
            begin, end = _ms(heard[0].begin), _ms(heard[-1].end)
            mark = replace(mark, begin=begin, end=end)
        elif not entry:
            mark = replace(mark, unheard=not self.silent)
        worded = any(map(str.isalnum, words))
        lost = mark.unheard or not self.unsaid.isdisjoint(own)
        mark = replace(mark, partly=worded and lost and not self.silent)
        self.marks.append(mark)
        return mark


def smil_name(part: int) -> str:
    """Return the name of the SMIL file of a part."""
    return f"s{part:04}.smil"


def text_id(number: int) -> str:
    """Return the id, in its SMIL file, of the text of a mark."""
    return f"t{number:04}"


def whole_clock(ms: int) -> str:
    """Return a time to the nearest second, hours on two digits.

    >>> whole_clock(3_725_500)
    '01:02:06'
    """
    seconds = (ms + 500) // 1000
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def parts(entries: Sequence[Entry], marks: Sequence[Mark]) -> tuple[Part, ...]:
    """Return the parts that ``marks`` make; each mark that opens one is a heading."""
    made: list[Part] = []
    before = 0
    grouped = groupby(_timed(marks), key=lambda mark: mark.part)
    for entry, (_, own) in zip(entries, grouped, strict=True):
        made.append(Part(entry, tuple(own), before))
        before += made[-1].length
    return tuple(made)


def _timed(marks: Sequence[Mark]) -> list[Mark]:
    """Return ``marks`` in order, with their sounds; what is only text keeps none."""
    heard = iter(_shared([mark for mark in marks if not mark.unheard]))
    return [mark if mark.unheard else next(heard) for mark in marks]


def _shared(marks: Sequence[Mark]) -> list[Mark]:
    """Return ``marks``, each with some sound if any of them has.

    A heading that the voice says with the sentence after it, as it does for the title of
    a tab, takes the first instant of that sentence; the last ones, the end of the sound.
    """
    timed: list[Mark] = []
    waiting: list[Mark] = []
    for mark in marks:
        waiting.append(mark)
        if mark.end > mark.begin:
            step = _step(mark, len(waiting))
            begins = [mark.begin + at * step for at in range(len(waiting))]
            ends = [*begins[1:], mark.end]
            timed.extend(map(_at, waiting, begins, ends))
            waiting = []
    if timed and waiting:
        last = timed.pop()
        step = _step(last, len(waiting) + 1)
        cut = last.end - len(waiting) * step
        begins = [last.begin, *(cut + at * step for at in range(len(waiting)))]
        ends = [*begins[1:], last.end]
        return [*timed, *map(_at, (last, *waiting), begins, ends)]
    return [*timed, *waiting]


def _step(mark: Mark, places: int) -> int:
    """Return how much of ``mark`` each of the headings that share it takes."""
    return min(SHORTEST, (mark.end - mark.begin) // places)


def _at(mark: Mark, begin: int, end: int) -> Mark:
    return replace(mark, begin=begin, end=end)


def _ms(seconds: float) -> int:
    """Return whole milliseconds, never after the sound; the last digits are rounding."""
    return int(seconds * 1000 + 1e-6)

"""Hold the state of the conversion of one page: options, footnotes, findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from bs4.element import NavigableString, PageElement, PreformattedString, Tag

from ppun_access.document.model import Pos
from ppun_access.readers.marks import EXAMPLE, marks, silenced
from ppun_access.report import Finding, Report


@dataclass(frozen=True, slots=True)
class Context:
    """What the conversion of one page needs; ``name`` is used in messages."""

    name: str
    page: str
    report: Report
    notes: Notes = field(default_factory=lambda: Notes({}))
    silenced: frozenset[str] = frozenset()
    """The codes that the author does not want to be reported here."""
    sense_lines: bool = False
    """The line ends of the source are kept."""
    lang: str = "fr"
    """The language of the page."""
    lines: Sequence[int] = ()
    """The line of the source of each line of the HTML; none when they are the same."""

    def start(self, element: PageElement) -> Pos:
        """Return where ``element`` begins in the source, with its tag if it has one."""
        return self._at(_line_of(element))

    def pos(self, element: PageElement) -> Pos:
        """Return where the words of ``element`` begin in the source."""
        first = next(_worded(element), element)
        text = "" if isinstance(first, Tag) else str(first)
        blank = text[: len(text) - len(text.lstrip())].count("\n")
        return self._at(_line_of(first) + blank)

    def _at(self, line: int) -> Pos:
        line = self.lines[min(line, len(self.lines)) - 1] if self.lines else line
        return Pos(self.name, line, self.silenced)

    def hearing(self, elements: Iterable[PageElement]) -> Context:
        """Return the same context, without the findings that ``elements`` silence."""
        codes = self.silenced
        for comment, mark in marks(elements):
            more, faults = silenced(mark)
            codes |= more
            for fault in faults:
                self._misplaced(comment, mark, fault)
        return replace(self, silenced=codes)

    def _misplaced(self, comment: PageElement, mark: str, fault: str) -> None:
        """Report that a mark does nothing, and why."""
        pos = replace(self.start(comment), silenced=frozenset())
        message = f"{fault} Écrivez par exemple « {EXAMPLE} »."
        code = "commentaire-inconnu"
        self.report.add(Finding(code, message, pos, self.page, mark))

    def in_note(self, note: str) -> Context:
        """Return the same context for the footnote ``note``."""
        return replace(self, notes=self.notes.within(note))

    def tell(
        self, code: str, message: str, element: PageElement, between: str = ""
    ) -> None:
        """Note a finding about ``element``; ``between`` parts the texts that it quotes."""
        passage = " ".join(element.get_text(between).split())
        pos = self.pos(element)
        self.report.add(Finding(code, message, pos, self.page, passage))

    def empty_heading(self, heading: Tag) -> None:
        """Note a heading that is not published, for it has no words."""
        message = "Ce titre est vide : il n’est pas publié. Écrivez-le, ou retirez-le."
        pos = self.start(heading)
        self.report.add(Finding("titre-vide", message, pos, self.page))


def _worded(element: PageElement) -> Iterator[PageElement]:
    """Yield the texts and the pictures of an element that is one, or holds some."""
    inside = element.descendants if isinstance(element, Tag) else ()
    for one in chain((element,), inside):
        text = isinstance(one, NavigableString) and not isinstance(one, PreformattedString)
        if (text and str(one).strip()) or (isinstance(one, Tag) and one.name == "img"):
            yield one


def _line_of(element: PageElement) -> int:
    """Return the line on which an element, or what holds it, begins in its page."""
    at: PageElement | None = element
    while at is not None:
        if line := vars(at).get("sourceline"):
            return int(line)
        at = at.parent
    return 1


# Footnotes


MOST_AGAIN = 1_000
"""Times that the notes of a page may be called once more."""
MOST_WORDS_AGAIN = 1_000_000
"""Characters that these calls may add to a page."""
AGAIN = (
    "Cette note s’appelle elle-même, ou est appelée trop de fois : cet appel n’est pas "
    "publié. Retirez-le."
)


@dataclass(slots=True)
class _Left:
    calls: int = MOST_AGAIN
    characters: int = MOST_WORDS_AGAIN


@dataclass(frozen=True, slots=True)
class Notes:
    """Footnotes by id: those that were called, and those being read.

    A note stands wherever a mark calls it. One that calls itself would have no end, and
    thirty that each call the next one twice would be a billion.
    """

    by_id: Mapping[str, Tag]
    called: set[str] = field(default_factory=set)
    open: frozenset[str] = frozenset()
    _left: _Left = field(default_factory=_Left)

    def within(self, note: str) -> Notes:
        """Return the same for what ``note`` holds."""
        return replace(self, open=self.open | {note})

    def call(self, note: str) -> Tag | None:
        """Return the note that a mark calls; None when it may not be called once more."""
        if note in self.open:
            return None
        if note in self.called:
            self._left.calls -= 1
            self._left.characters -= len(self.by_id[note].get_text())
            if min(self._left.calls, self._left.characters) < 0:
                return None
        self.called.add(note)
        return self.by_id[note]

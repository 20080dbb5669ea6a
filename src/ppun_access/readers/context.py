"""Hold the state of the conversion of one page: options, footnotes, findings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from bs4.element import PageElement, Tag

from ppun_access.document.model import Pos
from ppun_access.readers.html.elements import source_text
from ppun_access.readers.lines import LineFinder
from ppun_access.readers.silence_marks import EXAMPLE, marks, silenced
from ppun_access.report import Finding, Report


@dataclass(frozen=True, slots=True)
class Context:
    """What the conversion of one page needs; ``name`` is used in messages."""

    name: str
    page: str
    finder: LineFinder
    report: Report
    notes: Notes = field(default_factory=lambda: Notes({}))
    silenced: frozenset[str] = frozenset()
    """The codes that the author does not want to be reported here."""
    sense_lines: bool = False
    """The line ends of the source are kept."""
    lang: str = "fr"
    """The language of the page."""

    def pos(self, element: PageElement) -> Pos:
        """Return where ``element`` begins in the source."""
        return Pos(self.name, self.finder.find(source_text(element)), self.silenced)

    def near(self, element: PageElement) -> Pos:
        """Return where ``element`` is, without going past what comes before it."""
        return Pos(self.name, self.finder.peek(source_text(element)), self.silenced)

    def hearing(self, elements: Iterable[PageElement]) -> Context:
        """Return the same context, without the findings that ``elements`` silence."""
        codes = self.silenced
        for mark in marks(elements):
            more, faults = silenced(mark)
            codes |= more
            for fault in faults:
                self.misplaced(mark, fault)
        return replace(self, silenced=codes)

    def misplaced(self, mark: str, fault: str) -> None:
        """Report that a mark does nothing, and why."""
        first_line = re.escape(mark.partition("\n")[0].rstrip())
        pos = Pos(self.name, self.finder.look(f"<!--.*{first_line}"))
        message = f"{fault} Écrivez par exemple « {EXAMPLE} »."
        code = "commentaire-inconnu"
        self.report.add(Finding(code, message, pos, self.page, mark))

    def aside(self, note: str = "") -> Context:
        """Return the same context for a passage elsewhere, or the footnote ``note``."""
        notes = self.notes.within(note) if note else self.notes
        return replace(self, finder=self.finder.again(), notes=notes)

    def tell(self, code: str, message: str, element: PageElement) -> None:
        """Note a finding about ``element``."""
        passage = " ".join(element.get_text().split())
        pos = self.pos(element)
        self.report.add(Finding(code, message, pos, self.page, passage))

    def empty_heading(self) -> None:
        """Note a heading that is not published, for it has no words."""
        line = self.finder.look(r"^\s*#{1,6}[\s#]*$|<h[1-6]")
        message = "Ce titre est vide : il n’est pas publié. Écrivez-le, ou retirez-le."
        pos = Pos(self.name, line, self.silenced)
        self.report.add(Finding("titre-vide", message, pos, self.page))


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

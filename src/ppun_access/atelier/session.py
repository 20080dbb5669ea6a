"""A reading workshop on a screen: what it is asked, what it answers, kept as a sheet.

A session is a filled sheet, in CSV, beside those of paper: ``facile import`` reads it, and
the rules on versions, workshops and signatures are the same. Two columns more hold the
words that were difficult and the passage of each sentence. There is no field for a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import count
from pathlib import Path
from types import MappingProxyType

from ppun_access.document.sources import cut_at_comments
from ppun_access.easy.review.answers import (
    PARTLY,
    Answer,
    Readers,
    ReviewSheet,
    hard_words,
    sheet_of,
)
from ppun_access.errors import PpunError
from ppun_access.french.text.typography import french_spacing
from ppun_access.readers import read_bytes
from ppun_access.readers.office.sheet_tables import LARGEST, filled
from ppun_access.runtime.disk import write_atomically
from ppun_access.runtime.spreadsheets import csv_table
from ppun_access.runtime.untrusted_files import whole_number
from ppun_access.writers.sheet import write as paper

ANSWERS: Mapping[str, str] = MappingProxyType(
    {"oui": "Je comprends", PARTLY: "Pas tout", "non": "Je ne comprends pas"}
)
"""What a sheet says of a sentence → the words of the button."""
NOT_YET = "pas encore"
REPLIES: Mapping[str, str] = MappingProxyType(
    {"bonne réponse": "Bonne réponse", NOT_YET: "Pas encore"}
)
"""The same of a question about what was understood."""
_COLUMNS = (*paper.CSV_COLUMNS, "mots difficiles", "passage")
_TITLE, _NOTE = "titre", "Remarque"
_PLACE = re.compile(rf"(\d{{1,6}})( {_TITLE})?")
_QUESTION = re.compile(r"Question \d+")
_BLANK = re.compile(r"\n[ \t]*\n")
_LISTED = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]|[ \t]+\S")
"""A line of a list: an item, or what is said under it."""
_KINDS = (".csv", ".odt", ".docx")


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence as it was read, and its words that were difficult."""

    number: int
    text: str
    is_title: bool = False
    hard: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """What is shown at once, with one answer; ``question`` is on what was understood."""

    lines: tuple[Line, ...]
    answer: str = ""
    """One of ``ANSWERS``, empty when nobody has answered."""
    question: str = ""
    reply: str = ""
    """One of ``REPLIES``, or empty."""

    @property
    def hard(self) -> tuple[str, ...]:
        """The words that were difficult."""
        return tuple(word for line in self.lines for word in line.hard)

    def with_word(self, number: int, word: str) -> Passage:
        """Return it with a word of one sentence difficult, or no longer so."""
        lines = (_turned(x, word) if x.number == number else x for x in self.lines)
        return replace(self, lines=tuple(lines))


def _turned(line: Line, word: str) -> Line:
    kept = tuple(one for one in line.hard if one != word)
    return replace(line, hard=kept if word in line.hard else (*kept, word))


@dataclass(frozen=True, slots=True)
class Session:
    """A workshop that reads one version of a text."""

    id: str
    version: str
    readers: Readers
    passages: tuple[Passage, ...]
    note: str = ""
    """What the facilitator wants to keep in mind."""

    @property
    def answered(self) -> int:
        """How many passages have an answer."""
        return sum(bool(one.answer) for one in self.passages)

    @property
    def left(self) -> int:
        """The first passage without an answer, from 1; 0 when all have one."""
        numbers = (n for n, one in enumerate(self.passages, 1) if not one.answer)
        return next(numbers, 0)

    def with_passage(self, number: int, passage: Passage) -> Session:
        """Return it with another passage in the place of ``number``, from 1."""
        before, after = self.passages[: number - 1], self.passages[number:]
        return replace(self, passages=(*before, passage, *after))

    def content(self) -> bytes:
        """Return the sheet, filled in."""
        return csv_table((_COLUMNS, *self._rows()))

    def _rows(self) -> Iterator[tuple[object, ...]]:
        tie, questions = f"{self.id} {self.version}", count(1)
        for n, one in enumerate(self.passages, 1):
            for line in one.lines:
                place = f"{n} {_TITLE}" if line.is_title else n
                hard = ", ".join(line.hard)
                yield tie, line.number, line.text, one.answer, "", hard, place
            if one.question:
                name = f"Question {next(questions)}"
                yield tie, name, one.question, one.reply, "", "", n
        who = self.readers
        said = (paper.KINDS[who.is_group], who.workshop, who.day, who.people, self.note)
        fields = ("Une personne ou un groupe", *paper.FIELDS, _NOTE)
        for field, value in zip(fields, said, strict=True):
            yield tie, "", field, value, ""


def passages_of(rows: Sequence[paper.Row], written: str) -> tuple[Passage, ...]:
    """Return the sentences of a sheet in passages, as ``written``, its Markdown, has them.

    A passage is a paragraph, or a list with the line that opens it, below its titles.
    """
    lines = written.split("\n")
    found: list[list[paper.Row]] = []
    for row in rows:
        before = found[-1][-1] if found else None
        if before and (before.title or (not row.title and _goes_on(before, row, lines))):
            found[-1].append(row)
        else:
            found.append([row])
    return tuple(map(_passage, found))


def _goes_on(before: paper.Row, row: paper.Row, lines: Sequence[str]) -> bool:
    if not (before.line and row.line):
        return False
    between = lines[before.line - 1 : row.line]
    if not _BLANK.search("\n".join(between)) or before.text.endswith(":"):
        return True
    return all(_LISTED.match(line) for line in (between[0], between[-1]))


def _passage(rows: Sequence[paper.Row]) -> Passage:
    lines = (Line(row.number, french_spacing(row.text), row.title) for row in rows)
    asked = rows[-1].question.partition(". ")[2]
    return Passage(tuple(lines), question=french_spacing(asked))


def session_of(rows: Sequence[Sequence[str]]) -> Session | None:
    """Return the session that the rows of a sheet are; None for a sheet of paper."""
    sheet = sheet_of("", rows)
    found: dict[int, Passage] = {}
    note = ""
    for row in (row for row in rows if len(row) >= 5):
        place = _PLACE.fullmatch(row[6]) if len(row) > 6 else None
        note = row[3] if not row[1] and row[2] == _NOTE else note
        if place:
            number = int(place[1])
            found[number] = _with_row(found.get(number, Passage(())), row, bool(place[2]))
    if not found:
        return None
    passages = tuple(found[number] for number in sorted(found))
    return Session(sheet.id, sheet.version, sheet.readers, passages, note)


def _with_row(passage: Passage, row: Sequence[str], is_title: bool) -> Passage:
    if _QUESTION.fullmatch(row[1]):
        reply = row[3] if row[3] in REPLIES else ""
        return replace(passage, question=row[2], reply=reply)
    number = whole_number(row[1], 10**6) or 0
    line = Line(number, row[2], is_title, hard_words(row[5]))
    answer = row[3] if row[3] in ANSWERS else ""
    return replace(passage, lines=(*passage.lines, line), answer=answer)


# Their files


@dataclass(frozen=True, slots=True)
class Kept:
    """A sheet in the folder of sheets, and the session that it is if it is of a screen."""

    path: Path
    sheet: ReviewSheet
    session: Session | None


def kept_sheets(folder: Path, id_: str) -> tuple[Kept, ...]:
    """Return the sheets of a text that its readers filled in, on paper or on a screen.

    What is no sheet is left out: people keep other things there.
    """
    paths = sorted(path for path in folder.glob("*") if path.suffix.lower() in _KINDS)
    found = (one for path in paths if (one := _kept(path)) and one.sheet.id == id_)
    return tuple(found)


def _kept(path: Path) -> Kept | None:
    with suppress(OSError):
        if path.is_file() and not path.is_symlink():
            stat = path.stat()
            return _read(path, stat.st_mtime_ns, stat.st_size, stat.st_ino)
    return None


@lru_cache(256)
def _read(path: Path, *_: int) -> Kept | None:
    try:
        found = filled(read_bytes(path, LARGEST), path.name)
    except PpunError:
        return None
    return Kept(path, sheet_of(found.text, found.rows), session_of(found.rows))


def keep_new(folder: Path, session: Session) -> Path:
    """Write a session that begins in a file of its own, and return it."""
    names = (f"{session.id}-{session.readers.day}-{n}.csv" for n in count(1))
    path = next(folder / name for name in names if not (folder / name).exists())
    keep(path, session)
    return path


def keep(path: Path, session: Session) -> None:
    """Write a session as it now is: no press is lost, whatever stops the machine."""
    write_atomically(path, session.content(), durable=True)


# What readers said, beside the text as it is


@dataclass(frozen=True, slots=True)
class Beside:
    """What readers said of a passage as it is written now."""

    said: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = ()
    """Each workshop, the words of ``ANSWERS`` that it gave, the worst first, and the words
    that were difficult."""
    is_changed: bool = False
    """Whether others of its words were read: it is to be read again."""


def beside(passage: str, sheets: Iterable[ReviewSheet]) -> Beside:
    """Return what ``sheets`` say of the words of a passage, and whether all were read.

    A sentence is known by its letters and its end: what was said of one that is written
    otherwise since is not shown beside it.
    """
    words = left = _key(_MARKS.sub(" ", " ".join(cut_at_comments(passage)[::2])))
    found, is_read = [], False
    for sheet in sheets:
        said = [one for one in sheet.answers if _value(one) or one.hard]
        here = [one for one in said if (own := _key(one.text)) and own in words]
        for one in sorted(here, key=lambda one: -len(one.text)):
            left = left.replace(_key(one.text), " ")
        values = set(map(_value, here))
        answers = tuple(ANSWERS[key] for key in (*ANSWERS,)[::-1] if key in values)
        hard = tuple(dict.fromkeys(word for one in here for word in one.hard))
        found += [(sheet.readers.workshop, answers, hard)] if here else []
        is_read = is_read or bool(said)
    return Beside(tuple(found), is_read and any(map(str.isalnum, left)))


_MARKS = re.compile(r"\]\((?:[^]\s)]|\](?!\())*+\)|^[ \t]*\d+[.)][ \t]", re.M)
"""What is no word of a text in Markdown, beside its comments."""


def _key(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum() or c in ".!?…")


def _value(answer: Answer) -> str:
    if answer.partly or answer.both:
        return PARTLY
    return {True: "oui", False: "non", None: ""}[answer.understood]

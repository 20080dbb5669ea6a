"""Tally the answers of a reading group: misunderstood sentences, suggested wordings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ppun_access.runtime.untrusted_files import whole_number

_NAME = re.compile(r"Fiche\s*:\s*(\S{1,300})\s*—\s*version\s*:\s*([0-9a-f]{16})")
_CSV_NAME = re.compile(r"(\S+)\s+([0-9a-f]{16})")
_MOST = 1_000_000
"""Sentences; no sheet has so many."""
_NUMBER = re.compile(r"\s*(\d+)\.\s+(.*)", re.S)
_TICK = re.compile(r"[☑☒✓✔✗✘🗹🗷✅☓×]|\[\s*[xX✓✔]\s*\]|^\s*[xX]\s|[☐□⬜]\s*[xX✓✔]|\s[xX]\s*$")
_EMPTY = re.compile(r"[☐□⬜]|\[\s*\]")
_NO = re.compile(r"ne\s+comprends?\s+pas|comprends?\s+pas", re.I)
_YES = re.compile(r"comprends?\b", re.I)
_TITLES = ("", "phrase")
_WORDS = {
    "oui": True, "o": True, "x": True, "1": True, "vrai": True,
    "non": False, "n": False, "0": False, "faux": False,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """One row of a filled sheet; ``understood`` is None without one ticked box."""

    number: int
    text: str
    understood: bool | None
    both: bool = False
    instead: str = ""


@dataclass(frozen=True, slots=True)
class SentenceTally:
    """The answers of all the sheets about one sentence."""

    number: int
    text: str
    yes: int = 0
    no: int = 0
    both: int = 0
    instead: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answers:
    """All that a group said; ``unknown`` are sentences that the text no longer has."""

    sheets: int
    tallies: tuple[SentenceTally, ...]
    unknown: tuple[Answer, ...] = field(default=())

    @property
    def not_understood(self) -> tuple[SentenceTally, ...]:
        """The sentences that somebody did not understand."""
        return tuple(one for one in self.tallies if one.no)


def sheet_name(text: str, rows: Sequence[Sequence[str]]) -> tuple[str, str]:
    """Return the id of the text of a sheet and its digest, empty when they are not said."""
    if found := _NAME.search(text):
        return found[1], found[2]
    for row in rows:
        if row and (found := _CSV_NAME.fullmatch(row[0].strip())):
            return found[1], found[2]
    return "", ""


def answers_of(rows: Iterable[Sequence[str]]) -> tuple[Answer, ...]:
    """Return the answers in the rows of a sheet; other rows are skipped."""
    found = (_answer(row) for row in rows)
    return tuple(one for one in found if one is not None)


def _answer(row: Sequence[str]) -> Answer | None:
    number = whole_number(row[1], _MOST) if len(row) >= 5 else None
    if number is not None and _CSV_NAME.fullmatch(row[0].strip()):
        word = row[3].strip().lower()
        known = _WORDS.get(word)
        if known is None and word:
            known = False if _NO.search(word) else True if _YES.search(word) else None
        return Answer(
            number, _flat(row[2]), known, bool(word) and known is None, _flat(row[4])
        )
    if len(row) < 3 or not _YES.search(row[1]) or row[0].strip().lower() in _TITLES:
        return None
    named = _NUMBER.fullmatch(row[0]) or ("", "0", row[0])  # a word processor's own list
    yes, no = _ticked(row[1])
    understood = None if yes == no else yes
    number = whole_number(named[1], _MOST) or 0
    return Answer(number, _flat(named[2]), understood, yes and no, _flat(row[2]))


def _ticked(cell: str) -> tuple[bool, bool]:
    """Return whether « je comprends » and « je ne comprends pas » are ticked.

    When a person left only one of the two, that one is the answer.
    """
    lines = [line for line in cell.split("\n") if _YES.search(line)]
    yes = [line for line in lines if not _NO.search(line)]
    no = [line for line in lines if _NO.search(line)]
    if len(lines) == 1 and not _EMPTY.search(lines[0]):
        return bool(yes), bool(no)
    return any(map(_TICK.search, yes)), any(map(_TICK.search, no))


def _flat(text: str) -> str:
    return " ".join(text.split())


def letters(text: str) -> str:
    """Return the letters and digits of a sentence, by which it is recognised."""
    return "".join(filter(str.isalnum, text)).casefold()


def tally(sentences: Sequence[str], sheets: Sequence[Sequence[Answer]]) -> Answers:
    """Return the answers of ``sheets`` about ``sentences``, numbered from 1.

    A sentence is known by its words; its number tells which one when they come twice.
    """
    places: dict[str, list[int]] = {}
    for place, sentence in enumerate(sentences, 1):
        places.setdefault(letters(sentence), []).append(place)
    held: dict[int, list[Answer]] = {}
    unknown: list[Answer] = []
    for answer in (one for sheet in sheets for one in sheet):
        known = places.get(letters(answer.text), [])
        if known:
            place = answer.number if answer.number in known else known[0]
            held.setdefault(place, []).append(answer)
        elif answer.understood is not None or answer.instead or answer.both:
            unknown.append(answer)
    tallies = (_tallied(n, s, held.get(n, ())) for n, s in enumerate(sentences, 1))
    return Answers(len(sheets), tuple(tallies), tuple(unknown))


def _tallied(number: int, text: str, given: Sequence[Answer]) -> SentenceTally:
    said = dict.fromkeys(a.instead for a in given if a.instead and a.instead != text)
    return SentenceTally(
        number, text,
        yes=sum(one.understood is True for one in given),
        no=sum(one.understood is False for one in given),
        both=sum(one.both for one in given),
        instead=tuple(said),
    )  # fmt: skip


def diff(found: Answers) -> Iterator[str]:
    """Yield the sentences that were misunderstood, or have another wording proposed."""
    for one in found.tallies:
        if not (one.no or one.instead or one.both):
            continue
        yield f"phrase {one.number}"
        yield f"- {one.text}"
        yield from (f"+ {text}" for text in one.instead)
        yield from (f"  {note}" for note in _notes(one))
        yield ""
    for answer in found.unknown:
        number = f" {answer.number}" if answer.number else ""
        yield f"phrase{number} de la fiche : elle n’est plus dans le texte"
        yield f"- {answer.text}"
        if answer.instead:
            yield f"+ {answer.instead}"
        if answer.understood is False:
            yield "  pas comprise"
        yield ""


def _notes(one: SentenceTally) -> Iterator[str]:
    if one.no:
        yield f"pas comprise : {one.no} sur {one.yes + one.no + one.both}"
    if one.both:
        boxes = "les deux cases cochées, ou une réponse peu claire"
        yield f"{boxes} : {one.both}"
    if len(one.instead) > 1:
        yield "plusieurs propositions : choisissez"


def summary(found: Answers) -> Iterator[str]:
    """Yield the counts: sentences not understood, to say otherwise, without an answer."""
    total = len(found.tallies)
    instead = sum(bool(one.instead) for one in found.tallies)
    silent = sum(not (one.yes or one.no or one.both) for one in found.tallies)
    yield f"Fiches lues : {found.sheets}."
    yield f"Phrases pas comprises : {len(found.not_understood)} sur {total}."
    yield f"Phrases à dire autrement : {instead}."
    yield f"Phrases sans réponse : {silent}."
    if found.unknown:
        yield f"Réponses sur une phrase disparue du texte : {len(found.unknown)}."

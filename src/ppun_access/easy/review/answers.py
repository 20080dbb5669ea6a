"""Tally the answers of a reading group: misunderstood sentences, suggested wordings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

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
PARTLY = "pas tout"
"""What a CSV says of a sentence that was understood in part."""
_PARTLY = re.compile(
    r"(?:(?:je|j|on)\s)?(?:ne\s)?(?:(?:comprends?|ai|a)\s)?pas\stout(?:\s(?:bien\s)?compris)?"
    r"|(?:compris\s)?en\spartie|un\speu"
)
_FIELD = re.compile(
    r"\s*(nom de l.atelier|date|nombre de personnes|une personne ou un groupe)\s*+:"
    r"\s*+(.*\S)\s*",
    re.I,
)
_WHO = re.compile(r"\b(?:personne|groupe)\b", re.I)
_QUESTION = re.compile(r"\s*question\s+(\d+)\.\s+(.*)", re.S | re.I)
_TITLES = ("", "phrase")
_UNSAID = (
    r"(?:(?:je|j|on)\s)?(?:(?:ne|n|y)\s)*(?:(?:sais|sait|vois|comprends?)\s(?:pas|rien)"
    r"|a[is]?\s(?:pas|rien)\s(?:tout\s|bien\s)?compris|ai\spas\sd\s(?:idée|avis)"
    r"|(?:ai|a)\srien\sà\s(?:dire|changer))(?:\s\w+){0,5}"
)
_JUDGED = (
    r"(?:(?:c|ce|ça)\s(?:n\s)?(?:est|va|me\sva)\s?)?(?:(?:trop|pas|très|bien|plus|un\speu|assez)\s)*"
    r"(?:bien|bon|bonne|long|longue|court|dur|difficile|compliquée?|claire?|facile|flou)"
)
_PERSON = re.compile(r"(?:je|j|on)\s")
_WORD = re.compile(r"\w+")
_NOT_UNDERSTOOD = re.compile(r"comprends?\spas|pas\s(?:\w+\s)?compris|rien\scompris", re.I)
_REMARK = re.compile(
    rf"{_UNSAID}|{_JUDGED}|oui|non|ok|d\saccord|(?:ne\s)?rien(?:\sà\s\w+|\schanger)?|ras|idem"
    r"|pareil|(?:la\s)?même(?:\schose|\sphrase)?|aucune\sidée|(?:pas|sans)\s(?:d\s)?avis|bof"
    r"|ça\s(?:me\s)?va|(?:je|on)\s(?:la\s)?garde|quoi|pourquoi|(?:c|ça)\s(?:est|veut\sdire)\squoi.*|"
)
"""Words of a cell that answer, and are no sentence to write."""
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
    """The sentence in other words."""
    remark: str = ""
    """What was written in its place, and is no sentence: « je sais pas »."""
    partly: bool = False
    """Whether it was understood, but not all of it."""
    hard: tuple[str, ...] = ()
    """Its words that readers found difficult."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What is said to a question about a passage, in the reader’s words."""

    number: int
    question: str
    said: str


@dataclass(frozen=True, slots=True)
class Readers:
    """Who filled in a sheet: a place, a day and a number, never a name."""

    workshop: str = ""
    day: str = ""
    """As 2026-01-31, empty when it is not said so that it is sure."""
    people: int = 0
    """0: it is not said."""
    is_group: bool = False


@dataclass(frozen=True, slots=True)
class ReviewSheet:
    """What readers said of the ``version`` of a text, passage by passage."""

    id: str = ""
    version: str = ""
    readers: Readers = Readers()
    answers: tuple[Answer, ...] = ()
    replies: tuple[Reply, ...] = ()


@dataclass(frozen=True, slots=True)
class SentenceTally:
    """The answers of all the sheets about one sentence."""

    number: int
    text: str
    yes: int = 0
    no: int = 0
    both: int = 0
    instead: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    partly: int = 0
    hard: tuple[str, ...] = ()
    """A word as often as it was found difficult."""


@dataclass(frozen=True, slots=True)
class Answers:
    """All that a group said; ``unknown`` are sentences that the text no longer has."""

    sheets: tuple[ReviewSheet, ...]
    tallies: tuple[SentenceTally, ...]
    unknown: tuple[Answer, ...] = ()

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


def sheet_of(text: str, rows: Sequence[Sequence[str]]) -> ReviewSheet:
    """Return what a filled sheet says, from its words and the rows of its tables."""
    id_, version = sheet_name(text, rows)
    replies = (reply for row in rows if (reply := _reply(row)) is not None)
    return ReviewSheet(id_, version, _readers(text, rows), answers_of(rows), tuple(replies))


def _reply(row: Sequence[str]) -> Reply | None:
    if len(row) >= 5 and _CSV_NAME.fullmatch(row[0].strip()):
        found, said = _QUESTION.fullmatch(f"{row[1]}. {row[2]}"), row[3] or row[4]
    else:
        found, said = _QUESTION.fullmatch(row[0]) if row else None, " ".join(row[1:])
    if found is None or not said.strip():
        return None
    return Reply(whole_number(found[1], _MOST) or 0, _flat(found[2]), _flat(said))


def _readers(text: str, rows: Iterable[Sequence[str]]) -> Readers:
    """Return who filled in a sheet, as far as its first lines say it."""
    fields = (row for row in rows if len(row) >= 5 and not row[1].strip())
    lines = [*text.split("\n"), *(f"{row[2]} : {row[3] or row[4]}" for row in fields)]
    found = [match for line in lines if (match := _FIELD.fullmatch(line))]
    values = {one[1].split()[0].casefold(): _flat(one[2]) for one in reversed(found)}
    who = [values.get("une", ""), *(line for line in lines if _TICK.search(line))]
    kinds = {kind[0].casefold() for one in who for kind in _WHO.finditer(one)}
    digits = re.search(r"\d+", values.get("nombre", ""))
    people = (whole_number(digits[0], _MOST) or 0) if digits else 0
    if kinds == {"personne"}:
        people = 1
    is_group = "groupe" in kinds or people > 1
    return Readers(values.get("nom", ""), _day(values.get("date", "")), people, is_group)


def _day(written: str) -> str:
    """Return a day as 2026-01-31, empty for one that is written in another way."""
    if found := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", written):
        written = f"{found[3]}-{found[2]:0>2}-{found[1]:0>2}"
    return written if re.fullmatch(r"\d{4}-\d\d-\d\d", written) else ""


def people_of(sheets: Iterable[ReviewSheet]) -> int:
    """Return how many people filled in ``sheets``: those of a workshop’s day count once."""
    alone, groups = Counter[tuple[str, str, int]](), Counter[tuple[str, str, int]]()
    for number, sheet in enumerate(sheets):
        one = sheet.readers
        there = (letters(one.workshop), one.day, 0 if one.workshop else number)
        alone[there] += 0 if one.is_group else max(one.people, 1)
        groups[there] = max(groups[there], one.people if one.is_group else 0)
    return sum(max(alone[there], groups[there]) for there in alone)


def answers_of(rows: Iterable[Sequence[str]]) -> tuple[Answer, ...]:
    """Return the answers in the rows of a sheet; other rows are skipped."""
    found = (_answer(row) for row in rows)
    return tuple(one for one in found if one is not None)


def _answer(row: Sequence[str]) -> Answer | None:
    number = whole_number(row[1], _MOST) if len(row) >= 5 else None
    if number is not None and _CSV_NAME.fullmatch(row[0].strip()):
        word = row[3].strip().lower()
        partly = bool(_PARTLY.fullmatch(" ".join(_WORD.findall(word))))
        known = None if partly else _WORDS.get(word)
        if known is None and word and not partly:
            known = False if _NO.search(word) else True if _YES.search(word) else None
        unclear = bool(word) and known is None and not partly
        made = _made(number, row[2], known, unclear, row[4])
        return replace(made, partly=partly, hard=hard_words(row[5]) if row[5:] else ())
    if len(row) < 3 or not _YES.search(row[1]) or row[0].strip().lower() in _TITLES:
        return None
    named = _NUMBER.fullmatch(row[0]) or ("", "0", row[0])  # a word processor's own list
    yes, no = _ticked(row[1])
    number = whole_number(named[1], _MOST) or 0
    return _made(number, named[2], None if yes == no else yes, yes and no, row[2])


def hard_words(cell: str) -> tuple[str, ...]:
    """Return the words of a cell, apart by commas.

    >>> hard_words("réseau, 3,5 ; zone")
    ('réseau', '3,5', 'zone')
    """
    words = re.split(r"[,;]\s+", cell.strip(" ,;"))
    return tuple(filter(None, map(str.strip, words)))


def _made(number: int, text: str, understood: bool | None, both: bool, said: str) -> Answer:
    """Return an answer; who says « je ne comprends pas » without a box has answered."""
    text, said = _flat(text), _flat(said)
    if not is_remark(said, text):
        return Answer(number, text, understood, both, said)
    if understood is None and not both and _NOT_UNDERSTOOD.search(said):
        understood = False
    return Answer(number, text, understood, both, remark=said)


def is_remark(said: str, sentence: str = "") -> bool:
    """Return whether words written beside ``sentence`` answer, and reword nothing.

    >>> is_remark("je sais pas"), is_remark("J’ai pas compris !"), is_remark("Payez ici.")
    (True, True, False)
    """
    words, own = (" ".join(_WORD.findall(one.casefold())) for one in (said, sentence))
    if _PERSON.match(own) and _PERSON.match(words):
        return False  # the sentence itself says « je »
    return bool(_REMARK.fullmatch(words))


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


def tally(sentences: Sequence[str], sheets: Iterable[ReviewSheet]) -> Answers:
    """Return the answers of ``sheets`` about ``sentences``, numbered from 1.

    A sentence is known by its words; its number tells which one when they come twice. The
    sheet of a group that is given twice, as ODT and as DOCX, counts once.
    """
    places: dict[str, list[int]] = {}
    for place, sentence in enumerate(sentences, 1):
        places.setdefault(letters(sentence), []).append(place)
    held: dict[int, list[Answer]] = {}
    unknown: list[Answer] = []
    kept = tuple(_each_once(sheets))
    for answer in (one for sheet in kept for one in sheet.answers):
        known = places.get(letters(answer.text), [])
        if known:
            place = answer.number if answer.number in known else known[0]
            held.setdefault(place, []).append(answer)
        elif replace(answer, number=0, text="") != Answer(0, "", None):
            unknown.append(answer)
    tallies = (_tallied(n, s, held.get(n, ())) for n, s in enumerate(sentences, 1))
    return Answers(kept, tuple(tallies), tuple(unknown))


def _each_once(sheets: Iterable[ReviewSheet]) -> Iterator[ReviewSheet]:
    seen = set[ReviewSheet]()
    for sheet in sheets:
        if not (sheet in seen and sheet.readers.is_group and sheet.readers.workshop):
            yield sheet
        seen.add(sheet)


def _tallied(number: int, text: str, given: Sequence[Answer]) -> SentenceTally:
    said = dict.fromkeys(a.instead for a in given if a.instead and a.instead != text)
    return SentenceTally(
        number, text,
        yes=sum(one.understood is True for one in given),
        no=sum(one.understood is False for one in given),
        both=sum(one.both for one in given),
        instead=tuple(said),
        remarks=tuple(one.remark for one in given if one.remark),
        partly=sum(one.partly for one in given),
        hard=tuple(word for one in given for word in one.hard),
    )  # fmt: skip


def diff(found: Answers) -> Iterator[str]:
    """Yield the sentences that were misunderstood, or have another wording proposed."""
    for one in found.tallies:
        told = one.instead + one.remarks + one.hard
        if not (one.no or one.both or one.partly or told):
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
        if answer.remark:
            yield f"  dit : « {answer.remark} »"
        if answer.understood is False:
            yield "  pas comprise"
        yield from (f"  {note}" for note in _parts(int(answer.partly), 1, answer.hard))
        yield ""
    yield from _replies(found)


def _replies(found: Answers) -> Iterator[str]:
    """Yield each question about a passage, with what was said to it."""
    said: dict[tuple[int, str], list[str]] = {}
    for one in (reply for sheet in found.sheets for reply in sheet.replies):
        said.setdefault((one.number, one.question), []).append(one.said)
    for (number, question), words in sorted(said.items()):
        yield f"question {number}"
        yield f"- {question}"
        yield from (f"  dit : « {one} »" for one in words)
        yield ""


def _parts(partly: int, every: int, hard: Iterable[str]) -> Iterator[str]:
    if partly:
        yield f"pas tout compris : {partly} sur {every}"
    if words := times_of(hard):
        yield f"difficile : {words}"


def times_of(words: Iterable[str]) -> str:
    """Return words, the most frequent first, with how often each was said.

    >>> times_of(["usage", "réseau", "Réseau"])
    'réseau (2 fois), usage'
    """
    counts = Counter(map(str.casefold, words)).most_common()
    return ", ".join(f"{w} ({n} fois)" if n > 1 else w for w, n in counts)


def _notes(one: SentenceTally) -> Iterator[str]:
    every = one.yes + one.no + one.both + one.partly
    if one.no:
        yield f"pas comprise : {one.no} sur {every}"
    yield from _parts(one.partly, every, one.hard)
    if one.both:
        boxes = "les deux cases cochées, ou une réponse peu claire"
        yield f"{boxes} : {one.both}"
    if len(one.instead) > 1:
        yield "plusieurs propositions : choisissez"
    for remark, times in Counter(one.remarks).items():
        yield f"dit : « {remark} »" + (f", {times} fois" if times > 1 else "")


def summary(found: Answers) -> Iterator[str]:
    """Yield the counts: sentences not understood, to say otherwise, without an answer."""
    tallies = found.tallies
    total = len(tallies)
    instead = sum(bool(one.instead) for one in tallies)
    silent = sum(not (one.yes or one.no or one.both or one.partly) for one in tallies)
    yield f"Fiches lues : {len(found.sheets)}."
    who = [sheet.readers for sheet in found.sheets]
    if groups := [one for one in who if one.is_group]:
        sizes = (str(one.people) if one.people else "? (demandez)" for one in groups)
        yield f"Groupes : {len(groups)}, de {' et '.join(sizes)} personnes."
    if any(one.people or one.workshop for one in who):
        yield f"Personnes, chacune une fois : {people_of(found.sheets)}."
    yield f"Phrases pas comprises : {len(found.not_understood)} sur {total}."
    if partly := sum(bool(one.partly) for one in tallies):
        yield f"Phrases comprises en partie : {partly}."
    if hard := times_of(word for one in tallies for word in one.hard):
        yield f"Mots difficiles : {hard}."
    yield f"Phrases à dire autrement : {instead}."
    yield f"Phrases sans réponse : {silent}."
    if found.unknown:
        yield f"Réponses sur une phrase disparue du texte : {len(found.unknown)}."

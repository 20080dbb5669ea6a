"""An easy text as passages, and what a person does to them: pure functions on its file.

A passage is what stands under one tie to the source (``easy/review/ties.py``); where there
is no tie, a paragraph. Cutting a file and joining its passages gives the same characters
again: what nobody touched does not change.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from ppun_access.document.sources import cut_at_comments
from ppun_access.easy.draft.glossary import TITLE as GLOSSARY
from ppun_access.easy.draft.markdown import escaped
from ppun_access.easy.review.ties import TIE, body_end, tie
from ppun_access.easy.text import unaccented

_FRONT = re.compile(
    r"\A\ufeff?(?:---[ \t]*\r?\n.*?^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z))?", re.S | re.M
)
_BLANK = re.compile(r"\n(?:[ \t]*\r?\n)+")
_GAP = re.compile(r"\n[ \t]*\r?\n[ \t]*\Z")
_SHOWN = re.compile(r"\S|\Z")
_GLOSSARY = re.compile(rf"#+[ \t]*{GLOSSARY}", re.I)
_ITEM = re.compile(r"^(?:[-*+]|\d{1,9}[.)])[ \t]", re.M)
_ANNOUNCES = re.compile(r":[ \t\r]*\n\s*\Z")
_LEAD = re.compile(
    r"\A(?:!\[[^\]\n]*\]\([^)\s]+\)\s*)?"
    rf"(?:#{{1,6}}[ \t]++(?:{GLOSSARY}[ \t]*\n\s*|(?=[^\n]*\Z))|#{{1,6}}\Z)?"
)
_PICTURE = re.compile(r"!\[([^\]\n]*)\]\(([^)\s]+)\)\s*")
"""One before the text of a passage: its words, its address."""
_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\u00ad\u200b\u2060\ufeff]")
"""What no page can hold, or nobody sees: hyphens and spaces of word processors."""
_PASTED_ITEM = re.compile("^[ \t]*(?:[•▪◦‣·–\uf0a7\uf0b7][ \t\u00a0]+|o\t)", re.M)
"""How items of lists begin where word processors and pages are copied."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One passage: its text, and the comments around it, as the file has them."""

    head: str = ""
    text: str = ""
    tail: str = ""

    @property
    def raw(self) -> str:
        """All its characters."""
        return f"{self.head}{self.text}{self.tail}"

    @property
    def shown(self) -> str:
        """Its text as a field shows it."""
        return self.text.replace("\r\n", "\n")

    @property
    def said(self) -> str:
        """Its text without the picture before it."""
        found = _PICTURE.match(self.shown)
        return self.shown[found.end() :] if found else self.shown

    @property
    def lead(self) -> str:
        """What begins its text and is no word of it: its picture, the mark of a title."""
        found = self.shown[: len(self.shown) - len(self.words)]
        return f"{found} " if found.endswith("#") else found

    @property
    def words(self) -> str:
        """Its text as a person writes it."""
        return _LEAD.sub("", self.shown, count=1)

    @property
    def digests(self) -> tuple[str, ...] | None:
        """The paragraphs that it is tied to, None where nothing says."""
        found = TIE.search(self.head)
        return tuple(found[1].lower().split()) if found else None

    @property
    def notes(self) -> tuple[str, ...]:
        """The comments around its text, but its tie: what is left to do, facts, remarks."""
        around = f"{TIE.sub('', self.head)}{self.tail}"
        return tuple(map(_note, cut_at_comments(around)[1::2]))

    @property
    def picture(self) -> str:
        """The address of the picture before its text, empty without any."""
        found = _PICTURE.match(self.text)
        return found[2] if found else ""

    @property
    def is_glossary(self) -> bool:
        """Whether it is the list of words that ends a text."""
        return bool(_GLOSSARY.match(self.text))

    @property
    def mark(self) -> str:
        """A digest of its text: a page tells by it which passage it started from."""
        return digest(f"{self.digests}\0{self.shown}")[:16]


def digest(text: str) -> str:
    """Return the digest of a file or of a passage."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class EasyText:
    """The file of an easy text, in passages; ``front`` is its front matter."""

    front: str
    passages: tuple[Passage, ...]

    @property
    def written(self) -> str:
        """The file."""
        return self.front + "".join(one.raw for one in self.passages)

    @property
    def is_tied(self) -> bool:
        """Whether something says what its passages are made from."""
        return any(one.digests is not None for one in self.passages)

    @property
    def _eol(self) -> str:
        return "\r\n" if "\r\n" in self.written else "\n"

    def edit(self, number: int, text: str) -> EasyText:
        """Return it with another text in a passage; one of no words keeps its tie."""
        old = self.passages[number]
        new = typed(text).replace("\n", self._eol)
        if not old.text and new:  # its comments stood together
            gap = self._eol * 2
            head = f"{old.head.rstrip()}{gap}" if old.head.strip() else ""
            old = replace(old, head=head, tail=old.tail if old.tail.strip() else gap)
        return self._with(number, replace(old, text=new))

    def reworded(self, number: int, words: str) -> EasyText:
        """Return it with other words in a passage, which stays a title if it was one."""
        return self.edit(number, f"{self.passages[number].lead}{typed(words)}")

    def joined(self, number: int, several: int) -> EasyText:
        """Return it with so many passages made one: one field holds them all."""
        first, *rest = some = self.passages[number : number + several]
        if not rest:
            return self
        raw = "".join(one.raw for one in some)
        text = raw[len(first.head) : len(raw) - len(some[-1].tail)]
        one = Passage(first.head, text, some[-1].tail)
        every = (*self.passages[:number], one, *self.passages[number + several :])
        return replace(self, passages=every)

    def add(
        self, after: int, text: str = "", digests: Iterable[str] | None = None
    ) -> EasyText:
        """Return it with a passage more, after that of number ``after`` (-1: first)."""
        gap = self._eol * 2
        head = f"{tie(digests)}{gap}" if digests is not None else ""
        new = Passage(head, typed(text).replace("\n", self._eol) if text else "", gap)
        return self._of(*self.passages[: after + 1], new, *self.passages[after + 1 :])

    def remove(self, number: int) -> EasyText:
        """Return it without a passage."""
        return self._of(*self.passages[:number], *self.passages[number + 1 :])

    def move(self, number: int, by: int) -> EasyText:
        """Return it with a passage ``by`` places lower, as far as there is room."""
        rest = [*self.passages[:number], *self.passages[number + 1 :]]
        rest.insert(max(0, min(number + by, len(rest))), self.passages[number])
        return self._of(*rest)

    def tied(self, number: int, digests: Iterable[str]) -> EasyText:
        """Return it with a passage tied to these paragraphs of the source."""
        old = self.passages[number]
        rest = TIE.sub("", old.head, count=1).lstrip()
        head = f"{tie(digests)}{self._eol * 2}{rest}"
        return self._of(*self._with(number, replace(old, head=head)).passages)

    def without_note(self, number: int, note: str) -> EasyText:
        """Return it without a comment of a passage: a person did what it asks."""
        old = self.passages[number]
        head, tail = (_without_note(part, note) for part in (old.head, old.tail))
        one = replace(old, head=head, tail=tail)
        return self._of(*self._with(number, one).passages)

    def omitting(self, number: int, words: str) -> EasyText:
        """Return it with a fact of the source that a passage leaves out on purpose."""
        old, eol = self.passages[number], self._eol
        said = f"<!-- faits omis : {words.replace('--', '–')} -->"
        tail = f"{eol * 2}{said}{eol * 2}{old.tail.lstrip()}"
        return self._with(number, replace(old, tail=tail))

    def showing(self, number: int, address: str) -> EasyText:
        """Return it with a picture before the text of a passage, the only one there."""
        text = self.passages[number].said
        return self.edit(number, f"![]({address})\n\n{text}" if address else text)

    def explaining(self, line: str, word: str) -> EasyText:
        """Return it with a word more in its glossary, if it has one."""
        place = next((n for n, one in enumerate(self.passages) if one.is_glossary), None)
        if place is None:
            return self
        entry = f"- **{escaped(word[:1].upper() + word[1:])}**{line[len(word) :]}"
        before, *entries = re.split(r"\n(?=- )", self.passages[place].shown)
        entries = sorted({*entries, entry}, key=unaccented)
        return self.edit(place, "\n".join((before, *entries)))

    def _with(self, number: int, passage: Passage) -> EasyText:
        every = self.passages
        return replace(self, passages=(*every[:number], passage, *every[number + 1 :]))

    def _of(self, *every: Passage) -> EasyText:
        """Return it with these passages, which do not run into each other once joined.

        After a tie, what is tied to nothing says so; a blank line parts two of them.
        """
        found, tied = list[Passage](), False
        for one in every:
            if one.digests is None and tied and not one.is_glossary:
                one = replace(one, head=f"{tie(())}{self._eol * 2}{one.head.lstrip()}")
            tied = tied or one.digests is not None
            found.append(one)
        for n, (one, after) in enumerate(pairwise(found)):
            is_line = one.raw.endswith("\n") and after.raw.startswith("<!--")
            if not (is_line or _GAP.search(one.raw)):
                gap = self._eol * (1 if one.raw.endswith("\n") else 2)
                found[n] = replace(one, tail=f"{one.tail}{gap}")
        if found and found[-1] not in self.passages[-1:]:  # another one ends the file
            found[-1] = replace(found[-1], tail=f"{found[-1].tail.rstrip()}{self._eol}")
        return replace(self, passages=tuple(found))


def _without_note(around: str, note: str) -> str:
    """Return comments without those that say ``note``, nor the ends of their lines."""
    kept, *pieces = cut_at_comments(around)
    for comment, after in zip(pieces[::2], pieces[1::2], strict=True):
        if _note(comment) == note and not TIE.fullmatch(comment):
            blank = len(after) - len(after.lstrip(" \t\r\n"))
            kept += after[after.rfind("\n", 0, blank) + 1 :]
        else:
            kept += comment + after
    return kept


def _note(comment: str) -> str:
    lines = (" ".join(line.split()) for line in comment[4:-3].split("\n"))
    return "\n".join(filter(None, lines))


def typed(text: str) -> str:
    """Return what a person typed as the file holds it: no comment swallows what follows."""
    text = _PASTED_ITEM.sub("- ", _UNSEEN.sub("", _BREAK.sub("\n", text))).strip()
    opened = text.rfind("<!--")
    if opened > text.rfind("-->"):
        text = f"{text[:opened]}&lt;{text[opened + 1 :]}"
    return text


# Cutting a file


def cut(written: str) -> EasyText:
    """Return the passages of a file."""
    found = _FRONT.match(written)
    start = found.end() if found else 0
    body = written[start:]
    places = sorted({0, *_starts(body), len(body)})
    pieces = (body[a:b] for a, b in pairwise(places))
    return EasyText(written[:start], tuple(map(_passage, pieces)))


def _starts(body: str) -> Iterator[int]:
    """Yield where passages begin: at ties, and at each paragraph where there are none."""
    ties = [one.start() for one in TIE.finditer(body)]
    end = body_end(body)
    yield from ties
    if ties and end > ties[0]:
        yield from _paragraphs(body, 0, ties[0])
        yield end  # the glossary is one passage
    else:
        yield from _paragraphs(body, 0, end)
        yield end


def _paragraphs(body: str, start: int, end: int) -> Iterator[int]:
    """Yield where the paragraphs of a part begin; a list belongs to what announces it.

    A comment belongs to the paragraph before it, a picture to the one after it.
    """
    spans = [*pairwise(accumulate(map(len, cut_at_comments(body)), initial=0))]
    comments = dict(spans[1::2])
    inside = {
        blank.end() for span in comments.items() for blank in _BLANK.finditer(body, *span)
    }
    last = len(body[:end].rstrip())
    done, first = start, _text_at(body, start, comments)
    is_list = is_picture = False
    yield start
    for blank in _BLANK.finditer(body, start, end):
        at = blank.end()
        is_list = is_list or bool(_ITEM.search(body, done, at))
        is_announced = _ITEM.match(body, at) and (
            is_list or _ANNOUNCES.search(body, done, at)
        )
        is_empty = first >= at or at >= last
        is_next = body.startswith((" ", "\t", "<!--"), at)
        is_picture = bool(
            _PICTURE.fullmatch(body, first, at)
            if first >= done
            else is_picture and body[done:at].isspace()
        )
        if not (at in inside or is_empty or is_next or is_announced or is_picture):
            yield at
            first, is_list = _text_at(body, at, comments), False
        done = at


def _text_at(body: str, at: int, comments: Mapping[int, int]) -> int:
    """Return where something that is no comment begins; they begin and end there."""
    while (found := _SHOWN.search(body, at)) and found.start() in comments:
        at = comments[found.start()]
    return found.start() if found else at


def _passage(raw: str) -> Passage:
    pieces = cut_at_comments(raw)
    said = [n for n, piece in enumerate(pieces) if n % 2 == 0 and piece.strip()]
    if not said:
        return Passage(raw)
    start = len(raw) - len("".join(pieces[said[0] :]).lstrip())
    end = len("".join(pieces[: said[-1] + 1]).rstrip())
    return Passage(raw[:start], raw[start:end], raw[end:])

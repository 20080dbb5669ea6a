"""Hold the state of a PDF being written, and convert its text to typst source."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from ppun_access.document.model import Block, Node
from ppun_access.report import Report
from ppun_access.writers.characters import clean, one_line
from ppun_access.writers.pdf.fonts import Face
from ppun_access.writers.pdf.look import HEADINGS, Look
from ppun_access.writers.pdf.source import in_language, literal, quoted
from ppun_access.writers.units import NBSP, NNBSP

EMOJI, UNDRAWN = "[émoji]", "[signes non imprimés]"
"""What stands for characters that no font draws: a finding tells which."""
SPACE, NARROW = "sp", "nn"
"""Source of a space that is dropped at the ends of a line, and of a narrow no-break one."""
DEEPEST = 7
"""Lists, quotations and boxes inside each other that are drawn as such; typst stops at
some twenty, and a page has no room for more."""
_JOINS = r"[\u200d\ufe0e\ufe0f]"
_EMOJIS = re.compile(rf"(?<!{_JOINS}){_JOINS}*+(?:{re.escape(EMOJI)}{_JOINS}*+)++")
"""A picture made of several, with what joins them."""
_BREAK = "\N{ZERO WIDTH SPACE}"
_JOINER = "\N{WORD JOINER}"
_HYPHEN = "\N{NON-BREAKING HYPHEN}"
_TIED = re.compile(
    r"(?<![\d,.])(?:(?:\+\d{2,3} ?(?:\(0\) ?)?|0)\d(?: \d{2}){4}"
    r"|0 ?8\d\d(?: \d{2,3}){2,3})(?!\d)"
    rf"|(?<!\d)\d{{1,2}}[ {NBSP}{NNBSP}]h(?: \d{{2}})?(?!\w)"
)
"""Telephone numbers, times of day."""
_APART = "\x1f"
"""Around a compound while its line is cut up; no cleaned text holds it."""
_COMPOUND = re.compile(r"\w-\w")
_CODE = 0.62
"""Of the room, what is counted for code: its letters are wider, but in an easy text."""
_WIDEST_SHARE = 0.95
"""Of the room, that a word may take: what is beside it needs some."""


@dataclass(frozen=True, slots=True)
class Inside:
    """How to write blocks inside a line (its notes) or a cell, on their own or run in.

    It is given from above: blocks hold lines and tables, which may hold blocks again.
    """

    blocks: Callable[[tuple[Block, ...], Typesetting], str]
    run_in: Callable[[tuple[Block, ...], Typesetting], str]


@dataclass(slots=True)
class Typesetting:
    """The state of one PDF; ``page`` is the title that findings name."""

    report: Report
    page: str
    look: Look
    regular: Face
    bold: Face
    inside: Inside
    undrawn: Collection[str] = frozenset()
    """The characters that no font draws."""
    pictures: Mapping[str, str] = field(default_factory=dict)
    """Path in the site of each picture that can be drawn → its name in the source."""
    base_url: str = ""
    targets: frozenset[str] = frozenset()
    """The ids of nodes that links lead to; ``prefix`` keeps apart those of two texts."""
    places: Mapping[str, str] = field(default_factory=dict)
    """Address in the site of what is in the same PDF, a text or a passage → its mark."""
    volumes: Mapping[str, int] = field(default_factory=dict)
    """Address in the site of what another volume of the booklet holds → its number."""
    prefix: str = ""
    placed: set[str] = field(default_factory=set)
    addresses: dict[str, str] | None = None
    """Those of an easy text on paper, for its end, and the words of their links; None where
    they stand in brackets beside the link."""
    said: set[tuple[str, str]] = field(default_factory=set)
    """Abbreviations explained so far."""
    level: int = 1
    """Of the last heading: the next is at most one below."""
    room: float = 0.0
    """Points that a line has, and ``scale`` times the size that its words have."""
    scale: float = 1.0
    headings: tuple[float, ...] = HEADINGS
    """The ``scale`` of each of their levels."""
    heavy: bool = False
    depth: int = 0
    struck: bool = False
    in_link: bool = False
    in_cell: bool = False
    in_note: bool = False

    def __post_init__(self) -> None:
        self.room = self.room or self.look.room


@contextmanager
def within(t: Typesetting, **changes: Any) -> Iterator[None]:
    """Change fields of ``t`` for the time of a block."""
    before = {name: getattr(t, name) for name in changes}
    for name, value in changes.items():
        setattr(t, name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(t, name, value)


def words(text: str, t: Typesetting) -> list[str]:
    """Return text as pieces of source, every character escaped and none lost."""
    line = _TIED.sub(lambda one: one[0].replace(" ", NBSP), _known(one_line(text), t))
    pieces = []
    for part in re.split(rf"(^ +| +$|{NNBSP})", line):
        if part == NNBSP:
            pieces.append(NARROW)
        elif part.strip(" "):
            pieces += _unbroken(part, t)
        elif part:
            pieces.append(SPACE)
    return pieces


def _unbroken(text: str, t: Typesetting) -> list[str]:
    """Return words as pieces of source: compounds apart, never cut at their hyphens.

    What may follow the last word without a space is joined to it.
    """
    found = text.split(" ")
    kept: list[str] = []
    for n, word in enumerate(found):
        ends = n == len(found) - 1 and word[-1:].isalnum()
        joined_to = _JOINER if ends else ""
        apart = _COMPOUND.search(word) and _fits(word, t)
        kept.append(f"{_APART}{word}{_APART}{joined_to}" if apart else breakable(word, t))
    strings = map(quoted, " ".join(kept).split(_APART))
    return [
        f"k({string})" if n % 2 else string
        for n, string in enumerate(strings)
        if string != '""'
    ]


def as_code(text: str, t: Typesetting) -> str:
    """Return lines of code, spaces and all, as one string of source."""
    lines = clean(text).expandtabs(4).split("\n")
    room = t.room if t.look.easy else t.room * _CODE
    with within(t, room=room):
        shown = [
            " ".join(breakable(word, t) for word in _known(line, t).split(" "))
            for line in lines
        ]
    # an empty line would be an empty paragraph for a screen reader
    return quoted("\n".join(line or " " for line in shown))


def plain(text: str, t: Typesetting) -> str:
    """Return one line of characters as one string of source, for titles and the like."""
    spaced = _known(one_line(text).strip(" "), t).replace(NNBSP, NBSP)
    return quoted(spaced)


def breakable(word: str, t: Typesetting) -> str:
    """Return ``word``, with places to break it where a line is too short to hold it."""
    if _fits(word, t):
        return word
    face, widest = _measure(t)
    parts, width = [""], 0.0
    for character in word:
        wide = face.width(character)
        if parts[-1] and width + wide > widest and not unicodedata.combining(character):
            parts.append("")
            width = 0.0
        parts[-1] += character
        width += wide
    return _BREAK.join(parts)


def _fits(word: str, t: Typesetting) -> bool:
    face, widest = _measure(t)
    return face.width(word) <= widest


def _measure(t: Typesetting) -> tuple[Face, float]:
    """Return the font of this place, and how wide a word may be, in times its size."""
    face = t.bold if t.heavy or t.scale > 1 else t.regular
    return face, t.room * _WIDEST_SHARE / (t.look.size * t.scale)


def uncut(headings: Iterable[str], t: Typesetting) -> tuple[float, ...]:
    """Return the scale of each level, so that no word of ``headings`` is cut.

    A word that is too wide even in the size of the text still is.
    """
    words = {word for heading in headings for word in one_line(heading).split()}
    widest = max((t.bold.width(word) for word in words), default=0.0) * t.look.size
    most = t.look.room * _WIDEST_SHARE / widest if widest else HEADINGS[0]
    return tuple(max(1.0, min(scale, round(most - 0.005, 2))) for scale in HEADINGS)


def placed(node: Node, source: str, t: Typesetting) -> str:
    """Return ``source`` of ``node`` in its language, with a mark that links can reach."""
    source = in_language(node.lang, source)
    if node.id in t.targets and node.id not in t.placed and source:
        t.placed.add(node.id)
        return f"{{anchor({literal(anchor_name(node.id, t))}); {source}}}"
    return source


def anchor_name(id_: str, t: Typesetting) -> str:
    """Return the name of the mark of a node."""
    return f"{t.prefix}a-{id_}"


def _known(text: str, t: Typesetting) -> str:
    """Return ``text`` with nothing that no font draws, and only spaces that it keeps."""
    whole = unicodedata.normalize("NFC", text).replace(_HYPHEN, f"{_JOINER}-{_JOINER}")
    spaced = "".join(_space(character) for character in whole)
    if not any(character in t.undrawn for character in spaced):
        return spaced
    runs = groupby(spaced, lambda character: _lost(character, t))
    shown = "".join(kind or "".join(run) for kind, run in runs)
    return _EMOJIS.sub(EMOJI, shown)


def _space(character: str) -> str:
    if character in (NBSP, NNBSP) or unicodedata.category(character) != "Zs":
        return character
    return NBSP if character == "\N{FIGURE SPACE}" else " "


def _lost(character: str, t: Typesetting) -> str:
    """Return the replacement of a character that no font draws, empty for the others."""
    if character not in t.undrawn:
        return ""
    return EMOJI if is_emoji(character) else UNDRAWN


def is_emoji(character: str) -> bool:
    """Return whether a character is a picture rather than a sign of some writing."""
    return unicodedata.category(character) in ("So", "Sk") and character >= "\u2190"

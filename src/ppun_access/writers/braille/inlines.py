"""Render inlines as letters of braille: emphasis, uncontracted text, note marks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import assert_never

from ppun_access.document.model import (
    Abbr,
    Code,
    Deleted,
    Emph,
    Image,
    Inline,
    LineBreak,
    Link,
    Note,
    Sentence,
    Span,
    Strong,
    Text,
)
from ppun_access.document.walk import DELETED, raised
from ppun_access.writers.addresses import Told
from ppun_access.writers.braille.letters import Letter, Line, letters, text_of
from ppun_access.writers.characters import description, one_line
from ppun_access.writers.labels import labelled
from ppun_access.writers.units import NBSP

_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_SIGNS_BELOW = str.maketrans("+-\N{MINUS SIGN}", "₊₋₋")
_SMALL_LETTERS = str.maketrans("ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", "abcdefghijklmnoprstuvwxyz")
_JOINT = "\x1f"
"""Where a space is missing if a word follows; no cleaned text holds it."""


@dataclass(slots=True)
class InlineState(Told):
    """The same for braille."""

    lang: str = "fr"
    by_sentence: bool = False
    """True to begin a line with each sentence, as easy versions do."""


def lines(
    inlines: tuple[Inline, ...], t: InlineState, *, emphasis: bool = True
) -> list[Line]:
    """Return ``inlines`` as lines: one, or one a sentence; ``emphasis``: show it."""
    told = [
        letter for inline in inlines for letter in _inline_letters(inline, t, False, False)
    ]
    if not emphasis:
        told = [letter._replace(emphasis=False) for letter in told]
    return [line for line in _split(told) if line]


def _split(told: Iterable[Letter]) -> list[Line]:
    """Cut at line breaks; no space at either end, none after another."""
    found: list[list[Letter]] = [[]]
    joint = False
    for letter in told:
        line = found[-1]
        if joint and letter.char.isalnum():
            line.append(Letter(" "))
        joint = letter.char == _JOINT
        if letter.char == "\n":
            found.append([])
        elif joint:
            continue
        elif letter.char != " " or (line and line[-1].char not in (" ", NBSP)):
            line.append(letter)
    return [_trimmed(line) for line in found]


def _trimmed(line: list[Letter]) -> Line:
    text = text_of(tuple(line))
    blank = f" {NBSP}"
    start = len(text) - len(text.lstrip(blank))
    return tuple(line[start : len(text.rstrip(blank))])


def _inline_letters(  # noqa: C901 - one case a node
    inline: Inline, t: InlineState, emphasis: bool, base: bool
) -> Iterable[Letter]:
    base = base or is_foreign(inline.lang, t)
    match inline:
        case Text():
            text = one_line(inline.text).translate(_SMALL_LETTERS)
            return letters(text, emphasis=emphasis, base=base)
        case Code():
            return letters(one_line(inline.text), emphasis=emphasis, base=True)
        case LineBreak():
            # a sense line is a space: see docs/braille.md
            return letters(inline.text, emphasis=emphasis, base=base)
        case Sentence():
            own = _children(inline, t, emphasis, base)
            return [Letter("\n"), *own, Letter("\n")] if t.by_sentence else own
        case Deleted():
            inside = _children(inline, t, emphasis, base)
            return [*letters(DELETED), *inside, *letters(f"){_JOINT}")]
        case Emph() | Strong():
            return _children(inline, t, True, base)
        case Span():
            return _span(inline, t, emphasis or inline.role == "mark", base)
        case Abbr():
            return _abbreviation(inline, t, emphasis, base)
        case Link():
            return _link(inline, t, emphasis, base)
        case Image():
            words = description(inline.children)
            return letters(f" ({labelled('image', words)}){_JOINT}") if words else ()
        case Note():
            t.notes.append(inline)
            return letters(f" (note{NBSP}{len(t.notes)})")
        case _:
            assert_never(inline)


def is_foreign(lang: str, t: InlineState) -> bool:
    """Return whether words are in another language than the text."""
    return bool(lang) and lang.partition("-")[0].lower() != t.lang


def _children(
    node: Emph | Strong | Deleted | Span | Sentence | Abbr | Link,
    t: InlineState,
    emphasis: bool,
    base: bool,
) -> list[Letter]:
    return [
        letter
        for child in node.children
        for letter in _inline_letters(child, t, emphasis, base)
    ]


def _span(span: Span, t: InlineState, emphasis: bool, base: bool) -> Iterable[Letter]:
    """Return a span; digits above or below the line have characters of their own."""
    own = _children(span, t, emphasis, base)
    text = "".join(letter.char for letter in own)
    if span.role == "sup":
        text = re.sub("[0-9]+", lambda digits: raised(digits[0]), raised(text))
    elif span.role == "sub":
        table = _LOWERED if any(map(str.isalpha, text)) else _LOWERED | _SIGNS_BELOW
        text = text.translate(table)
    return [letter._replace(char=c) for letter, c in zip(own, text, strict=True)]


def _abbreviation(
    abbr: Abbr, t: InlineState, emphasis: bool, base: bool
) -> Iterable[Letter]:
    short = _children(abbr, t, emphasis, base)
    return [*short, *letters(t.meaning(abbr, text_of(tuple(short))))]


def _link(link: Link, t: InlineState, emphasis: bool, base: bool) -> Iterable[Letter]:
    own = _children(link, t, emphasis, base)
    words = text_of(tuple(own)).strip()
    shown = t.address(link, words)
    return own if words or not shown else letters(shown)

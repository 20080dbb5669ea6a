"""Prepare text for liblouis: apply rules of French braille that its tables lack.

A line is a tuple of letters; each rule of ``RULES`` takes one and returns one. Sections are
those of the « Code braille français uniformisé », second edition (2008): docs/braille.md.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from ppun_access.writers.braille.letters import (
    DIGITS,
    Change,
    Letter,
    Line,
    Rule,
    change,
    edit,
    like,
    text_of,
)
from ppun_access.writers.braille.signs import capitals, emphasis, mixed_case
from ppun_access.writers.units import NBSP

GROUP = "⠄"
"""Between the groups of digits of one number."""
_RAISED, _LOWERED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "₀₁₂₃₄₅₆₇₈₉₊₋"
_RAISED_CELLS = (*DIGITS, "⠖", "⠤")
"""In the order of both: digits, plus, minus."""


def ready(line: Line) -> Line:
    """Return ``line`` as liblouis must be given it, with the signs that we add."""
    for rule in RULES:
        line = rule(line)
    return line


def _to(text: str) -> Change:
    return lambda found, own: like(text, own)


def _nothing(found: re.Match[str], own: Line) -> Line:
    return ()


# Spaces and punctuation (1.3, 1.4)

_S = f"[ {NBSP}]"
_ODD_SPACE = re.compile("[\t\u2000-\u200a\u202f\u205f\u3000]")
_SPACES = re.compile(rf"{_S}*{NBSP}{_S}*|  +")
_BEFORE_MARK = re.compile(rf"(?<=\S){_S}+(?=[;:!?»](?!\w))|(?<=\d){_S}+(?=[%‰])")
_INSIDE_QUOTES = re.compile(rf"(?<=«){_S}+")
_APOSTROPHE = re.compile("[’ʼ]")
_ELIDED_CAPITAL = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")
_DASH = re.compile(r"(?<=\d)[–‑‒](?=\d)|[\u2010\u2011]|\u2212(?=\d)")
_DOT = re.compile(r"(?<=\w)[·‧⋅](?=\w)")


def _spaces(line: Line) -> Line:
    """Write one kind of space that breaks a line and one that does not, one at a time."""
    line = edit(line, _ODD_SPACE, _to(NBSP))
    return edit(line, _SPACES, lambda found, own: like(_kind(found[0]), own))


def _kind(spaces: str) -> str:
    return NBSP if NBSP in spaces and " " not in spaces else " "


def _marks(line: Line) -> Line:
    """Join marks and what they follow or enclose: braille has no space there."""
    return edit(edit(line, _BEFORE_MARK, _nothing), _INSIDE_QUOTES, _nothing)


def _apostrophes(line: Line) -> Line:
    """Give the apostrophe that each table knows.

    Only the straight one contracts « aujourd’hui »; after a capital it would make
    « L’État » one word in capitals.
    """
    line = change(line, _APOSTROPHE, _to("'"))
    text = text_of(line)

    def after_capital(found: re.Match[str], own: Line) -> Line:
        at = found.start()
        capital = text[at - 1].isupper() and text[at + 1].isupper()
        return like("’", own) if capital else own

    return edit(line, _ELIDED_CAPITAL, after_capital)


def _dashes(line: Line) -> Line:
    """Write « 10–12 » as « 10-12 », where the second number needs no sign, and « m·s »."""
    return edit(edit(line, _DASH, _to("-")), _DOT, _to("."))


# Numbers (1.2, 1.5)

_GROUPS = re.compile(rf"(?<![\d,.])\d{{1,3}}(?:{_S}\d{{3}})+(?!\d)")
_TELEPHONE = re.compile(
    rf"(?<![\d,.+])(?:(?:\+\d{{2,3}}(?:{_S}?\(0\))?{_S}?|0)\d(?:[ {NBSP}.-]\d{{2}}){{4}}"
    rf"|0{_S}?8\d\d(?:{_S}\d{{2,3}}){{2,3}})(?![\d-])"
)
_RUN = re.compile(f"[{_RAISED}]+|[{_LOWERED}]+")
_FRACTION = re.compile(rf"(?:(?<=\d){_S}?)?([¼½¾⅐-⅞↉])")


def _numbers(line: Line) -> Line:
    """Make one number of digits in groups: « 3 500 », « 03 81 61 61 61 »."""
    return edit(edit(line, _TELEPHONE, _grouped), _GROUPS, _grouped)


def _grouped(found: re.Match[str], own: Line) -> Iterable[Letter]:
    gap = False
    for before, letter in zip((None, *own), own, strict=False):
        if letter.char in f" .-{NBSP}":
            gap = before is not None and before.char != ")"
            continue
        yield letter._replace(sign=GROUP) if gap and letter.char != "(" else letter
        gap = False


def _fractions(line: Line) -> Line:
    """Write « ½ » as « 1/2 », and « 2½ » as « 2 1/2 », two numbers on one line (1.5 d)."""

    def parts(found: re.Match[str], own: Line) -> Line:
        written = unicodedata.normalize("NFKC", found[1]).replace("\N{FRACTION SLASH}", "/")
        at = found.start()
        mixed = at > 0 and found.string[at - 1].isdigit()
        return like(f"{NBSP if mixed else ''}{written}", own)

    return edit(line, _FRACTION, parts)


def _raised(line: Line) -> Line:
    """Write digits above or below the line: a sign, then they alone, « ⁻³ » (1.5 c)."""

    def written(found: re.Match[str], own: Line) -> Line:
        above = found[0][0] in _RAISED
        digits = (_RAISED if above else _LOWERED).index
        cells = (_RAISED_CELLS[digits(d)] for d in found[0])
        return like(("⠈" if above else "⠢") + "".join(cells), own)

    return edit(line, _RUN, written)


RULES: Sequence[Rule] = (
    _spaces,
    _marks,
    _apostrophes,
    _dashes,
    _numbers,
    _fractions,
    _raised,
    mixed_case,
    capitals,
    emphasis,
)
"""In order: numbers need their spaces, signs the words as they will be."""

"""Edit lines of text before liblouis: letters, each with the cells put before it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeAlias

DIGITS = "⠼⠡⠣⠩⠹⠱⠫⠻⠳⠪"
_NUMBER = "⠠"


class Letter(NamedTuple):
    """One character; ``sign`` are cells that come just before it."""

    char: str
    emphasis: bool = False
    base: bool = False
    """True for what contracted braille writes in full: code, another language."""
    sign: str = ""


Line: TypeAlias = tuple[Letter, ...]
Rule: TypeAlias = Callable[[Line], Line]
Change: TypeAlias = Callable[[re.Match[str], Line], Iterable[Letter]]


def letters(text: str, *, emphasis: bool = False, base: bool = False) -> Line:
    """Return the letters of ``text``, all alike."""
    return tuple(Letter(char, emphasis, base) for char in text)


def number(value: int) -> str:
    """Return a whole number in cells.

    >>> number(20)
    '⠠⠣⠼'
    """
    return _NUMBER + "".join(DIGITS[int(digit)] for digit in str(value))


def text_of(line: Line) -> str:
    """Return the characters of ``line``."""
    return "".join([letter.char for letter in line])


def change(line: Line, pattern: re.Pattern[str], to: Change) -> Line:
    """Return ``line`` with ``to(match, its letters)`` instead of each match."""
    made: list[Letter] = []
    end = 0
    for found in pattern.finditer(text_of(line)):
        made += line[end : found.start()]
        made += to(found, line[found.start() : found.end()])
        end = found.end()
    return (*made, *line[end:]) if made or end else line


def edit(line: Line, pattern: re.Pattern[str], to: Change) -> Line:
    """Return ``line`` with the matches changed, except in code, which has base value."""
    return change(
        line,
        pattern,
        lambda found, own: own if any(c.base for c in own) else to(found, own),
    )


def like(text: str, own: Line) -> Line:
    """Return ``text`` written as the letters that it replaces."""
    first = own[0]
    return tuple(
        first._replace(char=char, sign="" if n else first.sign)
        for n, char in enumerate(text)
    )


def composed(line: Line) -> Line:
    """Return ``line`` in composed characters, a letter and its accent as one."""
    text = text_of(line)
    if unicodedata.is_normalized("NFC", text):
        return line
    return change(
        line,
        _ACCENTED,
        lambda found, own: like(unicodedata.normalize("NFC", found[0]), own),
    )


_ACCENTED = re.compile(r"\w[\u0300-\u036f]+")

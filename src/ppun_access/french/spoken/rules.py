"""Define a rule of spoken form: a name, a pattern and a small function.

A rule says where it can begin (``starts``, a class of characters), what it reads
(``pattern``, tried there and nowhere else) and what to give instead (``say``). A rule that
answers None declines: the next one is tried.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from typing import TypeAlias

from ppun_access.french.text.numerals import SPACES

Say: TypeAlias = Callable[[re.Match[str]], str | None]

DIGIT = r"\d"
CAPITAL = "[A-ZÀ-ÖØ-Þ]"
LETTER = r"[^\W\d_]"
S = f"[{SPACES}]"
"""One space that stays on the line."""

_SPACE = re.compile(f"{S}+")


class Rule:
    """One line of the grammar; its pattern is compiled when it is first tried."""

    def __init__(self, name: str, starts: str, pattern: str, say: Say) -> None:
        self.name, self.starts, self.pattern, self.say = name, starts, pattern, say

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The pattern, ready to be tried."""
        return re.compile(self.pattern)

    def begins_with(self, character: str) -> bool:
        """Return whether the rule can begin with ``character``."""
        return bool(re.match(self.starts, character))


def spaced(text: str) -> str:
    """Return ``text`` with ordinary spaces: engines stumble on the no-break ones."""
    return _SPACE.sub(" ", text)


def before(found: re.Match[str], length: int = 40) -> str:
    """Return the characters that come just before a match, spaces made ordinary."""
    return spaced(found.string[max(0, found.start() - length) : found.start()])


def after(found: re.Match[str], length: int = 40) -> str:
    """Return the characters that come just after a match, spaces made ordinary."""
    return spaced(found.string[found.end() : found.end() + length])


def constant(text: str) -> Say:
    """Return a function that always says ``text``."""
    return lambda found: text

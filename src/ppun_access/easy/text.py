"""Strings of French: the same length plain, a sentence with its capital and its stop.

And the tables of words that the rules read, in ``data``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache, cached_property
from itertools import accumulate
from pathlib import Path
from typing import Any
from unicodedata import combining, normalize

from ppun_access.french import words
from ppun_access.settings.thresholds import ENDLESS_CHARACTERS, ENDLESS_SENTENCE

DATA = Path(__file__).with_name("data")
_PLAIN = str.maketrans({"’": "'", "\u00a0": " ", "\u202f": " ", "\n": " ", "\t": " "})
_OPENING = re.compile(r"[«“\"(]\s*")
_STOPPED = re.compile(r"[.!?…][»”\"\s]*\Z")
_ALL_ASIDE = re.compile(r"\([^()]*[.!?…][»”\"\s]*\)\s*\Z")
"""« (Il vient.) »: the stop is in the brackets; that of « A (B, etc.) » is not there."""
_PAIRS = (("(", ")"), ("«", "»"), ("[", "]"), ("“", "”"))

_POINTS_BACK = re.compile(
    r"(?!il (?:n[’'])?y a\b|il (?:n(?:e |[’']))?(?:faut|existe)\b)[«“\"(\s]*"
    r"(?:(?:il|elle|ils|elles|ce|cet|cette|ces|cela|ceci|celui|celle|ceux|celles|"
    r"dans ce cas|pour cela|à cette fin|mais|en effet|donc|alors|sinon|pourtant|de plus|"
    r"le but est|(?:exemple|exception|condition|précision|référence)s?\s?(?:de .{1,40})?:)"
    r"(?![\w’'])|c[’'])",
    re.IGNORECASE,
)


def points_back(text: str) -> bool:
    """Return whether a sentence begins as one that goes on with the one before it."""
    return bool(_POINTS_BACK.match(text.replace("\u00a0", " ")))


_LEANS = re.compile(
    r"\W*(?:[a-zà-ÿ]{2,}(?:ée?s?|ies?|ues?)(?: [^.,;:!?]+)?, )?"
    r"(?:ils?|elles?|c(?:elui|elle|eux|elles)-ci|cela|ceci|dans ce cas|sinon|"
    r"pour cela|le cas échéant)\b"
    r"(?! (?:n'|ne )?(?:y a|faut|existe|suffit|s'agit|convient|pleut|"
    r"est (?:\w+ ){1,2}(?:de |d'|qu)))",
    re.IGNORECASE,
)


def needs_before(text: str) -> bool:
    """Return whether a sentence says something else, or nothing, without the one before.

    >>> needs_before("Versée par la CAF, elle va à la banque.")
    True
    >>> needs_before("Il est interdit de rire.")
    False
    """
    return bool(_LEANS.match(plain(text)))


class Phrases:
    """A pattern of phrases, in any letters; it is compiled when it is first tried."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The pattern, ready to be tried."""
        return re.compile(self.pattern, re.IGNORECASE)

    def search(self, text: str, *bounds: int) -> re.Match[str] | None:
        """Return the first place where it is found."""
        return self.compiled.search(text, *bounds)

    def match(self, text: str, *bounds: int) -> re.Match[str] | None:
        """Return what begins the text, if it does."""
        return self.compiled.match(text, *bounds)

    def finditer(self, text: str, *bounds: int) -> Iterator[re.Match[str]]:
        """Yield each place where it is found."""
        return self.compiled.finditer(text, *bounds)

    def sub(self, said: str, text: str) -> str:
        """Return the text with ``said`` at each place where it is found."""
        return self.compiled.sub(said, text)


@cache
def table(name: str) -> dict[str, Any]:
    """Return a table of words, as its file tells it; nobody changes it."""
    return tomllib.loads((DATA / f"{name}.toml").read_text("utf-8"))


def listed(text: str) -> frozenset[str]:
    """Return the words of a list written as one text."""
    return frozenset(text.split())


def plain(text: str) -> str:
    """Return ``text`` with straight apostrophes and usual spaces, at the same places."""
    return text.translate(_PLAIN)


def unaccented(text: str) -> str:
    """Return ``text`` in lower case, without its accents."""
    return "".join(c for c in normalize("NFD", text.lower()) if not combining(c))


def count(text: str) -> int:
    """Return how many words ``text`` has."""
    return len(words(text))


def is_endless(text: str) -> bool:
    """Return whether a text is no sentence, so long that nothing should parse it."""
    long = len(text) > ENDLESS_SENTENCE and count(text) > ENDLESS_SENTENCE
    return long or len(text) > ENDLESS_CHARACTERS


def capital(text: str) -> str:
    """Return ``text`` with a capital, after the quotation mark that opens it."""
    text = text.strip()
    opened = _OPENING.match(text)
    at = opened.end() if opened else 0
    return text[:at] + text[at : at + 1].upper() + text[at + 1 :]


def stopped(text: str) -> str:
    """Return ``text`` with a full stop, unless a mark already ends it."""
    text = text.strip().rstrip(",;: \u00a0\u202f")
    return text if is_stopped(text) else f"{text}."


def is_stopped(text: str) -> bool:
    """Return whether a mark ends ``text``."""
    return bool(_STOPPED.search(text) or _ALL_ASIDE.match(text))


def sentence(text: str) -> str:
    """Return ``text`` as a sentence: a capital, a stop."""
    return capital(stopped(text))


def balanced(text: str) -> bool:
    """Return whether brackets and quotation marks go by pairs, the opening one first."""
    for opening, closing in _PAIRS:
        depths = [0, *accumulate((c == opening) - (c == closing) for c in text)]
        if min(depths) < 0 or depths[-1]:
            return False
    return text.count('"') % 2 == 0

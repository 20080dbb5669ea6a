"""How numbers, sums of money, hours, ranks and centuries are said.

Plain integers stay in digits: engines read them well, better than words with hyphens.
Only a part that is zero and that nobody says is left out (« 10 h 00 », « 12,00 € »).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from ppun_access.french.acronyms import SPELLED
from ppun_access.french.numbers import cardinal, ordinal, roman
from ppun_access.french.numerals import NUMBER, OPAQUE, SPACES, whole

Rule: TypeAlias = tuple[str, Callable[[re.Match[str]], str]]
"""A pattern without named groups, and what to say for its match."""

_S = f"[{SPACES}]"
_SPACE = re.compile(f"{_S}+")
_COUNT = re.compile(NUMBER)


def spaced(text: str) -> str:
    """Return ``text`` with ordinary spaces: engines stumble on the no-break ones."""
    return _SPACE.sub(" ", text)


def _as_it_is(found: re.Match[str]) -> str:
    """Leave the digits alone, but spell the acronym before them (« RGAA 4.1.2 »)."""
    name, space, rest = spaced(found[0]).partition(" ")
    return f"{' '.join(name) if name in SPELLED else name}{space}{rest}"


def number(text: str) -> str:
    """Return a ``NUMBER`` as it is said: « 3 500,05 » is « 3500 virgule zéro 5 »."""
    integer, _, decimals = text.partition(",")
    return f"{whole(integer)} virgule {_decimals(decimals)}" if decimals else whole(integer)


def _decimals(digits: str) -> str:
    """Return decimals with their first zeros in words: engines drop them."""
    rest = digits.lstrip("0")
    return " ".join(["zéro"] * (len(digits) - len(rest)) + [rest] * bool(rest))


def _money(found: re.Match[str]) -> str:
    """Say « 12,50 € » as « 12 euros 50 », « 1,5 M€ » as « 1 virgule 5 million d'euros »."""
    amount, scale = found[1], found[2]
    integer, _, decimals = amount.partition(",")
    plural = "" if whole(integer).lstrip("0") in {"", "1"} else "s"
    if scale:
        return f"{number(amount)} {_SCALES[scale].format(s=plural)}"
    if len(decimals) != 2:
        return f"{number(amount)} euro{plural}"
    return f"{whole(integer)} euro{plural}{_cents(decimals)}"


def _cents(decimals: str) -> str:
    """Return what follows the euros: « 50 », « et 5 centimes », nothing for « 00 »."""
    cents = int(decimals)
    if cents >= 10:
        return f" {cents}"
    return f" et {cents} centime{'s' if cents > 1 else ''}" if cents else ""


_SCALES = {"k": "mille euros", "M": "million{s} d'euros", "Md": "milliard{s} d'euros"}


def _hour(found: re.Match[str]) -> str:
    """Say « 10 h 30 » as « 10 heures 30 », « 21 h » as « vingt et une heures »."""
    hours, minutes = int(found[1]), found[2]
    said = cardinal(hours, feminine=True) if hours in {1, 21} else found[1].lstrip("0")
    noun = "heure" if hours < 2 else "heures"
    past = f" {_decimals(minutes)}" if minutes and int(minutes) else ""
    return f"{said or 'zéro'} {noun}{past}"


def _rank(found: re.Match[str]) -> str:
    """Say « 1re » as « première », « 2de » as « seconde », « 3e » as « troisième »."""
    return rank(int(found[1]), found[2])


def rank(n: int, ending: str) -> str:
    """Return the rank ``n`` in words; ``ending`` tells its gender and number."""
    ending = ending.translate(_RAISED)
    plural = "s" if ending.endswith("s") else ""
    ending = ending.removesuffix("s")
    if n == 2 and "d" in ending:
        return ("second" if ending in {"d", "nd"} else "seconde") + plural
    return ordinal(n, feminine=ending in {"re", "ère", "ere"}) + plural


_RAISED = str.maketrans("ᵉʳˢᵈⁿ", "ersdn")


def _century(found: re.Match[str]) -> str:
    """Say « XXIe siècle » as « vingt et unième siècle »."""
    value = roman(found[1])
    if not value or (value == 1 and found[2] not in _FIRST):
        return found[0]
    return rank(value, found[2])


_FIRST = frozenset({"er", "ers", "re", "res", "ère", "ᵉʳ"})
_EVERY = r"ères?|ère|ers?|res?|ᵉʳ|ʳᵉ"
_OTHERS = r"ndes?|nds?|des?|ds?|i?[eè]mes?|es?|è|ᵉˢ|ᵉ"

AS_IT_IS: Rule = (
    OPAQUE,
    _as_it_is,
)
CODE: Rule = (r"\d+(?:[-/.:]\d+)+", lambda found: found[0])
HOUR: Rule = (
    rf"(?<![\w.,])([01]?\d|2[0-4]){_S}?h(?:{_S}?([0-5]\d)(?!\w)|(?!\w))",
    _hour,
)
RANK: Rule = (rf"(?<![\w.,])(?!0)(\d{{1,12}})({_EVERY}|{_OTHERS})(?!\w)", _rank)
CENTURY: Rule = (rf"(?<!\w)([IVX]+)({_EVERY}|{_OTHERS})(?!\w)", _century)
MONEY: Rule = (rf"({NUMBER}){_S}?(k|Md|M)?(?:€|euros?\b)", _money)
QUANTITY: Rule = (NUMBER, lambda found: number(found[0]))

"""Match numbers in digits in French public texts: patterns and their groups.

A group of thousands is 1 to 3 digits, then groups of exactly three that the same mark
keeps apart: a point, an ordinary space or any kind of no-break space. What only looks like
one (dates, telephone numbers, law numbers, versions, IP addresses) is left alone: either
``NUMBER`` does not match it, or ``OPAQUE`` matches first.
"""

from __future__ import annotations

import re

NBSP = "\u00a0"
NNBSP = "\u202f"
SPACES = f" {NBSP}{NNBSP}\u2009"
"""The spaces that stay on a line: ordinary, no-break, narrow no-break, thin."""

_SPACED = "|".join(rf"(?:{space}\d{{3}})+" for space in SPACES)
GROUPED = rf"[1-9]\d{{0,2}}(?:(?:\.\d{{3}})+(?!\.?\d)|(?:{_SPACED})(?![{SPACES}]?\d))"
"""An integer with at least one group of thousands, the same mark all along."""

BEFORE = r"(?<!\w)(?<!\w[-.,/:+_])(?<!°)"
# « 0 800 123 456 »: a group does not begin after digits, unless they are a year.
_ALONE = rf"(?:(?<!\d[{SPACES}])|(?<=\d{{4}}[{SPACES}]))"
_AFTER = r"(?!\w)(?![-.,/:+]\d)"

AMOUNT = rf"(?:{_ALONE}{GROUPED}|\d++)(?:,\d++)?"
"""A number whatever surrounds it, for the rules that look at what follows themselves."""
NUMBER = rf"{BEFORE}{AMOUNT}{_AFTER}"
"""A whole or decimal number, French style: 97 · 3.500 · 3 500,25."""
GROUPED_NUMBER = rf"{BEFORE}{_ALONE}{GROUPED}(?=,\d+{_AFTER}|{_AFTER})"
"""The whole part of a number that has groups of thousands."""

WEB = r"(?:https?://|www\.)[^\s<>«»\"]*[^\s<>«»\".,;:!?)\]’']"
EMAIL = r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"

_OCTET = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
_NAMED = (
    r"\b(?:[Vv]ersions?|[Vv]|RGAA|RGESN|WCAG|HTML|ISO|NF|EN|RFC|IPv?4?|SIREN|SIRET|IBAN|"
    rf"TVA|[Tt]él\.|[Tt]éléphone|[Ff]ax|[Cc]ode postal)[{SPACES}]?:?[{SPACES}]?"
)
OPAQUE = "|".join(
    (
        WEB,
        EMAIL,
        rf"{_NAMED}\d+(?:[.{SPACES}-]\d+)*",
        rf"(?<![\w.])(?:{_OCTET}\.){{3}}{_OCTET}(?![\w.]*\d)",
        rf"(?:\+33|\b0)[{SPACES}.-]?\d(?:[{SPACES}.-]?\d\d){{4}}\b",
        rf"[nN][°º][{SPACES}]?\d+(?:[-./]\d+)*",
    )
)
"""What holds digits that are not a quantity and must stay as they are."""

_UNGROUP = re.compile(rf"[.{SPACES}]")


def whole(integer: str) -> str:
    """Return the digits of ``integer``, an ``INTEGER``, without its marks."""
    return _UNGROUP.sub("", integer)

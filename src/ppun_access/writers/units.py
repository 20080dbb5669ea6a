"""Format sizes, durations and numbers as French readers write them.

A no-break space joins a number and its unit; a narrow one groups the digits.
"""

from __future__ import annotations

import re

NBSP = "\N{NO-BREAK SPACE}"
NNBSP = "\N{NARROW NO-BREAK SPACE}"
_LOOSE = """
a à au aux avec ce ces cet cette chez d d' dans de des du en entre et l l' la le les leur
leurs mais ni ou où par pour qu qu' que qui sa sans se ses son sous sur un une vers
"""
LOOSE_WORDS = frozenset(_LOOSE.split())
"""Words that need the next one: a title is never cut after them."""


def number(value: float, decimals: int = 0) -> str:
    """Return ``value`` in French: ``12 345,6``; a final ``,0`` is left out."""
    digits = f"{value:,.{decimals}f}"
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    digits = "0" if digits == "-0" else digits
    return digits.replace(",", NNBSP).replace(".", ",").replace("-", "−")


def count(value: int, singular: str, plural: str = "") -> str:
    """Return ``value`` with its noun: ``1 mot``, ``317 mots``; the plural adds an s."""
    return f"{number(value)}{NBSP}{agreed(value, singular, plural)}"


def agreed(value: int, singular: str, plural: str = "") -> str:
    """Return the noun alone: French has the plural from two on."""
    return singular if abs(value) < 2 else plural or f"{singular}s"


def size(bytes_: int) -> str:
    """Return the size of a file in decimal units: ``340 ko``, ``1,1 Mo``."""
    if bytes_ < 1000:
        return count(bytes_, "octet")
    if bytes_ < 999_500:
        return f"{number(bytes_ / 1000)}{NBSP}ko"
    if bytes_ < 999_950_000:
        return f"{number(bytes_ / 1e6, 1)}{NBSP}Mo"
    return f"{number(bytes_ / 1e9, 1)}{NBSP}Go"


def length(seconds: float) -> str:
    """Return a length of time in short: ``45 s``, ``2 min 30 s``, ``1 h 05 min``."""
    hours, minutes, rest = _split(seconds)
    if hours:
        return f"{hours}{NBSP}h {minutes:02}{NBSP}min"
    parts = [f"{minutes}{NBSP}min"] if minutes else []
    return " ".join(parts + ([f"{rest}{NBSP}s"] if rest else []))


def spoken_length(seconds: float) -> str:
    """Return a length of time to hear: ``2 minutes et 30 secondes``."""
    hours, minutes, rest = _split(seconds)
    named = ((hours, "heure"), (minutes, "minute"), (0 if hours else rest, "seconde"))
    parts = [count(value, noun) for value, noun in named if value]
    return " et ".join(parts)


def as_sentence(text: str) -> str:
    """Return ``text`` with a capital and a full stop, as a message on a page needs."""
    stop = "" if text.endswith((".", "!", "?", "…")) else "."
    return upper_first(text) + stop


def lower_first(text: str) -> str:
    """Return ``text`` to go on inside a sentence."""
    return text[:1].lower() + text[1:]


def with_article(name: str) -> str:
    """Return the name of a public body inside a sentence, with the article it needs.

    >>> with_article("Région Bourgogne-Franche-Comté"), with_article("Académie de Dijon")
    ('la Région Bourgogne-Franche-Comté', 'l’Académie de Dijon')
    >>> with_article("le Département du Jura"), with_article("Nantes Métropole")
    ('le Département du Jura', 'Nantes Métropole')
    """
    found = (
        article for article, bodies in _BODIES.items()
        if re.match(rf"(?:{bodies})\b", name.strip(), re.IGNORECASE)
    )  # fmt: skip
    return f"{next(found, '')}{name.strip()}"


_BODIES = {
    "la ": "région|ville|commune|communauté|métropole|mairie|préfecture|direction|mission"
    "|collectivité|chambre|caisse|maison|bibliothèque|médiathèque|cour|fédération",
    "le ": "département|conseil|ministère|syndicat|centre|service|pôle|pays|parc|rectorat"
    "|secrétariat|tribunal|musée|groupement",
    "l’": "académie|agence|agglomération|assemblée|association|établissement|état|hôpital"
    "|institut|office|observatoire|université|école|union",
}
"""Article → how the names of public bodies begin that take it."""


def upper_first(text: str) -> str:
    """Return ``text`` to begin a sentence."""
    return text[:1].upper() + text[1:]


def clock(ms: int) -> str:
    """Return a time as SMIL has it.

    >>> clock(3_725_250)
    '1:02:05.250'
    """
    seconds, ms = divmod(ms, 1000)
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}.{ms:03}"


def exact_seconds(ms: int) -> str:
    """Return a time in seconds as SMIL has it: ``8.750s``."""
    return f"{ms // 1000}.{ms % 1000:03}s"


def _split(seconds: float) -> tuple[int, int, int]:
    """Return hours, minutes and seconds; rounded, at least one second."""
    whole = max(1, int(seconds + 0.5))
    if whole >= 3600:
        whole = (whole + 30) // 60 * 60
    return whole // 3600, whole % 3600 // 60, whole % 60

"""Apply French spacing, quotes and digit groups, as the Imprimerie nationale prints them.

Spaces follow its *Lexique des règles typographiques*: a no-break space (U+00A0) inside « »
and before a colon; a narrow one (U+202F) before ; ! ? and before % and ‰; a no-break space
between a number and €, h or another unit. A mark that follows a word with no space gets its
space; a unit keeps what the author wrote (« 5kg »). Addresses, hours (10:30), ratios and
entities are left alone. One departure: groups of thousands are kept apart by an ordinary
space, because speech engines read two numbers when a no-break one stands inside.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable
from functools import cache, lru_cache

from ppun_access.french.text.numerals import (
    EMAIL,
    GROUPED_NUMBER,
    NBSP,
    NNBSP,
    OPAQUE,
    SPACES,
    WEB,
)

_S = f"[{SPACES}]"
_PROTECTED = rf"{WEB}|{EMAIL}|\b\w+://\S*|&#?\w+;"
_WORD_END = r"(?<=[\w/»)\]%‰€…”’])"
_GAP = r"(?=\s|\Z|[»”)\]])"
_UNITS = "h|min|km²?|kg|m[²³]?|cm|mm|g|ha|[kMGT]o|[kMG]Wh|°C|M€|k€|Md€"


def _rule(
    signs: Iterable[str], pattern: str, by: str | Callable[[re.Match[str]], str]
) -> Callable[[str], str]:
    """Return a function that rewrites ``pattern`` everywhere but in what is protected.

    One of ``signs`` is in all that it finds: a text without them is not looked through.
    """

    def rewrite(found: re.Match[str]) -> str:
        if found["protected"] is not None:
            return found[0]
        return found.expand(by) if isinstance(by, str) else by(found)

    def ruled(text: str) -> str:
        return (
            _either(pattern).sub(rewrite, text) if any(s in text for s in signs) else text
        )

    return ruled


@cache
def _either(pattern: str) -> re.Pattern[str]:
    return re.compile(f"(?P<protected>{_PROTECTED})|{pattern}")


def _quoted(found: re.Match[str]) -> str:
    """Return straight quotes as « », or as “ ” inside « » that are open."""
    opened, closed = _marks(found.string)
    if bisect_left(opened, found.start()) > bisect_left(closed, found.start()):
        return f"“{found['quoted']}”"
    return f"«{NBSP}{found['quoted']}{NBSP}»"


@lru_cache(maxsize=1)
def _marks(text: str) -> tuple[list[int], list[int]]:
    """Return where « and » are, looked for once for all the quotes of a text."""
    opened, closed = ([m.start() for m in re.finditer(mark, text)] for mark in "«»")
    return opened, closed


_RULES = (
    _rule(["..."], r"(?<!\.)\.{3}(?!\.)", "…"),
    _rule("'", r"(?<=[^\W\d_])'(?=[^\W_])", "’"),
    # An elision before a quote, or before bold text that begins another node.
    _rule("'", r"(?i:(?<=\b[cdjlmnst])|(?<=qu))'(?=[«“\"]|\Z)", "’"),
    _rule(
        '"',
        r"(?<![^\s«(\[’—–])\"(?P<quoted>[^\s\"«»](?:[^\"«»\n]*[^\s\"«»])?)\"(?!\w)",
        _quoted,
    ),
    _rule("«", rf"«{_S}*(?=[^\s»])", f"«{NBSP}"),
    _rule("»", rf"(?<=[^\s«]){_S}*»", f"{NBSP}»"),
    _rule(":", rf"{_WORD_END}{_S}*:{_GAP}", f"{NBSP}:"),
    _rule(
        ";!?",
        rf"{_WORD_END}{_S}*(?P<marks>[;!?]+){_GAP}",
        rf"{NNBSP}\g<marks>",
    ),
    _rule(":»", rf"\A{_S}+(?P<mark>[:»]){_GAP}", rf"{NBSP}\g<mark>"),
    _rule(";!?", rf"\A{_S}+(?P<marks>[;!?]+){_GAP}", rf"{NNBSP}\g<marks>"),
    _rule("%‰", rf"(?<=\d){_S}*(?P<symbol>[%‰])(?!\w)", rf"{NNBSP}\g<symbol>"),
    _rule("€", rf"(?<=\d){_S}*€(?!\w)", rf"{NBSP}€"),
    _rule(SPACES, rf"(?<=\d){_S}(?P<unit>{_UNITS})(?![\w²³])", rf"{NBSP}\g<unit>"),
)
"""In order: marks become French ones before they are spaced."""


def counted(number: int, one: str, many: str) -> str:
    """Return « 1 phrase », « 3 phrases »."""
    return f"{number}\N{NO-BREAK SPACE}{one if number < 2 else many}"


def french_spacing(text: str) -> str:
    """Return ``text`` with French spaces, quotes, apostrophes and suspension points.

    Applied twice, it gives the same as once. The text may be a part of a paragraph: what
    begins or ends it may continue in its neighbours.
    """
    for rule in _RULES:
        text = rule(text)
    return text


def group_thousands(text: str) -> str:
    """Return ``text`` with the thousands of its numbers grouped as French does.

    « 3.500 habitants » becomes « 3 500 habitants », with ordinary spaces whatever the mark
    was; versions, addresses, telephone and law numbers, dates and years stay as they are.
    """

    def group(found: re.Match[str]) -> str:
        return found[0] if found["opaque"] is not None else _MARK.sub(" ", found[0])

    return _THOUSANDS.sub(group, text)


_THOUSANDS = re.compile(f"(?P<opaque>{OPAQUE})|{GROUPED_NUMBER}")
_MARK = re.compile(rf"[.{SPACES}]")

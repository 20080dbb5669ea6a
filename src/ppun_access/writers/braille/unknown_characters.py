"""Replace and report characters that French braille does not have."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from ppun_access.report import Finding, Report
from ppun_access.writers.braille.letters import Letter, Line, change, like, text_of
from ppun_access.writers.labels import quoted

_LANGUAGES: Mapping[str, str] = MappingProxyType(
    {
        "ARABIC": "en arabe",
        "ARMENIAN": "en arménien",
        "BENGALI": "en bengali",
        "CJK": "en chinois ou en japonais",
        "CYRILLIC": "en cyrillique",
        "DEVANAGARI": "en devanagari",
        "ETHIOPIC": "en éthiopien",
        "GEORGIAN": "en géorgien",
        "GREEK": "en grec",
        "HANGUL": "en coréen",
        "HEBREW": "en hébreu",
        "HIRAGANA": "en japonais",
        "KATAKANA": "en japonais",
        "TAMIL": "en tamoul",
        "THAI": "en thaï",
        "TIFINAGH": "en tifinagh",
    }
)
"""First word of a character's name in Unicode → the writing, as French says it."""
_INVISIBLE = ("Cf", "Mn", "Me", "Cc", "Co", "Cn", "Zl", "Zp")
_SPELT = {
    "№": "n°",
    "†": "(+)",
    "‡": "(++)",
    "¶": "§",
    "Ł": "L",
    "ł": "l",
    "Đ": "D",
    "đ": "d",
    "ı": "i",
}


def without_unknown(line: Line, unknown: frozenset[str], report: Report, page: str) -> Line:
    """Return ``line`` without the characters of ``unknown``.

    A character that has a plain form takes it (« ă » is « a »); words in another writing
    give way to a remark between parentheses; each is a finding.
    """
    whole = text_of(line)
    if not unknown.intersection(whole):
        return line
    plain = {char: form for char in unknown if (form := _plain(char, unknown)) is not None}
    lost = unknown - plain.keys()
    for word in whole.split():
        for char in sorted(plain.keys() & set(word)):
            if plain[char]:
                report.add(_simplified(word, char, plain[char], page))
    if plain:
        anything = re.compile(f"[{''.join(map(re.escape, sorted(plain)))}]")
        line = change(line, anything, lambda found, own: _like(plain[found[0]], own))
    return _without_lost(line, lost, report, page) if lost else line


def _like(text: str, own: Line) -> Line:
    return like(text, own) if text else ()


def _without_lost(line: Line, lost: frozenset[str], report: Report, page: str) -> Line:
    """Put a remark instead of each run of words of one writing."""
    whole = text_of(line)
    made: list[Letter] = []
    end = 0
    for start, stop in _runs(whole, lost):
        text = whole[start:stop]
        remark = f"({_what(text)})"
        report.add(_replaced(text, remark, page))
        made += line[end:start]
        made += _gap(whole, start) + like(remark, line[start:stop]) + _gap(whole, stop)
        end = stop
    return (*made, *line[end:])


def _runs(text: str, lost: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Yield from where to where stand characters of one writing, spaces between."""
    start = stop = -1
    kind = ""
    for at, char in enumerate(text):
        if char.isspace():
            continue
        own = _kind(char) if char in lost else None
        if stop >= 0 and own != kind:
            yield start, stop
            stop = -1
        if own is not None:
            start = at if stop < 0 else start
            stop, kind = at + 1, own
    if stop >= 0:
        yield start, stop


def _kind(char: str) -> str:
    """Return the writing of a character, empty for a symbol."""
    if not char.isalnum():
        return ""
    return unicodedata.name(char, "?").split(" ")[0].split("-")[0]


def _plain(char: str, unknown: frozenset[str]) -> str | None:
    """Return ``char`` in characters that braille has; None when it has no such form."""
    if char in _SPELT:
        return _SPELT[char]
    if unicodedata.category(char) in _INVISIBLE:
        return ""
    form = _form(char)
    return None if not form or unknown.intersection(form) else form


def _form(char: str) -> str:
    """Return the characters that may stand for ``char``, itself when there are none."""
    form = unicodedata.normalize("NFKC", char)
    if form != char:
        return form
    parts = unicodedata.normalize("NFD", char)
    return "".join(c for c in parts if unicodedata.category(c) != "Mn")


def with_forms(characters: Iterable[str]) -> frozenset[str]:
    """Return ``characters`` and those that may stand for them: braille may lack both."""
    own = frozenset(characters)
    return own.union(*(_form(char) for char in own))


def _what(text: str) -> str:
    """Return what stands for ``text``: in which writing it is, or that it is a symbol."""
    kind = _kind(text[0])
    several = len(text.split()) > 1 or (not kind and len(text) > 1)
    if not kind:
        return "symboles non transcrits" if several else "symbole non transcrit"
    where = _LANGUAGES.get(kind, "dans une autre écriture")
    return f"mots {where}, non transcrits" if several else f"mot {where}, non transcrit"


def _gap(text: str, at: int) -> tuple[Letter, ...]:
    """Return a space where the remark would touch a word."""
    touches = 0 < at < len(text) and (
        text[at - 1].isalnum() and text[at].isalnum() and text[at - 1] != " "
    )
    return (Letter(" "),) if touches else ()


def _simplified(word: str, text: str, plain: str, page: str) -> Finding:
    message = (
        f"le braille français n’a pas le caractère {quoted(text)} : "
        f"{quoted(plain)} le remplace dans les fichiers en braille"
    )
    return Finding("braille-caractere", message, page=page, passage=word, minor=True)


def _replaced(text: str, remark: str, page: str) -> Finding:
    message = (
        f"{quoted(text)} ne peut pas être écrit en braille français : {quoted(remark)} le "
        "remplace. Donnez aussi ces mots, ou leur sens, en français"
    )
    return Finding("braille-caractere", message, page=page, passage=text)

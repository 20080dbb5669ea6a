"""Add the prefix signs of French braille: capitals, emphasis, uncontracted text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from ppun_access.writers.braille.letters import Letter, Line, change, edit, like, text_of

CAPITAL, EMPHASIS, PASSAGE, BASE = "⠨", "⠸", "⠒", "⠰"
"""Signs: before a capital, before a word in evidence; what makes either one hold for
several words; before what is not contracted."""
INSIDE = "⠢⠔"
"""Around what is in evidence inside a word."""
LONG = 4
"""Words from which a passage has one sign at its beginning and one before its last word."""
_CELLS = dict(zip(
    "abcdefghijklmnopqrstuvwxyzçéàèùâêîôûëïüœ",
    "⠁⠃⠉⠙⠑⠋⠛⠓⠊⠚⠅⠇⠍⠝⠕⠏⠟⠗⠎⠞⠥⠧⠺⠭⠽⠵⠯⠿⠷⠮⠾⠡⠣⠩⠹⠱⠫⠻⠳⠪", strict=True,
))  # fmt: skip

# Capitals (part one, 1.1; part two)

_TOKEN = re.compile(r"\S+")
_MIXED = re.compile(r"(?<![\w@./:⠀-⣿])[^\W\d_]+(?:(?=['’\s,;:!?.»)”-])|\Z)(?![.]\w)")
_CAPITALS = re.compile(r"(?<!\w)[A-ZÀ-ÖØ-Þ]{2,}(?!\w)")
_CLAUSE_END = (",", ";", "/")


def mixed_case(line: Line) -> Line:
    """Give each capital its sign in a word of both cases: « HCl » (1.1 c).

    liblouis puts the sign of whole words, and one to stop it.
    """

    def cells(found: re.Match[str], own: Line) -> Iterable[Letter]:
        word = found[0]
        known = all(char.lower() in _CELLS for char in word)
        twice = any(a.isupper() and b.isupper() for a, b in pairwise(word))
        if not (known and twice and any(map(str.islower, word))):
            return own
        return (made for letter in own for made in _in_cells(letter))

    return edit(line, _MIXED, cells)


def _in_cells(letter: Letter) -> Iterable[Letter]:
    cell = _CELLS[letter.char.lower()]
    return like(f"{CAPITAL}{cell}" if letter.char.isupper() else cell, (letter,))


def capitals(line: Line) -> Line:
    """Give a passage in capitals its two signs (2.1 b): liblouis signs each word."""
    made = list(line)
    for words in _passages(line):
        for start, end in words:
            for n in range(start, end):
                lower = made[n].char.lower()
                made[n] = made[n]._replace(char=lower if len(lower) == 1 else made[n].char)
        first, last = (
            next(n for n in range(*word) if line[n].char.isalpha())
            for word in (words[0], words[-1])
        )
        made[first] = made[first]._replace(sign=PASSAGE + CAPITAL + made[first].sign)
        made[last] = made[last]._replace(sign=CAPITAL + made[last].sign)
    return tuple(made)


def _passages(line: Line) -> Iterable[Sequence[tuple[int, int]]]:
    """Yield the words, from where to where, of each passage in capitals."""
    text = text_of(line)
    run: list[tuple[int, int]] = []
    for found in (*_TOKEN.finditer(text), None):
        word = found[0] if found else "x"
        if found and word.isupper() and "@" not in word and not _has_cells(word):
            run.append(found.span())
        elif any(map(str.isalpha, word)):
            if len(run) >= LONG and not _is_list(text, run):
                yield run
            run = []


def _is_list(text: str, run: Sequence[tuple[int, int]]) -> bool:
    """Return whether words stand one by one: « SNCF, EPCI, ONG, ADN »."""
    return all(text[start:end].endswith(_CLAUSE_END) for start, end in run[:-1])


def _has_cells(word: str) -> bool:
    return any("\u2800" <= char <= "\u28ff" for char in word)


# What is put in evidence (part two), and what is not contracted (1.7)


def emphasis(line: Line) -> Line:
    """Put the signs of emphasis: one a word, two for a passage of four words or more."""
    made = list(line)
    for words in _emphasised(line):
        long = len(words) >= LONG
        for start in (words[0], words[-1]) if long else words:
            opening = PASSAGE if long and start == words[0] else ""
            made[start] = made[start]._replace(sign=opening + EMPHASIS + made[start].sign)
    return _inside_words(tuple(made))


def _emphasised(line: Line) -> Iterable[Sequence[int]]:
    """Yield, for each emphasised passage, where each of its words begins."""
    run: list[int] = []
    for found in _TOKEN.finditer(text_of(line)):
        places = range(*found.span())
        word = [n for n in places if _is_word(line[n])]
        own = [n for n in word if line[n].emphasis]
        goes_on = bool(own) and own[0] == word[0] and line[places[0] - 1].emphasis
        if run and word and not goes_on:
            yield run
            run = []
        if own and not _is_part(line, places):
            run.append(own[0])
    if run:
        yield run


def _is_part(line: Line, places: range) -> bool:
    """Return whether emphasis begins or ends between two letters of a word."""
    return any(
        line[n].emphasis is not line[n - 1].emphasis
        and _is_word(line[n])
        and _is_word(line[n - 1])
        for n in places[1:]
    )


def _inside_words(line: Line) -> Line:
    """Put the two signs of what is in evidence inside a word, which is not contracted."""
    made: list[Letter] = []
    end = 0
    for found in _TOKEN.finditer(text_of(line)):
        places = range(*found.span())
        if _is_part(line, places):
            made += line[end : places[0]]
            made += _signed_inside([line[n]._replace(base=True) for n in places])
            end = places[-1] + 1
    return (*made, *line[end:])


def _signed_inside(word: Sequence[Letter]) -> Iterator[Letter]:
    inside = False
    for letter in word:
        if inside and not letter.emphasis:
            yield letter._replace(char=INSIDE[1], sign="")
        if letter.emphasis and not inside and _is_word(letter):
            yield letter._replace(sign=INSIDE[0] + letter.sign)
            inside = True
        else:
            yield letter
            inside = inside and letter.emphasis
    if inside:
        yield word[-1]._replace(char=INSIDE[1], sign="")


def _is_word(letter: Letter) -> bool:
    return letter.char.isalnum() or _has_cells(letter.char)


def with_base(line: Line) -> Line:
    """Put the sign of base value before each word that is written in full.

    Words in capitals are: contracted, « NM » would be « NÉANMOINS ».
    """
    line = change(line, _CAPITALS, lambda found, own: [c._replace(base=True) for c in own])
    made = list(line)
    for found in _TOKEN.finditer(text_of(line)):
        places = range(*found.span())
        own = [n for n in places if made[n].base]
        if any(line[n].char.isalpha() for n in own):
            sign = made[own[0]].sign
            inside = sign.startswith(INSIDE[0])  # it would be « en » in contracted braille
            sign = BASE + sign if inside else sign + BASE
            made[own[0]] = made[own[0]]._replace(sign=sign)
    return tuple(made)

"""Words that bound or turn a fact: « avant », « au moins », « ouvert »; what numbers count.

``data/contraires.toml`` says what they are and which of them mean the same. In doubt two
texts are said to differ: a good rewording refused is better than a wrong one published.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby, takewhile
from pathlib import Path

from ppun_access.easy.draft.facts import is_number
from ppun_access.easy.draft.parse.text import listed, plain
from ppun_access.french.lexical.lists import is_function_word
from ppun_access.french.lexical.morphology import readings

TABLE = Path(__file__).with_name("data") / "contraires.toml"
NOTHING = "rien"
"""Where the expressions that say no sense of their table stand."""
_TURNED = {
    "dépasser": ("au plus", "plus de", 12),
    "plus de": ("au plus", "plus de", 6),
    "possible": ("interdit", "possible", 3),
    "autorisé": ("interdit", "autorisé", 3),
}
"""Senses that « ne » turns: what they are with it, and without; how near it stands."""
_NUMBER = "{n}"
_TOKEN = re.compile(
    r"\{n\}|\d+(?:[ .,/:]\d+)*(?:er|e|ère)?\b|\d+|"
    r"[^\W\d_]+(?:-[^\W\d_]+)*'?|[%€]|[,;:.!?()]"
)
_STOPS = frozenset(",;:.!?()")
_JOINS = listed("et mais ou tandis alors")
_PLACES = listed("dans en depuis pendant chez sur")
_CONTRACTED = {
    "du": "de", "des": "de", "d'": "de", "au": "à", "aux": "à", "l'": "le", "la": "le",
    "les": "le", "jusqu'": "jusque", "qu'": "que",
}  # fmt: skip
_NEAR = 4
"""How many words may part a bound from its number."""
_DATE = 3
"""How many words may part « avant » from its date (« avant le lundi 15 juin »)."""


@dataclass(frozen=True, slots=True)
class Axis:
    """Senses that exclude each other, and what they are said of (the table tells it)."""

    reach: str
    free: str
    """« tout », « perte », or empty."""
    expressions: tuple[tuple[tuple[str, ...], str], ...]
    """The longest first, each with its sense."""


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    forms: frozenset[str]

    @property
    def is_number(self) -> bool:
        return is_number(self.text)


@dataclass(frozen=True, slots=True)
class _Mark:
    """An expression of a table, at tokens [start, end)."""

    sense: str
    start: int
    end: int


@cache
def axes() -> tuple[Axis, ...]:
    """Return the tables of ``data/contraires.toml``."""
    found = tomllib.loads(TABLE.read_text("utf-8"))
    return tuple(_axis(row) for row in found.values())


def turned(source: str, answer: str) -> str:
    """Return how ``answer`` turns a fact of ``source``, in French; empty when it does not.

    >>> turned("La mairie est ouverte.", "La mairie est fermée.")
    '« ouvert » est devenu « fermé »'
    """
    before, after = _tokens(source), _tokens(answer)
    found = (_turned(before, after, axis) for axis in axes())
    turned_ = next((reason for reason in found if reason), "")
    return turned_ or _exchanged(_counted(before), _counted(after))


def _turned(before: Sequence[_Token], after: Sequence[_Token], axis: Axis) -> str:
    old, new = _marks(before, axis), _marks(after, axis)
    said, told = {mark.sense for mark in old}, {mark.sense for mark in new}
    gone, come = sorted(said - told), sorted(told - said)
    bound = come if axis.free == "perte" else said ^ told
    if (gone and come) or (axis.free != "tout" and bound):
        return _changed(gone, come)
    held, made = _of_numbers(before, old, axis), _of_numbers(after, new, axis)
    for number in sorted(held.keys() | made.keys()):
        left, right = held.get(number, set()), made.get(number, set())
        right = right if _DURING in left else right - {_DURING}
        again = _times(after, number) > _times(before, number)
        if left != right and not (again and left <= right <= said):
            change = _changed(sorted(left - right), sorted(right - left))
            return f"{change} à côté de « {number} »"
    return _exchanged(_of_words(before, old, axis), _of_words(after, new, axis))


def _times(tokens: Sequence[_Token], number: str) -> int:
    """Return how often a number is said."""
    return f" {' '.join(one.text for one in tokens)} ".count(f" {number} ")


def _changed(gone: Sequence[str], come: Sequence[str]) -> str:
    if gone and come:
        return f"« {gone[0]} » est devenu « {come[0]} »"
    return f"« {gone[0]} » a disparu" if gone else f"« {come[0]} » a été ajouté"


def _exchanged(held: Mapping[str, set[str]], made: Mapping[str, set[str]]) -> str:
    """Look for a word of one sense only, then of another only: they were exchanged."""
    for word in sorted(held.keys() & made.keys()):
        old, new = held[word], made[word]
        if old != new and len(old) == 1 and len(new) == 1:
            return f"{_changed([*old], [*new])} à côté de « {word} »"
    return ""


# Where the senses stand


def _marks(tokens: Sequence[_Token], axis: Axis) -> list[_Mark]:
    """Return the senses of an axis in a text; what says none of them takes its words."""
    found, at = [], 0
    while at < len(tokens):
        fits = ((_end(tokens, at, parts), sense) for parts, sense in axis.expressions)
        end, sense = next(((end, sense) for end, sense in fits if end), (at + 1, NOTHING))
        if sense in _TURNED:
            denied, affirmed, near = _TURNED[sense]
            sense = denied if _is_denied(tokens, at, near) else affirmed
        if sense != NOTHING:
            found.append(_Mark(sense, at, end))
        at = end
    return found


def _is_denied(tokens: Sequence[_Token], at: int, near: int) -> bool:
    """Return whether « ne » or « sans » stands before a place, and no « que » after.

    « Ne peut pas demander plus d’un mois » forbids nothing: « plus de » is denied.
    """
    clause = list(takewhile(lambda one: one.text not in _STOPS, reversed(tokens[:at])))
    rest = {
        one.text for one in takewhile(lambda one: one.text not in _STOPS, tokens[at + 1 :])
    }
    words = {one.text for one in clause[:near]}
    if {"pas", "plus"} <= rest:
        return False
    only = bool({"que", "qu'"} & rest) and not _NOT & (rest | words)
    return bool({"ne", "n'", "sans"} & words) and not only


_DURING = "pendant"
"""« Gardé cinq ans » is « gardé pendant cinq ans »."""
_NOT = listed("pas plus jamais rien aucun aucune")


def _end(tokens: Sequence[_Token], at: int, parts: Sequence[str]) -> int:
    """Return where an expression that begins at ``at`` ends, 0 when it is not there."""
    for part in parts:
        start = at
        if part == _NUMBER:
            while at < len(tokens) and tokens[at].is_number:
                at += 1
        elif at < len(tokens) and part in tokens[at].forms:
            at += 1
        if at == start:
            return 0
    return at


# What they are said of


def _of_numbers(
    tokens: Sequence[_Token], marks: Sequence[_Mark], axis: Axis
) -> dict[str, set[str]]:
    """Return the senses of each number, which must stay the same."""
    found: dict[str, set[str]] = {}
    for mark in marks:
        if axis.reach == "nombre":
            place = _nearest(tokens, mark)
        elif axis.reach == "date":
            place = _first(tokens, mark)
        else:
            continue
        if place is not None:
            found.setdefault(_run(tokens, place), set()).add(mark.sense)
    return found


def _nearest(tokens: Sequence[_Token], mark: _Mark) -> int | None:
    inside = [k for k in range(mark.start, mark.end) if tokens[k].is_number]
    if inside:
        return inside[0]
    for far in range(1, _NEAR + 1):
        for place in (mark.end - 1 + far, mark.start - far):
            if 0 <= place < len(tokens) and tokens[place].is_number:
                between = tokens[min(place, mark.end) : max(place, mark.start)]
                return None if any(_ends(token) for token in between) else place
    return None


def _ends(token: _Token) -> bool:
    return token.text in (".", "?", "!")


def _first(tokens: Sequence[_Token], mark: _Mark) -> int | None:
    places = range(mark.start, min(mark.end + _DATE + 1, len(tokens)))
    return next((k for k in places if tokens[k].is_number), None)


def _counted(tokens: Sequence[_Token]) -> dict[str, set[str]]:
    """Return the numbers that each word is counted by: « 30 communes et 12 écoles »."""
    found: dict[str, set[str]] = {}
    at = 0
    for counts, group in groupby(tokens, key=lambda token: token.is_number):
        end = at + len(list(group))
        for k in _of_number(tokens, at, end) if counts else ():
            for form in tokens[k].forms:
                found.setdefault(form, set()).add(_run(tokens, at))
        at = end
    return found


def _of_number(tokens: Sequence[_Token], start: int, end: int) -> list[int]:
    """Return the places of the words that a number at tokens [start, end) is said of.

    Those that follow it in its clause; without any, those before (« reçu le 15 juin »);
    without any, those after the comma (« Le 15 juin, la mairie ferme »).
    """
    after = range(end + 1, len(tokens)) if end < len(tokens) else range(0)
    comma = after and tokens[end].text == ","
    ways = (range(end, len(tokens)), range(start - 1, -1, -1), after if comma else range(0))
    return next(filter(None, (_clause(tokens, way) for way in ways)), [])


def _clause(tokens: Sequence[_Token], way: range) -> list[int]:
    """Return the places of the words on the way to the end of a clause."""
    stops = _PLACES if way.step > 0 else frozenset[str]()
    found = takewhile(lambda k: not _parts(tokens[k], stops), way)
    return [k for k in found if not is_function_word(tokens[k].text)]


def _parts(token: _Token, more: frozenset[str]) -> bool:
    return token.is_number or token.text in _STOPS | _JOINS | more


def _run(tokens: Sequence[_Token], place: int) -> str:
    """Return the number that holds ``place``, its month and its year."""
    start = end = place
    while start and tokens[start - 1].is_number:
        start -= 1
    while end < len(tokens) and tokens[end].is_number:
        end += 1
    return " ".join(token.text for token in tokens[start:end])


def _of_words(
    tokens: Sequence[_Token], marks: Sequence[_Mark], axis: Axis
) -> dict[str, set[str]]:
    """Return the senses that each word and number is within reach of."""
    found: dict[str, set[str]] = {}
    taken = {k for mark in marks for k in range(mark.start, mark.end)}
    for mark in marks:
        for k in _reach(tokens, mark, taken, axis.reach):
            if not is_function_word(tokens[k].text):
                for form in tokens[k].forms:
                    found.setdefault(form, set()).add(mark.sense)
    return found


def _reach(
    tokens: Sequence[_Token], mark: _Mark, taken: set[int], reach: str
) -> Iterator[int]:
    """Yield the places of the words that a sense is said of."""
    joins = _JOINS if reach == "proposition" else frozenset[str]()
    ways = [range(mark.end, len(tokens))] if reach in ("date", "suite") else []
    if reach == "proposition":
        ways = [range(mark.end, len(tokens)), range(mark.start - 1, -1, -1)]
    for way in ways:
        for k in way:
            if k in taken or tokens[k].text in _STOPS or tokens[k].text in joins:
                break
            yield k


# Reading


def _axis(row: Mapping[str, object]) -> Axis:
    senses = row["sens"]
    assert isinstance(senses, dict)
    found = [
        (tuple(_TOKEN.findall(plain(expression))), sense)
        for sense, expressions in senses.items()
        for expression in expressions
    ]
    found.sort(key=lambda pair: (-len(pair[0]), pair[1] != NOTHING, pair))
    return Axis(str(row.get("de", "")), str(row.get("libre", "")), tuple(found))


def _tokens(text: str) -> tuple[_Token, ...]:
    return tuple(_Token(one, _forms(one)) for one in _TOKEN.findall(plain(text).lower()))


@lru_cache(maxsize=1 << 12)
def _forms(word: str) -> frozenset[str]:
    lemmas = (reading.lemma for reading in readings(word))
    return frozenset({word, _CONTRACTED.get(word, word), *lemmas})

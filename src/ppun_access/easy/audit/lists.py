"""Read the lists of words and expressions of the audit, and find them in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ppun_access.french.lexical.morphology import readings

DATA = Path(__file__).with_name("data")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Expression:
    """A metaphor or a piece of jargon, and what to write instead."""

    pattern: re.Pattern[str]
    kind: str
    instead: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A word or expression of a list found in a text, with its replacement."""

    start: int
    end: int
    text: str
    name: str
    """The base form: two hits of one name are of one word."""
    instead: str = ""


@cache
def expressions() -> tuple[Expression, ...]:
    """Return the expressions of ``data/expressions.txt``."""
    return tuple(
        Expression(_pattern(pattern), kind, instead)
        for pattern, kind, instead in (
            (part.strip() for part in line.rsplit(" | ", 2))
            for line in _lines("expressions.txt")
        )
    )


@dataclass(frozen=True, slots=True)
class HardWord:
    """A hard word: what to write instead, and the words that show which sense it has."""

    instead: str
    around: re.Pattern[str] | None = None

    def is_meant(self, start: int, end: int, text: str) -> bool:
        """Return whether the word there has the hard sense: « facteur de risque »."""
        if self.around is None:
            return True
        return any(overlaps((start, end), [m.span()]) for m in self.around.finditer(text))


@cache
def hard_words() -> Mapping[str, HardWord]:
    """Return the hard words of ``data/hard_words.txt``, by their base form."""
    found = {}
    for line in _lines("hard_words.txt"):
        word, told = line.split(" = ", 1)
        instead, _, around = told.partition(" | ")
        found[word.strip()] = HardWord(instead, _pattern(around) if around else None)
    return found


def base_forms(word: str) -> frozenset[str]:
    """Return ``word`` in small letters, and the lemmas that it can be a form of."""
    low = word.lower()
    lemmas = {reading.lemma for reading in readings(low)}
    plural = {low[:-1]} if low.endswith(("s", "x")) else set()
    return frozenset({low, *lemmas, *plural})


def hard_words_in(text: str) -> Iterator[Hit]:
    """Yield the listed hard words of ``text``; capitals inside it name something."""
    for found in _WORD.finditer(text):
        if found.start() and found[0][0].isupper():
            continue
        for base in sorted(base_forms(found[0]) & hard_words().keys()):
            if hard_words()[base].is_meant(*found.span(), text):
                yield Hit(*found.span(), found[0], base, hard_words()[base].instead)
                break
    several = {word: one.instead for word, one in hard_words().items() if " " in word}
    yield from terms_in(text, several)


def terms_in(text: str, terms: Mapping[str, str]) -> Iterator[Hit]:
    """Yield the ``terms`` of ``text``, the longest first, plurals and capitals too."""
    for term in sorted(terms, key=lambda term: (-len(term), term)):
        for found in _term(term).finditer(text):
            yield Hit(*found.span(), found[0], term.lower(), terms[term])


def expressions_in(text: str) -> Iterator[tuple[Expression, Hit]]:
    """Yield the expressions of ``text``, one of several that overlap."""
    taken: list[tuple[int, int]] = []
    found = [(m, one) for one in expressions() for m in one.pattern.finditer(text)]
    for match, one in sorted(found, key=lambda pair: (-len(pair[0][0]), pair[0].start())):
        if not overlaps(match.span(), taken):
            taken.append(match.span())
            yield (
                one,
                Hit(*match.span(), match[0].strip(" «»"), _plain(match[0]), one.instead),
            )


def overlaps(span: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    """Return whether ``span`` has a character in common with one of ``others``."""
    return any(span[0] < end and start < span[1] for start, end in others)


def _plain(text: str) -> str:
    return re.sub(r"s\b", "", text.lower().strip())


@cache
def _term(term: str) -> re.Pattern[str]:
    body = r"\s".join(rf"{re.escape(word)}(?:s|x|es)?" for word in term.split())
    return re.compile(rf"(?<![\w-]){body}(?![\w-])", re.IGNORECASE)


def _pattern(text: str) -> re.Pattern[str]:
    body = text.strip().replace("’", "['’]").replace(" ", r"\s")
    return re.compile(rf"(?<![\w-])(?:{body})(?:(?<=[\s'’])|(?!\w))", re.IGNORECASE)


def _lines(name: str) -> Iterator[str]:
    for line in (DATA / name).read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line

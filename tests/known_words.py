"""Fit how well a word is known on words marked by hand, and make its table of films.

``tests/cases/known-words.tsv``: a word, then « e » when a reader at the end of « collège »
knows it, « h » when not. A fixed third is kept apart: the weights never see it.
``python tests/known_words.py`` prints the weights and how they do on both;
``python tests/known_words.py write`` writes ``readability/data/films.txt.gz`` from
Lexique 3.83 first.
"""

from __future__ import annotations

import gzip
import hashlib
import math
import sys
from collections import defaultdict
from pathlib import Path

import lexique
from late import Late

from ppun_access.readability import familiarity
from ppun_access.readability.familiarity import SMALLEST, STEP, TABLE

np = Late("numpy")
CASES = Path(__file__).parent / "cases" / "known-words.tsv"
_LEMMA, _POS, _IN_FILMS = 2, 3, 6
RIDGE = 0.01
"""Holds the weights small: it changes them in the third figure."""

HEADER = """\
# How often the lemmas of Lexique 3.83 (Boris New and Christophe Pallier, lexique.org) are
# heard in films. CC BY-SA 4.0, published under the same licence. Written by
# tests/known_words.py: do not edit. Each line: a level of frequency, then lemmas.
"""


def table() -> str:
    """Return the levels of frequency in films, and their lemmas."""
    films: dict[str, float] = {}
    for line in lexique.path().read_text("cp1252").splitlines()[1:]:
        row = line.split("\t")
        lemma = row[_LEMMA]
        if " " in lemma or lemma in lexique.DAMAGED or row[_POS][:3] not in _KINDS:
            continue
        films[lemma] = max(films.get(lemma, 0.0), float(row[_IN_FILMS].replace(",", ".")))
    levels = defaultdict(list)
    for lemma, frequency in films.items():
        if frequency >= SMALLEST:
            level = math.floor(math.log(frequency / SMALLEST, STEP))
            levels[level].append(lemma)
    lines = (f"{level} {' '.join(sorted(levels[level]))}\n" for level in sorted(levels))
    return HEADER + "".join(lines)


_KINDS = ("NOM", "VER", "ADJ", "ADV")


def marked(*, apart: bool) -> tuple[list[str], np.ndarray]:
    """Return the words, and 1 for those that are not known."""
    pairs = [
        line.split("\t")
        for line in CASES.read_text("utf-8").splitlines()
        if not line.startswith("#")
    ]
    some = [pair for pair in pairs if is_apart(pair[0]) == apart]
    return [word for word, _ in some], np.array([float(mark == "h") for _, mark in some])


def is_apart(word: str) -> bool:
    return int(hashlib.sha256(word.encode()).hexdigest(), 16) % 3 == 0


def weights() -> tuple[float, ...]:
    """Return the bias and the weights of a logistic regression, by Newton's method."""
    words, unknown = marked(apart=False)
    given = np.array([(1.0, *familiarity.features(word)) for word in words])
    found = np.zeros(given.shape[1])
    ridge = RIDGE * np.diag([0.0, *[1.0] * (len(found) - 1)])
    for _ in range(40):
        share = 1 / (1 + np.exp(-given @ found))
        slope = given.T @ (share - unknown) + ridge @ found
        curve = (given.T * (share * (1 - share))) @ given + ridge
        found = found - np.linalg.solve(curve, slope)
    return tuple(round(float(one), 2) for one in found)


def measured(least: float, *, apart: bool) -> tuple[float, float]:
    """Return the shares of unknown words and of known ones at ``least`` or over it."""
    words, unknown = marked(apart=apart)
    over = np.array([familiarity.unknown_share(word) >= least for word in words])
    return float(over[unknown == 1].mean()), float(over[unknown == 0].mean())


if __name__ == "__main__":
    if "write" in sys.argv:
        TABLE.parent.mkdir(exist_ok=True)
        TABLE.write_bytes(gzip.compress(table().encode("utf-8"), 9, mtime=0))
    print(weights())
    for least in (0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.9):
        print(least, measured(least, apart=False), measured(least, apart=True))

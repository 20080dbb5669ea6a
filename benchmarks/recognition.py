"""Words as a recogniser and a text both write them, and how far apart the two are.

*Normalisation*, the same on both sides: the grammar of speech first (so that « 12 % »,
« n° » and known acronyms are written as they are said), then lower case, numbers in
letters, œ as oe, and every sign, apostrophes and hyphens included, is a space. Accents
are kept: « a » and « à » are two words.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from ppun_access.french.numbers import cardinal
from ppun_access.french.spoken import spoken_form

RESAMPLES, SEED = 5_000, 20_250


def normal_words(text: str) -> list[str]:
    """Return the words of a text, as they are compared."""
    said = spoken_form(text).lower().replace("œ", "oe").replace("æ", "ae")
    said = re.sub(r"(?<=\d)[ \u00a0\u202f](?=\d{3}\b)", "", said)
    said = re.sub(r"\d+", lambda number: f" {_in_letters(number[0])} ", said)
    return re.findall(r"[^\W_]+", said)


def _in_letters(digits: str) -> str:
    if len(digits) > 9:
        return " ".join(cardinal(int(digit)) for digit in digits)
    return cardinal(int(digits)).replace("-", " ")


@dataclass(frozen=True, slots=True)
class Heard:
    """Words wrong (changed, missing or added), and words in all, of one sentence."""

    errors: int
    words: int


def heard(sentences: Sequence[Sequence[str]], words: Sequence[str]) -> list[Heard]:
    """Return the errors of each of the sentences that were recognised together.

    One alignment with the fewest errors is made of all of them; a word that is added
    belongs to the sentence of the word before it.
    """
    owners = [n for n, sentence in enumerate(sentences) for _ in sentence]
    wanted = [word for sentence in sentences for word in sentence]
    errors = [0] * len(sentences)
    for at in _errors(wanted, words):
        errors[owners[at] if owners else 0] += 1
    return [Heard(e, len(s)) for e, s in zip(errors, sentences, strict=True)]


def _errors(wanted: Sequence[str], found: Sequence[str]) -> list[int]:
    """Return the place in ``wanted`` of each error (Levenshtein, traced back)."""
    rows = [list(range(len(found) + 1))]
    for i, word in enumerate(wanted, 1):
        above, row = rows[-1], [i]
        for j, other in enumerate(found, 1):
            row.append(min(above[j - 1] + (word != other), above[j] + 1, row[-1] + 1))
        rows.append(row)
    places, i, j = list[int](), len(wanted), len(found)
    while i or j:
        here = rows[i][j]
        if i and j and here == rows[i - 1][j - 1] + (wanted[i - 1] != found[j - 1]):
            i, j = i - 1, j - 1
            if wanted[i] != found[j]:
                places.append(i)
        elif i and here == rows[i - 1][j] + 1:
            i -= 1
            places.append(i)
        else:
            j -= 1
            places.append(max(i - 1, 0))
    return places


def rate(sentences: Sequence[Heard]) -> float:
    """Return the word error rate, in points (per cent)."""
    words = sum(sentence.words for sentence in sentences)
    return 100 * sum(sentence.errors for sentence in sentences) / words


@dataclass(frozen=True, slots=True)
class Difference:
    """Of two word error rates, in points, with its 95 % interval."""

    points: float
    low: float
    high: float


def difference(ours: Sequence[Heard], theirs: Sequence[Heard]) -> Difference:
    """Return ours less theirs on the same sentences: a paired bootstrap (percentiles).

    Sentences are drawn with replacement, the same ones on both sides.
    """
    draw = random.Random(SEED)
    pairs = list(zip(ours, theirs, strict=True))
    gaps = [(one.errors - other.errors, one.words) for one, other in pairs]
    found = []
    for _ in range(RESAMPLES):
        drawn = draw.choices(gaps, k=len(gaps))
        found.append(100 * sum(gap for gap, _ in drawn) / sum(words for _, words in drawn))
    found.sort()
    low, high = found[round(0.025 * RESAMPLES)], found[round(0.975 * RESAMPLES) - 1]
    return Difference(rate(ours) - rate(theirs), low, high)

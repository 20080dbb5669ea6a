"""Estimate how many readers who left school early would not know a word.

No list of school levels of French is free, so the estimate is fitted on words that we
marked by hand (``tests/cases/known-words.tsv``): known at the end of « collège », or not.
It weighs how often a word is heard in films, how often it stands in books, both from
Lexique 3.83, its Zipf frequency in wordfreq, and its syllables. What is said at home and in
films is known early, though it may be rare in the press: « guichet », « maïs ».
"""

from __future__ import annotations

import gzip
import math
import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path

from ppun_access.french import count_syllables
from ppun_access.french.lexical.morphology import readings
from ppun_access.readability.vocabulary import RARE_BELOW, RAREST, zipf

DATA = Path(__file__).with_name("data")
TABLE = DATA / "films.txt.gz"
SMALLEST, STEP = 0.15, 2.0
"""Frequencies in films, per million words, are kept as levels, ``STEP`` times apart."""

BIAS = 11.92
FILMS, BOOKS, ZIPF, SYLLABLES = -2.1, -1.1, -0.42, 0.06
"""Fitted by ``tests/known_words.py``, where a test finds them again."""
HARD_FROM, DOUBTFUL_FROM = 0.8, 0.55
"""How likely it is that a reader does not know a word: hard, or for a person to say."""


@lru_cache(maxsize=1 << 13)
def rarity(word: str) -> float:
    """Return ``unknown_share`` of ``word`` as it stands in a text: « téléphonez-nous ».

    The everyday words that we list are known, whatever the tables say.
    """
    bare = _CLITICS.sub("", word.lower())
    lemmas = {one.lemma for one in readings(bare)}
    known = not everyday_words().isdisjoint({bare, bare.rstrip("sx"), *lemmas})
    return 0.0 if known else unknown_share(bare)


@cache
def everyday_words() -> frozenset[str]:
    """Return words that everybody knows, though few texts have them."""
    lines = (DATA / "everyday_words.txt").read_text("utf-8").splitlines()
    return frozenset(word for one in lines if one[:1] != "#" for word in one.split())


@lru_cache(maxsize=1 << 13)
def unknown_share(word: str) -> float:
    """Return from 0 to 1 how likely it is that a reader does not know ``word``.

    It is that of the best known word which ``word`` can be a form of.
    """
    load = min(_load(spelled) for spelled in _spellings(word.lower()))
    return 1 / (1 + math.exp(-load))


def features(word: str) -> tuple[float, float, float, float]:
    """Return what the estimate weighs: films, books, wordfreq, syllables."""
    known = readings(word)
    lemmas = {word, *(one.lemma for one in known)}
    films = max(_films().get(lemma, 0.0) for lemma in lemmas)
    books = sum(one.frequency for lemma in lemmas for one in readings(lemma))
    common = max(zipf(form) for form in (*lemmas, word.removesuffix("s")))
    least = RARE_BELOW - RAREST
    return _log(films), _log(books), max(common, least), float(count_syllables(word))


def _load(word: str) -> float:
    weights = (FILMS, BOOKS, ZIPF, SYLLABLES)
    return BIAS + sum(w * x for w, x in zip(weights, features(word), strict=True))


def _log(per_million: float) -> float:
    return math.log10(per_million + SMALLEST) + 3


def _spellings(word: str) -> Iterator[str]:
    """Yield a word, how it was spelled before 1990, and without its prefix.

    « aout », « connaitre » are old; « relisent », which Lexique lacks, is « lisent ».
    Lexique spells « bœuf » in five letters.
    """
    yield word
    if "œ" in word:
        yield word.replace("œ", "oe")
    bare = _PREFIX.sub("", word)
    if bare != word and not readings(word) and readings(bare):
        yield bare
    for at, letter in enumerate(word):
        if letter in _BEFORE_1990:
            old = word[:at] + _BEFORE_1990[letter] + word[at + 1 :]
            if readings(old):
                yield old


_PREFIX = re.compile(r"\A(?:re|ré|auto|télé|mini|multi|super|anti|inter|co)-?(?=\w{4})")
_CLITICS = re.compile(
    r"-(?:[vn]ous|les?|la|lui|leur|en|y|moi|toi|t-(?:on|ils?|elles?)|ils?|elles?)\Z"
)
_BEFORE_1990 = {"i": "î", "u": "û", "è": "é"}


@cache
def _films() -> Mapping[str, float]:
    """Return the frequency of lemmas in films, per million words."""
    found: dict[str, float] = {}
    for line in gzip.decompress(TABLE.read_bytes()).decode("utf-8").splitlines():
        if not line.startswith("#"):
            level, *lemmas = line.split()
            found.update(dict.fromkeys(lemmas, SMALLEST * STEP ** int(level)))
    return found

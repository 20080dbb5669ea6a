"""Compute published readability formulas, made for French or for any language, fast.

English formulas (Flesch-Kincaid grade, Gunning Fog, SMOG, ARI) have coefficients or word
lists of English and are not here. Each takes counts and gives 0.0 when there is no text.
"""

from __future__ import annotations

from typing import NamedTuple

from ppun_access.readability.counts import Totals, totals


def kandel_moles(sentences: int, words: int, syllables: int) -> float:
    """Return Kandel and Moles' ease of reading, Flesch's formula refitted to French.

    207 − 1.015 × words/sentence − 73.6 × syllables/word. About 0 (very hard) to 100 (very
    easy); it is not bounded. Source: L. Kandel and A. Moles, « Application de l'indice de
    Flesch à la langue française », *Cahiers d'études de radio-télévision*, 19, 1958.
    """
    if not sentences or not words:
        return 0.0
    return 207 - 1.015 * words / sentences - 73.6 * syllables / words


def lix(sentences: int, words: int, long_words: int) -> float:
    """Return Björnsson's LIX: words/sentence + 100 × long words/words.

    About 20 (very easy) to 70 (very hard). Source: C.-H. Björnsson, *Läsbarhet*, 1968; for
    French: J. Anderson, « Lix and Rix », *Journal of Reading*, 26(6), 1983.
    """
    if not sentences or not words:
        return 0.0
    return words / sentences + 100 * long_words / words


def rix(sentences: int, long_words: int) -> float:
    """Return Anderson's RIX: long words per sentence.

    From 0; above 7.2 is university level. Source: J. Anderson, « Lix and Rix: Variations on
    a Little-known Readability Index », *Journal of Reading*, 26(6), 1983.
    """
    return long_words / sentences if sentences else 0.0


READING_WORDS_A_MINUTE = 180
"""A calm speed of reading. French adults read the standard IReST texts at 195 ± 26 words
a minute, aloud (S. Trauzettel-Klosinski and K. Dietz, « Standardized Assessment of Reading
Performance », *Investigative Ophthalmology & Visual Science*, 53(9), 2012); a public text
is harder than those, and its readers are not all as quick."""


def reading_seconds(words: int) -> int:
    """Return how long ``words`` take to read calmly: words × 60 / 180, rounded; from 0."""
    return round(words * 60 / READING_WORDS_A_MINUTE)


def share(part: int, whole: int) -> float:
    """Return ``part`` / ``whole``, from 0 to 1; 0 when there is no whole."""
    return part / whole if whole else 0.0


class BasicScores(NamedTuple):
    """The counts of a text and the published scores; all zero when it has no word."""

    sentences: int
    words: int
    syllables: int
    kandel_moles: float
    """Ease of reading, 100 easiest."""
    lix: float
    rix: float
    longest_sentence: int
    """In words."""
    mean_sentence: float
    """In words."""


def basic_scores(text: str) -> BasicScores:
    """Return the basic scores of French ``text``; any text, an empty one too."""
    return basics(totals(text))


def basics(counted: Totals) -> BasicScores:
    """Return the basic scores of a text of which the counts are known."""
    sentences, words, syllables, long_words, longest = counted
    return BasicScores(
        sentences=sentences,
        words=words,
        syllables=syllables,
        kandel_moles=kandel_moles(sentences, words, syllables),
        lix=lix(sentences, words, long_words),
        rix=rix(sentences, long_words),
        longest_sentence=longest,
        mean_sentence=words / sentences if sentences else 0.0,
    )

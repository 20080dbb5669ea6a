"""textstat's own French figures, to compare ours with.

Only what has a meaning in French: its counts, Kandel-Moles (which it calls Flesch reading
ease), LIX, RIX and the mean sentence. Its words differ from ours: « l'accès » is one, and a
number with a point ends a sentence.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TextstatScores:
    """What textstat says of a text."""

    sentences: int
    words: int
    syllables: int
    kandel_moles: float
    lix: float
    rix: float
    mean_sentence: float
    """In words."""


def textstat_scores(text: str) -> TextstatScores:
    """Return textstat's counts and scores of French ``text``; all zero when it is empty."""
    if not any(map(str.isalnum, text)):
        return TextstatScores(0, 0, 0, 0.0, 0.0, 0.0, 0.0)
    import textstat  # it takes a second to load, and only comparisons need it

    textstat.set_lang("fr")
    return TextstatScores(
        sentences=int(textstat.sentence_count(text)),
        words=int(textstat.lexicon_count(text)),
        syllables=int(textstat.syllable_count(text)),
        kandel_moles=float(textstat.flesch_reading_ease(text)),
        lix=float(textstat.lix(text)),
        rix=float(textstat.rix(text)),
        mean_sentence=float(textstat.words_per_sentence(text)),
    )

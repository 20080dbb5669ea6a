"""textstat's own French figures, to compare ours with.

Only what has a meaning in French: its counts, Kandel-Moles (which it calls Flesch reading
ease), LIX, RIX and the mean sentence. Its words differ from ours: « l'accès » is one, and a
number with a point ends a sentence.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from functools import cache
from typing import Any

from ppun_access.loading import later
from ppun_access.thresholds import LONGEST_WORD

_ENDLESS = re.compile(rf"(?<=\S{{{LONGEST_WORD}}})\S+")
"""The rest of what is too long to be a word: it is looked for in vain in dictionaries."""
REMEMBERED = 1 << 13
"""The words whose syllables are remembered, at most, when a text begins."""


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
    textstat, text = _textstat(), _ENDLESS.sub("", text)
    _forget()
    return TextstatScores(
        sentences=int(textstat.sentence_count(text)),
        words=int(textstat.lexicon_count(text)),
        syllables=int(textstat.syllable_count(text)),
        kandel_moles=float(textstat.flesch_reading_ease(text)),
        lix=float(textstat.lix(text)),
        rix=float(textstat.rix(text)),
        mean_sentence=float(textstat.words_per_sentence(text)),
    )


def _forget() -> None:
    """Let pyphen, which counts the syllables, forget the words that it has met: many."""
    for table in sys.modules["pyphen"].hdcache.values():
        if len(table.cache) > REMEMBERED:
            table.cache.clear()


@cache
def _textstat() -> Any:
    """Return textstat, in French: only comparisons need it.

    It takes half a second to load, most of it for nltk, which it only asks about English.
    """
    with later("nltk"):
        import textstat

    textstat.set_lang("fr")
    return textstat

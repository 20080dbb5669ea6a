"""Compute textstat's own scores of a French text, shown for comparison only.

Some have a meaning in French: its counts, Kandel-Moles (which it calls Flesch reading
ease), LIX, RIX and the mean sentence. Its words differ from ours: « l'accès » is one, and a
number with a point ends a sentence. The others are made for English, by their
coefficients or their lists of words: they say nothing of French.
"""

from __future__ import annotations

import re
import sys
import warnings
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Any

from ppun_access.runtime.loading import later
from ppun_access.settings.thresholds import LONGEST_WORD

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
    flesch: float = 0.0
    """206.835 − 1.015 × words/sentence − 84.6 × syllables/word (Flesch 1948), of textstat's
    French counts: asked in French, its « reading ease » is Kandel-Moles."""
    flesch_kincaid: float = 0.0
    """A school year of the United States, as are the next four."""
    gunning_fog: float = 0.0
    smog: float = 0.0
    automated_readability: float = 0.0
    coleman_liau: float = 0.0
    dale_chall: float = 0.0
    """From a list of easy English words, in which most French words are missing."""


def textstat_scores(text: str) -> TextstatScores:
    """Return textstat's counts and scores of French ``text``; all zero when it is empty."""
    if not any(map(str.isalnum, text)):
        return TextstatScores(0, 0, 0, 0.0, 0.0, 0.0, 0.0)
    textstat, text = _textstat(), _ENDLESS.sub("", text)
    _clear_cache()
    words, syllables = textstat.lexicon_count(text), textstat.syllable_count(text)
    mean_sentence = float(textstat.words_per_sentence(text))
    return TextstatScores(
        sentences=int(textstat.sentence_count(text)),
        words=int(words),
        syllables=int(syllables),
        kandel_moles=float(textstat.flesch_reading_ease(text)),
        lix=float(textstat.lix(text)),
        rix=float(textstat.rix(text)),
        mean_sentence=mean_sentence,
        flesch=206.835 - 1.015 * mean_sentence - 84.6 * syllables / max(words, 1),
        flesch_kincaid=float(textstat.flesch_kincaid_grade(text)),
        **_of_words(textstat, text, mean_sentence),
        automated_readability=float(textstat.automated_readability_index(text)),
        coleman_liau=float(textstat.coleman_liau_index(text)),
    )


def _of_words(textstat: Any, text: str, mean_sentence: float) -> dict[str, float]:
    """Return textstat's three scores that look at each word, from one look at each.

    Its own functions look at every word of the text, one function after the other.
    """
    found = Counter(textstat.remove_punctuation(text).split())
    total = max(found.total(), 1)
    heavy = hard = both = 0
    for word, times in found.items():
        long, unknown = (
            textstat.syllable_count(word) >= 3,
            textstat.is_difficult_word(word, 0),
        )
        heavy += times * long
        hard += times * unknown
        both += times * (long and unknown)
    rare = 100 * hard / total
    return {
        "gunning_fog": 0.4 * (mean_sentence + 100 * both / total),
        "smog": 1.043 * (30 * mean_sentence * heavy / total) ** 0.5 + 3.1291,
        "dale_chall": 0.1579 * rare + 0.0496 * mean_sentence + 3.6365 * (rare > 5),
    }


def _clear_cache() -> None:
    """Empty the word cache of pyphen, which counts the syllables."""
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
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Dale-Chall's list of words is English: we know
        textstat.is_difficult_word("texte", 0)
    return textstat

"""What we know of the French language: pure functions, no document in sight."""

from ppun_access.french.inclusive import both_words
from ppun_access.french.sentences import split_sentences
from ppun_access.french.spoken import spoken_form, unknown_acronyms
from ppun_access.french.syllables import count_syllables
from ppun_access.french.words import words as words

__all__ = [
    "both_words",
    "count_syllables",
    "split_sentences",
    "spoken_form",
    "unknown_acronyms",
    "words",
]

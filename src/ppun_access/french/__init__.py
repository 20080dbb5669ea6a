"""Analyse and rewrite French text: pure functions on strings, without documents.

The rules of spoken French take longer to load than a text takes to count: they are loaded
at first use.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from ppun_access.french.text.sentences import split_sentences
from ppun_access.french.text.syllables import count_syllables
from ppun_access.french.text.words import words as words

if TYPE_CHECKING:
    from ppun_access.french.spoken.spoken_form import spoken_form
    from ppun_access.french.text.inclusive import both_words

__all__ = [
    "both_words",
    "count_syllables",
    "split_sentences",
    "spoken_form",
    "words",
]

_HOMES = {"both_words": "text.inclusive", "spoken_form": "spoken.spoken_form"}


def __getattr__(name: str) -> object:
    """Return ``name`` of its module, imported at first use."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)

"""Count sentences and texts: compiled where a compiler was found, else in Python.

Both ways give the same counts. ``_tally.c`` takes what is plain, and asks for the rest the
functions that it is given here; what is known of French is given to it at first use.
"""

from __future__ import annotations

from functools import cache

from ppun_access.french import split_sentences
from ppun_access.french.sentences import NEVER_LAST, is_usual_end, unusual_ends
from ppun_access.french.syllable_rules import APART, MUTE_ENT, TOGETHER
from ppun_access.french.syllables import exceptions
from ppun_access.readability import counts
from ppun_access.readability.counts import PIECES, Counts, Totals, added, reread
from ppun_access.readability.formulas import LONG_WORD

try:
    from ppun_access.readability import _tally as compiled
except ImportError:  # no compiler when this was installed
    compiled = None  # type: ignore[assignment]


def is_compiled() -> bool:
    """Return whether counting is compiled."""
    return compiled is not None


def count(sentence: str) -> Counts:
    """Return the counts of ``sentence``, by the conventions of ``words``."""
    if compiled is None:
        return counts.count(sentence)
    return compiled.count(_french(), sentence, PIECES, reread)


def totals(text: str) -> Totals:
    """Return the counts of the sentences of ``text`` together."""
    if compiled is None:
        return added(map(counts.count, split_sentences(text)))
    asked = PIECES, reread, is_usual_end, unusual_ends
    return Totals(*compiled.totals(_french(), text, *asked))


@cache
def _french() -> object:
    """Return what the compiled way must know of French."""
    apart = dict.fromkeys(APART, True) | dict.fromkeys(TOGETHER, False)
    never_last = dict.fromkeys(NEVER_LAST, True)
    return compiled.prepare(exceptions(), MUTE_ENT, apart, never_last, LONG_WORD)

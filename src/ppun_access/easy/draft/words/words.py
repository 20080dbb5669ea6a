"""Easier words: every kind of entry of the lexicon, without overlap, on one sentence."""

from __future__ import annotations

from collections.abc import Callable

from ppun_access.easy.draft.model import Parse, Rewrite, Spans
from ppun_access.easy.draft.words.dates import dates
from ppun_access.easy.draft.words.edits import overlaps, quoted
from ppun_access.easy.draft.words.locutions import locutions
from ppun_access.easy.draft.words.nouns import adjectives, nouns
from ppun_access.easy.draft.words.sureness import settled
from ppun_access.easy.draft.words.verbs import verbs

WordRule = Callable[[str, Parse, Spans], tuple[Rewrite, ...]]
WORDS: tuple[WordRule, ...] = (dates, locutions, verbs, nouns, adjectives)
"""One pure function a kind; where two overlap, a sure one wins, then the first one here."""


def words(sentence: str, parse: Parse = (), spans: Spans = ()) -> tuple[Rewrite, ...]:
    """Return the rewrites of a sentence, in order, none over another.

    ``spans`` are protected (titles, names, code); quotations always are. Without a parse
    only the fixed expressions apply.
    """
    closed = [*spans, *quoted(sentence)]
    found = [one for rule in WORDS for one in rule(sentence, parse, closed)]
    kept: list[Rewrite] = []
    for one in sorted(found, key=lambda one: one.confidence != "auto"):
        alone = not overlaps(one.start, one.end, [(k.start, k.end) for k in kept])
        if alone and not any(_holds(other, one) for other in found):
            kept.append(one)
    return tuple(settled(sentence, sorted(kept, key=lambda one: one.start)))


def _holds(whole: Rewrite, part: Rewrite) -> bool:
    """Return whether a longer expression holds another: « tout particulièrement »."""
    longer = whole.end - whole.start > part.end - part.start
    return longer and whole.start <= part.start and part.end <= whole.end

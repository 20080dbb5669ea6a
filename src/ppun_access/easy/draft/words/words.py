"""Easier words: every kind of entry of the lexicon, without overlap, on one sentence."""

from __future__ import annotations

from collections.abc import Callable

from ppun_access.easy.draft.model import Parse, Rewrite, Spans
from ppun_access.easy.draft.words.dates import dates
from ppun_access.easy.draft.words.edits import overlaps, quoted
from ppun_access.easy.draft.words.inflected import inflected
from ppun_access.easy.draft.words.locutions import locutions

WordRule = Callable[[str, Parse, Spans], tuple[Rewrite, ...]]
WORDS: tuple[WordRule, ...] = (dates, locutions, inflected)
"""One pure function a kind; where two overlap, the first one here wins."""


def words(sentence: str, parse: Parse = (), spans: Spans = ()) -> tuple[Rewrite, ...]:
    """Return the rewrites of a sentence, in order, none over another.

    ``spans`` are protected (titles, names, code); quotations always are. Without a parse
    only the fixed expressions apply.
    """
    closed = [*spans, *quoted(sentence)]
    found = [one for rule in WORDS for one in rule(sentence, parse, closed)]
    kept: list[Rewrite] = []
    for one in found:
        if not overlaps(one.start, one.end, [(k.start, k.end) for k in kept]):
            kept.append(one)
    return tuple(sorted(kept, key=lambda one: one.start))

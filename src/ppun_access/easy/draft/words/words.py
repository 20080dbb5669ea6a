"""Easier words: every kind of entry of the lexicon, without overlap, on one sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache

from ppun_access.easy.draft.model import Parse, Rewrite, Spans
from ppun_access.easy.draft.parse.text import plain
from ppun_access.easy.draft.words.dates import dates
from ppun_access.easy.draft.words.edits import overlaps, quoted
from ppun_access.easy.draft.words.inflected import inflected
from ppun_access.easy.draft.words.lexicon import KINDS, entries
from ppun_access.easy.draft.words.locutions import locutions
from ppun_access.french.lexical.morphology import readings

WordRule = Callable[[str, Parse, Spans], tuple[Rewrite, ...]]
WORDS: tuple[WordRule, ...] = (dates, locutions, inflected)
"""One pure function a kind; where two overlap, the first one here wins."""

_FREE = frozenset({"avoir", "c'est", "dans", "de", "et", "être", "ou", "à"})
"""Nobody hears these twice."""
_OPEN = re.compile(r"(?: (?:de|à|que))+\Z")
_WORD = re.compile(r"[^\W\d_]+")


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
    return tuple(_unsaid(sentence, sorted(kept, key=lambda one: one.start)))


def _unsaid(sentence: str, rewrites: Iterable[Rewrite]) -> Iterator[Rewrite]:
    """Yield ``rewrites`` whose easy word the sentence does not say (« pour… pour »).

    A hard word that stands twice may change twice: the author said it twice.
    """
    added: list[Rewrite] = []
    for one in rewrites:
        more = (other.text for other in added if other.rule != one.rule)
        around = " ".join((sentence[: one.start], sentence[one.end :], *more))
        if not _is_said(one, plain(around).lower()):
            added.append(one)
            yield one


def _is_said(one: Rewrite, around: str) -> bool:
    """Return whether the easy word, in any form, stands around its place."""
    word = _easier().get(one.rule, "")
    if not word or word in _FREE:
        return False
    if not _WORD.fullmatch(word):
        return re.search(rf"\b{re.escape(word)}\b", around) is not None
    forms = set(_WORD.findall(around))
    return any(word in (form, *(x.lemma for x in readings(form))) for form in forms)


@cache
def _easier() -> Mapping[str, str]:
    every = (entry for kind in KINDS for entry in entries(kind))
    return {f"mots/{one.expression}": _OPEN.sub("", plain(one.easier)) for one in every}

"""Counting and scoring beside textstat.

Compared is all that ``basic_scores`` gives and textstat has: ours by that one call,
textstat's by its seven public functions, in French, called as its users call them:
``textstat_scores``, which the program uses, forgets words and cuts endless ones first, and
that would count as textstat's time. Each keeps the caches that it has; textstat remembers
whole texts, and we do not: no text is measured twice.

Times are of the processor: other programs do not count. « textes nouveaux » are texts one
after the other, as they come, after a fifth of UD, and « à froid » is the first text of a
process, once the modules are loaded. Each library has processes of its own, by turns.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from functools import partial

from benchmarks.measure import OURS, Outcome, Plan, absent, by_turns, ratio
from benchmarks.sentences import GROUP, reference
from benchmarks.texts import editorials
from ppun_access.readability.document import sentence_rows

PEER = "textstat"
FIFTH = 295
"""Sentences of a long text, a fifth of UD."""
TARGET = 2
"""How many times as fast as textstat we want to be."""

PEER_MEASURES = {
    "sentences": "sentence_count",
    "words": "lexicon_count",
    "syllables": "syllable_count",
    "kandel_moles": "flesch_reading_ease",
    "lix": "lix",
    "rix": "rix",
    "mean_sentence": "words_per_sentence",
}
"""Our measure → textstat's function. It remembers the last 128 texts, and counting the
sentences of a long one takes them all: counted first, the others find what they need."""

OURS_LOADED = "from ppun_access.readability import basic_scores as measure"
PEER_LOADED = f"""
import textstat
textstat.set_lang("fr")
functions = [getattr(textstat, name) for name in {[*PEER_MEASURES.values()]}]
def measure(text):
    for function in functions:
        function(text)
"""
_LOADS = {OURS: OURS_LOADED, PEER: PEER_LOADED}
_TIMED = """
import gc, json, sys, time
texts, known = json.load(sys.stdin)
begin = time.process_time()
{load}
gc.collect()
loaded = time.process_time()
if known:
    measure(known)
first = time.process_time()
for text in texts:
    measure(text)
print(loaded - begin, time.process_time() - first)
"""


def figures(plan: Plan) -> Iterator[Outcome]:
    """Yield our speed relative to textstat's for the same measures."""
    if gone := absent(PEER):
        yield gone
        return
    for size in (GROUP, FIFTH):
        starts = range(FIFTH, len(reference()), size)
        texts = [" ".join(reference()[at : at + size]) for at in starts]
        what = f"Noter des textes nouveaux de {size} phrases"
        yield from _compared({what: False}, texts, " ".join(reference()[:FIFTH]), plan)
    rows = [row.text for document in editorials() for row in sentence_rows(document)]
    for name, text in (("éditoriaux", " ".join(rows)), ("UD", " ".join(reference()))):
        whats = {"à froid": False, "chargement compris": True}
        labels = {f"Noter {name}, {what}": whole for what, whole in whats.items()}
        yield from _compared(labels, [text], "", plan)


def _compared(
    whats: dict[str, bool], texts: list[str], known: str, plan: Plan
) -> Iterator[Outcome]:
    """Compare on texts, in processes that know a text; with the loading where asked."""
    given = json.dumps([texts, known])
    codes = {name: _TIMED.format(load=load) for name, load in _LOADS.items()}
    works = {name: partial(_child, code, given) for name, code in codes.items()}
    turns = by_turns(works, plan)
    yield from turns.missing
    if PEER in turns.of:
        for what, whole in whats.items():
            theirs, ours = (
                (who, [spent + loading * whole for loading, spent in turns.of[who]])
                for who in (PEER, OURS)
            )
            yield ratio(what, theirs, ours, TARGET)


def _child(code: str, given: str, _: int) -> tuple[float, ...]:
    """Return the times that ``code`` prints, in a process that reads ``given``."""
    command = [sys.executable, "-c", code]
    run = subprocess.run(
        command, input=given, capture_output=True, encoding="utf-8", check=True
    )
    return tuple(map(float, run.stdout.split()))

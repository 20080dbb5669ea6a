"""Counting and scoring beside textstat.

Compared is all that ``basic_scores`` gives and textstat has: ours by that one call,
textstat's by its seven public functions, in French, called as its users call them:
``textstat_scores``, which the program uses, forgets words and cuts endless ones first, and
that would count as textstat's time. Each keeps the caches that it has; textstat remembers
whole texts, and we do not: no text is measured twice.

Times are of the processor: other programs do not count. « textes nouveaux » are texts one
after the other, as they come, after a fifth of UD, and « à froid » is the first text of a
process, once the modules are loaded. « à chaud » is a text in a process that knows all its
words. Each library has processes of its own, by turns. « plancher » is what any count takes
that looks up each piece of a new text, and does nothing else.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from benchmarks.figures import Outcome, figure
from benchmarks.measure import OURS, Plan, Turns, absent, by_turns, processor, ratio
from benchmarks.sentences import GROUP, reference
from benchmarks.texts import editorials
from ppun_access.readability import basic_scores, score
from ppun_access.readability.document import sentence_rows

PEER, FLOOR = "textstat", "plancher"
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
_COLD = """
import gc, sys, time
text = sys.stdin.read()
begin = time.process_time()
{load}
gc.collect()
loaded = time.process_time()
measure(text)
print(loaded - begin, time.process_time() - loaded)
"""


_NEW = """
import json, sys, time
{load}
known, *texts = json.load(sys.stdin)
measure(known)
begin = time.process_time()
for text in texts:
    measure(text)
print(time.process_time() - begin)
"""
FLOOR_LOADED = """
def measure(text, counts={}):
    words = text.split()
    counts.update(dict.fromkeys(words, 1))
    return sum(map(counts.__getitem__, words))
"""
_LOADS = {OURS: OURS_LOADED, PEER: PEER_LOADED, FLOOR: FLOOR_LOADED}


def figures(plan: Plan) -> Iterator[Outcome]:
    """Yield our speed relative to textstat's for the same measures."""
    if gone := absent("textstat"):
        yield gone
    else:
        yield from _beside_textstat(plan)
    yield from _alone(plan)


def _beside_textstat(plan: Plan) -> Iterator[Outcome]:
    for size in (GROUP, FIFTH):
        yield from _new(size, plan)
    rows = [row.text for document in editorials() for row in sentence_rows(document)]
    for name, text in (("éditoriaux", " ".join(rows)), ("UD", " ".join(reference()))):
        yield from _cold(name, text, plan)
        yield from _warm(name, text, plan)


def _new(size: int, plan: Plan) -> Iterator[Outcome]:
    """Compare on texts of so many sentences, one after the other.

    That is how texts are scored: each brings new sentences, and some new words. The floor
    is the time of cutting texts at white space and looking the pieces up.
    """
    starts = range(FIFTH, len(reference()), size)
    texts = [" ".join(reference()[at : at + size]) for at in starts]
    turns = _series(" ".join(reference()[:FIFTH]), texts, _LOADS, plan)
    yield from turns.missing
    if PEER in turns.of:
        what = f"Noter des textes nouveaux de {size} phrases"
        for name, values in turns.of.items():
            if name != PEER:
                goal = TARGET if name == OURS else None
                yield ratio(what, (PEER, turns.of[PEER]), (name, values), goal)


def _cold(name: str, text: str, plan: Plan) -> Iterator[Outcome]:
    """Compare in new processes: measuring the first text, then with the loading."""
    turns = by_turns(
        {
            who: partial(_child, _COLD.format(load=_LOADS[who]), text)
            for who in (OURS, PEER)
        },
        plan,
    )
    yield from turns.missing
    if PEER in turns.of:
        for what, whole in (("à froid", False), ("chargement compris", True)):
            theirs, ours = (
                (who, [first + loading * whole for loading, first in turns.of[who]])
                for who in (PEER, OURS)
            )
            yield ratio(f"Noter {name}, {what}", theirs, ours, TARGET)


def _warm(name: str, text: str, plan: Plan) -> Iterator[Outcome]:
    """Compare on twenty texts in processes that know their words."""
    texts = [f"{text} {word}" for word in list(dict.fromkeys(text.split()))[:20]]
    turns = _series(text, texts, (OURS, PEER), plan)
    yield from turns.missing
    if PEER in turns.of:
        both = (PEER, turns.of[PEER]), (OURS, turns.of[OURS])
        yield ratio(f"Noter {name}, à chaud", *both, TARGET)


def _series(
    known: str, texts: Sequence[str], who: Iterable[str], plan: Plan
) -> Turns[float]:
    """Measure ``texts``, one after the other, in processes that have measured ``known``."""
    given = json.dumps([known, *texts])
    return by_turns(
        {name: partial(_seconds, _NEW.format(load=_LOADS[name]), given) for name in who},
        plan,
    )


def _alone(plan: Plan) -> Iterator[Outcome]:
    """Yield how fast we are, each run on another part of UD: sentences are remembered."""
    text = " ".join(reference())
    size = len(text) // (plan.warm + plan.runs)

    def part(run: int) -> list[str]:
        return [text[run * size : (run + 1) * size]]

    measures: tuple[tuple[str, Callable[[str], object]], ...] = (
        ("mesures simples", basic_scores),
        ("toutes les mesures", score),
    )
    for name, measure in measures:
        work = processor(partial(_each, measure, part))
        spent = by_turns({OURS: work}, plan).of[OURS]
        yield figure(f"Noter, {name}", "Mcar/s", [size / 1e6 / one for one in spent])


def _each(
    measure: Callable[[str], object], texts: Callable[[int], list[str]], run: int
) -> None:
    for text in texts(run):
        measure(text)


def _seconds(code: str, given: str, run: int) -> float:
    return _child(code, given, run)[0]


def _child(code: str, given: str, _: int) -> tuple[float, ...]:
    """Return the times that ``code`` prints, in a process that reads ``given``."""
    command = [sys.executable, "-c", code]
    run = subprocess.run(
        command, input=given, capture_output=True, encoding="utf-8", check=True
    )
    return tuple(map(float, run.stdout.split()))

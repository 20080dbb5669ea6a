"""Counting and scoring beside textstat.

Compared is all that ``basic_scores`` gives and textstat has (``TextstatScores``): ours by
that one call, textstat's by its seven public functions, in French. Each keeps the caches
that it has; textstat remembers whole texts, and we do not: no text is measured twice.

Times are of the processor: other programs do not count. « textes nouveaux » are texts one
after the other, as they come, after a fifth of UD, and « à froid » is the first text of a
process, once the modules are loaded: each library has processes of its own, by turns.
« à chaud » is a text in a process that knows all its words. « plancher » is what any count
takes that looks up each piece of a new text, and does nothing else.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial

from benchmarks.figures import Outcome, figure
from benchmarks.measure import OURS, Plan, absent, by_turns, processor, ratio
from benchmarks.sentences import GROUP, reference
from benchmarks.texts import editorials
from ppun_access.readability import basic_scores, score
from ppun_access.readability.document import sentence_rows
from ppun_access.readability.textstat_scores import textstat_scores

PEER, FLOOR = "textstat", "plancher"
FIFTH = 295
"""Sentences of a long text, a fifth of UD."""
TARGET = 10
"""How many times as fast as textstat we want to be."""

OURS_LOADED = "from ppun_access.readability import basic_scores as measure"
PEER_LOADED = """
import textstat
from ppun_access.readability.textstat_scores import textstat_scores as measure"""
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
print(0, time.process_time() - begin)
"""
FLOOR_LOADED = """
def measure(text, counts={}):
    words = text.split()
    counts.update(dict.fromkeys(words, 1))
    return sum(map(counts.__getitem__, words))
"""


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
    given = json.dumps([" ".join(reference()[:FIFTH]), *texts])
    loads = {OURS: OURS_LOADED, PEER: PEER_LOADED, FLOOR: FLOOR_LOADED}
    turns = by_turns(
        {
            name: partial(_child, _NEW.format(load=load), given)
            for name, load in loads.items()
        },
        plan,
    )
    yield from turns.missing
    if PEER in turns.of:
        what = f"Noter des textes nouveaux de {size} phrases"
        peer = PEER, [spent for _, spent in turns.of[PEER]]
        for name, values in turns.of.items():
            if name != PEER:
                goal = TARGET if name == OURS else None
                yield ratio(what, peer, (name, [spent for _, spent in values]), goal)


def _cold(name: str, text: str, plan: Plan) -> Iterator[Outcome]:
    """Compare in new processes: measuring the first text, then with the loading."""
    loads = {OURS: OURS_LOADED, PEER: PEER_LOADED}
    turns = by_turns(
        {
            who: partial(_child, _COLD.format(load=load), text)
            for who, load in loads.items()
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
    """Compare on twenty texts, new ones each run, in a process that knows their words."""
    textstat_scores(text)
    basic_scores(text)
    known = list(dict.fromkeys(text.split()))

    def texts(run: int) -> list[str]:
        return [f"{text} {word}" for word in known[20 * run : 20 * run + 20]]

    turns = by_turns(
        {
            who: processor(partial(_each, measure, texts))
            for who, measure in ((OURS, basic_scores), (PEER, textstat_scores))
        },
        plan,
    )
    yield from turns.missing
    if PEER in turns.of:
        both = (PEER, turns.of[PEER]), (OURS, turns.of[OURS])
        yield ratio(f"Noter {name}, à chaud", *both, TARGET)


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


def _child(code: str, given: str, _: int) -> tuple[float, float]:
    """Return the two times that ``code`` prints, in a process that reads ``given``."""
    command = [sys.executable, "-c", code]
    run = subprocess.run(
        command, input=given, capture_output=True, encoding="utf-8", check=True
    )
    one, other = map(float, run.stdout.split())
    return one, other

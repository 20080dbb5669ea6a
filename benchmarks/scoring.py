"""Counting and scoring beside textstat, cutting sentences beside pysbd.

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
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from itertools import accumulate
from pathlib import Path
from statistics import median

from benchmarks.measure import RUNS, Figure, figure
from benchmarks.texts import editorials
from ppun_access.french import split_sentences
from ppun_access.readability import basic_scores, score
from ppun_access.readability.document import sentence_rows
from ppun_access.readability.textstat_scores import textstat_scores

REFERENCE = Path("reference") / "ud-gsd-dev-sentences.txt"
GROUP = 6
"""Sentences joined in one text to be cut again."""
FIFTH = 295
"""Sentences of a long text, a fifth of UD."""
TARGET = 10
"""How many times as fast as textstat we want to be."""

OURS = "from ppun_access.readability import basic_scores as measure"
THEIRS = """
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
_FLOOR = """
def measure(text, counts={}):
    words = text.split()
    counts.update(dict.fromkeys(words, 1))
    return sum(map(counts.__getitem__, words))
"""


def figures() -> Iterator[Figure]:
    """Yield our speed relative to textstat's for the same measures, then to pysbd's."""
    rows = [row.text for document in editorials() for row in sentence_rows(document)]
    for size in (GROUP, FIFTH):
        ratios, floors = zip(*(_new(size) for _ in range(RUNS)), strict=True)
        yield _faster(f"textes nouveaux de {size} phrases", ratios)
        yield figure(f"Lisibilité, {size} phrases : textstat / plancher", "fois", floors)
    for name, text in (("éditoriaux", " ".join(rows)), ("UD", " ".join(reference()))):
        first, loaded = zip(*(_cold(text) for _ in range(RUNS)), strict=True)
        yield _faster(f"{name}, à froid", first)
        yield _faster(f"{name}, chargement compris", loaded)
        yield _faster(f"{name}, à chaud", _warm(text))
    measures: tuple[tuple[str, Callable[[str], object]], ...] = (
        ("mesures simples", basic_scores),
        ("toutes les mesures", score),
    )
    for name, measure in measures:
        speeds = [
            len(part) / 1e6 / processor(partial(measure, part)) for part in _parts(text)
        ]
        yield figure(f"Lisibilité : caractères par seconde, {name}", "millions", speeds)
    yield from _sentences()


def _faster(what: str, ratios: Sequence[float]) -> Figure:
    met = median(ratios) >= TARGET
    return figure(f"Lisibilité, {what} : textstat / nous", "fois", ratios, met)


def _new(size: int) -> tuple[float, float]:
    """Return textstat's time over ours for texts of so many sentences, one after the other.

    That is how texts are scored: each brings new sentences, and some new words. Then
    textstat's time over that of cutting texts at white space and looking the pieces up.
    """
    starts = range(FIFTH, len(reference()), size)
    texts = [" ".join(reference()[at : at + size]) for at in starts]
    given = json.dumps([" ".join(reference()[:FIFTH]), *texts])
    theirs, ours, floor = (
        _child(_NEW.format(load=load), given)[1] for load in (THEIRS, OURS, _FLOOR)
    )
    return theirs / ours, theirs / floor


def _parts(text: str) -> list[str]:
    """Return as many parts of ``text`` as there are runs: sentences are remembered."""
    size = len(text) // RUNS
    return [text[at * size : (at + 1) * size] for at in range(RUNS)]


def processor(work: Callable[[], object]) -> float:
    """Return the seconds of the processor that ``work`` takes."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


def _warm(text: str) -> list[float]:
    """Return textstat's time over ours for twenty texts, new ones each run."""
    textstat_scores(text)
    basic_scores(text)
    known = list(dict.fromkeys(text.split()))
    ratios = []
    for run in range(RUNS):
        texts = [f"{text} {word}" for word in known[20 * run : 20 * run + 20]]
        theirs, ours = (
            processor(partial(_each, measure, texts))
            for measure in (textstat_scores, basic_scores)
        )
        ratios.append(theirs / ours)
    return ratios


def _each(measure: Callable[[str], object], texts: Sequence[str]) -> None:
    for text in texts:
        measure(text)


def _cold(text: str) -> tuple[float, float]:
    """Return textstat's time over ours in new processes: measuring, then loading too."""
    (load, first), (their_load, their_first) = _first(OURS, text), _first(THEIRS, text)
    return their_first / first, (their_load + their_first) / (load + first)


def _first(load: str, text: str) -> tuple[float, float]:
    return _child(_COLD.format(load=load), text)


def _child(code: str, given: str) -> tuple[float, float]:
    """Return the two times that ``code`` prints, in a process that reads ``given``."""
    command = [sys.executable, "-c", code]
    run = subprocess.run(
        command, input=given, capture_output=True, encoding="utf-8", check=True
    )
    one, other = map(float, run.stdout.split())
    return one, other


# --- Sentences ----------------------------------------------------------------------


@cache
def reference() -> tuple[str, ...]:
    lines = REFERENCE.read_text("utf-8").splitlines()
    return tuple(line.strip() for line in lines if line.strip())


def _sentences() -> Iterator[Figure]:
    import pysbd

    theirs = pysbd.Segmenter(language="fr", clean=False).segment
    groups = [reference()[at : at + GROUP] for at in range(0, len(reference()), GROUP)]
    texts = [" ".join(group) for group in groups]

    def cut(split: Callable[[str], list[str]]) -> Callable[[], list[list[str]]]:
        return lambda: [split(text) for text in texts]

    ratio = processor(cut(theirs)) / processor(cut(split_sentences))
    yield figure("Phrases : notre vitesse par rapport à pysbd", "fois", [ratio])
    for name, split in (("nous", split_sentences), ("pysbd", theirs)):
        for what, value in zip(
            ("précision", "rappel", "F1"), quality(groups, cut(split)()), strict=True
        ):
            yield figure(f"Phrases d’UD, {name} : {what}", "%", [100 * value])


def quality(
    gold: Sequence[Sequence[str]], found: Sequence[Sequence[str]]
) -> tuple[float, float, float]:
    """Return the precision, recall and F1 of the ends of sentences inside each text.

    An end is told by how many characters that are not white space come before it.
    """
    wanted = [_ends(sentences) for sentences in gold]
    got = [_ends(sentences) for sentences in found]
    right = sum(len(a & b) for a, b in zip(wanted, got, strict=True))
    precision = right / sum(map(len, got))
    recall = right / sum(map(len, wanted))
    return precision, recall, 2 * precision * recall / (precision + recall)


def _ends(sentences: Sequence[str]) -> set[int]:
    lengths = [len("".join(sentence.split())) for sentence in sentences]
    return set(accumulate(lengths[:-1]))

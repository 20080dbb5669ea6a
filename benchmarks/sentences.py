"""Cutting sentences beside pysbd: how fast (time of the processor), and how right.

Sentences of UD are joined in texts of six, and cut again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import accumulate
from pathlib import Path

from benchmarks.measure import OURS, Figure, Outcome, Plan, Work, absent, compared
from ppun_access.french import split_sentences

REFERENCE = Path("reference") / "ud-gsd-dev-sentences.txt"
GROUP = 6
"""Sentences joined in one text to be cut again."""
F1 = 98.5
"""What is wanted, in per cent."""

Cut = Callable[[str], list[str]]


def figures(plan: Plan) -> Iterator[Outcome]:
    cuts: dict[str, Cut] = {OURS: split_sentences}
    if gone := absent("pysbd"):
        yield gone
    else:
        cuts["pysbd"] = _pysbd()
    groups = [reference()[at : at + GROUP] for at in range(0, len(reference()), GROUP)]
    texts = [" ".join(group) for group in groups]
    works = {name: _timed(cut, texts) for name, cut in cuts.items()}
    yield from compared(f"Couper {len(reference())} phrases", works, plan)
    for name, cut in cuts.items():
        found = quality(groups, [cut(text) for text in texts])
        for what, value in zip(("précision", "rappel", "F1"), found, strict=True):
            goal = F1 if (name, what) == (OURS, "F1") else None
            yield Figure(f"Phrases d’UD, {name} : {what}", "%", (100 * value,), goal)


def _timed(cut: Cut, texts: Sequence[str]) -> Work[float]:
    """Return what cuts the texts, as the seconds of the processor that it takes."""

    def measured(_: int) -> float:
        begin = time.process_time()
        for text in texts:
            cut(text)
        return time.process_time() - begin

    return measured


def _pysbd() -> Cut:
    import pysbd

    cut: Cut = pysbd.Segmenter(language="fr", clean=False).segment
    return cut


@cache
def reference() -> tuple[str, ...]:
    lines = REFERENCE.read_text("utf-8").splitlines()
    return tuple(line.strip() for line in lines if line.strip())


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

"""Graded texts, from an album for children to a ruling: what the difficulty is fitted on.

``reference/graded-texts.tsv`` holds thirty texts and two judgements of each, from 0 to 100.
Twenty are for the fit; ten are kept apart for the last look. ``python tests/graded_texts.py
calibrage`` (or ``dernier-regard``) prints where each stands.
"""

from __future__ import annotations

import csv
import statistics
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ppun_access.french import split_sentences
from ppun_access.readability.composite import WEIGHTS, amount, difficulty, level_of
from ppun_access.readability.sentence_counts import SentenceCounts, sentence_counts

REFERENCE = Path(__file__).parents[1] / "reference"
FIT, APART = "calibrage", "dernier-regard"
STEP = 50
"""Of the weight of rarity: the fit is too flat for a finer one."""


@dataclass(frozen=True, slots=True)
class Graded:
    """A text, and how hard two readings found its words and the effort that it asks."""

    id: str
    kind: str
    part: str
    words: int
    effort: int
    text: str

    @property
    def judged(self) -> float:
        return (self.words + self.effort) / 2

    @property
    def counts(self) -> tuple[SentenceCounts, ...]:
        found = (sentence_counts(s.strip()) for s in split_sentences(self.text))
        return tuple(one for one in found if one.words)


@cache
def graded(part: str) -> tuple[Graded, ...]:
    with (REFERENCE / "graded-texts.tsv").open(encoding="utf-8", newline="") as file:
        rows = tuple(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return tuple(
        Graded(
            row["id"], row["genre"], row["part"], int(row["words"]), int(row["effort"]),
            row["text"].replace("\\n", "\n"),
        )
        for row in rows
        if row["part"] == part
    )  # fmt: skip


@cache
def press() -> tuple[SentenceCounts, ...]:
    """The sentences of UD French GSD."""
    lines = (REFERENCE / "ud-gsd-dev-sentences.txt").read_text("utf-8").splitlines()
    return tuple(one for one in map(sentence_counts, lines) if one.words)


def ranks(values: Sequence[float]) -> list[float]:
    """The rank of each; those that are equal share theirs."""
    return [
        sum(other < one for other in values) + (values.count(one) - 1) / 2 for one in values
    ]


def spearman(texts: Sequence[Graded], of: Callable[[Graded], float]) -> float:
    """How ``of`` ranks ``texts``, beside the judgements."""
    found = ranks([of(text) for text in texts])
    return statistics.correlation(ranks([text.judged for text in texts]), found)


def refitted(name: str) -> float:
    """Return the weight of ``name``: what orders the texts, over its spread in the press.

    The two measures of long words share one weight, because they see the same thing.
    """
    return _power(name) / _power("words") / 2


def _power(name: str) -> float:
    texts = graded(FIT)
    means = [statistics.mean(amount(one, name) for one in text.counts) for text in texts]
    order = statistics.correlation([text.judged for text in texts], means)
    return order / statistics.pstdev(amount(one, name) for one in press())


def rarity() -> float:
    """Return the weight of rarity, in steps, that comes nearest to the judgements."""
    return min(range(STEP, 20 * STEP, STEP), key=lambda n: error({**WEIGHTS, "rarity": n}))


def error(weights: Mapping[str, float]) -> float:
    """Return the mean square of what is between the difficulty and the judgements."""
    return statistics.mean(
        (text.judged - difficulty(text.counts, weights)) ** 2 for text in graded(FIT)
    )


def main() -> None:
    texts = graded(sys.argv[1])
    for text in texts:
        hard = difficulty(text.counts)
        told = f"{text.kind} | {text.judged:.0f} | {hard:.0f} | {level_of(hard)}"
        sys.stdout.write(f"| {text.id} | {told} |\n")
    order = spearman(texts, lambda text: difficulty(text.counts))
    sys.stdout.write(f"Spearman: {order:.3f}\n")


if __name__ == "__main__":
    main()

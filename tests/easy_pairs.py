"""Texts and their easy versions: what the difficulty must order.

Ten paragraphs of administrative French and an easy rewrite of each (``tests/pairs``), and
the seed with its two easy versions. ``python tests/easy_pairs.py`` prints the table of
``docs/readability.md``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ppun_access.commands.texts import texts
from ppun_access.document.model import Document
from ppun_access.french import split_sentences
from ppun_access.readability import composite
from ppun_access.readability.document import sentence_rows
from ppun_access.readability.scores import Scores, score_sentences
from ppun_access.readability.sentence_counts import sentence_counts
from ppun_access.report import Report

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "tests" / "pairs"
SEED = ROOT / "content" / "politique-publique-des-usages-numeriques.md"


@dataclass(frozen=True, slots=True)
class Pair:
    """The sentences of a text and those of its easy version."""

    name: str
    hard: tuple[str, ...]
    easy: tuple[str, ...]


@cache
def pairs() -> tuple[Pair, ...]:
    own = [_written(path) for path in sorted(FOLDER.glob("*.md"))]
    return (*own, *_seed())


def _written(path: Path) -> Pair:
    hard, easy = path.read_text("utf-8").split("\n---\n")
    return Pair(path.stem, tuple(split_sentences(hard)), tuple(split_sentences(easy)))


def _seed() -> list[Pair]:
    return [
        Pair(
            document.id,
            _body(document),
            _body(*texts(_easy(document.id), Report()).documents),
        )
        for document in texts(str(SEED), Report()).documents
    ]


def _easy(id_: str) -> str:
    return str(ROOT / "content" / "facile" / f"{id_}.md")


def _body(document: Document) -> tuple[str, ...]:
    return tuple(row.text for row in sentence_rows(document))


HARDER: Mapping[str, Callable[[Scores], float]] = {
    "difficulty": lambda s: s.difficulty,
    "Kandel-Moles": lambda s: -s.kandel_moles,
    "LIX": lambda s: s.lix,
    "RIX": lambda s: s.rix,
    "mean sentence": lambda s: s.mean_sentence,
    "longest sentence": lambda s: s.longest_sentence,
    "sentences over 15 words": lambda s: s.share_over_15,
    "sentences over 25 words": lambda s: s.share_over_25,
    "words of 4+ syllables": lambda s: s.share_long_words,
    "rare words": lambda s: s.share_rare_words,
    "lexical density": lambda s: s.lexical_density,
}
"""Measure → a number that grows with the difficulty."""


def ordered(measure: str, found: Sequence[Pair]) -> int:
    """Return how many pairs ``measure`` orders rightly; a tie is wrong."""
    harder = HARDER[measure]
    return sum(
        harder(score_sentences(pair.hard)) > harder(score_sentences(pair.easy))
        for pair in found
    )


def difficulty(sentences: Sequence[str], weights: Mapping[str, float]) -> float:
    return composite.difficulty(map(sentence_counts, map(str.strip, sentences)), weights)


def main() -> None:
    found = pairs()
    for pair in found:
        hard, easy = score_sentences(pair.hard), score_sentences(pair.easy)
        sys.stdout.write(f"{pair.name}: {hard.difficulty:.0f} > {easy.difficulty:.0f}\n")
    for measure in HARDER:
        sys.stdout.write(f"| {measure} | {ordered(measure, found)} of {len(found)} |\n")


if __name__ == "__main__":
    main()

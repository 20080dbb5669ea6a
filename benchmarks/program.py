"""The whole program, in a process of its own: what an editor waits for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Outcome, figure
from benchmarks.measure import OURS, Plan, Work, by_turns
from benchmarks.processes import Cost, program
from benchmarks.texts import CONTENT

UNCHANGED = 1.0
"""Seconds that a build without a change may take."""


def figures(plan: Plan) -> Iterator[Outcome]:
    cache = plan.folder / "cache"
    yield _seconds("Démarrage (--version)", plan, lambda _: program(["--version"], cache))
    yield _seconds("Liste des voix", plan, lambda _: program(["voices"], cache))
    first = by_turns({OURS: lambda run: _first(plan.folder, run)}, plan).of[OURS]
    yield figure("Première publication, audio compris", "s", [c.seconds for c in first])
    yield figure("Première publication : mémoire", "Mo", [c.megabytes for c in first])
    yield _seconds("Sans audio, page et texte", plan, lambda run: _texts(plan.folder, run))
    yield _seconds("Sans changement", plan, lambda _: _first(plan.folder, 0), UNCHANGED)


def _seconds(name: str, plan: Plan, work: Work[Cost], goal: float | None = None) -> Outcome:
    costs = by_turns({OURS: work}, plan).of[OURS]
    return figure(name, "s", [cost.seconds for cost in costs], goal)


def _first(folder: Path, run: int) -> Cost:
    """Publish content/ in all its formats, with a cache for each run."""
    out = folder / f"site-{run}"
    return program(
        ["build", CONTENT, "-o", out, "--voice", "pico"], folder / f"cache-{run}"
    )


def _texts(folder: Path, run: int) -> Cost:
    out = folder / f"textes-{run}"
    return program(["build", CONTENT, "-o", out, "--to", "html,text"], folder / "cache")

"""How a publication grows: 1, 10, 100 pages, and 400 and 1,000 when it is asked for.

A page has its blocks of GitBook (``spaces``) and fifteen sentences of public policy,
340 words; no two sentences are the same. Published are its page and its text, as ``make``
installs the program, for a hundred pages with spaCy too, which drafts easy versions for the
team, and in the other formats that need no sound; from a hundred on a cluster of two
workers. Sound and books are told by the page and by the minute elsewhere (``formats``,
``voices``).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from pathlib import Path
from typing import Any

from benchmarks.drafting import SENTENCES
from benchmarks.figures import Outcome, exact, figure
from benchmarks.machine import cores
from benchmarks.measure import OURS, Plan, by_turns, ratio
from benchmarks.processes import Cost, program, without_spacy
from benchmarks.spaces import published, write_space

SIZES, MANY = (1, 10, 100), (400, 1000)
WORTH = 100
"""Pages from which a second core must help: not before the program has started."""
TOGETHER = 400
"""Pages that are also published twice at once, one core each: what two cores can give."""
SPEED_UP = {400: 1.8, 1000: 1.8}
"""Pages, and how much faster two cores publish them; of fewer, the start is too much."""
UNCHANGED = {400: 3.0}
"""Pages, and the seconds that a build without a change of them may take."""
PROSE = 15
"""Sentences of a page."""
SERIAL, DRAFTS = "un cœur", "avec les brouillons de spaCy"
TWICE = "deux fois à la fois, un cœur chacune"
FORMS, FORMS_SERIAL = "tous les formats sans son", "tous les formats sans son, un cœur"
WITHOUT_SOUND = "html,text,epub,pdf,brf"
CLUSTER = "grappe locale de 2 ouvriers"


def figures(plan: Plan) -> Iterator[Outcome]:
    for count in SIZES:
        yield from _size(plan, count)


def many(plan: Plan) -> Iterator[Outcome]:
    for count in MANY:
        yield from _size(plan, count)


def write_pages(folder: Path, count: int) -> None:
    """Write a GitBook space of ``count`` pages, its first one included, in ``folder``."""
    write_space(folder, count - 1)
    for at, page in enumerate(published(folder / "docs")):
        with page.open("a", encoding="utf-8") as file:
            file.write("\n" + "\n\n".join(prose(at)) + "\n")


def prose(at: int) -> Iterator[str]:
    """Yield paragraphs of three sentences for a page; its number is in each sentence."""
    known = sentences()
    chosen = [known[(at * PROSE + n) % len(known)] for n in range(PROSE)]
    own = [f"{one.rstrip(' .')} (dossier {at}-{n})." for n, one in enumerate(chosen)]
    for begin in range(0, PROSE, 3):
        yield " ".join(own[begin : begin + 3])


@cache
def sentences() -> tuple[str, ...]:
    return tuple(filter(None, SENTENCES.read_text("utf-8").splitlines()))


def _size(plan: Plan, count: int) -> Iterator[Outcome]:
    source = plan.place(f"{count}-pages")
    write_pages(source, count)
    others = {n: n for n in (SERIAL, TWICE, DRAFTS, CLUSTER, FORMS, FORMS_SERIAL)}
    labels = {OURS: f"{cores()} cœurs", **others}
    works = {
        OURS: partial(_new, plan, source, "tous"),
        SERIAL: partial(_new, plan, source, "un"),
    }
    if count == WORTH:
        works[DRAFTS] = partial(_new, plan, source, "spacy")
        works[FORMS] = partial(_new, plan, source, "formats")
        works[FORMS_SERIAL] = partial(_new, plan, source, "formats-un")
    if count == TOGETHER and cores() == 2:
        works[TWICE] = partial(_twice, plan, source)
    if count >= WORTH:
        works[CLUSTER] = partial(_new, plan, source, "grappe")
    turns = by_turns(works, plan)
    yield from turns.missing
    for name, costs in turns.of.items():
        yield from _costs(f"{_named(count)}, {labels[name]}", count, costs)
    goal = SPEED_UP.get(count) if cores() == 2 else None
    for pair in ((SERIAL, OURS), (FORMS_SERIAL, FORMS)):
        if all(name in turns.of for name in pair):
            theirs, ours = (
                (labels[name], [cost.seconds for cost in turns.of[name]]) for name in pair
            )
            yield ratio(_named(count), theirs, ours, goal)
    if TWICE in turns.of:
        pairs = zip(turns.of[SERIAL], turns.of[TWICE], strict=True)
        best = [2 * one.seconds / two.seconds for one, two in pairs]
        yield figure(f"{_named(count)} : deux cœurs de cette machine / un", "fois", best)
    yield from _again(plan, source, count)
    yield from _stages(plan, source, count)


def _costs(name: str, count: int, costs: Sequence[Cost]) -> Iterator[Outcome]:
    yield figure(name, "s", [cost.seconds for cost in costs])
    yield figure(name, "ms/page", [1000 * cost.seconds / count for cost in costs])
    yield figure(f"{name} : mémoire", "Mo", [cost.megabytes for cost in costs])


def _new(plan: Plan, source: Path, how: str, run: int) -> Cost:
    """Publish with an empty cache, where nothing was published."""
    return _build(plan, source, plan.place(f"{source.name}-{how}-{run}"), how)


def _twice(plan: Plan, source: Path, run: int) -> Cost:
    """Publish twice at once, each on one core; return the slower one."""
    with ThreadPoolExecutor() as pool:
        both = pool.map(lambda n: _new(plan, source, f"fois-{n}-un", run), range(2))
        return max(both, key=lambda cost: cost.seconds)


def _build(plan: Plan, source: Path, folder: Path, how: str) -> Cost:
    """Publish on all cores, on one (« un »), with spaCy, on a cluster, in more formats."""
    more = ["--jobs", "1"] if how.endswith("un") else []
    more += ["--cluster", "local:2"] if how == "grappe" else []
    more += ["--voice", "aucune"] if how.startswith("formats") else []
    forms = WITHOUT_SOUND if how.startswith("formats") else "html,text"
    asked = ["build", source, "-o", folder / "site", "--to", forms, *more]
    hidden = {} if how == "spacy" else without_spacy(plan.folder / "sans-spacy")
    return program(asked, folder / "cache", environment=hidden)


def _again(plan: Plan, source: Path, count: int) -> Iterator[Outcome]:
    folder = plan.folder / f"{source.name}-tous-0"
    works = {OURS: lambda _: _build(plan, source, folder, "tous").seconds}
    spent = by_turns(works, plan).of[OURS]
    yield figure(f"{_named(count)}, sans changement", "s", spent, UNCHANGED.get(count))


def _stages(plan: Plan, source: Path, count: int) -> Iterator[Outcome]:
    """Yield where the time of a build on one core goes, as the program tells it."""
    if count < WORTH:
        return
    runs = range(plan.warm, plan.warm + plan.runs)
    told = [_account(plan.folder / f"{source.name}-un-{run}") for run in runs]
    seconds = [stage_seconds(one) for one in told]
    for stage in seconds[0]:
        spent = [1000 * one.get(stage, 0.0) / count for one in seconds]
        yield figure(f"{_named(count)}, {SERIAL} : étape « {stage} »", "ms/page", spent)
    files = told[-1]["files"]["all"]
    yield exact(f"{_named(count)} : fichiers publiés", "fichiers", files)


def stage_seconds(account: Mapping[str, Any]) -> dict[str, float]:
    """Return the seconds of each stage, of an account that a build wrote."""
    return {name: float(stage["seconds"]) for name, stage in account["stages"].items()}


def _account(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        (folder / "site-rapport/build.json").read_text("utf-8")
    )
    return found


def _named(count: int) -> str:
    return f"{count} pages" if count > 1 else "1 page"

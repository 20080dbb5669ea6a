"""Checking what was published: EPUBCheck's time beside ours, and all of « check ».

EPUBCheck holds a book to its whole specification, and our rules to what readers of it
would miss: they are no rivals, its time is what a check costs.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Missing, Outcome, figure
from benchmarks.measure import OURS, Plan, by_turns, reason, wall
from benchmarks.processes import program
from benchmarks.texts import CONTENT
from ppun_access.errors import MissingToolError
from ppun_access.pipeline.checkers import EXTERNAL
from ppun_access.pipeline.epub_inspection import check_epub
from ppun_access.tools import epubcheck

LONGEST = 180.0
"""Seconds that all checkers may take on the publication of content/."""


def figures(plan: Plan) -> Iterator[Outcome]:
    book = min(_published(plan, "--to", "epub").glob("*/*.epub"))
    works = {
        OURS: wall(lambda _: _sound(list(check_epub(book)), book)),
        "epubcheck": wall(lambda _: _sound(epubcheck.check(book), book)),
    }
    turns = by_turns(works, plan)
    for name, spent in turns.of.items():
        yield figure(f"Vérifier un EPUB, {name}", "s", spent)
    yield from turns.missing


def whole(plan: Plan) -> Iterator[Outcome]:
    """Yield how long « check » takes on the publication of content/ in all formats."""
    out, cache = _published(plan), plan.folder / "cache"
    absent = list(_absent())
    yield from absent
    checks = {OURS: lambda _: program(["check", out], cache).seconds}
    spent = by_turns(checks, plan).of[OURS]
    number = len(EXTERNAL) - len(absent)
    label = f"Vérifier toute la publication, {number} vérificateurs d’autrui"
    yield figure(label, "s", spent, None if absent else LONGEST)


def _published(plan: Plan, *more: str) -> Path:
    out = plan.folder / "site"
    asked = ["build", CONTENT, "-o", out, "--voice", "pico", *more]
    program(asked, plan.folder / "cache")
    return out


def _sound(faults: list[str], book: Path) -> None:
    if faults:
        raise SystemExit(f"{book.name} a {len(faults)} fautes : {faults[0]}")


def _absent() -> Iterator[Missing]:
    for checker in EXTERNAL:
        try:
            checker.probe()
        except MissingToolError as error:
            yield Missing(checker.name, reason(error))

"""A GitBook space of 120 pages as text, HTML and EPUB, beside pandoc.

Ours is the whole program, in one process, without sound and without spaCy's drafts: it
reads the space, follows its links and its includes, and makes the site, the report, an
EPUB a page and one of the whole. pandoc makes the same three formats, one call a page.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import OURS, Outcome, Plan, Work, compared
from benchmarks.processes import process, program, without_spacy
from benchmarks.spaces import published, write_space
from ppun_access.errors import MissingToolError
from ppun_access.tools import pandoc

PAGES = 120
FORMATS = {"html": "html", "txt": "plain", "epub": "epub3"}
"""The end of a name, and what pandoc calls the format."""


def figures(plan: Plan) -> Iterator[Outcome]:
    source = plan.folder / "espace"
    write_space(source, PAGES)
    works: dict[str, Work[float]] = {
        OURS: lambda run: ours(source, plan.folder / f"run{run}"),
        "pandoc": lambda run: theirs(source / "docs", plan.folder / f"pandoc{run}"),
    }
    label = f"Un espace de {PAGES} pages en texte, HTML et EPUB"
    yield from compared(label, works, plan, goal=1.0)


def ours(source: Path, folder: Path) -> float:
    """Return the seconds of the program, with an empty cache and on one core."""
    forms = ["--to", "text,html,epub", "--voice", "aucune", "--jobs", "1"]
    asked = ["build", source, "-o", folder / "site", *forms]
    hidden = without_spacy(folder / "hidden")
    return program(asked, folder / "cache", environment=hidden).seconds


def theirs(source: Path, folder: Path) -> float:
    """Return the seconds of pandoc, one call a page and a format."""
    try:
        path = pandoc.probe().path
    except MissingToolError as error:
        raise SystemExit(error.message) from error
    folder.mkdir(parents=True, exist_ok=True)
    pages = published(source)
    spent = 0.0
    for number, page in enumerate(pages):
        for ending, name in FORMATS.items():
            out = folder / f"{number}.{ending}"
            asked = [path, "--from", "markdown", "--to", name, "--standalone", "-o", out]
            spent += process([str(part) for part in (*asked, page)]).seconds
    return spent

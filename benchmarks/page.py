"""The table of ``docs/performance.md``, made of the results: no figure by hand.

``python -m benchmarks --tableau`` copies the last results to ``docs/performance.json``,
which is committed, and writes from it all that stands between the two marks of the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure, number
from benchmarks.machine import QUIET
from benchmarks.results import RESULTS, Record, figures, load, save
from benchmarks.subjects import SUBJECTS, Subject

PAGE, SOURCE = Path("docs/performance.md"), Path("docs/performance.json")
BEGIN, END = "<!-- tables: python -m benchmarks --tableau -->", "<!-- end of tables -->"
FEW = 5


def write() -> int:
    """Write the page again from the last results; return an exit status.

    What was measured elsewhere, or before, stays as it is told.
    """
    results = load(RESULTS)
    if not results:
        print(f"Il n’y a pas de mesure dans {RESULTS} : lancez d’abord make bench.")
        return 3
    last = {name: {**one, "former": None} for name, one in results.items()}
    kept = {**load(SOURCE), **last}
    save(SOURCE, kept)
    PAGE.write_text(with_tables(PAGE.read_text("utf-8"), kept), "utf-8")
    print(f"{PAGE} et {SOURCE} sont écrits.")
    if rest := [one.name for one in SUBJECTS if one.name not in kept]:
        print(f"Pas encore mesurés, donc absents de la page : {', '.join(rest)}.")
    return 0


def with_tables(page: str, results: Mapping[str, Record]) -> str:
    """Return the page with its tables made of ``results``; ValueError without marks."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{PAGE} : il manque les marques des tableaux.")
    return f"{before}{BEGIN}\n\n{tables(results)}\n{END}{after}"


def tables(results: Mapping[str, Record]) -> str:
    """Return the tables of what was measured, in the order of ``SUBJECTS``."""
    measured = [one for one in SUBJECTS if one.name in results]
    return "\n".join(line for one in measured for line in _section(one, results[one.name]))


def _section(subject: Subject, one: Record) -> Iterator[str]:
    yield f"### {subject.title} (`{subject.name}`)\n"
    yield f"{_origin(one)}\n"
    yield "| | median | quartiles | runs | wanted |\n|---|---|---|---|---|"
    yield from map(_row, figures(one))
    yield from (
        f"| {m['name']} | not measured: {m['reason']} | | | |" for m in one["missing"]
    )
    yield ""


def _origin(one: Record) -> str:
    machine: Mapping[str, Any] = one["machine"]
    told = (
        f"{one['date'][:10]}, commit `{one['commit']}`; {machine['processor']}, "
        f"{machine['cores']} cores, {machine['memory_gb']} GB, {machine['system']}, "
        f"Python {machine['python']}"
    )
    others = one.get("others")
    if others is None or others <= QUIET:
        return f"{told}."
    return (
        f"{told}. **The machine was shared: other programs took {others:.1f} cores**; to "
        "be measured again on a quiet one."
    )


def _row(one: Figure) -> str:
    spread = "" if one.exact else f"{number(one.low)} to {number(one.high)}"
    runs = "" if one.exact or not one.samples else str(len(one.samples))
    if runs and len(one.samples) < FEW:
        runs += " (few)"
    wanted = ""
    if one.goal is not None:
        wanted = f"{number(one.goal)}: {'reached' if one.passed else '**not reached**'}"
    return (
        f"| {one.name} | {number(one.middle)} {one.unit} | {spread} | {runs} | {wanted} |"
    )

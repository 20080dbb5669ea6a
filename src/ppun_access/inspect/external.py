"""Run the external checkers of ``check``: one line each in ``EXTERNAL``.

They are optional: one that is not installed is reported, with how to get it. Ours are in
``inspect.CHECKERS``.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal as OneOf
from typing import TypeAlias

from ppun_access.errors import MissingToolError, PpunError
from ppun_access.inspect.published_folder import Ran
from ppun_access.report import Finding
from ppun_access.runtime.executor import threads
from ppun_access.runtime.progress import Progress, no_progress
from ppun_access.runtime.untrusted_files import PUBLISHED, is_readable
from ppun_access.tools import ace, epubcheck, nu, page_validation

STOPPED = "verificateur-en-panne"
"""The code of the finding: a checker did not come to its end; nothing is known, then."""
AT_ONCE = 25
"""Files that a program which takes several is given: it starts once for all of them."""

Wrong: TypeAlias = tuple[str, str]
"""A file, by its path in the folder, and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class External:
    """An external checker."""

    name: str
    formats: tuple[str, ...]
    faults: Callable[[Path], Iterable[str]]
    """A file → what is wrong with it."""
    probe: Callable[[], object]
    """Raises MissingToolError, which says what to type, when it is not installed."""
    together: Callable[[Sequence[Path], Path], Iterable[Wrong]] | None = None
    """Several files of a folder → what is wrong with each, when that costs less."""
    runs_pages: bool = False
    """It runs what a page says: it is given the files in which our rules find no fault."""


EXTERNAL: tuple[External, ...] = (
    External("Nu (HTML)", ("html",), nu.check, nu.probe, nu.check_all),
    External("EPUBCheck", ("epub",), epubcheck.check, epubcheck.probe),
    External("Ace (EPUB)", ("epub",), ace.check, ace.probe, runs_pages=True),
    External(
        "page-validation (PDF/UA)", ("pdf",), page_validation.faults, page_validation.probe
    ),
)
"""In the order in which the table lists them."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One line of the table: a checker, and the outcome of its run."""

    name: str
    files: int
    faults: int
    state: OneOf["execute", "absent", "en-panne", "sans-objet"] = "execute"
    advice: str = ""
    """How to get it, when it is absent."""


def outcome_of(ran: Ran) -> Outcome:
    """Return the line of one of our own checkers."""
    return Outcome(ran.name, ran.files, ran.faults)


@dataclass(frozen=True, slots=True)
class _Task:
    """One checker, and the files of ``out`` that it is given at once."""

    checker: External
    out: Path
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Done:
    """What a checker said of a file; ``advice`` when it is absent after all."""

    checker: External
    path: str
    faults: tuple[str, ...] = ()
    stopped: str = ""
    advice: str = ""


def run_checkers(
    out: Path,
    paths: Mapping[str, Sequence[str]],
    on_progress: Progress = no_progress,
    *,
    checkers: Sequence[External],
    unsound: Collection[str] = (),
    jobs: int = 0,
) -> tuple[tuple[Outcome, ...], tuple[Finding, ...]]:
    """Run ``checkers`` on the files of ``out``: ``paths`` by format, several at a time.

    A checker that stops is an error, never a pass. ``unsound``: the files in which our
    rules found a fault.
    """
    absent = {checker.name: told for checker in checkers if (told := _missing(checker))}
    there = [checker for checker in checkers if checker.name not in absent]
    kept = dict.fromkeys(
        (checker.name, path)
        for checker in there
        for path in _files(checker, paths)
        if checker.runs_pages and path in unsound
    )
    tasks = [t for checker in there for t in _tasks(checker, out, paths, kept)]
    phase, done, total = "Vérificateurs", list[_Done](), sum(len(t.paths) for t in tasks)
    if tasks:
        on_progress(phase, 0, total)
    for results in threads(jobs or os.cpu_count() or 1).imap(_checked, tasks):
        for result in results:
            done.append(result)
            on_progress(phase, len(done), total)
    absent |= {d.checker.name: d.advice for d in done if d.advice}
    outcomes = tuple(_outcome(c, paths, absent.get(c.name, ""), done) for c in checkers)
    faults = (finding for d in done for finding in _findings(d))
    return outcomes, (*faults, *(_kept(name, path) for name, path in kept))


def _missing(checker: External) -> str:
    """Return how to get a checker that is not installed; nothing when it is."""
    try:
        checker.probe()
    except MissingToolError as error:
        return error.next_step
    except Exception:  # its faults will say why
        return ""
    return ""


def _files(checker: External, paths: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    return tuple(path for name in checker.formats for path in paths.get(name, ()))


def _tasks(
    checker: External,
    out: Path,
    paths: Mapping[str, Sequence[str]],
    kept: Collection[tuple[str, str]],
) -> Iterator[_Task]:
    """Yield the files of a checker but those ``kept`` from it, as many as it takes."""
    there = [  # ``inspect`` told those that are missing
        path
        for path in _files(checker, paths)
        if (checker.name, path) not in kept and is_readable(out / path, PUBLISHED)
    ]
    size = AT_ONCE if checker.together else 1
    for begin in range(0, len(there), size):
        yield _Task(checker, out, tuple(there[begin : begin + size]))


def _checked(task: _Task) -> tuple[_Done, ...]:
    return _checked_together(task) or tuple(
        _checked_alone(task.checker, task.out, path) for path in task.paths
    )


def _checked_together(task: _Task) -> tuple[_Done, ...]:
    """Return the faults of each file; nothing when each has to be tried by itself."""
    if task.checker.together is None or len(task.paths) == 1:
        return ()
    found: dict[str, list[str]] = {path: [] for path in task.paths}
    try:
        files = [task.out / path for path in task.paths]
        for path, told in task.checker.together(files, task.out):
            found[path].append(told)
    except Exception:  # alone, the file that stops it is named and the others are checked
        return ()
    return tuple(_Done(task.checker, path, (*told,)) for path, told in found.items())


def _checked_alone(checker: External, out: Path, path: str) -> _Done:
    done = _Done(checker, path)
    try:
        return replace(done, faults=tuple(checker.faults(out / path)))
    except MissingToolError as error:
        return replace(done, advice=error.next_step)
    except PpunError as error:
        return replace(done, stopped=f"{error.message} {error.next_step}")
    except Exception as error:  # a program of others: whatever it raises is told
        return replace(done, stopped=f"{type(error).__name__} : {error}.")


def _findings(done: _Done) -> Iterator[Finding]:
    name, path = done.checker.name, done.path
    for wrong in done.faults:
        yield Finding("fichier-invalide", f"{path} : {name} : {wrong}")
    if done.stopped:
        message = f"{path} : {name} s’est arrêté, ce fichier n’est pas vérifié. "
        yield Finding(STOPPED, message + done.stopped)


def _kept(name: str, path: str) -> Finding:
    message = (
        f"{path} : {name} n’a pas ouvert ce fichier, où nos règles trouvent une faute. "
        "Réparez-la d’abord."
    )
    return Finding(STOPPED, message)


def _outcome(
    checker: External,
    paths: Mapping[str, Sequence[str]],
    advice: str,
    done: Sequence[_Done],
) -> Outcome:
    files = _files(checker, paths)
    if not files:
        return Outcome(checker.name, 0, 0, "sans-objet", advice)
    if advice:
        return Outcome(checker.name, 0, 0, "absent", advice)
    own = [d for d in done if d.checker.name == checker.name]
    stopped = Counter(bool(d.stopped) for d in own)
    faults = sum(len(d.faults) for d in own)
    state: OneOf["execute", "en-panne"] = "en-panne" if stopped[True] else "execute"
    return Outcome(checker.name, stopped[False], faults, state)

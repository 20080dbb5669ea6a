"""The runner of tasks: in order, each costs itself alone, and what was made is kept."""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from working_tasks import FAULTS, Pid, Ran, Said, Say, Write

from ppun_access.build.runner import (
    UNCACHED,
    Task,
    TaskRunner,
    WrittenFiles,
    runner_of,
)
from ppun_access.build.workers import FEW
from ppun_access.errors import OutputError
from ppun_access.failures import Breakdown
from ppun_access.runtime.cache import Cache
from ppun_access.runtime.executor import Executor, Processes, Serial, Threads

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="signals")


TEXT_FAULTS = [*FAULTS][:6]
"""Faults of one text; every task would meet the others."""


def says(count: int, how: Sequence[str] = (), stage: str = "lecture") -> list[Say]:
    """Return ``count`` tasks; every seventh fails, in the ways of ``how``."""
    tasks = [Say(f"mot {n}", key=f"{stage}-{n:064x}") for n in range(count)]
    for at, way in enumerate(how):
        tasks[3 + 7 * at] = replace(tasks[3 + 7 * at], how=way)
    return tasks


@pytest.fixture(scope="module")
def processes() -> Iterator[Processes]:
    with Processes(2) as executor:
        yield executor


@pytest.fixture(params=["serial", "threads", "processes", "background"])
def ways(request: pytest.FixtureRequest, processes: Processes) -> tuple[Executor, bool]:
    """Who works, and whether in the background."""
    known: dict[str, Executor] = {"serial": Serial(), "threads": Threads(2)}
    return known.get(request.param, processes), request.param == "background"


# Isolation


@POSIX
def test_whatever_a_task_meets_costs_it_alone(
    ways: tuple[Executor, bool], tmp_path: Path
) -> None:
    """Any exception, endless work, a process that is killed; and nothing of it is kept."""
    executor, background = ways
    how = list(TEXT_FAULTS)
    if not isinstance(executor, Threads):
        how.append("endless")  # no signal is heard in a thread
    if isinstance(executor, Processes):
        how.append("killed")
    tasks, cache = says(7 * len(how) + 4, how), Cache(tmp_path)
    runner = TaskRunner(executor, cache, seconds=0.3)
    told = list[tuple[str, bool]]()
    found = [
        *runner.map(
            tasks, min_tasks=1, background=background,
            on_done=lambda task, taken: told.append((task.word, taken)),
        )
    ]  # fmt: skip
    for task, said in zip(tasks, found, strict=True):
        assert said.words == ("" if task.how else task.word.upper())
        assert {
            "endless": "plus de 0.3 s de processeur",
            "killed": "arrêté deux fois de suite",
        }.get(task.how, task.how) in said.why
    assert told == [(task.word, False) for task in tasks]
    assert [t.word for t in tasks if cache.read(t.key) is None] == [
        task.word for task in tasks if task.how
    ]
    repaired = [*runner.map(replace(task, how="") for task in tasks)]
    assert [said.words for said in repaired] == [task.word.upper() for task in tasks]


@pytest.mark.parametrize("how", [*FAULTS][6:])
def test_what_every_task_would_meet_is_raised(
    how: str, ways: tuple[Executor, bool]
) -> None:
    with pytest.raises(type(FAULTS[how])):
        [*TaskRunner(ways[0]).map(says(9, [how]), min_tasks=1, background=ways[1])]


@dataclass(frozen=True, slots=True)
class Unreadable(Task[Said]):
    """A task whose key, or whose look at what is kept, fails."""

    word: str

    @property
    def key(self) -> str:
        if self.word == "sans clé":
            raise KeyError("digest")
        return "lecture-" + "0" * 64

    def run(self) -> Said:
        return Said(self.word.upper())

    def on_failure(self, breakdown: Breakdown) -> Said:
        return Said("", breakdown.trace)

    def accepts(self, kept: Said) -> bool:
        raise ValueError("kept")


def test_what_fails_in_the_look_at_the_cache_costs_its_task_alone(tmp_path: Path) -> None:
    runner = TaskRunner(cache=Cache(tmp_path))
    tasks: list[Task[Said]] = [
        Say("un"),
        Unreadable("sans clé"),
        Say("deux"),
        Unreadable("gardé"),
    ]
    first = [*runner.map(tasks)]
    assert [said.words for said in first] == ["UN", "", "DEUX", "GARDÉ"]
    again = [*runner.map(tasks)]
    assert [said.words for said in again] == ["UN", "", "DEUX", ""]
    assert "KeyError" in again[1].why
    assert "ValueError" in again[3].why


@pytest.mark.parametrize("content", [b"", b"rien", pickle.dumps(print)])
def test_what_the_cache_holds_and_is_no_record_is_made_again(
    content: bytes, tmp_path: Path
) -> None:
    cache, tasks = Cache(tmp_path), says(3)
    cache.write(tasks[1].key, content)
    told: list[bool] = []
    runner = TaskRunner(cache=cache)
    found = runner.map(tasks, on_done=lambda task, taken: told.append(taken))
    assert [said.words for said in found] == ["MOT 0", "MOT 1", "MOT 2"]
    assert told == [False] * 3
    assert [said.words for said in runner.map(tasks)][1] == "MOT 1"


# The cache


@pytest.mark.parametrize("background", [False, True])
def test_what_the_cache_has_stands_among_what_is_made(
    background: bool, tmp_path: Path, processes: Processes
) -> None:
    """Tasks are asked for a few at a time, here and elsewhere."""
    every, cache = says(90), Cache(tmp_path)
    kept = {task.key for task in every[3::3]}
    [*TaskRunner(cache=cache).map(every[3::3])]
    asked, done = list[str](), list[tuple[str, bool]]()

    def tasks() -> Iterator[Say]:
        for task in every:
            asked.append(task.key)
            yield task

    runner = TaskRunner(processes if background else Serial(), cache)
    made = runner.map(
        tasks(), background=background,
        on_done=lambda task, taken: done.append((task.key, taken)),
    )  # fmt: skip
    first = next(made)
    assert background or len(asked) < 2 * FEW
    assert [said.words for said in (first, *made)] == [task.word.upper() for task in every]
    assert done == [(task.key, task.key in kept) for task in every]
    assert cache.tally.taken.total() == len(kept)
    assert cache.tally.made.total() == len(every)


def held(written: WrittenFiles) -> dict[str, bytes]:
    assert all(isinstance(path, Path) for path in written.files.values())
    return {name: Path(str(path)).read_bytes() for name, path in written.files.items()}


def test_files_are_entries_of_the_cache(tmp_path: Path, processes: Processes) -> None:
    """One that is missing, or a result that does not serve any more, is made again."""
    cache, task, taken = Cache(tmp_path / "cache"), Write(tmp_path), list[bool]()
    runner = TaskRunner(processes, cache)

    def made(task: Write) -> WrittenFiles:
        tasks = runner.map([task], min_tasks=1, on_done=lambda t, was: taken.append(was))
        (written,) = tasks
        return written

    first, second = made(task), made(task)
    assert held(first) == held(second) == {"b/b.epub": b"b", "a/a.epub": b"a"}
    assert first.findings == second.findings
    assert cache.tally.made == {"epub": 1, "fichiers": 2}
    Path(str(first.files["a/a.epub"])).unlink()
    assert held(made(task)) == held(made(task))
    assert made(replace(task, lines="2")).lines == "2"
    assert taken == [False, True, False, True, False]


@pytest.mark.parametrize(("faults", "attempts"), [(0, 2), (1, 2), (2, 2), (1, 1)])
def test_a_task_is_tried_as_often_as_it_allows(
    faults: int, attempts: int, tmp_path: Path
) -> None:
    (made,) = UNCACHED.map([Write(tmp_path, faults, attempts=attempts)])
    assert made.failed == (faults >= attempts)
    assert len([*tmp_path.glob("try*")]) == min(faults + 1, attempts)


# Who works


def test_few_tasks_start_no_process(tmp_path: Path) -> None:
    assert isinstance(runner_of(1, Cache(tmp_path)).executor, Serial)
    with runner_of(2, Cache(tmp_path)).executor as executor:
        runner = TaskRunner(executor)
        few, enough = ({*runner.map([Pid()] * n)} for n in (FEW - 1, FEW))
        assert few == {Ran(os.getpid())}
        assert Ran(os.getpid()) not in enough
        assert Ran(os.getpid()) not in {*runner.map([Pid()] * 2)}
        assert {*runner.serial().map([Pid()] * FEW)} == few


class Elsewhere(Serial):
    """Does in the caller what other machines would: all that is passed is pickled."""

    def imap(self, work, items, *, weight=len, lost=None):  # type: ignore[no-untyped-def]
        for item in items:
            sent = pickle.loads(pickle.dumps((work, item)))
            yield pickle.loads(pickle.dumps(sent[0](sent[1])))


@pytest.mark.parametrize(("tasks", "calls"), [(0, 0), (3, 3), (12, 12), (90, 31)])
def test_small_tasks_travel_together(tasks: int, calls: int) -> None:
    """In order, in batches of eight at most, smaller at both ends: every worker has a few.

    The first is sent before many others are made.
    """
    sent, sizes, made = list[str](), list[int](), list[int]()

    class Counts(Elsewhere):
        jobs = 2

        def imap(self, work, items, *, weight=len, lost=None):  # type: ignore[no-untyped-def]
            def told():  # type: ignore[no-untyped-def]
                for item in items:
                    sent.append(work.key(item))
                    sizes.append(len(item))
                    made.append(len(given))
                    yield item

            return super().imap(work, told(), weight=weight)

    def every() -> Iterator[Say]:
        for task in says(tasks):
            given.append(task)
            yield task

    given = list[Say]()
    told = [said.words for said in TaskRunner(remote=Counts()).map(every())]
    assert told == [task.word.upper() for task in given]
    assert made[:1] == [min(tasks, 8)][: len(made)]
    assert len({*sent}) == len(sent) == calls
    assert max(sizes, default=0) <= 8
    most = sizes.index(max(sizes)) if sizes else 0
    assert sizes[:most] == sorted(sizes[:most])
    assert sizes[most:] == sorted(sizes[most:], reverse=True)
    assert sizes[-3:] == [1] * min(3, calls)


@pytest.mark.parametrize("count", [3, 30])
def test_what_waits_beside_a_deadly_task_is_not_lost(count: int) -> None:
    """Whatever is sent at first is said to kill: only what kills alone is lost.

    A scheduler gives the same answer again to who asks for the same key.
    """

    blamed = set[str]()

    class Blames(Elsewhere):
        jobs = 2
        maps = 0

        def imap(self, work, items, *, weight=len, lost=None):  # type: ignore[no-untyped-def]
            self.maps += 1
            alone, error = self.maps > 1, OutputError("Perdu.", next_step="")
            for item in items:
                deadly = any(task.word == "mot 2" for task in item)
                if alone and not deadly and work.key(item) not in blamed:
                    yield work(item)
                else:
                    blamed.add(work.key(item))
                    yield lost(item, error)

    found = [*TaskRunner(remote=Blames()).map(says(count))]
    assert [at for at, said in enumerate(found) if said.failed] == [2]
    assert "Perdu." in found[2].why


@pytest.mark.parametrize(("begun", "looked_at"), [(False, FEW), (True, 0)])
def test_tasks_are_counted_only_to_know_whether_to_begin_processes(
    *, begun: bool, looked_at: int
) -> None:
    made = list[Any]()

    def every() -> Iterator[Say]:
        for task in says(FEW + 6):
            made.append(task)
            yield task

    with Processes(2) as executor:
        executor.begun = begun
        TaskRunner(executor).map(every())
        assert len(made) == looked_at


def test_remote_workers_do_what_needs_no_file_of_this_machine() -> None:
    who = list[str]()

    class Named(Serial):
        def __init__(self, name: str) -> None:
            self.name = name

        def imap(self, work: Callable[..., Any], items: Any, **more: Any) -> Any:
            who.append(self.name)
            return super().imap(work, items, **more)

    runner = TaskRunner(Named("here"), remote=Named("far"))
    [*runner.map(says(1)), *runner.local().map(says(1)), *runner.serial().map(says(1))]
    assert who == ["far", "here"]

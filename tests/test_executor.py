"""Work elsewhere: in order, the heaviest first at the end, each error where it belongs."""

from __future__ import annotations

import errno
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event, Lock, Timer
from typing import Any

import pytest
from living import still_running
from working import dying, ended, leaving, pid_of, refusing_one

from ppun_access.errors import InputError, OutputError
from ppun_access.runtime.executor import (
    AHEAD,
    Executor,
    Processes,
    Serial,
    Threads,
    threads,
)
from ppun_access.speech.recordings.recording import UnusableRecordingError


@pytest.fixture(scope="module")
def processes() -> Iterator[Processes]:
    with Processes(2) as executor:
        yield executor


@pytest.fixture(params=["serial", "threads", "processes"])
def executor(request: pytest.FixtureRequest, processes: Processes) -> Executor:
    known = {"serial": Serial(), "threads": Threads(2), "processes": processes}
    found: Executor = known[request.param]
    return found


def test_results_come_in_order_whatever_their_weight(executor: Executor) -> None:
    many = range(6 * AHEAD)
    assert list(executor.imap(abs, many, weight=float)) == [*many]


def test_an_error_is_that_of_its_item_and_stops_the_rest(executor: Executor) -> None:
    results = executor.imap(refusing_one, range(100), weight=float)
    assert next(results) == 0
    with pytest.raises(InputError, match="un") as caught:
        next(results)
    assert caught.value.next_step == "deux"
    assert list(results) == []


def test_one_job_is_the_caller() -> None:
    assert isinstance(threads(1), Serial)
    assert threads(3).jobs == 3


def test_what_is_left_at_the_end_begins_with_the_heaviest() -> None:
    """The first two hold both threads until everything is known."""
    held, begun, lock = Event(), list[int](), Lock()

    def work(item: int) -> int:
        with lock:
            begun.append(item)
        if item <= 1:
            assert held.wait(600)
        return item

    def all_known() -> Iterator[int]:
        yield from items
        Timer(0.3, held.set).start()

    items = [0, 1, 5, 7, 6, 8]  # fewer than what is made ahead: all are known at once
    assert list(Threads(2).imap(work, all_known(), weight=float)) == items
    assert sorted(begun[:2]) == [0, 1]
    assert begun[2] == 8
    assert begun[-1] in (5, 6)


# Processes


def test_a_process_that_is_killed_is_replaced(processes: Processes, tmp_path: Path) -> None:
    paths = [tmp_path / f"{n}" for n in range(4)]
    for path in paths[1:]:
        path.touch()
    assert list(processes.imap(dying, paths)) == ["0", "1", "2", "3"]


def test_work_that_kills_its_process_is_told(processes: Processes, tmp_path: Path) -> None:
    (tmp_path / "1").touch()
    with closing(processes.imap(dying, [tmp_path / "1", tmp_path])) as results:
        assert next(results) == "1"
        with pytest.raises(OutputError, match="arrêté deux fois") as caught:
            next(results)
    assert "--jobs 1" in caught.value.next_step
    assert list(processes.imap(abs, [-1])) == [1]


def test_work_that_kills_costs_itself_alone(processes: Processes, tmp_path: Path) -> None:
    """Those that were under way when it killed are done again, and it alone is lost."""
    paths = [tmp_path / f"{n}" for n in range(9)]
    for at, path in enumerate(paths):
        path.mkdir() if at in (2, 7) else path.touch()
    found = processes.imap(dying, paths, lost=lambda path, error: f"{path.name} {error}")
    results = [*found]
    assert [r for r in results if len(r) == 1] == [*"0134568"]
    assert results[2].startswith("2 Un processus de travail a été arrêté deux fois")
    assert results[7].startswith("7 ")


def test_processes_that_break_while_one_starts_cost_nothing(
    processes: Processes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their pipes are closed by then: the work is done again elsewhere."""
    real, tried = ProcessPoolExecutor.submit, list[Any]()

    def submit(pool: Any, *work: Any) -> Any:
        tried.append(pool)
        if len(tried) == 1:
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        return real(pool, *work)

    monkeypatch.setattr(ProcessPoolExecutor, "submit", submit)
    assert [*processes.imap(abs, [-1])] == [1]
    first, *others = tried
    assert others
    assert first not in others


def test_workers_are_kept_from_one_map_to_the_next(processes: Processes) -> None:
    first = {*processes.imap(pid_of, range(20))}
    assert os.getpid() not in first
    assert {*processes.imap(pid_of, range(20))} <= first or len(first) == 1


# In the background


def test_what_is_given_to_the_background_is_done_unasked(
    processes: Processes, tmp_path: Path
) -> None:
    """In order, and one that kills costs itself alone, as elsewhere."""
    paths = [tmp_path / f"{n}" for n in range(6)]
    for at, path in enumerate(paths):
        path.mkdir() if at == 4 else path.touch()
    told = processes.background().imap(leaving, paths, lost=lambda path, error: "lost")
    until(lambda: len([*tmp_path.glob("*.done")]) == 5)
    assert [*told] == ["0", "1", "2", "3", "lost", "5"]


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 600
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_the_background_gives_way(processes: Processes) -> None:
    """Once it is asked for something, it ends what it has begun and little more."""
    later = processes.background().imap(ended, [0.05] * 40)
    asked = [*processes.imap(ended, [0.05] * 20)]
    assert len([one for one in later if min(asked) < one < max(asked)]) < 10


def test_the_background_tells_an_error_at_its_place(processes: Processes) -> None:
    told = processes.background().imap(refusing_one, range(100))
    found = list[int]()
    with pytest.raises(InputError, match="un"):
        found.extend(told)
    assert found == [0]


def test_who_works_alone_has_no_background() -> None:
    done = list[int]()
    told = Serial().background().imap(done.append, range(3))
    assert not done
    assert [*told] == [None] * 3
    assert done == [0, 1, 2]


PROGRAM = """
import os, signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may ignore it
sys.path.insert(0, {folder!r})
from working import slow
from ppun_access.runtime.executor import Processes
with Processes(2) as executor:
    for pid in executor.imap(slow, [0, 0, 600, 600]):
        print(pid, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL])
def test_no_worker_outlives_its_caller(sent: signal.Signals) -> None:
    """Ctrl-C ends in a moment, though the work would take ten minutes; so does kill -9."""
    command = [sys.executable, "-c", PROGRAM.format(folder=str(Path(__file__).parent))]
    caller = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert caller.stdout is not None
    workers = {int(caller.stdout.readline()) for _ in range(2)}
    caller.send_signal(sent)
    _, told = caller.communicate(timeout=300)
    assert ("KeyboardInterrupt" in told) is (sent == signal.SIGINT)
    assert not still_running(workers)


def test_errors_cross_processes_whole() -> None:
    error = UnusableRecordingError("code", "quoi", next_step="ensuite")
    copy = pickle.loads(pickle.dumps(error))
    assert (copy.code, copy.message, copy.next_step) == ("code", "quoi", "ensuite")
    assert str(copy) == str(error)

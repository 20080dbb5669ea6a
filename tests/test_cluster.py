"""Work on a real scheduler and two worker processes; one of them is killed on the way."""

from __future__ import annotations

import logging
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from distributed import LocalCluster

from ppun_access.cache import Cache
from ppun_access.cluster import Duties, connected
from ppun_access.cluster.versions import Versions
from ppun_access.errors import OutputError


@pytest.fixture(scope="module")
def grid() -> Iterator[LocalCluster]:
    """A scheduler and two workers, each a process with one thread."""
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0",
        silence_logs=logging.CRITICAL,
    ) as cluster:  # fmt: skip
        yield cluster


def same() -> Versions:
    return {"essai": "1"}


def nothing() -> None:
    """Prepare nothing."""


def slow_square(number: int) -> tuple[int, int]:
    time.sleep(0.02)
    return number * number, os.getpid()


def refused(number: int) -> int:
    if number == 3:
        raise OutputError("Refusé.", next_step="Recommencez.")
    return number


def process_of(number: int) -> str:
    return str(os.getpid())


def own_process() -> Versions:
    return {"processus": str(os.getpid())}


DUTIES = Duties(same, nothing)


def test_work_is_done_in_order_by_both_and_outlives_one(
    grid: LocalCluster, tmp_path: Path
) -> None:
    with connected(grid.scheduler_address, Cache(tmp_path), DUTIES) as cluster:
        assert cluster.jobs == 2
        results = cluster.imap(slow_square, range(60), weight=float)
        first = [next(results) for _ in range(10)]
        pids = {pid for _, pid in first}
        assert len(pids) == 2
        assert os.getpid() not in pids
        os.kill(min(pids), signal.SIGKILL)
        squares = [square for square, _ in (*first, *results)]
        assert squares == [number * number for number in range(60)]
        refusals = cluster.imap(refused, range(20))
        assert [next(refusals) for _ in range(3)] == [0, 1, 2]
        with pytest.raises(OutputError, match=r"Refusé\.") as told:
            next(refusals)
        assert told.value.next_step == "Recommencez."
    assert [*tmp_path.rglob("*.sha256")] == []

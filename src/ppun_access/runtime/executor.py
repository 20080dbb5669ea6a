"""Map a function over items in order, lazily: serially, in threads or in processes.

``Serial`` is the twin to debug with: the same results, one item after the other, in the
caller. ``Threads`` are for what waits (programs, voices, disks), ``Processes`` for what
computes. Results are merged by the caller, in the order of the items, whoever makes them.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import (
    CancelledError,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
)
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing import forkserver, resource_tracker
from queue import SimpleQueue
from threading import Condition, Lock, Thread
from types import TracebackType
from typing import Generic, Protocol, Self, TypeVar

from ppun_access.errors import OutputError
from ppun_access.runtime import executor_child

T = TypeVar("T")
R = TypeVar("R")

OnCrash = Callable[[T, OutputError], R]
"""Gives what stands for the result of an item whose work kills every process."""
AHEAD = 4
"""Results that may wait to be taken, for each worker: what is made is soon let go."""


def no_weight(item: object) -> float:
    """Return the same weight for every item."""
    return 0.0


@dataclass(frozen=True, slots=True)
class Job(Generic[T, R]):
    """The arguments of ``Executor.imap`` but the items."""

    work: Callable[[T], R]
    weight: Callable[[T], float] = no_weight
    lost: OnCrash[T, R] | None = None


class Executor(Protocol):
    """Does work in the caller or in workers; a context that releases them at its end."""

    jobs: int
    """How many items are worked on at once."""

    def imap(
        self,
        work: Callable[[T], R],
        items: Iterable[T],
        *,
        weight: Callable[[T], float] = no_weight,
        lost: OnCrash[T, R] | None = None,
    ) -> Generator[R, None, None]:
        """Yield ``work`` of each item, in order, a few of them made before they are asked.

        ``work`` is a pure function, and a module's own where it goes to another process:
        it, the items and the results are then pickled. Items left at the end are begun by
        ``weight``, the heaviest first, so that no worker ends alone on a long one. An
        exception of ``work`` comes out at its item, and what has not begun is cancelled.
        An item whose work kills the processes that do it costs itself alone: ``lost`` is
        asked for its result; without ``lost`` it is an OutputError.
        Closing the generator cancels too; an interruption (Ctrl-C) waits for nothing.
        """
        return self.map(Job(work, weight, lost), items)

    def map(self, job: Job[T, R], items: Iterable[T]) -> Generator[R, None, None]:
        """Yield the result of each item: see ``imap``."""
        ...

    def background(self) -> Executor:
        """Return an executor that starts at once, and works when nothing else waits.

        Where the caller itself works, this is no other: it begins when it is asked.
        """
        return self

    def close(self) -> None:
        """Release the workers that are kept, if any; the executor serves no more."""
        return

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Release the workers."""
        self.close()


class Serial(Executor):
    """Works in the caller, on one item when it is asked for."""

    jobs = 1

    def map(self, job: Job[T, R], items: Iterable[T]) -> Generator[R, None, None]:
        """Yield the result of each item: see ``Executor.imap``."""
        yield from map(job.work, items)


class Threads(Executor):
    """Works in ``jobs`` threads, started for each map.

    ``waits``: a map that ends before its time waits for what has begun, unless interrupted.
    """

    def __init__(self, jobs: int, *, waits: bool = True) -> None:
        self.jobs = jobs
        self._waits = waits

    def map(self, job: Job[T, R], items: Iterable[T]) -> Generator[R, None, None]:
        """Yield the result of each item: see ``Executor.imap``."""
        pool, queue = ThreadPoolExecutor(self.jobs), _Queue(job)
        waiting, waits = deque[Future[R]](), True
        try:
            for item in items:
                waiting.append(queue.put(item))
                pool.submit(queue.run_one)
                if len(waiting) == AHEAD * self.jobs:
                    yield waiting.popleft().result()
            queue.ends = True
            while waiting:
                yield waiting.popleft().result()
        except BaseException as error:
            waits = self._waits and not _is_interruption(error)
            raise
        finally:
            pool.shutdown(wait=waits, cancel_futures=True)


def threads(jobs: int) -> Executor:
    """Return an executor of ``jobs`` threads; one is the caller's own."""
    return Threads(jobs) if jobs > 1 else Serial()


class Processes(Executor):
    """Works in ``jobs`` processes, started at the first item and kept until ``close``.

    They import ``modules`` when they start. A process that the system
    kills (for want of memory, most often) is replaced, and what its pool was doing is done
    again, one item at a time, each in a process of its own: which item kills is then known.
    No process outlives its caller, however the caller ends.
    """

    def __init__(self, jobs: int, modules: Sequence[str] = ()) -> None:
        self.jobs = jobs
        self.modules = tuple(modules)
        self.begun = False
        """Whether processes were started: the next items cost no start."""
        self._lock = Lock()
        self._one_at_a_time = Lock()
        self._pool: ProcessPoolExecutor | None = None
        self._ends, self._line = multiprocessing.Pipe(duplex=False)
        self._asked, self._free = 0, Condition()

    def map(self, job: Job[T, R], items: Iterable[T]) -> Generator[R, None, None]:
        """Yield the result of each item: see ``Executor.imap``.

        A thread more than there are processes hands them their work: none of them waits.
        """
        hands = Threads(self.jobs + 1, waits=False)
        return hands.map(Job(partial(self._now, job), job.weight), items)

    def background(self) -> Executor:
        """Return the executor that works beside this one: see ``Executor``."""
        return _Background(self)

    def later(self, job: Job[T, R], item: T) -> R:
        """Return the result of one item, made in a process once nothing else waits."""
        with self._free:
            self._free.wait_for(lambda: not self._asked)
        return self._elsewhere(job, item)

    def close(self) -> None:
        """End the processes, in the middle of what they do."""
        with self._lock:
            pool, self._pool = self._pool, None
            self._line.close()  # they hear it, and end
            self._ends.close()
        if pool:
            pool.shutdown(cancel_futures=True)

    def _now(self, job: Job[T, R], item: T) -> R:
        """Return the result of one item, made in a process before what can wait."""
        with self._free:
            self._asked += 1
        try:
            return self._elsewhere(job, item)
        finally:
            with self._free:
                self._asked -= 1
                self._free.notify_all()

    def _elsewhere(self, job: Job[T, R], item: T) -> R:
        pool = self._started()
        try:
            begun = pool.submit(job.work, item)
        except (BrokenProcessPool, OSError):  # it broke while it started a process
            begun = None
        with suppress(BrokenProcessPool):
            if begun:
                return begun.result()
        self._forget(pool)
        try:
            with self._one_at_a_time:
                return self._alone(job.work, item)
        except BrokenProcessPool as error:
            deadly = _deadly()
            if job.lost is None:
                raise deadly from error
            return job.lost(item, deadly)

    def _alone(self, work: Callable[[T], R], item: T) -> R:
        """Return ``work`` of one item, done in a process that does nothing else."""
        alone = self._new_pool(1)
        try:
            return alone.submit(work, item).result()
        finally:
            alone.shutdown()

    def _started(self) -> ProcessPoolExecutor:
        with self._lock:
            if self._pool is None:
                self._pool = self._new_pool(self.jobs)
            return self._pool

    def _forget(self, broken: ProcessPoolExecutor) -> None:
        with self._lock:
            if self._pool is broken:
                self._pool = None

    def _new_pool(self, jobs: int) -> ProcessPoolExecutor:
        if self._line.closed:
            raise CancelledError
        self.begun = True
        settings = (self._ends, self.modules)
        return ProcessPoolExecutor(
            jobs, begin(*self.modules), executor_child.start, settings
        )


class _Background(Executor):
    """Works in the processes of another executor, when it has nothing to do."""

    def __init__(self, processes: Processes) -> None:
        self.jobs, self._processes = processes.jobs, processes

    def map(self, job: Job[T, R], items: Iterable[T]) -> Generator[R, None, None]:
        """Yield the result of each item: see ``Executor.imap``. What is made is kept."""
        hands = Threads(self.jobs + 1, waits=False)
        later = Job(partial(self._processes.later, job), job.weight)
        return in_background(hands.map(later, items))


def _deadly() -> OutputError:
    return OutputError(
        "Un processus de travail a été arrêté deux fois de suite par le système : "
        "il manque sans doute de mémoire.",
        next_step="Relancez la commande avec « --jobs 1 », ou fermez d’autres programmes.",
    )


def begin(*modules: str) -> multiprocessing.context.BaseContext:
    """Return the way to start processes: on Linux, a fork server with ``modules`` loaded.

    Ctrl-C is the caller's: that process never hears it, not even while it imports.
    """
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    way = multiprocessing.get_context("forkserver")
    way.set_forkserver_preload([executor_child.__name__, *modules])
    resource_tracker.ensure_running()  # it would have it hear Ctrl-C again
    heard = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, heard)
    return way


def _is_interruption(error: BaseException | None) -> bool:
    """Return whether ``error`` is Ctrl-C, or comes while it is being handled."""
    while error is not None:
        if isinstance(error, KeyboardInterrupt):
            return True
        error = error.__context__
    return False


class _Queue(Generic[T, R]):
    """What is to be done: in order, then, once nothing more comes, the heaviest first."""

    def __init__(self, job: Job[T, R]) -> None:
        self.ends = False
        self._job, self._lock = job, Lock()
        self._left = list[tuple[T, Future[R]]]()

    def put(self, item: T) -> Future[R]:
        """Add an item; return where its result will be."""
        future = Future[R]()
        with self._lock:
            self._left.append((item, future))
        return future

    def run_one(self) -> None:
        """Do one item, whichever is next."""
        with self._lock:
            places = range(len(self._left))
            at = max(places, key=self._load) if self.ends else 0
            item, future = self._left.pop(at)
        try:
            future.set_result(self._job.work(item))
        except BaseException as error:  # told to whoever asks for the result
            future.set_exception(error)

    def _load(self, place: int) -> float:
        return self._job.weight(self._left[place][0])


# In the background


def in_background(results: Generator[R, None, None]) -> Generator[R, None, None]:
    """Yield ``results``; a thread has them made from now on, and keeps them until then.

    What they raise comes out at its place.
    """
    made: SimpleQueue[Future[R] | None] = SimpleQueue()
    Thread(target=_put, args=(results, made), daemon=True).start()
    return _taken(made)


def _put(results: Generator[R, None, None], made: SimpleQueue[Future[R] | None]) -> None:
    try:
        with closing(results):
            for one in results:
                made.put(future := Future[R]())
                future.set_result(one)
        made.put(None)
    except BaseException as error:  # told to whoever takes the results
        made.put(future := Future[R]())
        future.set_exception(error)


def _taken(made: SimpleQueue[Future[R] | None]) -> Generator[R, None, None]:
    while future := made.get():
        yield future.result()

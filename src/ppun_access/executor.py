"""A parallel map and its serial twin: work in workers, merging in the caller."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")

AHEAD = 4
"""Results that may wait to be taken, for each thread: what is made is soon let go."""


def parallel_map(
    work: Callable[[T], R],
    items: Iterable[T],
    *,
    jobs: int,
    on_done: Callable[[R], None] = lambda result: None,
) -> list[R]:
    """Return ``work`` of each item, in order, with ``jobs`` threads (1: none at all).

    ``on_done`` is called in the caller's thread, in order. An exception stops the map:
    what has not begun is cancelled.
    """
    return [_told(result, on_done) for result in parallel_iter(work, items, jobs=jobs)]


def parallel_iter(
    work: Callable[[T], R],
    items: Iterable[T],
    *,
    jobs: int,
    weight: Callable[[T], float] = lambda item: 0,
) -> Generator[R, None, None]:
    """Yield ``work`` of each item, in order, a few of them made before they are asked for.

    Those left at the end are begun by ``weight``, the heaviest first, so that no thread
    ends alone on a long one. Closing the generator cancels what has not begun, and waits
    for the rest; an interruption (Ctrl-C) waits for nothing.
    """
    if jobs <= 1:
        yield from map(work, items)
        return
    pool, queue = ThreadPoolExecutor(jobs), _Queue(work, weight)
    waiting, waits = deque[Future[R]](), True
    try:
        for item in items:
            waiting.append(queue.put(item))
            pool.submit(queue.run_one)
            if len(waiting) == AHEAD * jobs:
                yield waiting.popleft().result()
        queue.ends = True
        while waiting:
            yield waiting.popleft().result()
    except BaseException as error:
        waits = not _is_interruption(error)
        raise
    finally:
        pool.shutdown(wait=waits, cancel_futures=True)


def _is_interruption(error: BaseException | None) -> bool:
    """Tell whether ``error`` is Ctrl-C, or comes while it is being handled."""
    while error is not None:
        if isinstance(error, KeyboardInterrupt):
            return True
        error = error.__context__
    return False


class _Queue(Generic[T, R]):
    """What is to be done: in order, then, once nothing more comes, the heaviest first."""

    def __init__(self, work: Callable[[T], R], weight: Callable[[T], float]) -> None:
        self.ends = False
        self._work, self._weight, self._lock = work, weight, Lock()
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
            future.set_result(self._work(item))
        except BaseException as error:  # told to whoever asks for the result
            future.set_exception(error)

    def _load(self, place: int) -> float:
        return self._weight(self._left[place][0])


def _told(result: R, on_done: Callable[[R], None]) -> R:
    on_done(result)
    return result

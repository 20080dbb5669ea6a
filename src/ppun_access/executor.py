"""A parallel map and its serial twin: work in workers, merging in the caller."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

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
    work: Callable[[T], R], items: Iterable[T], *, jobs: int
) -> Generator[R, None, None]:
    """Yield ``work`` of each item, in order, a few of them made before they are asked for.

    Closing the generator cancels what has not begun.
    """
    if jobs <= 1:
        yield from map(work, items)
        return
    pool = ThreadPoolExecutor(jobs)
    waiting = deque[Future[R]]()
    try:
        for item in items:
            waiting.append(pool.submit(work, item))
            if len(waiting) == AHEAD * jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _told(result: R, on_done: Callable[[R], None]) -> R:
    on_done(result)
    return result

"""A parallel map and its serial twin: work in workers, merging in the caller."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


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
    if jobs <= 1:
        return [_told(work(item), on_done) for item in items]
    pool = ThreadPoolExecutor(jobs)
    try:
        return [_told(result, on_done) for result in pool.map(work, items)]
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _told(result: R, on_done: Callable[[R], None]) -> R:
    on_done(result)
    return result

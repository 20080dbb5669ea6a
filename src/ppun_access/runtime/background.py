"""Results that are made while their caller does something else."""

from __future__ import annotations

from collections.abc import Generator
from concurrent.futures import Future
from contextlib import closing
from queue import SimpleQueue
from threading import Thread
from typing import TypeVar

R = TypeVar("R")


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

"""Work in threads: in order, the heaviest first at the end, each error where it belongs."""

from __future__ import annotations

from threading import Event, Lock, Timer

import pytest

from ppun_access.executor import AHEAD, parallel_iter


def test_results_come_in_order_whatever_their_weight() -> None:
    many = range(6 * AHEAD)
    results = parallel_iter(lambda item: item, many, jobs=2, weight=float)
    assert list(results) == [*many]


def test_what_is_left_at_the_end_begins_with_the_heaviest() -> None:
    """The first two hold both threads until everything is known."""
    held, begun, lock = Event(), list[int](), Lock()

    def work(item: int) -> int:
        with lock:
            begun.append(item)
        if item <= 1:
            assert held.wait(10)
        return item

    items = [0, 1, 5, 7, 6, 8]  # fewer than what is made ahead: all are known at once
    Timer(0.3, held.set).start()
    assert list(parallel_iter(work, items, jobs=2, weight=float)) == items
    assert sorted(begun[:2]) == [0, 1]
    assert begun[2] == 8
    assert begun[-1] in (5, 6)


def test_an_error_is_that_of_its_item_and_stops_the_rest() -> None:
    def work(item: int) -> int:
        if item == 1:
            raise ValueError(item)
        return item

    results = parallel_iter(work, range(100), jobs=2, weight=float)
    assert next(results) == 0
    with pytest.raises(ValueError, match="1"):
        next(results)

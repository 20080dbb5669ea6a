"""Where the work on pages is done, and what of it need not be done again.

A page task is a record that holds all that its work depends on, and the key of all that in
the cache; its result is made of our own records. Whatever is raised in the work on a task
costs the task alone (``failures.py``).
"""

from __future__ import annotations

import pickle
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain, islice
from typing import Any, Generic, Protocol, TypeVar

from ppun_access.build.workers import FEW, WARM
from ppun_access.document.packing import packed, unpacked
from ppun_access.errors import OutputError
from ppun_access.failures import Breakdown, attempt, killed
from ppun_access.runtime.cache import Cache, Tally, cache_key
from ppun_access.runtime.executor import AHEAD, Executor, OnCrash, Processes, Serial
from ppun_access.runtime.machine import jobs_of
from ppun_access.runtime.processor_time import TEXT_SECONDS

T = TypeVar("T", bound="Task")
R = TypeVar("R", bound="Done")
A = TypeVar("A")
B = TypeVar("B")

Failed = Callable[[A, Breakdown], B]
"""Gives what stands for the result of a task on which the program fails."""
GROUP = 8
"""Pages that go to a process together: the way there takes what a small one does."""


class Task(Protocol):
    """What is to be done; ``key`` is empty when its result is not to be kept."""

    @property
    def key(self) -> str:
        """The key of the result in the cache."""
        ...


class Done(Protocol):
    """A result; what failed is not kept: it is tried again."""

    @property
    def failed(self) -> bool:
        """Whether the program failed, or lacked something."""
        ...


@dataclass(frozen=True, slots=True)
class Works:
    """Who works, and what is remembered; without a cache, nothing is.

    ``far``, workers of other machines, take the place of those of this one, except for
    what needs its files. ``seconds`` of processor are what a task may take.
    """

    executor: Executor = field(default_factory=Serial)
    cache: Cache | None = None
    far: Executor | None = None
    seconds: float = TEXT_SECONDS

    def here(self) -> Works:
        """Return those of this machine alone, who have its files."""
        return replace(self, far=None)

    def imap(
        self,
        work: Callable[[T], R],
        tasks: Iterable[T],
        *,
        weight: Callable[[T], float],
        failed: Failed[T, R],
        on_done: Callable[[T, bool], None] = lambda task, kept: None,
        background: bool = False,
    ) -> Generator[R, None, None]:
        """Yield ``work`` of each task, in order: from the cache, else from the executor.

        ``tasks`` are asked for a few at a time, while others are worked on. Whoever does
        the work puts its result into the cache. ``failed`` gives what stands for that of a
        task on which the program fails; ``on_done`` is told of each task whether the cache
        had its result. ``background``: processes work on them from now on, whatever the
        caller does meanwhile.
        """
        keeping = _Keeping(work, failed, self.cache)
        waiting = deque[tuple[T, R | None]]()

        def left() -> Iterator[T]:
            for task in tasks:
                waiting.append((task, found := self._kept(task.key)))
                if found is None:
                    yield task

        def before() -> Iterator[R]:
            while waiting and (found := waiting[0][1]) is not None:
                on_done(waiting.popleft()[0], True)
                yield found

        def all_(spread: Generator[_Parcel[R], None, None]) -> Generator[R, None, None]:
            with closing(spread) as made:
                for parcel in made:
                    yield from before()
                    task, _ = waiting.popleft()
                    on_done(task, False)
                    yield self._counted(task, parcel)
                yield from before()

        made = self.spread(keeping, left(), weight, keeping.failure, background=background)
        return all_(made)

    def spread(
        self, work: Callable[[A], B], tasks: Iterable[A], weight: Callable[[A], float],
        failed: Failed[A, B], together: int = GROUP, *, background: bool = False,
        few: int | None = None,
    ) -> Generator[B, None, None]:  # fmt: skip
        """Yield ``work`` of each task, in order, whatever the cache has.

        One on which the program fails, or that takes too long, is what ``failed`` makes of
        it; like ``work``, it may go to another process. As many as ``together`` go to a
        process as one: small ones. No process is started for less than ``few``, that many
        pages if it is not said.
        """
        alone = _Alone(work, failed, self.seconds)
        first = [*islice(left := iter(tasks), 0 if self._begun() else FEW)]
        enough = len(first) >= (FEW if few is None else few)
        executor, tasks = self._executor(enough=enough), chain(first, left)
        if background:
            executor = executor.background()
        if executor.jobs == 1 or together == 1:
            return executor.imap(alone, tasks, weight=weight, lost=alone.lost)
        return in_groups(executor, alone, tasks, weight, alone.lost, together)

    def _begun(self) -> bool:
        """Tell whether processes work already, who do tasks however few there are."""
        return isinstance(self.executor, Processes) and self.executor.begun

    def _executor(self, *, enough: bool) -> Executor:
        """Return who works on tasks; ``enough`` of them are worth starting processes."""
        executor = self.far or self.executor
        if isinstance(executor, Processes) and not self._begun() and not enough:
            return Serial()
        return executor

    def _kept(self, key: str) -> Any:
        content = self.cache.read(key) if self.cache and key else None
        return None if content is None else unpacked(content)

    def _counted(self, task: Task, parcel: _Parcel[R]) -> R:
        if self.cache and parcel.content:
            self.cache.tally.count(self.cache.tally.made, task.key)
        return parcel.result


class _Parcel(Generic[R]):
    """A result, and the bytes that the cache keeps of it; these alone cross processes."""

    __slots__ = ("content", "result")

    def __init__(self, result: R, content: bytes = b"") -> None:
        self.result, self.content = result, content

    def __reduce__(self) -> tuple[object, ...]:
        """Cross to another process as what is packed already."""
        return (_opened, (self.content,)) if self.content else (_Parcel, (self.result,))


def _opened(content: bytes) -> _Parcel[Any]:
    return _Parcel(pickle.loads(content), content)


@dataclass(frozen=True, slots=True)
class _Keeping(Generic[T, R]):
    """The work on a task, and its result put into the cache from where it is made."""

    work: Callable[[T], R]
    failed: Failed[T, R]
    cache: Cache | None

    def __call__(self, task: T) -> _Parcel[R]:
        """Work, and keep the result unless something failed; the caller counts it."""
        result = self.work(task)
        if self.cache is None or not task.key or result.failed:
            return _Parcel(result)
        content = packed(result)
        self.cache.counting(Tally()).write(task.key, content)
        return _Parcel(result, content)

    def failure(self, task: T, breakdown: Breakdown) -> _Parcel[R]:
        """Return what stands for the result of a failure, which is not kept."""
        return _Parcel(self.failed(task, breakdown))


@dataclass(frozen=True, slots=True)
class _Alone(Generic[A, B]):
    """The work on a task, whose failure costs that task alone."""

    work: Callable[[A], B]
    failed: Failed[A, B]
    seconds: float

    def __call__(self, task: A) -> B:
        """Work on it; what every task would meet is raised."""
        work, failed = partial(self.work, task), partial(self.failed, task)
        return attempt(work, failed, self.seconds)

    def lost(self, task: A, error: OutputError) -> B:
        """Return what stands for the result of a task that kills its process."""
        return self.failed(task, killed(error))


@dataclass(frozen=True, slots=True)
class _Together(Generic[A, B]):
    """The work on several tasks, as one."""

    work: Callable[[A], B]

    def key(self, tasks: Sequence[A]) -> str:
        """Return the key of all their results, empty when one is not to be kept."""
        keys = [getattr(task, "key", "") for task in tasks]
        return cache_key("ensemble", "1", keys) if all(keys) else ""

    def __call__(self, tasks: Sequence[A]) -> tuple[B, ...]:
        """Work on each."""
        return tuple(map(self.work, tasks))


def in_groups(
    executor: Executor,
    work: Callable[[A], B],
    tasks: Iterable[A],
    weight: Callable[[A], float],
    lost: OnCrash[A, B],
    together: int = GROUP,
) -> Generator[B, None, None]:
    """Yield ``work`` of each task, in order; several go to a process together.

    There are always groups enough for every worker to have a few: towards the end they are
    smaller and smaller, so that none waits for another. A group that kills its workers, or
    waits where another does, is done again one task at a time, with nothing beside it:
    ``lost`` is asked for that which kills alone.
    """
    groups = _groups(iter(tasks), together, AHEAD * executor.jobs)

    def one_by_one(group: Sequence[A], error: OutputError) -> tuple[B, ...]:
        apart = (executor.imap(work, [task], lost=lost) for task in group)
        return tuple(result for results in apart for result in results)

    return _apart(
        executor.imap(
            _Together(work), groups, weight=lambda g: sum(map(weight, g)), lost=one_by_one
        )
    )


def _groups(
    tasks: Iterator[A], together: int, share: int
) -> Generator[tuple[A, ...], None, None]:
    """Yield the tasks by ``together``, the last by as many as leave ``share`` groups.

    So are the first, which do not wait for many others to be made.
    """
    ahead = together * share // 2
    known = deque(islice(tasks, together))
    while known:
        size = together if len(known) == ahead else max(1, len(known) // share)
        yield tuple(known.popleft() for _ in range(size))
        known.extend(islice(tasks, min(together, ahead - len(known))))


def _apart(
    groups: Generator[tuple[B, ...], None, None],
) -> Generator[B, None, None]:
    with closing(groups):
        for results in groups:
            yield from results


def works_of(jobs: int, cache: Cache, seconds: float = TEXT_SECONDS) -> Works:
    """Return what works in ``jobs`` processes (0: as many as the machine has room for).

    ``seconds`` of processor are what a task may take.
    """
    jobs = jobs or jobs_of()
    executor = Processes(jobs, (WARM,)) if jobs > 1 else Serial()
    return Works(executor, cache, seconds=seconds)

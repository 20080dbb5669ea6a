"""Run tasks: take each result from the cache, else have an executor make and store it.

A task is one piece of work on one text. Whatever it meets (any exception, too much
processor time, a killed process) costs that task alone: the others are done.
"""

from __future__ import annotations

import pickle
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar, cast

from ppun_access.build.workers import FEW, WARM
from ppun_access.document.packing import packed, register, unpacked
from ppun_access.errors import OutputError
from ppun_access.failures import Breakdown, caught, killed
from ppun_access.report import Finding, Severity
from ppun_access.runtime.cache import Cache, Tally, cache_key
from ppun_access.runtime.executor import AHEAD, Executor, Processes, Serial, threads
from ppun_access.runtime.machine import jobs_of
from ppun_access.runtime.processor_time import TEXT_SECONDS
from ppun_access.runtime.untrusted_files import content_bytes

BATCH = 8
"""Tasks that go to a process together: the way there takes as long as a small one."""


class Result(Protocol):
    """What a task gives."""

    @property
    def failed(self) -> bool:
        """Whether the program failed, or lacked something: it is tried again, not kept."""
        ...


R = TypeVar("R", bound=Result)


class Task(ABC, Generic[R]):
    """One piece of work on one text: a frozen record of all that the work depends on.

    It may go to another process. With a ``key``, its result is kept in the cache.
    """

    __slots__ = ()

    @property
    def key(self) -> str:
        """The key of its result; empty when it is not to be kept."""
        return ""

    @property
    def is_kept(self) -> bool:
        """Whether the runner keeps its result; False where a task stores what it makes."""
        return True

    @property
    def weight(self) -> float:
        """How long it takes beside the others."""
        return 0.0

    @property
    def attempts(self) -> int:
        """How many times it is tried: a program of others may have crashed."""
        return 1

    @abstractmethod
    def run(self) -> R:
        """Return the result: a pure function of the record."""

    @abstractmethod
    def on_failure(self, breakdown: Breakdown) -> R:
        """Return the result that replaces the true one when the program fails."""

    def accepts(self, kept: R) -> bool:
        """Tell whether a result that the cache holds can serve."""
        return True


@dataclass(frozen=True, slots=True)
class WrittenFiles:
    """A result that is files: each is an entry of the cache, whose place comes back."""

    files: Mapping[str, bytes | Path]
    findings: tuple[Finding, ...] = ()
    lines: str = ""
    """A digest of where what is written stands in its page: findings depend on it."""

    @property
    def failed(self) -> bool:
        """Whether something is to be made again."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)

    def stored(self, cache: Cache, key: str) -> WrittenFiles:
        """Store the files in the cache; return the result with their paths there."""
        places = {
            path: cache.write(_file_key(key, path), content_bytes(content))
            for path, content in self.files.items()
        }
        return replace(self, files=places)

    def found(self, cache: Cache, key: str) -> WrittenFiles | None:
        """Return the result with the paths of its files in the cache, None if one lacks."""
        places = dict[str, bytes | Path]()
        for path in self.files:
            place = cache.stored(_file_key(key, path))
            if place is None:
                return None
            places[path] = place
        return replace(self, files=places)

    def names(self) -> WrittenFiles:
        """Return it without what its files hold."""
        return replace(self, files=dict.fromkeys(sorted(self.files), b""))


def _file_key(key: str, path: str) -> str:
    return cache_key("fichiers", "1", key, path)


@dataclass(frozen=True, slots=True)
class TaskRunner:
    """Who does the tasks of a build, and the cache that remembers their results.

    ``remote``, workers of other machines, take the place of those of this one, except for
    what needs its files: ``local``. ``seconds`` of processor are what a task may take.
    """

    executor: Executor = field(default_factory=Serial)
    cache: Cache | None = None
    remote: Executor | None = None
    seconds: float = TEXT_SECONDS

    def local(self) -> TaskRunner:
        """Return the runner of this machine alone, which has its files."""
        return replace(self, remote=None)

    def serial(self) -> TaskRunner:
        """Return the runner that does everything in the program itself."""
        return replace(self, executor=Serial(), remote=None)

    def threads(self) -> TaskRunner:
        """Return the runner of threads of the program, for work that waits for others."""
        return replace(self, executor=threads(self.executor.jobs), remote=None)

    def map(
        self,
        tasks: Iterable[Task[R]],
        *,
        batch_size: int = BATCH,
        min_tasks: int | None = None,
        on_done: Callable[[Any, bool], object] = lambda task, taken: None,
        background: bool = False,
    ) -> Generator[R, None, None]:
        """Yield the result of each task, in order.

        ``tasks`` are asked for a few at a time, while others are worked on; up to
        ``batch_size`` of them go to a process together. No process is started for less than
        ``min_tasks``, a number of pages if it is not given. ``on_done`` is called with each
        task, in order, and whether its result comes from the cache. In the ``background``,
        processes work on them from now on, whatever the caller does meanwhile, when nothing
        else waits for them.
        """
        known = deque[tuple[Task[R], R | None, bool]]()

        def left() -> Iterator[Task[R]]:
            for task in tasks:
                result, taken = self._known(task)
                known.append((task, result, taken))
                if result is None:
                    yield task

        executor: Executor = self.remote or self.executor
        rest = left()
        if isinstance(executor, Processes) and not executor.begun:
            first = [*islice(rest, FEW)]
            if len(first) < (FEW if min_tasks is None else min_tasks):
                executor = Serial()
            rest = chain(first, rest)
        if background:
            executor = executor.background()
        made = self._done_by(executor, rest, batch_size)
        return self._in_order(known, made, on_done)

    def _in_order(
        self,
        known: deque[tuple[Task[R], R | None, bool]],
        made: Generator[_Batch[R], None, None],
        on_done: Callable[[Any, bool], object],
    ) -> Generator[R, None, None]:
        """Yield what was ``known`` and what is ``made``, in the order of the tasks."""

        def before() -> Iterator[R]:
            while known and (found := known[0])[1] is not None:
                known.popleft()
                on_done(found[0], found[2])
                yield found[1]

        with closing(made):
            for batch in made:
                if self.cache:
                    self.cache.tally.add(batch.tally)
                for result in batch.results:
                    yield from before()
                    on_done(known.popleft()[0], False)
                    yield result
            yield from before()

    def _done_by(
        self, executor: Executor, tasks: Iterable[Task[R]], size: int
    ) -> Generator[_Batch[R], None, None]:
        """Yield the results of tasks that an executor does, batch by batch.

        A batch that kills its workers, or waits where another does, is done again one task
        at a time, with nothing beside it: the one that kills alone has failed.
        """
        work: _Work[R] = _Work(self.cache, self.seconds)

        def weight(batch: Iterable[Task[R]]) -> float:
            return sum(task.weight for task in batch)

        def failed(batch: Sequence[Task[R]], error: OutputError) -> _Batch[R]:
            return _Batch([task.on_failure(killed(error)) for task in batch])

        def one_by_one(batch: Sequence[Task[R]], error: OutputError) -> _Batch[R]:
            if len(batch) == 1 and executor is not self.remote:
                return failed(batch, error)
            whole, again = _Batch[R]([]), replace(work, again=True)
            for task in batch:
                for made in executor.imap(again, [(task,)], lost=failed):
                    whole.results += made.results
                    whole.tally.add(made.tally)
            return whole

        if executor.jobs == 1 or size == 1:
            batches: Iterable[Sequence[Task[R]]] = ((task,) for task in tasks)
        else:
            batches = _batches(iter(tasks), size, AHEAD * executor.jobs)
        return executor.imap(work, batches, weight=weight, lost=one_by_one)

    def _known(self, task: Task[R]) -> tuple[R | None, bool]:
        """Return the result that the cache has, else None; whether it is from there."""
        found = None
        with caught(self.seconds) as failures:
            found = self._from_cache(task)
        if failures:
            return task.on_failure(failures[0]), False
        return found, found is not None

    def _from_cache(self, task: Task[R]) -> R | None:
        key = task.key if self.cache and task.is_kept else ""
        content = self.cache.read(key) if self.cache and key else None
        found: Any = None if content is None else unpacked(content)
        if self.cache and isinstance(found, WrittenFiles):
            found = found.found(self.cache, key)
        return None if found is None or not task.accepts(found) else found


class _Batch(Generic[R]):
    """The results of a batch of tasks; those that are packed cross as these bytes."""

    __slots__ = ("packed", "results", "tally")

    def __init__(self, results: list[R]) -> None:
        self.results, self.tally = results, Tally()
        self.packed = dict[int, bytes]()
        """Result that the cache was given, by its place → its bytes."""

    def __reduce__(self) -> tuple[object, ...]:
        """Cross to another process."""
        sent = [self.packed.get(at, one) for at, one in enumerate(self.results)]
        return (_opened, (sent, self.tally))


def _opened(sent: list[Any], tally: Tally) -> _Batch[Any]:
    batch = _Batch[Any](
        [pickle.loads(one) if isinstance(one, bytes) else one for one in sent]
    )
    batch.tally = tally
    return batch


@dataclass(frozen=True, slots=True)
class _Work(Generic[R]):
    """The work on a batch of tasks, done wherever: each costs itself alone, and is kept."""

    cache: Cache | None
    seconds: float
    again: bool = False
    """Whether it is done again: a scheduler must not answer what it did before."""

    def key(self, batch: Sequence[Task[R]]) -> str:
        """Return the key of all their results, empty when one is not to be kept."""
        keys = [task.key for task in batch]
        return cache_key("ensemble", "1", keys, self.again) if all(keys) else ""

    def __call__(self, batch: Sequence[Task[R]]) -> _Batch[R]:
        """Return the result of each task; raise the errors that every task would meet."""
        made = _Batch[R]([])
        for task in batch:
            with caught(self.seconds) as failures:
                for left in reversed(range(task.attempts)):
                    with suppress(*(OutputError,) if left else ()):
                        result = task.run()
                        if not left or not result.failed:
                            break
                made.results.append(self._into_cache(task, result, made))
            made.results += (task.on_failure(one) for one in failures)
        return made

    def _into_cache(self, task: Task[R], result: R, made: _Batch[R]) -> R:
        """Put a result into the cache, unless something failed; return it."""
        key = task.key if self.cache and task.is_kept else ""
        if self.cache is None or not key or result.failed:
            return result
        cache, there = self.cache.counting(made.tally), result
        if isinstance(result, WrittenFiles):
            there = cast(R, result.stored(cache, key))
            cache.write(key, packed(result.names()))
        else:
            content = packed(result)
            cache.write(key, content)
            made.packed[len(made.results)] = content
        return there


def _batches(
    tasks: Iterator[Task[R]], size: int, share: int
) -> Generator[tuple[Task[R], ...], None, None]:
    """Yield the tasks by ``size``, the last by as many as leave ``share`` batches.

    There are always batches enough for every worker to have a few: towards the end they are
    smaller and smaller, so that none waits for another. So are the first, which do not wait
    for many others to be made.
    """
    ahead = size * share // 2
    known = deque(islice(tasks, size))
    while known:
        now = size if len(known) == ahead else max(1, len(known) // share)
        yield tuple(known.popleft() for _ in range(now))
        known.extend(islice(tasks, min(size, ahead - len(known))))


def runner_of(jobs: int, cache: Cache, seconds: float = TEXT_SECONDS) -> TaskRunner:
    """Return the runner of ``jobs`` processes (0: as many as the machine has room for).

    ``seconds`` of processor are what a task may take.
    """
    jobs = jobs or jobs_of()
    executor = Processes(jobs, (WARM,)) if jobs > 1 else Serial()
    return TaskRunner(executor, cache, seconds=seconds)


UNCACHED = TaskRunner()
"""Does every task in the program itself, and keeps nothing."""
register(WrittenFiles)

"""Run tasks on the workers of a Dask scheduler, as an executor of this machine does."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import suppress
from itertools import count
from typing import Protocol, TypeVar, runtime_checkable

from distributed import Client, Future, KilledWorker, wait

from ppun_access.errors import OutputError
from ppun_access.runtime.executor import AHEAD, Executor, OnCrash, no_weight

T = TypeVar("T")
R = TypeVar("R")

RETRIES = 1
"""Times that a task is done again when it raises: a shared disk may have hiccups."""
GLANCE = 5.0
"""Seconds after which the scheduler is asked whether it still has workers."""
WITHOUT_WORKERS = 60.0
"""Seconds that a build waits for a worker when there is none left."""


@runtime_checkable
class KeyedWork(Protocol):
    """Work that knows the key of its result: the same key is never worked on twice."""

    def key(self, item: object) -> str:
        """Return the key under which the result is kept, such as one of the cache."""
        ...


class Distributed(Executor):
    """Works on the workers of a cluster; ``jobs`` is the number of their threads.

    What a lost worker was doing is done again by another. The work, its items and its
    results are pickled: they should be small, and sounds and files go by the cache. A task
    has the key of the cache that its work or its item gives it, as ``key``.
    """

    def __init__(self, client: Client) -> None:
        self._client, self._numbers = client, count()
        self.jobs = max(1, sum(client.nthreads().values()))

    def imap(
        self,
        work: Callable[[T], R],
        items: Iterable[T],
        *,
        weight: Callable[[T], float] = no_weight,
        lost: OnCrash[T, R] | None = None,
    ) -> Generator[R, None, None]:
        """Yield ``work`` of each item: see ``Executor``.

        The scheduler holds a few items a thread; as many wait here, so that the last of
        them are begun by their weight.
        """
        going, waiting = deque[tuple[T, Future[R]]](), deque[T]()
        try:
            for item in items:
                waiting.append(item)
                if len(waiting) > self.jobs:
                    item = waiting.popleft()
                    going.append((item, self._submit(work, item)))
                if len(going) == AHEAD * self.jobs:
                    yield self._result(*going.popleft(), lost, going)
            going.extend(self._submit_last(work, [*waiting], weight))
            while going:
                yield self._result(*going.popleft(), lost, going)
        finally:
            with suppress(CancelledError, OSError):
                self._client.cancel([future for _, future in going])

    def _submit_last(
        self, work: Callable[[T], R], items: list[T], weight: Callable[[T], float]
    ) -> Iterator[tuple[T, Future[R]]]:
        """Submit the remaining items, heaviest first; return futures in item order."""
        places = sorted(range(len(items)), key=lambda at: -weight(items[at]))
        futures = {at: self._submit(work, items[at]) for at in places}
        return ((items[at], futures[at]) for at in range(len(items)))

    def _submit(self, work: Callable[[T], R], item: T) -> Future[R]:
        key = work.key(item) if isinstance(work, KeyedWork) else getattr(item, "key", "")
        if not key or not isinstance(key, str):
            name = getattr(work, "__name__", type(work).__name__)
            key = f"{name}-{id(self):x}-{next(self._numbers)}"
        return self._client.submit(work, item, key=key, retries=RETRIES)

    def _result(
        self, item: T, future: Future[R], lost: OnCrash[T, R] | None,
        others: Iterable[tuple[T, Future[R]]],
    ) -> R:  # fmt: skip
        """Return the result of a task; OutputError when the cluster can no longer work.

        One that kills its workers is the affair of ``lost``, if there is one. Dask counts
        what waits on a worker as what kills it: once ``others`` are done, ``lost`` may find
        out which it is.
        """
        alone = 0.0
        while True:
            try:
                result: R = future.result(timeout=GLANCE)
                return result
            except KilledWorker as error:
                deadly = _deadly(error)
                if lost is None:
                    raise deadly from error
                for _, other in others:
                    self._wait(other)
                return lost(item, deadly)
            except CancelledError as error:
                raise _lost() from error
            except OSError as error:
                if future.status == "error":  # it is the task's own
                    raise
                if not isinstance(error, TimeoutError):
                    raise _lost() from error
                alone = 0.0 if self._has_workers() else alone + GLANCE
            if alone >= WITHOUT_WORKERS:
                raise _deserted()

    def _wait(self, future: Future[R]) -> None:
        """Wait until a task has ended; a failure is reported later, in order."""
        alone = 0.0
        while not future.done() and alone < WITHOUT_WORKERS:
            try:
                wait(future, timeout=GLANCE)
            except TimeoutError:
                alone = 0.0 if self._has_workers() else alone + GLANCE
            except (CancelledError, OSError):
                return

    def _has_workers(self) -> bool:
        try:
            return bool(self._client.nthreads())
        except OSError:
            return False


def _deadly(error: KilledWorker) -> OutputError:
    return OutputError(
        f"La même tâche a fait tomber {error.allowed_failures + 1} ouvriers de suite : "
        "elle demande sans doute plus de mémoire qu’ils n’en ont.",
        next_step="Donnez-leur plus de mémoire (« --memory-limit » de dask worker), ou "
        "moins de tâches à la fois (« --nthreads 1 »), puis relancez la commande.",
    )


def _lost() -> OutputError:
    return OutputError(
        "L’ordonnanceur de la grappe ne répond plus.",
        next_step="Relancez-le, puis relancez la commande : ce qui est déjà fait est gardé "
        "dans le cache.",
    )


def _deserted() -> OutputError:
    return OutputError(
        f"La grappe n’a plus d’ouvrier depuis {WITHOUT_WORKERS:g} secondes.",
        next_step="Relancez des ouvriers (« dask worker »), puis relancez la commande : ce "
        "qui est déjà fait est gardé dans le cache.",
    )

"""Connect to a cluster, or start one, and verify its workers before a build.

Dask runs whatever it is sent: a scheduler must only be reached by people who are trusted,
on a private network or through TLS (``tls://``). The one that is started here accepts
only this build: other users of the computer lack its certificate. See ``docs/scaling.md``.
"""

from __future__ import annotations

import logging
import re
import signal
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from functools import partial
from itertools import count
from typing import Protocol, TypeVar, runtime_checkable
from uuid import uuid4

from distributed import Client, Future, KilledWorker, LocalCluster, SpecCluster, wait
from distributed.security import Security
from distributed.utils import LoopRunner
from tornado.ioloop import IOLoop

from ppun_access.cluster.worker import (
    BuildPlugin,
    WorkerSetup,
    bare_versions,
    check_same,
    sees_probe,
    store_probe,
    unseen_cache,
)
from ppun_access.errors import MissingToolError, OutputError, UsageError
from ppun_access.runtime.cache import Cache
from ppun_access.runtime.executor import AHEAD, Executor, Job, OnCrash
from ppun_access.runtime.storage import EXTRA

R = TypeVar("R")

ANSWERS_IN = 10.0
"""Seconds that a scheduler may take to answer."""
COMES_IN = 30.0
"""Seconds that the first worker may take to come."""
WORKERS = "dask worker ADRESSE --nworkers -1 --nthreads 1"
"""Starts a worker for each core; « auto » would make fewer, of several threads."""
_LOCAL = re.compile(r"local:([1-9][0-9]{0,3})")
_ADDRESS = re.compile(r"(tcp|tls|ws|wss|ucx)://[^\s/]+:\d+/?")


def local_workers(address: str) -> int:
    """Return the number of workers of « local:N », 0 for the address of a scheduler.

    Raises UsageError for what is neither.

    >>> local_workers("local:4"), local_workers("tcp://10.0.0.1:8786")
    (4, 0)
    """
    if found := _LOCAL.fullmatch(address):
        return int(found[1])
    if _ADDRESS.fullmatch(address):
        return 0
    raise UsageError(
        f"--cluster {address} : ce n’est pas l’adresse d’une grappe.",
        next_step="Écrivez l’adresse d’un ordonnanceur, par exemple « tcp://10.0.0.1:8786 "
        "», ou « local:4 » pour quatre processus de cet ordinateur.",
    )


@contextmanager
def connected(address: str, cache: Cache, duties: WorkerSetup) -> Iterator[Distributed]:
    """Yield an executor for the cluster at ``address``, once its workers are verified.

    Raises UsageError for an address that is none, OutputError when nobody answers there
    or when a worker does not see ``cache``, MissingToolError when versions differ.
    """
    number = local_workers(address)
    with _quiet(), _client(address, number) as client:
        name, probe = f"ppun-access-{uuid4().hex[:8]}", store_probe(cache)
        interrupted = False
        try:
            client.register_plugin(_checked_workers(client, duties, cache, probe), name)
            yield Distributed(client)
        except KeyboardInterrupt:
            interrupted = True
            raise
        finally:
            if not (interrupted and number):  # workers of ours end with the build
                with suppress(Exception):  # the cluster may be gone
                    client.unregister_worker_plugin(name)
            cache.remove(probe)


@contextmanager
def _client(address: str, number: int) -> Iterator[Client]:
    """Yield a client of the scheduler, starting one for local workers."""
    if number:
        with (
            _deaf_loop() as loop,
            _started(number, loop) as started,
            Client(started) as client,
        ):  # fmt: skip
            try:
                yield client
            except KeyboardInterrupt:
                _kill(started)  # closing would wait for them
                raise
        return
    try:
        client = Client(address, timeout=ANSWERS_IN)
    except (OSError, ValueError, RuntimeError) as error:
        raise OutputError(
            f"Aucun ordonnanceur ne répond à l’adresse {address}.",
            next_step="Lancez-le sur cette machine (« dask scheduler »), ou vérifiez "
            "l’adresse et le pare-feu ; « --cluster local:2 » s’en passe.",
        ) from error
    with client:
        yield client


@contextmanager
def _deaf_loop() -> Iterator[IOLoop]:
    """Yield an event loop in a thread where Ctrl-C is blocked.

    The workers that are started from there, again if needed, inherit that.
    """
    runner = LoopRunner(asynchronous=False)
    if sys.platform == "win32":
        runner.start()
    else:
        heard = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            runner.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, heard)
    try:
        yield runner.loop
    finally:
        runner.stop()


def _started(number: int, loop: IOLoop) -> LocalCluster:
    """Return a scheduler and workers of this computer; Ctrl-C ends those half begun."""
    before = {*SpecCluster._instances}
    try:
        secret = Security.temporary()
    except ImportError as error:
        raise MissingToolError(
            "« --cluster local:N » demande cryptography, qui n’est pas installé : sans ce "
            "paquet, toute personne qui a un compte sur cet ordinateur pourrait lui "
            "donner du travail.",
            next_step=EXTRA,
        ) from error
    try:
        return LocalCluster(
            n_workers=number, threads_per_worker=1, processes=True, loop=loop,
            host="127.0.0.1", protocol="tls", security=secret,
            dashboard_address="127.0.0.1:0", silence_logs=logging.CRITICAL,
        )  # fmt: skip
    except KeyboardInterrupt:
        for begun in {*SpecCluster._instances} - before:
            _kill(begun)
            with suppress(Exception):
                begun.close(timeout=1)
        raise


def _kill(cluster: SpecCluster) -> None:
    """End the workers at once; none is started again."""
    for nanny in tuple(cluster._created):
        nanny.close_gracefully("ctrl-c")
        with suppress(AttributeError, OSError, ValueError):  # it is not there any more
            nanny.process.process._process.kill()


def _checked_workers(
    client: Client, duties: WorkerSetup, cache: Cache, probe: str
) -> BuildPlugin:
    """Return the plugin that sets up workers, after verifying those present."""
    try:
        client.wait_for_workers(1, timeout=COMES_IN)
    except TimeoutError as error:
        raise OutputError(
            f"L’ordonnanceur n’a aucun ouvrier au bout de {COMES_IN:g} secondes.",
            next_step=f"Lancez-en sur chaque machine : « {WORKERS} ».",
        ) from error
    check_same(bare_versions(), _on_each(client, by_value(bare_versions)))
    expected = duties.versions()
    check_same(expected, _on_each(client, duties.versions))
    sees = partial(sees_probe, cache, probe)
    seen = _on_each(client, sees)
    if blind := [worker for worker, probe in seen.items() if not probe]:
        raise unseen_cache(blind)
    return BuildPlugin(duties, expected, sees, frozenset(seen))


def _on_each(client: Client, work: Callable[[], R]) -> Mapping[str, R]:
    """Return the result of ``work`` on each worker, by address."""
    futures = {
        worker: client.submit(work, workers=[worker], pure=False, allow_other_workers=False)
        for worker in client.nthreads()
    }
    return {worker: future.result() for worker, future in futures.items()}


def by_value(work: Callable[[], R]) -> Callable[[], R]:
    """Return a copy of a function that is pickled whole, for bare machines."""
    from types import FunctionType

    assert isinstance(work, FunctionType)
    return FunctionType(work.__code__, {"__name__": "__main__"}, work.__name__)


@contextmanager
def _quiet() -> Iterator[None]:
    """Silence Dask's own log: errors are reported by ours."""
    known = logging.root.manager.loggerDict
    names = [name for name in known if name.partition(".")[0] == "distributed"]
    levels = {name: logging.getLogger(name).level for name in names}
    try:
        for name in names:
            logging.getLogger(name).setLevel(logging.CRITICAL)
        yield
    finally:
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)


# The executor


T = TypeVar("T")
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

    def map(self, job: Job[T, R], items: Iterable[T]) -> Generator[R, None, None]:
        """Yield the result of each item: see ``Executor.imap``.

        The scheduler holds a few items a thread; as many wait here, so that the last of
        them are begun by their weight.
        """
        going, waiting = deque[tuple[T, Future[R]]](), deque[T]()
        try:
            for item in items:
                waiting.append(item)
                if len(waiting) > self.jobs:
                    item = waiting.popleft()
                    going.append((item, self._submit(job.work, item)))
                if len(going) == AHEAD * self.jobs:
                    yield self._result(*going.popleft(), job.lost, going)
            going.extend(self._submit_last(job, [*waiting]))
            while going:
                yield self._result(*going.popleft(), job.lost, going)
        finally:
            with suppress(CancelledError, OSError):
                self._client.cancel([future for _, future in going])

    def _submit_last(self, job: Job[T, R], items: list[T]) -> Iterator[tuple[T, Future[R]]]:
        """Submit the remaining items, heaviest first; return futures in item order."""
        places = sorted(range(len(items)), key=lambda at: -job.weight(items[at]))
        futures = {at: self._submit(job.work, items[at]) for at in places}
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

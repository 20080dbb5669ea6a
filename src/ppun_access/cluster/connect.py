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
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from typing import TypeVar
from uuid import uuid4

from distributed import Client, LocalCluster, SpecCluster
from distributed.security import Security
from distributed.utils import LoopRunner
from tornado.ioloop import IOLoop

from ppun_access.cluster.executor import Distributed
from ppun_access.cluster.versions import bare_versions, check_same
from ppun_access.cluster.worker import (
    BuildPlugin,
    WorkerSetup,
    sees_probe,
    store_probe,
    unseen_cache,
)
from ppun_access.errors import MissingToolError, OutputError, UsageError
from ppun_access.runtime.cache import Cache
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

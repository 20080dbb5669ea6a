"""Set up a worker that joins a build: send its versions, load the voices."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from distributed import WorkerPlugin

from ppun_access.cluster.versions import Versions, check_same
from ppun_access.errors import OutputError
from ppun_access.runtime.cache import Cache, cache_key

if TYPE_CHECKING:
    from distributed import Worker


@dataclass(frozen=True, slots=True)
class WorkerSetup:
    """What a build needs of each worker; picklable functions."""

    versions: Callable[[], Versions]
    """Gives the versions of all that makes results, on the machine where it is called."""
    prepare: Callable[[], object]
    """Loads what each task needs, once: voices."""
    leave: Callable[[], object]
    """Lets go of what only served this build."""


def store_probe(cache: Cache) -> str:
    """Store a probe in the cache; return its key."""
    key = cache_key("signe", "1", secrets.token_hex(8))
    cache.write(key, key.encode())
    return key


def sees_probe(cache: Cache, key: str) -> bool:
    """Return whether the probe is in the cache, as this machine sees it."""
    return cache.read(key) == key.encode()


class BuildPlugin(WorkerPlugin):
    """Set up once in each worker, those included that join, or start again, later.

    A late worker that cannot make the same bytes leaves: its log says why.
    """

    def __init__(
        self,
        duties: WorkerSetup,
        expected: Versions,
        probe: Callable[[], bool],
        known: frozenset[str],
    ) -> None:
        self._duties, self._expected, self._probe = duties, dict(expected), probe
        self._known = known

    async def setup(self, worker: Worker) -> None:
        """Look at this machine and load the voices, beside what the worker does."""
        late = worker.address not in self._known
        try:
            await asyncio.to_thread(self._ready, worker.address, late)
        except Exception:
            if late:
                worker.loop.add_callback(worker.close, reason="ppun-access: cannot join")
            raise

    def teardown(self, worker: Worker) -> None:
        """Leave the build."""
        self._duties.leave()

    def _ready(self, address: str, late: bool) -> None:
        if late:
            check_same(self._expected, {address: self._duties.versions()})
            if not self._probe():
                raise unseen_cache([address])
        self._duties.prepare()


def unseen_cache(workers: list[str]) -> OutputError:
    """Return the error for workers that do not share our cache."""
    named = ", ".join(workers[:5])
    several = len(workers) > 1
    return OutputError(
        f"{'Ces ouvriers ne voient' if several else 'Cet ouvrier ne voit'} pas le cache : "
        f"{named}.",
        next_step="Donnez un cache que toutes les machines voient : « --cache » avec un "
        "dossier partagé, au même chemin partout, ou une adresse s3://. docs/scaling.md "
        "montre comment.",
    )

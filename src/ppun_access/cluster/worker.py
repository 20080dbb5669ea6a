"""Set up a worker that joins a build: send its versions, load the voices."""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from distributed import WorkerPlugin

from ppun_access import __version__
from ppun_access.errors import MissingToolError, OutputError
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


# Versions


Versions: TypeAlias = Mapping[str, str]
"""What makes a result → its version; empty where it is not installed."""

ABSENT = "absent"
_DIGEST = re.compile(r"[0-9a-f]{32,}")
_SHOWN = 5
"""Differences that an error tells; the others are only counted."""


def bare_versions() -> dict[str, str]:
    """Return the versions of Python and of ppun-access, on a machine that may not have it.

    What is defined inside this function travels with it: see ``connect``.
    """
    import sys
    from importlib.metadata import PackageNotFoundError, version

    found = {"Python": "{}.{}".format(*sys.version_info)}
    try:
        found["ppun-access"] = version("ppun-access")
    except PackageNotFoundError:
        found["ppun-access"] = ""
    return found


def differences(local: Versions, workers: Mapping[str, Versions]) -> list[str]:
    """Return how workers differ from this machine, one sentence for each difference.

    ``workers`` gives the versions of each worker, by its address.

    >>> differences({"ffmpeg": "7.1"}, {"tcp://a:1": {"ffmpeg": "6.0"}})
    ['ffmpeg : 7.1 ici, 6.0 sur tcp://a:1']
    """
    found = list[str]()
    for name, mine in local.items():
        others = {worker: versions.get(name, "") for worker, versions in workers.items()}
        for theirs in sorted({*others.values()} - {mine}):
            differing = [worker for worker, version in others.items() if version == theirs]
            where = differing[0]
            if more := len(differing) - 1:
                where += f" et {more} autre{'s' * (more > 1)}"
            found.append(f"{name} : {_shown(mine)} ici, {_shown(theirs)} sur {where}")
    return found


def check_same(local: Versions, workers: Mapping[str, Versions]) -> None:
    """Raise MissingToolError when a worker would not make the same bytes as we do."""
    found = differences(local, workers)
    if not found:
        return
    told, more = found[:_SHOWN], len(found) - _SHOWN
    if more > 0:
        told.append(f"et {more} autre{'s' * (more > 1)} différence{'s' * (more > 1)}")
    raise MissingToolError(
        "Cet ordinateur et les ouvriers n’ont pas les mêmes versions.\n"
        + "\n".join(f"    {line}" for line in told),
        next_step=f"Installez partout ppun-access {__version__} et les composants de "
        "requirements/run.txt, préparez-y les voix (« ppun-access voices install »), puis "
        "relancez les ouvriers.",
    )


def _shown(version: str) -> str:
    """Return a version for people: the first characters of a digest."""
    return _DIGEST.sub(lambda digest: digest[0][:8], version) or ABSENT

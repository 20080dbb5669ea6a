"""Compare the versions of workers with ours: other versions could make other bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias

from ppun_access import __version__
from ppun_access.errors import MissingToolError

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

"""Find the files of a voice, and their digest, which identifies its sound."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

import ppun_access
from ppun_access.errors import MissingToolError
from ppun_access.runtime.installing import extra_install, pip_install

READY = ".ready.onnx"
"""How the name of a graph ends that onnxruntime has made ready for this machine."""


def packaged_folder() -> Path:
    """Return the folder of the voices that come with the program.

    In a wheel it is inside the package; in a checkout it is at the top.
    """
    package = Path(ppun_access.__file__).parent
    inside = package / "voices"
    return inside if inside.is_dir() else package.parents[1] / "voices"


def package_folder(package: str, distribution: str, extra: str = "") -> Path:
    """Return the folder of an installed package, without importing it.

    Raises MissingToolError, with the command to type: that of the whole ``extra`` if the
    package is of one.
    """
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise missing(distribution, extra)
    return Path(spec.submodule_search_locations[0])


def missing(distribution: str, extra: str = "") -> MissingToolError:
    """Return the error that says how to install a package."""
    return MissingToolError(
        f"Le paquet {distribution}, dont cette voix a besoin, n’est pas installé.",
        next_step=extra_install(extra) if extra else pip_install(distribution),
    )


@cache
def package_version(distribution: str) -> str:
    """Return the version of an installed package."""
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "inconnue"


def digest(paths: Iterable[Path]) -> str:
    """Return the SHA-256 of the files' contents one after the other, in this order."""
    return _digest(tuple((p, p.stat().st_size, p.stat().st_mtime_ns) for p in paths))


@lru_cache(64)
def _digest(files: tuple[tuple[Path, int, int], ...]) -> str:
    """Return the digest of files that have these sizes, changed at these times."""
    total = hashlib.sha256()
    for path, _, _ in files:
        total.update(path.read_bytes())
    return total.hexdigest()

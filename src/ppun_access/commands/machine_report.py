"""What to paste in an issue: the program, the machine, and the parts that it works with.

No path is there, so that it tells nothing of whose machine it is.
"""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ppun_access import __version__
from ppun_access.build.crew import versions
from ppun_access.errors import PpunError
from ppun_access.runtime.installing import is_checkout
from ppun_access.runtime.machine import cores, free_memory, whole_memory
from ppun_access.tools import ace, epubcheck, git, java, nu, pandoc
from ppun_access.tools.run import ToolProbe
from ppun_access.writers.units import count, size

if TYPE_CHECKING:
    from ppun_access.commands.doctor import Check

TITLE = "À copier dans un signalement (aucun chemin de votre ordinateur n’y figure) :"
_PROBES: tuple[tuple[str, Callable[[], ToolProbe]], ...] = (
    ("pandoc", pandoc.probe),
    ("EPUBCheck", epubcheck.probe),
    ("Java", java.probe),
    ("Nu", nu.probe),
    ("Ace", ace.probe),
    ("git", git.probe),
)


def machine_report(found: Iterable[Check]) -> Iterator[str]:
    """Yield the lines; ``found`` is what ``doctor`` looked at, of which states are told."""
    yield TITLE
    yield "```"
    yield f"ppun-access {__version__} ({_way()})"
    yield f"Système : {platform.platform()}"
    yield f"Python {platform.python_version()} ({platform.python_implementation()})"
    yield f"Machine : {platform.machine()}, {count(cores(), 'cœur')}, {_memory()}"
    for name, version in sorted({**versions(()), **_tools()}.items(), key=_by_name):
        yield f"{name} : {version or 'absent'}"
    lacking = [check for check in found if check.advice]
    yield f"À regarder : {', '.join(check.name for check in lacking) or 'rien'}"
    yield "```"


def _by_name(item: tuple[str, str]) -> str:
    return item[0].lower()


def _way() -> str:
    """Return how the program is installed."""
    if is_checkout():
        return "dépôt"
    return "environnement" if sys.prefix != sys.base_prefix else "système"


def _memory() -> str:
    whole, free = whole_memory(), free_memory()
    told = [f"{size(whole)} de mémoire"] if whole else ["mémoire inconnue"]
    return ", ".join(told + ([f"dont {size(free)} libres"] if free is not None else []))


def _tools() -> dict[str, str]:
    """Return the version of each program, empty where it is not."""
    found: dict[str, str] = {}
    for name, probe in _PROBES:
        try:
            found[name] = without_paths(probe().version)
        except PpunError:
            found[name] = ""
    return found


def without_paths(told: str) -> str:
    """Return what a program says of itself, without the folder of the user."""
    return told.replace(str(Path.home()), "~")

"""Tell which command installs a missing part, for each way to install the program."""

from __future__ import annotations

import os
import re
import sys
from importlib.util import find_spec
from pathlib import Path
from shutil import which

_ROOT = Path(__file__).parents[3]


def is_checkout(root: Path = _ROOT) -> bool:
    """Return whether the program runs from its repository, where ``make`` can be typed."""
    return all((root / name).is_file() for name in ("Makefile", "pyproject.toml"))


def is_make_folder(here: Path) -> bool:
    """Return whether ``make``, typed in ``here``, publishes the texts of the repository."""
    return is_checkout() and here.resolve() == _ROOT.resolve()


def pip_install(*what: str) -> str:
    """Return how to install packages where the program is; ``what`` may hold options."""
    quoted = (f'"{one}"' if "[" in one else one for one in what)
    return f"Tapez : {_installer()} {' '.join(quoted)}"


def extra_install(name: str) -> str:
    """Return how to add an extra to the program: pip sees that the rest is there."""
    return pip_install(f"ppun-access[{name}]")


def reinstall(python: str = "", *, root: Path = _ROOT, prefix: str = sys.prefix) -> str:
    """Return the command, in French quotes, that installs the whole program again.

    ``python`` names another Python than the one of ``prefix``, where the program runs. The
    program is on no public index: pip needs its file.

    >>> reinstall("python3.13", root=Path("/"), prefix="/u/pipx/venvs/ppun-access")
    '« pipx reinstall --python python3.13 ppun-access »'
    """
    if is_checkout(root) and os.name == "posix":
        return "« make setup »"
    chosen = f"--python {python} " if python else ""
    if Path(prefix).parts[-3:-1] == ("pipx", "venvs"):
        return f"« pipx reinstall {chosen}ppun-access »"
    if (Path(prefix) / "uv-receipt.toml").is_file():
        return f"« uv tool upgrade {chosen}--reinstall ppun-access »"
    what = "du dossier du projet" if is_checkout(root) else "du fichier .whl du programme"
    if not python:
        return f"« {_installer()} --force-reinstall » suivi {what}"
    if _has_pip():
        return f"« {python} -m pip install --force-reinstall » suivi {what}"
    return f"« uv tool install {chosen.strip()} » suivi {what}"


def _installer() -> str:
    """Return the command that installs packages for this Python, up to their names.

    Environments of uv have no pip; any other that has none can bring its own.
    """
    python = _typed(sys.executable or "python")
    if _has_pip():
        return f"{python} -m pip install"
    if which("uv") or _is_of_uv(Path(sys.prefix)):
        return f"uv pip install --python {python}"
    return f"{python} -m ensurepip && {python} -m pip install"


def _has_pip() -> bool:
    return find_spec("pip") is not None


def _is_of_uv(prefix: Path) -> bool:
    try:
        return "\nuv = " in (prefix / "pyvenv.cfg").read_text("utf-8")
    except (OSError, ValueError):
        return False


def _typed(path: str) -> str:
    r"""Return a path for a console: PowerShell runs none that is between quotes.

    >>> _typed(r"C:\Python\python.exe"), _typed("/mes outils/python")
    ('C:\\Python\\python.exe', '"/mes outils/python"')
    """
    return path if re.fullmatch(r"[\w./\\:~+-]+", path) else f'"{path}"'


def checkers_install(root: Path = _ROOT) -> str:
    """Return how to have the checkers that npm brings: they are not in the package."""
    if is_checkout(root):
        return "Tapez : make test, qui l’installe avec les autres vérificateurs"
    return (
        "Il s’installe depuis les sources du projet : prenez-en une copie, puis tapez-y "
        "« make test »"
    )

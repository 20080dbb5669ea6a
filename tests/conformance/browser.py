"""A real browser: pages as people see them, and what they ask of the network."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from late import Late
from living import left_behind

from ppun_access.serving.folder import Folder
from ppun_access.serving.run import in_background

from . import tools

if TYPE_CHECKING:
    from playwright.sync_api import Browser, CDPSession, Locator, Page, Playwright
else:  # 20 MB, which the other worker does without
    Browser = CDPSession = Locator = Page = Playwright = Any
sync_playwright = Late("playwright.sync_api:sync_playwright")

FLAGS = (
    "--no-sandbox",
    "--autoplay-policy=document-user-activation-required",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Each of these would hold 30 to 100 MB for what no page of ours needs.
    "--in-process-gpu",
    # A page lives for a second: what would optimise its scripts costs more than it gains.
    "--js-flags=--max-old-space-size=128 --always-sparkplug --no-maglev --no-opt",
    "--disable-features=HttpsUpgrades,PaintHolding,WebUIOmniboxPopup,WebUIOmniboxAimPopup",
)
PATIENCE = 300_000
"""Milliseconds that anything is waited for: the machine may be busy with something else."""
TIDY = 4
"""Each fourth time that a page is done with, the browser gives back what it held."""
LOCAL = ("file:", "data:", "blob:", "about:")
HERE = "http://127.0.0.1:"
MEDIA = {
    "media": "null", "color_scheme": "light", "reduced_motion": "no-preference",
    "forced_colors": "none",
}  # fmt: skip
"""What a page emulates unless it is told."""


@dataclass
class Watched:
    """A page, and what went wrong while it was open."""

    page: Page
    session: CDPSession
    window: Window
    faults: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    """The addresses of all that it asked for."""
    online: bool = False
    scripts: bool = True
    lent: int = 0
    """How many times."""

    def watch(self) -> None:
        """Note every request that leaves the machine and every error."""
        page = self.page
        page.on("request", lambda request: self._request(request.url))
        page.on("requestfailed", lambda request: self._failed(request))
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("console", lambda message: self._console(message))

    @property
    def script_faults(self) -> list[str]:
        """What its scripts raised, where what else goes wrong is meant to."""
        return [fault for fault in self.faults if fault.startswith("script: ")]

    def open(self, path: Path) -> None:
        """Open the file ``path`` in the place of what is shown, and forget its faults."""
        self.faults.clear()
        self.page.goto(path.resolve().as_uri(), wait_until="load")

    def prepare(
        self, size: tuple[int, int], online: bool, scripts: bool, media: dict[str, Any]
    ) -> None:
        """Make it a page that is new to all that will be opened in it.

        What it has already is not asked for again.
        """
        self.faults.clear()
        self.online = online
        width, height = size
        if self.page.viewport_size != {"width": width, "height": height}:
            self.page.set_viewport_size({"width": width, "height": height})
        self.page.emulate_media(**{**MEDIA, **media})
        if self.window.online != online:
            self.page.context.set_offline(not online)
            self.window.online = online
        if self.window.front is not self:
            self.come_forward()
        if self.scripts != scripts:
            disabled = {"value": not scripts}
            self.session.send("Emulation.setScriptExecutionDisabled", disabled)
            self.scripts = scripts

    def come_forward(self) -> None:
        """Show it before the others: a page behind another one paints once a second."""
        self.page.bring_to_front()
        self.window.front = self

    def leave(self) -> None:
        """Close what is shown, and forget what it kept."""
        self.page.goto("about:blank")
        self.lent += 1
        if self.lent % TIDY == 0:
            self.session.send("HeapProfiler.collectGarbage")
        self.page.mouse.move(-9, -9)
        asked = (urlsplit(url) for url in self.asked if url.startswith(("file:", HERE)))
        for origin in {f"{u.scheme}://{u.netloc}" for u in asked}:
            self.session.send(
                "Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"}
            )
        self.asked.clear()

    def _request(self, url: str) -> None:
        self.asked.append(url)
        if not url.startswith((*LOCAL, HERE) if self.online else LOCAL):
            self.faults.append(f"network: {url}")

    def _failed(self, request: Any) -> None:
        # The browser itself drops a sound that it has read enough of.
        if request.failure != "net::ERR_ABORTED":
            self.faults.append(f"failed: {request.url}: {request.failure}")

    def _console(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.faults.append(f"console: {message.text} ({message.location['url']})")


@dataclass
class Window:
    """The one window of a browser, which has all its pages."""

    idle: list[Watched] = field(default_factory=list)
    """Those that nothing is shown in."""
    front: Watched | None = None
    online: bool = True


_WINDOWS = defaultdict[Browser, Window](Window)


def launch(playwright: Playwright) -> Browser:
    """Start the installed browser, without a window."""
    return playwright.chromium.launch(
        executable_path=tools.browser(), args=[*FLAGS], timeout=PATIENCE
    )


@contextmanager
def served(site: Path | Folder) -> Iterator[str]:
    """Yield the address, with its last slash, at which « serve » shows a folder."""
    folder = site if isinstance(site, Folder) else Folder(site)
    with left_behind(in_background(folder, "127.0.0.1", 0)) as address:
        yield address


@contextmanager
def watching(
    browser: Browser,
    *,
    width: int = 1280,
    height: int = 800,
    scripts: bool = True,
    online: bool = False,
    before: str = "",
    **media: Any,
) -> Iterator[Watched]:
    """Lend a page, ``width`` CSS pixels wide, for what will be opened in it.

    It is off line, unless ``online``: then it reaches the servers of this machine.
    ``before`` is a script that runs before those of what is opened; ``media`` is what the
    page emulates, by the names of Playwright: ``color_scheme``, ``reduced_motion``…

    All pages stand in one window, and are lent again: another window would cost half a
    second of processor and 100 MB.
    """
    idle = _WINDOWS[browser].idle
    watched = idle.pop() if idle else _new(browser)
    watched.prepare((width, height), online, scripts, media)
    send, added, source = watched.session.send, {}, {"source": before}
    if before:
        added = send("Page.addScriptToEvaluateOnNewDocument", source)
    try:
        yield watched
    except BaseException:
        watched.page.close()  # it may be in any state
        raise
    if before:
        send("Page.removeScriptToEvaluateOnNewDocument", added)
    watched.leave()
    idle.append(watched)


def _new(browser: Browser) -> Watched:
    context = browser.contexts[0] if browser.contexts else browser.new_context()
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    watched = Watched(page, context.new_cdp_session(page), _WINDOWS[browser])
    watched.session.send("Page.enable")
    watched.watch()
    return watched


def run_script(page: Page, source: str) -> None:
    """Run a long script in a page: Playwright would read it twice more."""
    session = page.context.new_cdp_session(page)
    told = session.send("Runtime.evaluate", {"expression": source})
    session.detach()
    assert "exceptionDetails" not in told, told


@contextmanager
def opened(browser: Browser, path: Path, **options: Any) -> Iterator[Watched]:
    """Open the file ``path`` in such a page."""
    with watching(browser, **options) as watched:
        watched.open(path)
        yield watched

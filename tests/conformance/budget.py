"""What a page makes a browser fetch, all told, from a server that compresses."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import quote

from playwright.sync_api import Browser, Page

MOST_BYTES = 40_000
"""Of a page and all that it shows, with the font of readers who choose it: no sound."""
MOST_REQUESTS = 8

TEXT = (".html", ".css", ".js", ".svg", ".json", ".xml", ".txt")
"""What a server compresses."""
CHOSEN = """
localStorage.setItem('ppun-confort', JSON.stringify({ police: 'atkinson' }));
"""
"""A reader who asks for the heaviest page: with the font."""
WHOLE = """
() => Promise.all([...document.images].map((image) => {
  image.loading = 'eager';
  return image.decode().catch(() => 0);
}).concat(document.fonts.ready))
"""
"""Pictures below are fetched as well, as if somebody read to the end."""


@dataclass(frozen=True)
class Fetched:
    """What was fetched: address → bytes over the network, heads of answers included."""

    sizes: dict[str, int]

    def faults(self) -> list[str]:
        """Return in what the budget is exceeded."""
        found, total = [], sum(self.sizes.values())
        if total > MOST_BYTES:
            found.append(f"{total} bytes: {self.sizes}")
        if len(self.sizes) > MOST_REQUESTS:
            found.append(f"{len(self.sizes)} requests: {sorted(self.sizes)}")
        return found


def fetched(browser: Browser, address: str, path: str) -> Fetched:
    """Return what the page at ``path`` of the site at ``address`` fetches."""
    context = browser.new_context()
    try:
        context.add_init_script(CHOSEN)
        page = context.new_page()
        sizes, pending = _watched(page)
        page.goto(f"{address}/{quote(path)}", wait_until="load")
        page.evaluate(WHOLE)
        while pending:
            page.wait_for_timeout(10)  # in which the browser tells what came
        icon = page.locator("link[rel=icon]").evaluate_all("all => all.map((x) => x.href)")
        for url in icon:  # asked for at a time of the browser's own choosing
            if url not in sizes and url.startswith("http"):
                body = page.request.get(url).body()
                sizes[url] = len(gzip.compress(body))
        return Fetched(sizes)
    finally:
        context.close()


def _watched(page: Page) -> tuple[dict[str, int], dict[str, str]]:
    """Return the sizes of what ``page`` fetches and what is on its way, both kept up."""
    session = page.context.new_cdp_session(page)
    pending: dict[str, str] = {}
    sizes: dict[str, int] = {}

    def asked(event: dict[str, Any]) -> None:
        pending[event["requestId"]] = event["request"]["url"]

    def came(event: dict[str, Any]) -> None:
        url = pending.pop(event["requestId"], event["requestId"])
        if not url.startswith("data:"):
            sizes[url] = sizes.get(url, 0) + int(event["encodedDataLength"])

    session.on("Network.requestWillBeSent", asked)
    session.on("Network.loadingFinished", came)
    session.on("Network.loadingFailed", lambda event: pending.pop(event["requestId"], ""))
    session.send("Network.enable")
    return sizes, pending


class _Compressing(SimpleHTTPRequestHandler):
    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(404)
            return
        content, kind = path.read_bytes(), self.guess_type(path)
        self.send_response(200)
        self.send_header("Content-Type", kind)
        if path.suffix in TEXT:
            content = gzip.compress(content, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def served_compressed(folder: Path) -> Iterator[str]:
    """Yield the address at which ``folder`` is served, on this machine, compressed."""
    handler = partial(_Compressing, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()

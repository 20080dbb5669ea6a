"""What a page makes a browser fetch, all told, from a server that compresses."""

from __future__ import annotations

import gzip
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path, PurePosixPath
from threading import Thread
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from lxml import html

from ppun_access.document.model import Narration, WordClip
from ppun_access.writers.html.word_positions import words_script

from .browser import Browser, CDPSession, launch, sync_playwright, watching

MOST_BYTES = 40_000
"""Of a page and all that it shows, with the font of readers who choose it and the words
that it lights while it is heard: no sound."""
MOST_REQUESTS = 8
SOUNDS = (".opus", ".mp3", ".m4b")

NONE: Mapping[str, bytes] = MappingProxyType({})
TEXT = (".html", ".css", ".js", ".svg", ".json", ".xml", ".txt")
"""What a server compresses."""
CHOSEN = """
localStorage.setItem('ppun-confort', JSON.stringify({ police: 'atkinson' }));
"""
"""A reader who asks for the heaviest page: with the font."""
WHOLE = """
() => {
  const audio = document.querySelector('audio');
  const heard = audio && new Promise((done) => {
    audio.addEventListener('loadeddata', () => {
      const words = document.querySelector('script[src$="-mots.js"]');
      if (!words || window.motsDits) done();
      else words.addEventListener('load', done);
    });
    audio.preload = 'auto';
    audio.load();
  });
  return Promise.all([...document.images].map((image) => {
    image.loading = 'eager';
    return image.decode().catch(() => 0);
  }).concat(document.fonts.ready, heard));
}
"""
"""Pictures below and the words of a sound are fetched as well, as if somebody read and
listened to the end."""
LATER = """
() => [...document.querySelectorAll('link[rel=icon], link[rel=manifest]')]
  .map((link) => link.href)
"""
"""What a browser asks for at a time of its own choosing."""
HEAD = 180
"""Bytes of the head of an answer to that."""


@dataclass(frozen=True)
class Fetched:
    """What was fetched: address → bytes over the network, heads of answers included."""

    sizes: dict[str, int]

    @property
    def total(self) -> int:
        """All its bytes."""
        return sum(self.sizes.values())

    def of(self, end: str) -> int:
        """Return the bytes of what has an address that ends with ``end``."""
        return sum(size for url, size in self.sizes.items() if url.endswith(end))

    def faults(self) -> list[str]:
        """Return in what the budget is exceeded."""
        found = []
        if self.total > MOST_BYTES:
            found.append(f"{self.total} bytes: {self.sizes}")
        if len(self.sizes) > MOST_REQUESTS:
            found.append(f"{len(self.sizes)} requests: {sorted(self.sizes)}")
        return found


def with_words(site: Path, names: Iterable[str]) -> dict[str, bytes]:
    """Return what the pages ``names`` of ``site`` would be if a voice told its words.

    Path → bytes: each page that is heard without them, and the script of its words, each
    of them as long as the others in their sentence.
    """
    files: dict[str, bytes] = {}
    for name in names:
        page = (site / name).read_bytes()
        template = b'<template id="lecteur"'
        if template in page:
            mark = template + b' data-script="essai-mots.js"'
            files[name] = page.replace(template, mark)
            narration = Narration(
                "essai", Path(), 0, (), "essai", words=tuple(_words(page))
            )
            files[str(PurePosixPath(name).with_name("essai-mots.js"))] = words_script(
                page, narration
            )
    return files


def _words(page: bytes) -> Iterator[WordClip]:
    """Yield the words of each sentence of ``page`` that is heard, and when."""
    for part in html.document_fromstring(page.decode()).iterfind(".//*[@data-begin]"):
        begin, end = float(part.get("data-begin", "")), float(part.get("data-end", ""))
        words = list(re.finditer(r"[\w’-]+", "".join(map(str, part.itertext()))))
        each = (end - begin) / max(1, len(words))
        for n, word in enumerate(words):
            at = begin + n * each
            yield WordClip(part.get("id", ""), word[0], word.start(), at, at + each)


def fetched(browser: Browser, address: str, names: Iterable[str]) -> Iterator[Fetched]:
    """Yield what each page of the site at ``address`` fetches when nothing is kept."""
    with watching(browser, online=True, before=CHOSEN) as watched:
        page = watched.page
        session = page.context.new_cdp_session(page)
        sizes, pending = _watched(session)
        for name in names:
            session.send("Network.clearBrowserCache")
            sizes.clear()
            page.goto(f"{address}/{quote(name)}", wait_until="load")
            page.evaluate(WHOLE)
            while pending:
                page.wait_for_timeout(10)  # in which the browser tells what came
            for url in page.evaluate(LATER):
                if url not in sizes and url.startswith("http"):
                    body = page.request.get(url).body()
                    sizes[url] = len(gzip.compress(body)) + HEAD
            yield Fetched({**sizes})
        session.detach()


def _watched(session: CDPSession) -> tuple[dict[str, int], dict[str, str]]:
    """Return the sizes of what a page fetches and what is on its way, both kept up."""
    pending: dict[str, str] = {}
    sizes: dict[str, int] = {}

    def asked(event: dict[str, Any]) -> None:
        url = event["request"]["url"]
        if not url.endswith(SOUNDS):
            pending[event["requestId"]] = url

    def came(event: dict[str, Any]) -> None:
        url = pending.pop(event["requestId"], "data:")
        if not url.startswith("data:"):
            sizes[url] = sizes.get(url, 0) + int(event["encodedDataLength"])

    session.on("Network.requestWillBeSent", asked)
    session.on("Network.loadingFinished", came)
    session.on("Network.loadingFailed", lambda event: pending.pop(event["requestId"], ""))
    session.send("Network.enable")
    return sizes, pending


class _Compressing(SimpleHTTPRequestHandler):
    def __init__(self, *args: Any, more: Mapping[str, bytes], directory: str) -> None:
        self.more = more
        super().__init__(*args, directory=directory)

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        name = path.relative_to(self.directory).as_posix()
        if name not in self.more and not path.is_file():
            self.send_error(404)
            return
        content, kind = self.more.get(name) or path.read_bytes(), self.guess_type(path)
        self.send_response(200)
        self.send_header("Content-Type", kind)
        if path.suffix in TEXT:
            content = gzip.compress(content, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        with suppress(ConnectionError):  # a browser reads no more of a sound than it plays
            self.wfile.write(content)

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def served_compressed(folder: Path, more: Mapping[str, bytes] = NONE) -> Iterator[str]:
    """Yield the address at which ``folder`` is served, on this machine, compressed.

    ``more`` are files, by their paths, that take the place of those of the folder.
    """
    handler = partial(_Compressing, more=more, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


def _table(site: Path) -> Iterator[str]:
    """Yield what each page of a published folder makes a browser fetch, heaviest first."""
    names = [p.relative_to(site).as_posix() for p in site.rglob("*.html")]
    names = [name for name in names if name != "404.html"]
    with sync_playwright() as playwright, served_compressed(site) as address:
        browser = launch(playwright)
        found = dict(zip(names, fetched(browser, address, names), strict=True))
        browser.close()
    for name, page in sorted(found.items(), key=lambda pair: -pair[1].total):
        font, words = page.of(".woff2"), page.of("-mots.js")
        first = page.total - font - words
        yield f"{first:6} {first + font:6} {page.total:6} {len(page.sizes):2}  {name}\n"


if __name__ == "__main__":
    sys.stdout.write(" first  +font +words requests\n")
    sys.stdout.writelines(_table(Path(sys.argv[1])))

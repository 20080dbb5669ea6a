"""A site that changes while it is looked at: its pages learn of it and load again.

What is sent differs from what is published by one line, a script of this server: nothing
of it is ever written, and the policy of the pages is theirs (their scripts are ours and
``'self'``; the script listens from a worker, which has the policy of its own address).
"""

from __future__ import annotations

import json
from asyncio import AbstractEventLoop, Event, get_running_loop
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import StreamingResponse

from ppun_access.serving.folder import Folder, digest
from ppun_access.serving.published import INDEX, Found, Moved, Place, find, not_found
from ppun_access.serving.run import Tell, silent

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

EVENTS = "text/event-stream; charset=utf-8"


class Channel:
    """The last message, which every page has at once and again when there is a newer one.

    A message is what JSON can write. Two messages that follow each other closely may reach
    a page as one: the last.
    """

    def __init__(self, message: object) -> None:
        self.message = message
        self._readers: set[tuple[AbstractEventLoop, Event]] = set()

    def tell(self, message: object) -> None:
        """Send a message to all who listen; any thread may."""
        self.message = message
        for loop, wake in self._readers.copy():
            loop.call_soon_threadsafe(wake.set)

    async def stream(self, request: Request) -> StreamingResponse:
        """Answer with the messages as they come, until the reader leaves: a route's end."""
        headers = {"Cache-Control": "no-store"}
        return StreamingResponse(self._lines(), headers=headers, media_type=EVENTS)

    async def _lines(self) -> AsyncIterator[str]:
        reader = get_running_loop(), Event()
        self._readers.add(reader)
        try:
            while True:
                reader[1].clear()
                yield f"data: {json.dumps(self.message)}\n\n"
                await reader[1].wait()
        finally:
            self._readers.discard(reader)


OWN = "/.ppun/"
"""Where the addresses of the preview begin: no site has a hidden folder."""
STREAM = f"{OWN}flux"
_ASSETS = Path(__file__).with_name("assets")
_OWN_FILES: Mapping[str, Found] = {
    path: Found(_ASSETS / name, name)
    for path in (f"{OWN}direct.js", f"{OWN}veille.js", f"{OWN}direct.css", "/sw.js")
    for name in (path.rpartition("/")[2],)
}
"""What the preview answers itself. Instead of the service worker of the site, one that ends
it: a copy that a browser keeps would hide every change."""
_WAITING = Found(_ASSETS / "attente.html", "attente.html")


class LiveSite(Folder):
    """The folder ``root``, and before it, for a moment, what was just made of a change."""

    def __init__(self, root: Path, tell: Tell = silent) -> None:
        super().__init__(root, tell)
        self._draft: Path | None = None
        self._number = 0
        self.news = Channel({"number": 0, "error": ""})
        """A number that grows, and why the last save is not shown."""

    def show(self, draft: Path | None = None) -> None:
        """Show what was just published; ``draft``, a folder, comes first while it is given.

        An error that was told is over.
        """
        self._draft = draft
        self.fail("")

    def fail(self, message: str) -> None:
        """Keep what is shown, and tell why nothing newer is."""
        self._number += 1
        self.news.tell({"number": self._number, "error": message})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; a page that asks for the news has them until it leaves."""
        if scope["path"] != STREAM:
            await super().__call__(scope, receive, send)
        else:
            stream = await self.news.stream(Request(scope))
            await stream(scope, receive, send)

    def place(self, path: str) -> Place:
        """Return the newest file at ``path``; the pages are those of one build."""
        draft = self._draft
        if path in _OWN_FILES:
            return _OWN_FILES[path]
        if draft is None:
            there = (self.root / INDEX).is_file()
            return find(self.root, path) if there else _WAITING
        if newest := find(draft, path):
            return newest
        last = find(self.root, path)
        is_page = isinstance(last, Moved) or (last and last.name.endswith(".html"))
        return None if is_page else last

    def missing(self) -> Found | None:
        """Return the page of the site for what is not there."""
        return not_found(self._draft or self.root)

    def dressed(self, page: bytes) -> bytes:
        """Return a page with the script that makes it load again."""
        line = (
            f'<script src="{OWN}direct.js" data-empreinte="{digest(page)}" defer></script>'
        ).encode()
        at = page.find(b"</head>")
        return page[:at] + line + page[at:] if at >= 0 else page + line

"""Tell the open pages of a browser what happens (server-sent events)."""

from __future__ import annotations

import json
from asyncio import AbstractEventLoop, Event, get_running_loop
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import StreamingResponse

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

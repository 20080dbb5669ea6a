"""A small OpenAI-compatible server: it answers what a test says, keeps what it got."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Reply:
    """One answer of the server, as bytes; ``drip``: seconds between two of them."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    drip: float = 0.0


def said(text: str | None, **more: Any) -> Reply:
    """Return the answer of a model that says ``text``."""
    choice = {"message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
    usage = {"prompt_tokens": 300, "completion_tokens": 20}
    value = {"choices": [choice | more], "usage": usage}
    return Reply(json.dumps(value).encode())


@dataclass
class Seen:
    """A question that the server got."""

    path: str
    headers: dict[str, str]
    body: Any

    @property
    def sentence(self) -> str:
        """What the user’s message holds."""
        return str(self.body["messages"][-1]["content"])


Script = Callable[[Seen], Reply]


@dataclass
class ChatServer:
    """Where it listens, and what it got so far."""

    address: str
    seen: list[Seen]


@contextmanager
def chat_server(script: Script) -> Iterator[ChatServer]:
    """Listen on this machine; ``script`` answers each question."""
    seen: list[Seen] = []
    stop = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            seen.append(Seen(self.path, dict(self.headers), json.loads(content)))
            reply = script(seen[-1])
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self._send(reply)

        def _send(self, reply: Reply) -> None:
            if not reply.drip:
                self.wfile.write(reply.body)
                return
            for byte in reply.body:
                if stop.wait(reply.drip):
                    return
                try:
                    self.wfile.write(bytes([byte]))
                except OSError:
                    return

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield ChatServer(f"http://127.0.0.1:{server.server_port}/v1", seen)
    finally:
        stop.set()
        server.shutdown()
        server.server_close()


def closed_port() -> int:
    """Return a port where nothing listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])

"""A small OpenAI-compatible server: it answers what a test says, keeps what it got."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


@dataclass
class Reply:
    """One answer of the server; ``drip``: seconds between two bytes, ``wait``: before."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    drip: float = 0.0
    wait: float = 0.0


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


CERTIFICATE = Path(__file__).with_name("local_server.pem")
"""A certificate of 127.0.0.1 that signs itself, and its key: of no use anywhere else."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass  # who asks may go away at any time


def _greeted(sock: Any, after: float | None, stop: threading.Event) -> Any:
    if after is None:
        return sock
    stop.wait(after)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return context.wrap_socket(sock, server_side=True)


@contextmanager
def chat_server(
    script: Script, *, greets_after: float | None = None
) -> Iterator[ChatServer]:
    """Listen on this machine; ``script`` answers each question.

    ``greets_after``: seconds before a handshake of TLS, None to speak without TLS.
    """
    seen: list[Seen] = []
    stop = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def setup(self) -> None:
            self.request = _greeted(self.request, greets_after, stop)
            super().setup()

        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            seen.append(Seen(self.path, dict(self.headers), json.loads(content)))
            reply = script(seen[-1])
            stop.wait(reply.wait)
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

    server = _Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        scheme = "http" if greets_after is None else "https"
        yield ChatServer(f"{scheme}://127.0.0.1:{server.server_port}/v1", seen)
    finally:
        stop.set()
        server.shutdown()
        server.server_close()


def closed_port() -> int:
    """Return a port where nothing listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])

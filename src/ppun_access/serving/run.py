"""Run an ASGI application on this machine: open its port, say where, end at once.

It is for one's own eyes: on the loopback, a request that names another host is refused.
"""

from __future__ import annotations

import errno
import ipaddress
import os
import socket
import sys
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import uvicorn
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse

from ppun_access.errors import OutputError, UsageError, reason

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LONGEST_HEAD = 100_000
"""Bytes of an address with its headers: a longer one is refused, however it comes."""
LOOPBACK = "127.0.0.1"
OPENED = "Le site est à l’adresse {} (Ctrl-C pour arrêter)."
FAILED = "Le serveur s’est trompé. Rechargez la page ; son terminal dit pourquoi.\n"
MISDIRECTED = "Cette adresse n’est pas celle de ce serveur.\n"
Tell = Callable[[str], object]
"""Told, in French, of what the one who serves should know."""


def silent(message: str) -> None:
    """Tell nobody."""


def run(
    app: ASGIApp,
    host: str,
    port: int,
    opened: Callable[[str], object],
    tell: Tell = silent,
) -> None:
    """Serve ``app`` until Ctrl-C, which raises KeyboardInterrupt once all is closed.

    A file that a request had begun to write in a thread is written to its end.
    ``opened`` is given the address of the home page as soon as the port is open; ``tell``
    hears of requests that fail. Raises what ``open_socket`` does.
    """
    with open_socket(host, port) as listener:
        opened(_address(host, listener))
        _server(app, host, tell).run([listener])


@contextmanager
def in_background(app: ASGIApp, host: str, port: int, tell: Tell = silent) -> Iterator[str]:
    """Serve ``app`` from another thread, and yield the address of its home page.

    Raises what ``open_socket`` does.
    """
    with open_socket(host, port) as listener:
        server = _server(app, host, tell)
        thread = Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        try:
            yield _address(host, listener)
        finally:
            server.should_exit = True
            thread.join()


def open_page(url: str) -> bool:
    """Open ``url`` in the browser of the desktop; False where there is none.

    Without a screen, Python would start a browser in the terminal: none is better.
    """
    screen = any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")))
    if not screen and sys.platform not in ("darwin", "win32"):
        return False
    try:
        return webbrowser.open(url)
    except (webbrowser.Error, OSError):
        return False


def open_socket(host: str, port: int) -> socket.socket:
    """Return a socket that listens; port 0 takes a free one.

    Raises OutputError when the port is taken or refused, UsageError for a port or a host
    that cannot be.
    """
    if not 0 <= port <= 65535:
        raise UsageError(
            f"--port {port} : un port est un nombre de 0 à 65535.",
            next_step="Écrivez par exemple « --port 8001 ».",
        )
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.getaddrinfo(host, port, family)
        return socket.create_server((host, port), family=family)
    except (socket.gaierror, UnicodeError) as error:
        raise _no_such_host(host) from error
    except OSError as error:
        if error.errno == errno.EADDRNOTAVAIL:
            raise _no_such_host(host) from error
        taken = error.errno == errno.EADDRINUSE
        why = "il est déjà pris" if taken else reason(error)
        other = port + 1 if 1024 <= port < 65535 else 8001
        raise OutputError(
            f"Impossible d’ouvrir le port {port} de {host} : {why}.",
            next_step=f"Arrêtez l’autre serveur, ou choisissez : « --port {other} ».",
        ) from error


def _no_such_host(host: str) -> UsageError:
    return UsageError(
        f"--host {host} : cette machine n’a pas cette adresse.",
        next_step=f"Gardez {LOOPBACK}, ou écrivez 0.0.0.0 pour être vu du réseau.",
    )


def _address(host: str, listener: socket.socket) -> str:
    host = {"0.0.0.0": LOOPBACK, "::": "::1"}.get(host, host)
    host = f"[{host}]" if ":" in host else host
    return f"http://{host}:{listener.getsockname()[1]}/"


def _server(app: ASGIApp, host: str, tell: Tell) -> uvicorn.Server:
    config = uvicorn.Config(
        Guard(app, host, tell),
        loop="asyncio", http="h11", ws="none", lifespan="off", proxy_headers=False,
        log_config=None, log_level="critical", access_log=False, server_header=False,
        timeout_keep_alive=30,
        h11_max_incomplete_event_size=LONGEST_HEAD,
        timeout_graceful_shutdown=0,  # a page that listens would never end by itself
    )  # fmt: skip
    return uvicorn.Server(config)


class Guard:
    """An application that answers for one host alone, and tells of what goes wrong."""

    def __init__(self, app: ASGIApp, host: str, tell: Tell = silent) -> None:
        self._app, self._host, self._tell = app, host, tell

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; no reader takes the answer for another type."""
        begun = False

        async def send_strictly(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                MutableHeaders(scope=message)["X-Content-Type-Options"] = "nosniff"
            await send(message)

        app = self._app
        if not is_ours(Headers(scope=scope).get("Host"), self._host):
            app = PlainTextResponse(MISDIRECTED, 421)
        try:
            await app(scope, receive, send_strictly)
        except Exception as error:
            self._tell(f"Une demande n’a pas abouti : {error}")
            if begun:
                raise
            await PlainTextResponse(FAILED, 500)(scope, receive, send_strictly)


def is_ours(asked: str | None, host: str) -> bool:
    """Tell whether a request for the host ``asked`` is for a server that is at ``host``.

    A page of the web may have its name lead to this machine, and so read what is not yet
    published: on the loopback, only the names of the loopback are answered.
    """
    if asked is None or not _is_loopback(host):
        return True
    try:
        name = urlsplit(f"//{asked}").hostname or ""
    except ValueError:
        return False
    return name == host.lower() or _is_loopback(name)


def _is_loopback(name: str) -> bool:
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name.lower() in ("localhost", "localhost.")

"""The server that shows a published folder; ``docs/publishing.md`` tells of real ones.

http.server reads the requests, a thread each connection; ``answers.py`` says what to
answer, ``published.py`` which file is meant. It is for one's own eyes, before publication.
"""

from __future__ import annotations

import errno
import hashlib
import ipaddress
import os
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, HTTPServer, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Protocol
from urllib.parse import quote, urlsplit

from ppun_access.errors import OutputError, UsageError, reason
from ppun_access.runtime.untrusted_files import HEAVIEST, PUBLISHED, open_regular
from ppun_access.serving.answers import Answer, Content, answer
from ppun_access.serving.media_types import media_type
from ppun_access.serving.published import Moved, Place, find, not_found

LOOPBACK = "127.0.0.1"
IDLE = 30.0
"""Seconds after which a connection that asks for nothing is closed."""
_BLOCK = 1 << 16
_SHOWN = "/%:@!$&'()*+,;=~"
"""What is shown of an address as it is: nothing else of it goes to a terminal."""
_LONGEST = 200
"""Characters of an address that are told."""
_SAID = {
    HTTPStatus.NOT_FOUND: "Il n’y a rien à cette adresse.",
    HTTPStatus.METHOD_NOT_ALLOWED: "Ce serveur montre des fichiers : il ne reçoit rien.",
    HTTPStatus.MISDIRECTED_REQUEST: "Cette adresse n’est pas celle de ce serveur.",
}


class Site(Protocol):
    """What a server shows: files by the paths of their addresses."""

    def place(self, path: str) -> Place:
        """Return what stands at a path: ``published.find`` says what is meant."""

    def missing(self) -> Place:
        """Return the page for what is not there, None when the site has none."""

    def dressed(self, content: bytes, name: str) -> bytes | None:
        """Return a file otherwise than it is in the folder; None to send it as it is."""

    def special(self, request: Request, path: str) -> bool:
        """Answer ``request`` if its path is one of those that no site has."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A published folder, shown as it is."""

    root: Path

    def place(self, path: str) -> Place:
        """Return the file of the folder at ``path``."""
        return find(self.root, path)

    def missing(self) -> Place:
        """Return ``404.html``."""
        return not_found(self.root)

    def dressed(self, content: bytes, name: str) -> bytes | None:
        """Return nothing: files are sent as they are."""
        return None

    def special(self, request: Request, path: str) -> bool:
        """Return False: there is only the folder."""
        return False


class Server(ThreadingHTTPServer):
    """A server of one site; several readers at once. Open it with ``open_server``."""

    daemon_threads = True
    request_queue_size = 64
    allow_reuse_address = os.name != "nt"  # there, it would let two servers share a port

    def __init__(self, host: str, port: int, site: Site, tell: Tell) -> None:
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.host, self.site, self.tell = host, site, tell
        super().__init__((host, port), Request)

    @property
    def url(self) -> str:
        """The address of the home page, as one types it."""
        host = {"0.0.0.0": LOOPBACK, "::": "::1"}.get(self.host, self.host)
        host = f"[{host}]" if ":" in host else host
        return f"http://{host}:{self.server_address[1]}/"

    def server_bind(self) -> None:
        """Bind without looking up the name of this machine, which may take seconds."""
        super(HTTPServer, self).server_bind()
        self.server_name, self.server_port = self.host, self.server_address[1]

    def handle_error(self, request: object, client_address: object) -> None:
        """Tell what went wrong with one request; the others go on."""
        self.tell(f"Une demande n’a pas abouti : {sys.exception()}")


Tell = Callable[[str], None]
"""Told, in French, of what the one who serves should know."""


def open_server(
    host: str, port: int, site: Site, tell: Tell = lambda message: None
) -> Server:
    """Return a server that listens; port 0 takes a free one.

    Raises OutputError when the port is taken or refused, UsageError for a port or a host
    that cannot be.
    """
    if not 0 <= port <= 65535:
        raise UsageError(
            f"--port {port} : un port est un nombre de 0 à 65535.",
            next_step="Écrivez par exemple « --port 8001 ».",
        )
    try:
        return Server(host, port, site, tell)
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


class Request(BaseHTTPRequestHandler):
    """One connection: its requests, one after the other."""

    server: Server
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "ppun-access", ""
    timeout = IDLE

    def do_GET(self) -> None:
        """Send a file."""
        self._send()

    def do_HEAD(self) -> None:
        """Send what is known of a file."""
        self._send()

    def _refuse(self) -> None:
        self.send_error(HTTPStatus.METHOD_NOT_ALLOWED)

    do_POST = do_PUT = do_DELETE = do_PATCH = do_OPTIONS = _refuse  # noqa: N815

    def _send(self) -> None:
        if "Content-Length" in self.headers or "Transfer-Encoding" in self.headers:
            self.close_connection = True  # nobody reads what comes with a GET
        if not is_ours(self.headers.get("Host"), self.server.host):
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
            return
        site, path = self.server.site, _path(self.path)
        if site.special(self, path):
            return
        place = site.place(path)
        if isinstance(place, Moved):
            self._redirect(place.path)
            return
        if place is None:
            self.server.tell(f"Introuvable : {quote(path[:_LONGEST], safe=_SHOWN)}")
            place = site.missing()
        try:
            if place is None or isinstance(place, Moved):
                raise FileNotFoundError
            page = media_type(place.name).startswith("text/html")  # it is held whole
            handle = open_regular(place.path, PUBLISHED if page else HEAVIEST)
        except OSError:  # gone since, or nobody may read it
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        with handle:
            self._send_file(handle, place.name, missing=place.missing)

    def _send_file(self, handle: BinaryIO, name: str, *, missing: bool) -> None:
        status = os.fstat(handle.fileno())
        modified = datetime.fromtimestamp(int(status.st_mtime), UTC)
        size, etag = status.st_size, f'"{status.st_mtime_ns:x}-{status.st_size:x}"'
        type_ = media_type(name)
        if type_.startswith("text/html"):
            content = handle.read()
            etag = f'"{digest(content)}"'
            content = self.server.site.dressed(content, name) or content
            handle, size = BytesIO(content), len(content)
        asked = {} if missing else {n.title(): v for n, v in self.headers.items()}
        made = answer(self.command, asked, Content(type_, size, etag, modified))
        self._write(made, handle, HTTPStatus.NOT_FOUND if missing else made.status)

    def _write(self, made: Answer, handle: BinaryIO, status: HTTPStatus) -> None:
        self.send_response(status)
        for name, value in made.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "HEAD":
            return
        left = made.end - made.begin
        if left:
            handle.seek(made.begin)
        while left:
            block = handle.read(min(left, _BLOCK))
            if not block:  # the file is shorter than it was
                self.close_connection = True
                return
            self.wfile.write(block)
            left -= len(block)

    def _redirect(self, path: str) -> None:
        _, mark, query = self.path.partition("?")
        self.send_response(HTTPStatus.MOVED_PERMANENTLY)
        self.send_header("Location", f"{path}{mark}{query}")
        self.send_header("Cache-Control", "no-cache")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def end_headers(self) -> None:
        """End the headers with those that every answer has."""
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def send_error(
        self, code: int, message: str | None = None, explain: str | None = None
    ) -> None:
        """Answer with one line of French, and close the connection."""
        said = _SAID.get(HTTPStatus(code), "Cette demande n’est pas comprise.")
        body = f"{said}\n".encode()
        self.close_connection = True
        self.send_response(code)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        if code == HTTPStatus.METHOD_NOT_ALLOWED:
            self.send_header("Allow", "GET, HEAD")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def handle(self) -> None:
        """Answer until the reader leaves, be it in the middle of a sound."""
        with suppress(ConnectionError, TimeoutError):
            super().handle()

    def finish(self) -> None:
        """End the connection; a reader who left does not mind."""
        with suppress(ConnectionError, TimeoutError):
            super().finish()

    def log_message(self, format: str, *args: object) -> None:
        """Keep silent: only what is not found is told."""


def digest(content: bytes) -> str:
    """Return a short digest of what a page is."""
    return hashlib.sha256(content).hexdigest()[:16]


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


def _path(target: str) -> str:
    """Return the path of what a request asks for, which may be a whole address."""
    if target.startswith("/"):
        return target.partition("?")[0].partition("#")[0]
    with suppress(ValueError):
        return urlsplit(target).path or "/"
    return ""

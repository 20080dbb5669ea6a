"""A published folder as an ASGI application; ``docs/publishing.md`` tells of real servers.

Starlette sends files, whole, in part or not at all when the reader has them;
``published.py`` says which file is meant.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.staticfiles import NotModifiedResponse, StaticFiles

from ppun_access.runtime.untrusted_files import PUBLISHED, is_readable, read_regular
from ppun_access.serving.published import Found, Moved, Place, find, media_type, not_found
from ppun_access.serving.run import Tell, silent

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

DRAWING = "image/svg+xml"
DRAWING_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""What a drawing may do when it is opened by itself: be seen (Content Security Policy)."""
_SHOWN = "/%:@!$&'()*+,;=~"
"""What is shown of an address as it is: nothing else of it goes to a terminal."""
_LONGEST = 200
"""Characters of an address that are told."""
_is_known = StaticFiles(check_dir=False).is_not_modified
"""Tells from the headers of an answer and of its request whether the reader has it."""


class Folder:
    """The files of ``root``; ``tell`` is told of each address that has none."""

    def __init__(self, root: Path, tell: Tell = silent) -> None:
        self.root, self._tell = root, tell

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        response = await run_in_threadpool(self.answer, Request(scope))
        await response(scope, receive, send)

    def place(self, path: str) -> Place:
        """Return what stands at a path: ``published.find`` says what is meant."""
        return find(self.root, path)

    def missing(self) -> Found | None:
        """Return the page for what is not there, None when the site has none."""
        return not_found(self.root)

    def dressed(self, page: bytes) -> bytes:
        """Return what is sent of a page of the folder: here, all of it and no more."""
        return page

    def answer(self, request: Request) -> Response:
        """Return what to answer to a request, whatever it asks for."""
        if request.method not in ("GET", "HEAD"):
            said = "Ce serveur montre des fichiers : il ne reçoit rien.\n"
            return PlainTextResponse(said, 405, {"Allow": "GET, HEAD"})
        path = request.scope["raw_path"].decode("latin-1")
        place, status = self.place(path), 200
        if isinstance(place, Moved):
            query = f"?{request.url.query}" if request.url.query else ""
            headers = {"Location": f"{place.path}{query}", "Cache-Control": "no-cache"}
            return Response(None, 301, headers)
        if place is None:
            self._tell(f"Introuvable : {quote(path[:_LONGEST], safe=_SHOWN)}")
            place, status = self.missing(), 404
        with suppress(OSError):  # gone since, or nobody may read it
            if place and is_readable(place.path):
                return self._file(place, status, request)
        return PlainTextResponse("Il n’y a rien à cette adresse.\n", 404)

    def _file(self, place: Found, status: int, request: Request) -> Response:
        type_, headers = media_type(place.name), {"Cache-Control": "no-cache"}
        if type_.startswith("text/html"):
            page = read_regular(place.path, PUBLISHED)
            headers["ETag"] = f'"{digest(page)}"'
            response = Response(self.dressed(page), status, headers, type_)
        else:
            if type_.startswith(DRAWING):
                headers["Content-Security-Policy"] = DRAWING_POLICY
            found = place.path.stat()
            response = FileResponse(place.path, status, headers, type_, stat_result=found)
        if status == 200 and _is_known(response.headers, request.headers):
            return NotModifiedResponse(response.headers)
        return response


def digest(page: bytes) -> str:
    """Return a short digest of what a page is."""
    return hashlib.sha256(page).hexdigest()[:16]

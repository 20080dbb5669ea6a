"""The atelier as one Starlette application: its screens, and what keeps strangers out.

Every page lives under ``/<token>/``, which nobody else knows; a request is answered only
when it comes from a page of ours, or from nowhere, under a name of this machine.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import PurePosixPath
from types import ModuleType

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ppun_access.atelier import hearing, home, publishing, seeing, workshop
from ppun_access.atelier.screen import MOST, TOO_HEAVY, failure, served
from ppun_access.atelier.space import Space
from ppun_access.atelier.writing import screen as writing
from ppun_access.errors import PpunError, refused
from ppun_access.serving.published import media_type
from ppun_access.serving.run import LOOPBACK, is_ours

SCREENS: tuple[ModuleType, ...] = (home, writing, hearing, workshop, seeing, publishing)
"""The screens, in the order of the menu of a text."""
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""What every answer has, unless a screen says otherwise of one of its own."""
_SAID: Mapping[int, str] = {
    HTTPStatus.BAD_REQUEST: "Cette demande n’est pas comprise.",
    HTTPStatus.FORBIDDEN: "Cette adresse n’ouvre pas l’atelier. Prenez l’adresse entière, "
    "telle qu’elle a été donnée au démarrage de l’atelier.",
    HTTPStatus.NOT_FOUND: "Il n’y a rien à cette adresse.",
    HTTPStatus.METHOD_NOT_ALLOWED: "Rien ne se fait ainsi à cette adresse.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: TOO_HEAVY,
    HTTPStatus.INTERNAL_SERVER_ERROR: "L’atelier a rencontré une erreur qui vient de lui. "
    "Ce qui était enregistré l’est.",
}
_PAGE = (
    '<!doctype html><html lang="fr"><meta charset="utf-8"><title>Atelier</title>'
    "<main><h1>Atelier</h1><p>{}</p></main></html>"
)


def create(space: Space, token: str) -> Starlette:
    """Return the atelier of ``space``, under the address ``/<token>/``."""
    found = [route for screen in SCREENS for route in screen.routes(space)]
    files = served(space.project.settings.site.colour)

    def asset(request: Request) -> Response:
        name = request.path_params["name"]
        if (content := files.get(name)) is None:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        return Response(content, media_type=media_type(PurePosixPath(name).name))

    inside = [*found, Route("/assets/{name}", asset)]
    app = Starlette(
        routes=[Mount(f"/{token}", routes=inside)],
        middleware=[Middleware(_Guard, token=token)],
        exception_handlers={
            **dict.fromkeys((PpunError, OSError), _failed),
            **dict.fromkeys((HTTPException, Exception), _no_page),
        },
    )  # fmt: skip
    app.state.token = token
    app.state.tabs = tuple(s.TAB for s in SCREENS if hasattr(s, "TAB"))
    return app


def _failed(request: Request, error: Exception) -> Response:
    if isinstance(error, OSError):
        return failure(request, refused(error), HTTPStatus.INTERNAL_SERVER_ERROR)
    assert isinstance(error, PpunError)
    return failure(request, error)


def _no_page(request: Request, error: Exception) -> Response:
    """Answer for an address that does nothing, and for an error of ours."""
    if isinstance(error, HTTPException):
        return _answer(request, error.status_code)
    return _answer(request, HTTPStatus.INTERNAL_SERVER_ERROR)


def _answer(request: Request, status: int) -> Response:
    """Return an answer of one sentence: nothing of ours may be ready to make more."""
    said = _SAID.get(status, _SAID[HTTPStatus.BAD_REQUEST])
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse({"erreur": said}, status, HEADERS)
    return HTMLResponse(_PAGE.format(said), status, HEADERS)


class _Guard:
    """Answers strangers itself; reads what is sent, which is short, before screens do."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app, self._token = app, token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on to the screens if it is right."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":  # there is no other channel
            return
        request = Request(scope, receive)
        status = self._wrong(request)
        body = b"" if status else await _body(request)
        if body is None:
            status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        if status:
            await _answer(request, status)(scope, receive, send)
            return
        scope.setdefault("state", {})["body"] = body

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, with_headers)

    def _wrong(self, request: Request) -> int:
        """Return why a request is not answered by a screen; 0 when it is."""
        host = request.headers.get("host", "")
        if not is_ours(host, LOOPBACK):
            return HTTPStatus.FORBIDDEN
        given = f"{request.scope['path']}//".split("/")[1]
        if not secrets.compare_digest(given.encode(), self._token.encode()):
            return HTTPStatus.FORBIDDEN
        site = request.headers.get("sec-fetch-site", "")
        if request.method in ("GET", "HEAD"):
            return 0 if site in ("", "none", "same-origin") else HTTPStatus.FORBIDDEN
        origin = request.headers.get("origin", "null")
        ours = origin == f"http://{host}"
        if site not in ("", "same-origin") or not (ours or origin == "null"):
            return HTTPStatus.FORBIDDEN
        return 0 if ours or site else HTTPStatus.FORBIDDEN


async def _body(request: Request) -> bytes | None:
    """Return what was sent, None as soon as it is too long."""
    content = bytearray()
    async for part in request.stream():
        content += part
        if len(content) > MOST:
            return None
    return bytes(content)

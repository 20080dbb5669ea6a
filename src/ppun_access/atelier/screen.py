"""What every screen of the atelier shares: its templates, what it is sent, its answers.

A screen is a module with ``routes(space) -> list[Route]``, named in ``app.py: SCREENS``;
one about a text may have ``TAB = ("ecrire", "Écrire")``, the end of its address
(``/<token>/texte/<id>/ecrire``) and its name in the menu of texts.
"""

from __future__ import annotations

from http import HTTPStatus
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from ppun_access.errors import InputError, PpunError
from ppun_access.french.text.sentences import split_sentences
from ppun_access.serving.folder import DRAWING, DRAWING_POLICY
from ppun_access.site.assets import assets, script_files
from ppun_access.writers.html.frame import rendered

_PACKAGE, _ASSETS = "ppun_access.atelier", "assets"
_POLICIES = {"application/pdf": "frame-ancestors 'self'", DRAWING: DRAWING_POLICY}
"""What else than our policy some types have: browsers show a PDF with their own scripts."""
MOST = 2_000_000
"""Bytes of what a page may send."""
TOO_HEAVY = "C’est trop lourd : rien n’a été gardé. Un texte, ou une image, a 2 Mo au plus."
NOT_UNDERSTOOD = InputError(
    "Cette demande n’est pas comprise. Rien n’a été changé.",
    next_step="Rechargez la page, puis recommencez.",
)


def render(
    request: Request, name: str, status: int = HTTPStatus.OK, **values: object
) -> Response:
    """Return the page that the template ``name`` makes of ``values``.

    Beside them it has ``base``, how every address begins: ``{{ base }}/assets/…``, the
    ``tabs`` of a text and, where ``review`` is given, that text in the menu.
    """
    about = {"base": base(request), "tabs": request.app.state.tabs, "review": None}
    own = {"style": "", "script": "", "wide": False}  # what a template may set
    return HTMLResponse(rendered(name, _PACKAGE, **(own | about | values)), status)


def base(request: Request) -> str:
    """Return how every address of the atelier begins, without its last slash."""
    return f"/{request.app.state.token}"


def form(request: Request) -> dict[str, str]:
    """Return the fields that a page sent, the last of those that have one name."""
    try:
        fields = parse_qs(
            request.state.body.decode(), keep_blank_values=True, max_num_fields=1000
        )
    except ValueError as error:
        raise NOT_UNDERSTOOD from error
    return {name: values[-1] for name, values in fields.items()}


def shown_file(content: bytes, kind: str) -> Response:
    """Return a file of a text; a drawing does nothing but draw."""
    policy = _POLICIES.get(kind.partition(";")[0])
    own = {"Content-Security-Policy": policy} if policy else {}
    return Response(content, HTTPStatus.OK, own, kind)


def failure(request: Request, error: PpunError, status: int = 400) -> Response:
    """Return an error as a script wants it, ``{"erreur": …}``, or as a page."""
    message = told(error)
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse({"erreur": message}, status)
    return render(request, "error.html", status, title="Cela n’a pas marché", why=message)


def told(error: PpunError) -> str:
    """Return what is wrong, and what to do unless that is to be typed in a terminal."""
    return plain(f"{error.message} {error.next_step}") or error.message


def plain(text: str) -> str:
    """Return a message without the sentences that have people type something.

    >>> plain("Il est vide. Tapez « ppun-access facile new x ».")
    'Il est vide.'
    """
    kept = (s for s in split_sentences(text) if "ppun-access" not in s and " --" not in s)
    return " ".join(one.strip() for one in kept)


def served(colour: str) -> dict[str, bytes]:
    """Return the files that pages ask for, by name: those of the site, then our own."""
    site: dict[str, Any] = {**assets(colour), **script_files()}
    found = {path.removeprefix("assets/"): bytes(content) for path, content in site.items()}
    for name in [one.name for one in (files(_PACKAGE) / _ASSETS).iterdir()]:
        found[name] = (files(_PACKAGE) / _ASSETS / name).read_bytes()
    return found

"""The home page: where each text stands, and what to do next."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ppun_access.atelier.screen import render
from ppun_access.atelier.space import Space


def routes(space: Space) -> list[Route]:
    """Return the address of the home page."""

    def home(request: Request) -> Response:
        found = space.reviews()
        return render(
            request, "home.html", title=found.project.title or "Vos textes",
            texts=found.all,
        )  # fmt: skip

    return [Route("/", home)]

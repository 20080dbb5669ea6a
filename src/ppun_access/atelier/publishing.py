"""Publish the site, as ``make`` does, and show what was published."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Lock, Thread
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ppun_access.atelier.screen import base, render, told
from ppun_access.atelier.space import Space
from ppun_access.build import Request as BuildRequest
from ppun_access.build import build
from ppun_access.commands.summary import summary
from ppun_access.errors import OutputError, PpunError
from ppun_access.publish.manifest import MANIFEST
from ppun_access.serving.folder import Folder
from ppun_access.serving.live import Channel

_BROKEN = OutputError(
    "La publication a échoué à cause d’une erreur du programme.",
    next_step="Recommencez. Si cela échoue encore, prévenez la personne qui l’a installé.",
)


@dataclass(frozen=True, slots=True)
class Work:
    """How far a publication is."""

    running: bool = False
    phase: str = ""
    done: int = 0
    total: int = 0
    lines: tuple[str, ...] = ()
    """What a terminal would be told at the end."""
    error: str = ""


class Publisher:
    """Publishes the site of a space, one time after the other."""

    def __init__(self, space: Space) -> None:
        self._space = space
        self._lock = Lock()
        self.work = Work()
        self.channel = Channel({})

    def start(self) -> None:
        """Begin to publish, unless that is going on."""
        with self._lock:
            if not self.work.running:
                self._note(Work(running=True))
                Thread(target=self._publish, daemon=True).start()

    def _publish(self) -> None:
        def tell(phase: str, done: int, total: int, what: str = "", /) -> None:
            self._note(replace(self.work, phase=phase, done=done, total=total))

        try:
            request = BuildRequest((self._space.source,), self._space.out)
            lines = tuple(summary(build(request, tell)))
            self._note(Work(lines=lines))
        except PpunError as error:
            self._note(Work(error=told(error)))
        except BaseException:
            self._note(Work(error=told(_BROKEN)))
            raise

    def _note(self, work: Work) -> None:
        self.work = work
        names = ("running", "phase", "done", "total")
        self.channel.tell({name: getattr(work, name) for name in names})


def routes(space: Space) -> list[Route]:
    """Return the addresses of the page « Publier » and of the published site."""
    publisher, folder = Publisher(space), Folder(space.out)

    def page(request: Request) -> Response:
        return render(
            request, "publishing.html", title="Publier", work=publisher.work,
            published=(space.out / MANIFEST).is_file(), folder=space.out.name,
        )  # fmt: skip

    def publish(request: Request) -> Response:
        publisher.start()
        return RedirectResponse(f"{base(request)}/publier", 303)

    def site(request: Request) -> Response:
        return _below(request, f"{base(request)}/publie", folder.answer)

    return [
        Route("/publier", page),
        Route("/publier", publish, methods=["POST"]),
        Route("/publier/direct", publisher.channel.stream),
        Route("/publie/{path:path}", site),
    ]


def _below(request: Request, top: str, answer: Callable[[Request], Response]) -> Response:
    """Return what the site answers, that is shown below the address ``top``."""
    path = quote("/" + request.path_params["path"]).encode()
    response = answer(Request({**request.scope, "raw_path": path}))
    if moved := response.headers.get("location"):
        response.headers["location"] = f"{top}{moved}"
    return response

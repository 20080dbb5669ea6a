"""An atelier of a small project: asked without a network, or open for a real browser."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.applications import Starlette

from ppun_access.atelier.app import create
from ppun_access.atelier.space import Space
from ppun_access.serving.run import in_background

TOKEN = "un-jeton-de-test"
HOST = "127.0.0.1:4321"
OURS = {"host": HOST, "origin": f"http://{HOST}", "sec-fetch-site": "same-origin"}
"""What a browser says of a request that a page of the atelier makes."""
SOURCE = """---
author: Ada Lovelace
---
# Le bus de nuit

Le bus de nuit circule tous les vendredis de 22 h à 2 h. Il coûte 2 €.

Les personnes de moins de 18 ans doivent être accompagnées par un adulte.
"""

QUICK = """
const wait = setTimeout;
window.setTimeout = (then, time, ...more) => wait(then, time / 10, ...more);
"""
"""A page that saves at a shorter pause, for what is written all at once."""


@dataclass(frozen=True)
class Answered:
    """An answer, its body whole."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


def space_of(folder: Path, source: str = SOURCE) -> Space:
    """Return the space of a new project that has one text, ``bus-de-nuit``."""
    content = folder / "content"
    content.mkdir(parents=True)
    (folder / "ppun.toml").write_text('titre = "Transports"\nvoix = "silence"\n', "utf-8")
    (content / "bus.md").write_text(source, "utf-8")
    return Space(content, folder / "output")


def ask(
    app: Starlette,
    path: str,
    method: str = "GET",
    body: bytes = b"",
    headers: Mapping[str, str] | None = None,
) -> Answered:
    """Return what ``app`` answers; ``headers`` are those of a page of ours if None."""
    sent: list[Any] = []
    parts = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Any:
        return parts.pop(0) if parts else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    given = (OURS if headers is None else headers).items()
    path, _, query = path.partition("?")
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1",
        "method": method, "path": path, "raw_path": path.encode(), "root_path": "",
        "query_string": query.encode(), "scheme": "http", "server": ("127.0.0.1", 4321),
        "headers": [(name.encode(), value.encode()) for name, value in given],
    }  # fmt: skip
    try:
        asyncio.run(app(scope, receive, send))
    except Exception:  # the server writes down what breaks, after its answer
        if not sent:
            raise
    found = {name.decode(): value.decode("latin-1") for name, value in sent[0]["headers"]}
    return Answered(sent[0]["status"], found, b"".join(m["body"] for m in sent[1:]))


@contextmanager
def opened(space: Space) -> Iterator[str]:
    """Yield the address, without its last slash, at which a browser finds an atelier."""
    with in_background(create(space, TOKEN), "127.0.0.1", 0) as address:
        yield f"{address}{TOKEN}"

"""A site that changes while it is looked at: its pages learn of it and load again.

What is sent differs from what is published by one line, a script of this server: nothing
of it is ever written, and the policy of the pages is theirs (their scripts are ours and
``'self'``; the script listens from a worker, which has the policy of its own address).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from importlib.resources import files
from pathlib import Path
from threading import Condition

from ppun_access.serving.published import INDEX, Moved, Place, find, not_found
from ppun_access.serving.server import Request, digest

OWN = "/.ppun/"
"""Where the addresses of the preview begin: no site has a hidden folder."""
STREAM = f"{OWN}flux"
_SCRIPT = "text/javascript; charset=utf-8"
_ASSETS: Mapping[str, str] = {
    f"{OWN}direct.js": _SCRIPT,
    f"{OWN}veille.js": _SCRIPT,
    f"{OWN}direct.css": "text/css; charset=utf-8",
    "/sw.js": _SCRIPT,
}
"""What the preview answers itself. Instead of the service worker of the site, one that ends
it: a copy that a browser keeps would hide every change."""
_BEAT = 10.0
"""Seconds between two signs of life on the stream: it finds who has left."""
WAITING = """<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Le site se prépare</title>
</head>
<body>
<main>
<h1>Le site se prépare</h1>
<p>Cette page se remplit toute seule dès que le site est prêt.</p>
</main>
</body>
</html>
"""


@dataclass(frozen=True, slots=True)
class News:
    """What the pages are told: a number that grows, and why the last save is not shown."""

    number: int = 0
    error: str = ""


class LiveSite:
    """The folder ``root``, and before it, for a moment, what was just made of a change."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._draft: Path | None = None
        self._news = News()
        self._changed = Condition()

    def show(self, draft: Path | None = None) -> None:
        """Show what was just published; ``draft``, a folder, comes first while it is given.

        An error that was told is over.
        """
        self._draft = draft
        self._tell("")

    def fail(self, message: str) -> None:
        """Keep what is shown, and tell why nothing newer is."""
        self._tell(message)

    def _tell(self, error: str) -> None:
        with self._changed:
            self._news = replace(self._news, number=self._news.number + 1, error=error)
            self._changed.notify_all()

    def news(self, after: int, seconds: float) -> News | None:
        """Return what is to be told after ``after``, None when nothing is in time."""
        with self._changed:
            self._changed.wait_for(lambda: self._news.number != after, seconds)
            return self._news if self._news.number != after else None

    # What a server shows

    def place(self, path: str) -> Place:
        """Return the newest file at ``path``; the pages are those of one build."""
        draft = self._draft
        if draft is None:
            return find(self._root, path)
        newest = find(draft, path)
        if newest is not None:
            return newest
        last = find(self._root, path)
        is_page = isinstance(last, Moved) or (last and last.name.endswith(".html"))
        return None if is_page else last

    def missing(self) -> Place:
        """Return the page of the site for what is not there."""
        return not_found(self._draft or self._root)

    def dressed(self, content: bytes, name: str) -> bytes | None:
        """Return a page with the script that makes it load again."""
        line = (
            f'<script src="{OWN}direct.js" data-empreinte="{digest(content)}" '
            "defer></script>"
        ).encode()
        at = content.find(b"</head>")
        return content[:at] + line + content[at:] if at >= 0 else content + line

    def special(self, request: Request, path: str) -> bool:
        """Answer for the preview's own addresses, and for a site that is not there yet."""
        if path == STREAM:
            self._stream(request)
        elif path in _ASSETS:
            _send(request, _asset(path.rpartition("/")[2]), _ASSETS[path])
        elif self._draft is None and not (self._root / INDEX).is_file():
            page = self.dressed(WAITING.encode(), "index.html") or b""
            _send(request, page, "text/html; charset=utf-8")
        else:
            return False
        return True

    def _stream(self, request: Request) -> None:
        """Send news as they come (server-sent events), until the reader leaves."""
        request.close_connection = True
        request.send_response(200)
        request.send_header("Content-Type", "text/event-stream; charset=utf-8")
        request.send_header("Cache-Control", "no-store")
        request.send_header("Connection", "close")
        request.end_headers()
        last = -1
        while request.command != "HEAD":
            news = self.news(last, _BEAT)
            last = news.number if news else last
            line = f"data: {json.dumps(asdict(news))}\n\n" if news else ":\n\n"
            request.wfile.write(line.encode())


def _asset(name: str) -> bytes:
    return (files("ppun_access.serving") / "assets" / name).read_bytes()


def _send(request: Request, content: bytes, type_: str) -> None:
    request.send_response(200)
    request.send_header("Content-Type", type_)
    request.send_header("Content-Length", str(len(content)))
    request.send_header("Cache-Control", "no-store")
    request.end_headers()
    if request.command != "HEAD":
        request.wfile.write(content)

"""``atelier``: open the atelier of a folder in the browser, one at a time."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Thread

from ppun_access.atelier.app import create
from ppun_access.atelier.space import Space
from ppun_access.errors import OutputError
from ppun_access.publish.build_lock import build_lock
from ppun_access.runtime.cache import default_root
from ppun_access.runtime.untrusted_files import read_regular
from ppun_access.serving.run import LOOPBACK, open_page, run

_LONGEST = 1000
"""Bytes of an address."""
Tell = Callable[[str], None]


def atelier(
    source: Path,
    out: Path,
    port: int,
    opens: bool,
    tell: Tell,
    model_host: str | None = None,
) -> None:
    """Show the atelier of ``source`` until interrupted.

    One that is open already in this folder is shown instead of a second one. Raises
    InputError or UsageError when the project cannot be read.
    """
    place = _place(source)
    try:
        with build_lock(place):
            place.unlink(missing_ok=True)  # of one that was killed
            token = secrets.token_urlsafe(24)
            app = create(Space(source, out, model_host), token)

            def opened(url: str) -> None:
                _opened(f"{url}{token}/", place, opens, tell)

            try:
                run(app, LOOPBACK, port, opened, tell)
            finally:
                place.unlink(missing_ok=True)
    except OutputError:
        with suppress(OSError):
            if url := read_regular(place, _LONGEST).decode():
                tell(f"L’atelier de ce dossier est déjà ouvert, à l’adresse {url}")
                if opens:
                    open_page(url)
                return
        raise


def _place(source: Path) -> Path:
    """Return where the address of the atelier of a folder is kept."""
    name = hashlib.sha256(os.fsencode(source.resolve())).hexdigest()[:16]
    return default_root() / "atelier" / name


def _opened(url: str, place: Path, opens: bool, tell: Tell) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with os.fdopen(os.open(place, flags, 0o600), "w", encoding="utf-8") as handle:
        handle.write(url)  # whoever reads it may write in the project
    tell(f"L’atelier est à l’adresse {url} (Ctrl-C pour arrêter).")
    if opens:
        Thread(target=open_page, args=(url,), daemon=True).start()

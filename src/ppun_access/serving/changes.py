"""Hear of the files that change in some folders, once each save is over (watchfiles)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Event, Thread

from watchfiles import Change, watch
from watchfiles.main import FileChange

CALM = 0.1
"""Seconds without a change after which a save is over."""
CALM_IF_EMPTY = 1.0
"""The same when a file has become empty or is gone: it is perhaps being replaced."""
LONGEST = 5.0
"""Seconds after which a folder that never rests is taken as it is."""
_STEP = 25
"""Milliseconds between two looks of watchfiles at what the system has told it."""
PAUSE = 0.05
"""Seconds of one wait for what is heard: not everywhere does Ctrl-C end a wait."""


class Changes:
    """The files that change and that ``is_read`` chooses, by their paths."""

    def __init__(self, is_read: Callable[[str], bool]) -> None:
        self._is_read = is_read
        self._heard: SimpleQueue[set[str]] = SimpleQueue()
        self._stop = Event()

    def watch(self, folders: Iterable[Path]) -> None:
        """Listen to folders, in the place of those of before, when this returns.

        Of each, what stands directly there.
        """
        before, self._stop = self._stop, Event()
        ready = Event()
        arguments = tuple(folders), self._stop, ready
        Thread(target=self._listen, args=arguments, daemon=True).start()
        ready.wait()
        before.set()

    def stop(self) -> None:
        """Listen to nothing any more."""
        self._stop.set()

    @property
    def pending(self) -> bool:
        """Whether something has changed that was not taken."""
        return not self._heard.empty()

    def take(self) -> list[str]:
        """Wait until something has changed and rests, and return which paths."""
        paths = set[str]()
        while not paths:
            with suppress(Empty):
                paths = self._heard.get(timeout=PAUSE)
        last = time.monotonic() + LONGEST
        while time.monotonic() < last:
            unfinished = any(map(_is_unfinished, map(Path, paths)))
            try:
                paths |= self._heard.get(timeout=CALM_IF_EMPTY if unfinished else CALM)
            except Empty:
                break
        return sorted(paths)

    def _listen(self, folders: tuple[Path, ...], stop: Event, ready: Event) -> None:
        """Put what changes into the queue; by polling where the system tells nothing."""

        def chosen(_: Change, path: str) -> bool:
            ready.set()
            return self._is_read(path)

        polling = None
        while not stop.is_set():
            try:
                for heard in watch(
                    *(folder for folder in folders if folder.is_dir()),
                    watch_filter=chosen, recursive=False, stop_event=stop,
                    step=_STEP, rust_timeout=_STEP,
                    yield_on_timeout=True,  # it says that it listens
                    force_polling=polling, ignore_permission_denied=True,
                ):  # fmt: skip
                    ready.set()
                    if paths := lasting(heard):
                        self._heard.put(paths)
            except FileNotFoundError:  # a folder is gone since
                continue
            except (OSError, RuntimeError):
                polling = True
                time.sleep(PAUSE)


def lasting(heard: set[FileChange]) -> set[str]:
    """Return the paths that changed, without those that came and went.

    A folder in which something changed is the same folder.
    """
    came = {path for change, path in heard if change == Change.added}
    return {
        path
        for change, path in heard
        if (path not in came or Path(path).exists())
        and not (change == Change.modified and Path(path).is_dir())
    }


def _is_unfinished(path: Path) -> bool:
    """Return whether a file is empty or gone."""
    try:
        return not path.is_dir() and path.stat().st_size == 0
    except OSError:
        return True

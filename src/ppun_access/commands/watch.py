"""``watch``: build, serve, and rebuild when a source file changes.

A change is shown in two steps: the pages, their texts and their sound first, in a folder
of their own, within two seconds; then all the formats, in the published folder, unless the
first step could not read the change. Another save puts an end to the second step.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import NoReturn, TypeAlias

from ppun_access.build import Request, Result, build
from ppun_access.build.context import report_folder
from ppun_access.build.team_folder import check_report
from ppun_access.commands.summary import summary
from ppun_access.errors import PpunError, reason
from ppun_access.formats import FORMATS, PAGE, records
from ppun_access.project.project import load_project
from ppun_access.publish.output import check_output_folder
from ppun_access.readers.mkdocs.site import page_folder
from ppun_access.report import Finding, Severity
from ppun_access.runtime.progress import Progress
from ppun_access.serving.live import LiveSite
from ppun_access.serving.run import OPENED, Tell, in_background, open_page
from ppun_access.settings.ppun_toml import expand_formats, find_settings
from ppun_access.writers.units import NBSP, count, number

SHOWN = 5
"""How many new findings are reported after a change; the report has them all."""
LOOK_EVERY = 0.3
"""Seconds between two looks at the files while a build goes on."""
NAMED = 3
"""How many of the files that changed are named."""


ShownProgress = Callable[[], AbstractContextManager[Progress]]
"""Shows the progress of one build, for as long as it goes on."""


class SupersededError(BaseException):
    """A file has changed during a build; like Ctrl-C, ``except Exception`` misses it."""


@dataclass(frozen=True, slots=True)
class WatchRequest:
    """What the user asked for: a build, and where to show it."""

    build: Request
    host: str
    port: int
    opens: bool = True
    """Whether to open the page in the browser."""


def watch(request: WatchRequest, tell: Tell, progress: ShownProgress) -> NoReturn:
    """Build, show and go on until interrupted; ``progress`` tells of the first build.

    Raises InputError when a source is absent, UsageError or OutputError when the place
    or the port is not right; after that, errors are reported and waited out.
    """
    sources, out = request.build.sources, request.build.out
    for source in sources:
        if not source.exists():
            load_project((source,))  # says so
    check_report(report_folder(out))
    check_output_folder(out, tuple(map(page_folder, sources)))
    live = LiveSite(out, tell)
    files = WatchedFiles((*sources, *request.build.declared), out)
    with ExitStack() as stack:
        server = in_background(live, request.host, request.port, tell)
        url = stack.enter_context(server)
        draft = Path(stack.enter_context(TemporaryDirectory(prefix="ppun-apercu-")))
        tell(OPENED.format(url))
        if request.opens:
            Thread(target=open_page, args=(url,), daemon=True).start()
        drafts = draft / "a" / "site", draft / "b" / "site"
        rebuilding = Rebuilder(request.build, drafts, files, live, tell)
        rebuilding.first(progress)
        while True:
            rebuilding.after_change()


@dataclass(slots=True)
class Rebuilder:
    """Builds after each change, and has the result shown.

    The first step goes to one of ``drafts``: never the one that is perhaps shown.
    """

    request: Request
    drafts: tuple[Path, Path]
    files: WatchedFiles
    live: LiveSite
    tell: Tell
    _seen: State = field(default_factory=dict)
    _broken: frozenset[Finding] = frozenset()
    """What could not be read in the site that is shown."""
    _told: frozenset[str] = frozenset()

    def first(self, progress: ShownProgress) -> None:
        """Build everything, as « build » does."""
        self._seen = self.files.state()
        with self._surviving():
            with progress() as told:
                result = build(self.request, self._watching(told))
            self._publish(result)
            self.tell_lines(summary(result))

    def after_change(self) -> None:
        """Wait for a change, then build what depends on it."""
        before, self._seen = self._seen, next_state(self.files.state, self._seen)
        self._say(f"Changé : {_names(changed(before, self._seen))}.")
        with self._surviving():
            if self._shown_quickly():
                begun = time.monotonic()
                result = build(self.request, self._watching(lambda *args: None))
                self._tell_new(result.findings)
                self._publish(result)
                message = count(len(result.findings), "remarque")
                self._say(f"Tout est à jour ({_seconds(begun)}), {message}.")

    # The two steps

    def _shown_quickly(self) -> bool:
        """Build and show the pages; False when the change cannot be read."""
        formats = self.request.formats
        if formats is None:
            settings = load_project(self.request.sources, self.request.declared).settings
            formats = expand_formats(settings.formats, "ppun.toml")
        quick = quick_formats(formats)
        begun = time.monotonic()
        draft, other = self.drafts
        own = replace(self.request, out=draft, formats=quick, preview=True)
        result = build(own)
        broken = _unreadable(result) - self._broken
        if broken and self.files.out.is_dir():
            self._fail("\n".join(sorted(map(str, broken))))
            return False
        if result.changed:
            self.live.show(draft)
            self.drafts = other, draft
        self._say(f"L’aperçu est à jour ({_seconds(begun)}).")
        self._tell_new(result.findings)
        return True

    def _publish(self, result: Result) -> None:
        self._broken = _unreadable(result)
        self._told = frozenset(map(str, result.findings))
        self.live.show()

    def _watching(self, progress: Progress) -> Progress:
        """Return ``progress``, that also ends the build as soon as a file has changed."""
        last = time.monotonic()

        def told(phase: str, done: int, total: int, what: str = "", /) -> None:
            nonlocal last
            progress(phase, done, total, what)
            if time.monotonic() - last >= LOOK_EVERY:
                if self.files.state() != self._seen:
                    raise SupersededError
                last = time.monotonic()

        return told

    # What is told

    @contextmanager
    def _surviving(self) -> Iterator[None]:
        """Report an error and go on: the next save may fix it."""
        try:
            yield
        except SupersededError:
            self._say("Un fichier a changé : la publication recommence.")
        except PpunError as error:
            self._fail(str(error))
        except OSError as error:
            name = f" ({error.filename})" if error.filename else ""
            self._fail(f"Le système a refusé{name} : {reason(error)}.")
        except Exception as error:  # of ours: the site that is shown is still good
            self._fail(f"Le programme s’est trompé : {type(error).__name__} : {error}.")

    def _fail(self, message: str) -> None:
        self._say(f"Erreur : {message}")
        self.live.fail(message)

    def _tell_new(self, findings: Sequence[Finding]) -> None:
        grave = [str(f) for f in findings if f.severity > Severity.INFO]
        new = [line for line in grave if line not in self._told]
        self.tell_lines(f"  - {line}" for line in new[:SHOWN])
        self._told = self._told | frozenset(new)

    def _say(self, line: str) -> None:
        self.tell(f"{time.strftime('%H:%M:%S')} {line}")

    def tell_lines(self, lines: Iterable[str]) -> None:
        """Tell several lines."""
        for line in lines:
            self.tell(line)


def quick_formats(formats: Sequence[str]) -> tuple[str, ...]:
    """Return which of ``formats`` to make first: pages, texts, and one sound if any.

    >>> quick_formats(("html", "text", "opus", "mp3", "epub", "vtt"))
    ('html', 'text', 'mp3', 'vtt')
    >>> quick_formats(("pdf", "epub"))
    ('html',)
    """
    sounds = (one.name for one in FORMATS.values() if one.is_sound)
    sound = next((name for name in sounds if name in formats), "")
    quick = (one.name for one in records(formats) if one.quick or one.name == sound)
    return (PAGE, *(name for name in quick if name != PAGE))


def _unreadable(result: Result) -> frozenset[Finding]:
    return frozenset(f for f in result.findings if f.row.keeps_back)


def _names(paths: Sequence[str]) -> str:
    shown = ", ".join(os.path.relpath(path) for path in paths[:NAMED])
    more = len(paths) - NAMED
    others = count(more, "autre fichier", "autres fichiers")
    return f"{shown} et {others}" if more > 0 else shown


def _seconds(begun: float) -> str:
    return f"{number(time.monotonic() - begun, 1)}{NBSP}s"


# Watched files


State: TypeAlias = Mapping[str, tuple[int, int, int]]
"""Path → when it was written (ns), its size in bytes, its number on the disk."""
SPACE = ".gitbook"
"""How the hidden names of a GitBook space begin that pages depend on."""
PAUSE = 0.2
"""Seconds between two looks."""
SHARE = 10
"""A look takes at most one part of the time in so many: thousands of files, less often."""
CALM = 0.1
"""Seconds without a change after which a save is over."""
CALM_IF_EMPTY = 1.0
"""The same when a file has become empty or is gone: it is perhaps being replaced."""
LONGEST = 5.0
"""Seconds after which a folder that never rests is taken as it is."""


@dataclass(frozen=True, slots=True)
class WatchedFiles:
    """Poll files whose changes trigger a rebuild: sources, settings, voices."""

    sources: tuple[Path, ...]
    out: Path

    def state(self) -> State:
        """Return the present state of the files."""
        skipped = {str(self.out.resolve()), str(report_folder(self.out))}
        roots = {(s if s.is_dir() else s.parent).resolve(): None for s in self.sources}
        found: dict[str, tuple[int, int, int]] = {}
        for root in roots:
            found.update(_below(str(root), skipped))
            settings = find_settings(root)
            places = {Path.cwd(), settings.parent if settings else root}
            for folder in places:
                found.update(_below(str(folder / "voices"), skipped))
            if settings:
                found.update(_stamped(str(settings), settings.stat))
        return found


def _below(folder: str, skipped: set[str]) -> Iterator[tuple[str, tuple[int, int, int]]]:
    """Yield the files of a folder; one that is absent has none."""
    try:
        with os.scandir(folder) as entries:
            listed = list(entries)
    except OSError:
        return
    for entry in listed:
        hidden = entry.name.startswith(".") and not entry.name.startswith(SPACE)
        if hidden or entry.name.endswith("~") or entry.path in skipped:
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _below(entry.path, skipped)
        else:
            yield from _stamped(entry.path, entry.stat)


def _stamped(
    path: str, stat: Callable[[], os.stat_result]
) -> Iterator[tuple[str, tuple[int, int, int]]]:
    try:
        found = stat()
    except OSError:  # gone since
        return
    yield path, (found.st_mtime_ns, found.st_size, found.st_ino)


def changed(before: State, after: State) -> list[str]:
    """Return the paths that are not the same in two states."""
    paths = before.keys() | after.keys()
    return sorted(path for path in paths if before.get(path) != after.get(path))


def next_state(
    look: Callable[[], State],
    seen: State,
    *,
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> State:
    """Return the state of the files once a change after ``seen`` has settled.

    A save that is half written is waited for, at most ``LONGEST`` seconds.
    """
    while True:
        begun = clock()
        now = look()
        if now == seen:
            sleep(max(PAUSE, SHARE * (clock() - begun)))
        elif (rested := _rested(look, seen, now, sleep, clock)) != seen:
            return rested


def _rested(
    look: Callable[[], State], seen: State, now: State,
    sleep: Callable[[float], None], clock: Callable[[], float],
) -> State:  # fmt: skip
    last = clock() + LONGEST
    while clock() < last:
        sleep(CALM_IF_EMPTY if _is_unfinished(seen, now) else CALM)
        after = look()
        if after == now:
            break
        now = after
    return now


def _is_unfinished(before: State, now: State) -> bool:
    """Return whether a file that had something is empty or gone."""
    held = (path for path, (_, size, _) in before.items() if size)
    return any(path not in now or now[path][1] == 0 for path in held)

"""``watch``: build, serve, and rebuild when a source file changes.

A change is shown in two steps: the pages, their texts and their sound first, in a folder
of their own, within two seconds; then all the formats, in the published folder, unless the
first step could not read the change. Another save puts an end to the second step.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import NoReturn

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
from ppun_access.serving.changes import Changes
from ppun_access.serving.live import LiveSite
from ppun_access.serving.run import OPENED, Tell, in_background, open_page
from ppun_access.settings.ppun_toml import expand_formats, find_settings
from ppun_access.writers.units import NBSP, count, number

SHOWN = 5
"""How many new findings are reported after a change; the report has them all."""
NAMED = 3
"""How many of the files that changed are named."""


ShownProgress = Callable[[], AbstractContextManager[Progress]]
"""Shows the progress of one build, for as long as it goes on."""


class SupersededError(BaseException):
    """A file has changed during a build; like Ctrl-C, ``except Exception`` misses it."""


def watch(
    request: Request, host: str, port: int, opens: bool, tell: Tell, progress: ShownProgress
) -> NoReturn:
    """Build, show and go on until interrupted; ``progress`` tells of the first build.

    With ``opens``, the page is opened in the browser. Raises InputError when a source is
    absent, UsageError or OutputError when the place or the port is not right; after that,
    errors are reported and waited out.
    """
    for source in request.sources:
        if not source.exists():
            load_project((source,))  # says so
    check_report(report_folder(request.out))
    check_output_folder(request.out, tuple(map(page_folder, request.sources)))
    live = LiveSite(request.out, tell)
    with (
        in_background(live, host, port, tell) as url,
        TemporaryDirectory(prefix="ppun-apercu-") as draft,
    ):
        tell(OPENED.format(url))
        if opens:
            Thread(target=open_page, args=(url,), daemon=True).start()
        files = SourceFiles((*request.sources, *request.declared), request.out)
        drafts = Path(draft, "a", "site"), Path(draft, "b", "site")
        rebuilding = Rebuilder(request, drafts, files, live, tell)
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
    files: SourceFiles
    live: LiveSite
    tell: Tell
    _broken: frozenset[Finding] = frozenset()
    """What could not be read in the site that is shown."""
    _told: frozenset[str] = frozenset()

    def first(self, progress: ShownProgress) -> None:
        """Build everything, as « build » does."""
        with self._surviving():
            with progress() as told:
                result = build(self.request, self._watching(told))
            self._publish(result)
            for line in summary(result):
                self.tell(line)

    def after_change(self) -> None:
        """Wait for a change, then build what depends on it."""
        self._say(f"Changé : {_names(self.files.take())}.")
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
        if broken and self.request.out.is_dir():
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

        def told(phase: str, done: int, total: int, what: str = "", /) -> None:
            progress(phase, done, total, what)
            if self.files.changes.pending:
                raise SupersededError

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
        for line in new[:SHOWN]:
            self.tell(f"  - {line}")
        self._told = self._told | frozenset(new)

    def _say(self, line: str) -> None:
        self.tell(f"{time.strftime('%H:%M:%S')} {line}")


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


SPACE = ".gitbook"
"""How the hidden names of a GitBook space begin that pages depend on."""


class SourceFiles:
    """The files whose changes call for a build: sources, settings, voices.

    They are watched from now on.
    """

    def __init__(self, sources: Iterable[Path], out: Path) -> None:
        self._roots = {(s if s.is_dir() else s.parent).resolve() for s in sources}
        self._written = {out.resolve(), report_folder(out)}
        self._watched: set[Path] = set()
        self.changes = Changes(self.is_read)
        self._watch()

    def take(self) -> list[str]:
        """Wait for a change, and return the paths of what changed."""
        paths = self.changes.take()
        self._watch(paths)
        return paths

    def _watch(self, paths: Iterable[str] = ()) -> None:
        """Listen to other folders where ``paths`` has made some, or made one anew."""
        before, self._watched = self._watched, self._folders()
        if self._watched != before or not before.isdisjoint(map(Path, paths)):
            self.changes.watch(self._watched)

    def _folders(self) -> set[Path]:
        """Return those that may hold settings, and all that hold what a build reads.

        Links are not followed: one that is may lead to the whole machine.
        """
        self._places = {Path.cwd()}
        for root in self._roots:
            settings = find_settings(root)
            top = settings.parent if settings else root.parent
            above = (root, *root.parents)
            self._places.update(above[: above.index(top) + 1])
        self._read = self._roots | {place / "voices" for place in self._places}
        found = {folder for folder in self._places | self._read if folder.is_dir()}
        for root in self._read:
            for folder, names, _ in os.walk(root):
                names[:] = [n for n in names if self.is_read(str(Path(folder, n)))]
                found.add(Path(folder))
        return found

    def is_read(self, name: str) -> bool:
        """Return whether a build depends on the file or the folder called ``name``."""
        path = Path(name)
        if path.parent in self._places and path.name == "ppun.toml":
            return True
        root = next(filter(path.is_relative_to, self._read), None)
        if root is None or not self._written.isdisjoint((path, *path.parents)):
            return False
        below = path.relative_to(root).parts
        hidden = (one.startswith(".") and not one.startswith(SPACE) for one in below)
        return not name.endswith("~") and not any(hidden)

"""Builds that are killed, doubled or out of disk: each must leave one whole build.

A child is a fork of a process in which the program is loaded: it starts at once, and the
signal that ends it is a real one. So many builds of each kind are broken in a row, where
SEED says, then one is left alone. What is not as it should be is printed, a line each.

    python crashes.py FOLDER SEED kill=8 rename=8 late=8 double=3 full=5 limit=2
"""

from __future__ import annotations

import contextlib
import errno
import io
import os
import random
import resource
import signal
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import Any

from ppun_access.cli import main
from ppun_access.publish import exchange

TAKES_ROOM = ("os.mkdir", "os.link", "shutil.copyfile")
CHANGES = (*TAKES_ROOM, "os.rename", "os.remove", "os.rmdir", "os.truncate", "os.chmod")
"""The audit events of what changes a disk, but for files that are opened to be written."""
WORDINGS = range(4)
NOT_OURS = {"notes/mien.txt": b"\xc3\xa0 garder", "CNAME": b"exemple.fr"}
LATE = "tard"
"""The folder of the files that somebody publishes while ours are being replaced."""
AFTER = 40
"""Changes after an exchange among which a build is killed: it makes some thirty."""


class Site:
    """A small project in a folder, whose pages are of one wording or of another."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "content/facile").mkdir(parents=True)
        for id_ in ("bonjour", "autre", "page-qui-part"):  # no draft: that is slow
            self._page(f"facile/{id_}.md", "# Simple\n\nUn texte simple.\n")
        for name, content in NOT_OURS.items():
            path = folder / "output" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        os.chdir(folder)
        os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
        self.state = folder.with_name(f"{folder.name}-etat")
        os.environ["XDG_STATE_HOME"] = str(self.state)

    def _page(self, name: str, text: str) -> None:
        (self.folder / "content" / name).write_text(text, "utf-8")

    def wording(self, number: int) -> None:
        """Write the pages; every other wording has one page less."""
        self._page("a.md", f"# Bonjour\n\nVoici un texte. C’est le numéro {number}.\n")
        self._page("c.md", "# Autre\n\nCe texte ne change pas.\n")
        self._page("b.md", f"# Page qui part\n\nElle reviendra {number} fois.\n")
        if number % 2:
            (self.folder / "content/b.md").unlink()

    def snapshot(self) -> dict[str, bytes]:
        """Return what is published, without what came late."""
        out = self.folder / "output"
        return {
            path.relative_to(out).as_posix(): path.read_bytes()
            for path in sorted(out.rglob("*"))
            if path.is_file() and path.parent.name != LATE
        }

    def late(self, folder: str) -> set[str]:
        """Return the files that came late (``cache``), or those published (``output``)."""
        return {path.name for path in (self.folder / folder / LATE).glob("*")}


# Children, and what happens to them


def build() -> int:
    """Build the site; return the exit code, 99 after a traceback."""
    with contextlib.redirect_stderr(io.StringIO()) as told:
        code = main(["build", "--to", "html,text"])
    return 99 if "Traceback" in told.getvalue() else code


def child(
    prepare: Callable[[], object] = lambda: None, work: Callable[[], int] = build
) -> int:
    """Begin ``work`` in a child, after ``prepare``; return its process id."""
    pid = os.fork()
    if pid == 0:
        code = 98
        try:
            prepare()
            code = work()
        except BaseException:
            traceback.print_exc(file=sys.stdout)
        finally:
            sys.stdout.flush()
            os._exit(code)
    return pid


def ended(pid: int) -> int:
    """Return the exit code of a child, or minus the signal that ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def at_each_change(act: Callable[[str], object]) -> None:
    """Have ``act`` called before every change that this process makes to the disk."""

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        writes = os.O_WRONLY | os.O_RDWR
        if event in CHANGES or (event == "open" and int(arguments[2] or 0) & writes):
            act(event)

    sys.addaudithook(hook)


def killed_at(place: int) -> Callable[[], None]:
    """Return what has this process killed just before its change number ``place``."""
    numbers = count()

    def act(event: str) -> None:
        if next(numbers) == place:
            os.kill(os.getpid(), signal.SIGKILL)

    return lambda: at_each_change(act)


def full_at(place: int) -> Callable[[], None]:
    """Return what fills the disk just before change number ``place``."""
    numbers = count()

    def act(event: str) -> None:
        if next(numbers) >= place and event in (*TAKES_ROOM, "open"):
            raise OSError(errno.ENOSPC, "No space left on device")

    return lambda: at_each_change(act)


def limited_to(size: int) -> Callable[[], None]:
    """Return what stops every file at ``size`` bytes, in the middle of a write."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def renaming(then: Callable[[], object]) -> Callable[[], None]:
    """Return what makes this disk one that cannot exchange two folders, then the rest."""

    def prepare() -> None:
        exchange.swap = lambda new, out: False
        then()

    return prepare


def somebody_publishes(name: str, *, in_one_call: bool, place: int) -> Callable[[], None]:
    """Return what has a file arrive just before the exchange.

    The process is killed at its change number ``place`` after that.
    """

    def prepare() -> None:
        real = exchange.swap

        def arrives(new: Path, out: Path) -> bool:
            (out / LATE).mkdir(exist_ok=True)
            (out / LATE / name).write_text(name)
            (out.parent / "cache" / LATE).mkdir(exist_ok=True)
            (out.parent / "cache" / LATE / name).touch()  # it came: a build exchanged
            killed_at(place)()
            return in_one_call and real(new, out)

        exchange.swap = arrives

    return prepare


def changes_of_a_build() -> int:
    """Return how many changes one build makes to the disk."""
    reading, writing = os.pipe()
    pid = child(lambda: at_each_change(lambda event: os.write(writing, b".")))
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        done = len(told.read())
    assert ended(pid) == 0
    return done


# What they leave


class Trial:
    """Breaks builds of a site and tells what they should not have left."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.site, self.random = Site(folder), random.Random(seed)
        self.site.wording(0)
        assert build() == 0  # children find the program and its words loaded
        self.whole = {number: self._untroubled(number) for number in WORDINGS}
        self.site.wording(0)
        self.changes = changes_of_a_build()
        self.number = 0
        self.late = 0
        self.possible = [self.site.snapshot()]

    def _untroubled(self, number: int) -> dict[str, bytes]:
        """Return what the site holds when nothing troubles its build."""
        self.site.wording(number)
        assert ended(child()) == 0
        found = self.site.snapshot()
        assert NOT_OURS.items() <= found.items()
        return found

    def broken(self, kind: str) -> Iterator[str]:
        """Break a build of another wording; yield what is wrong with what it leaves."""
        self.number = self.random.choice([n for n in WORDINGS if n != self.number])
        self.site.wording(self.number)
        place, allowed = self.random.randrange(self.changes), {0, 5}
        match kind:
            case "kill":
                pids, allowed = [child(killed_at(place))], {0, -signal.SIGKILL}
            case "rename":
                pids, allowed = [child(renaming(killed_at(place)))], {0, -signal.SIGKILL}
            case "late":
                pids, allowed = [child(self._late())], {0, -signal.SIGKILL}
            case "double":
                pids = [child(), child()]
            case "full":
                pids = [child(full_at(place))]
            case _:
                pids = [child(limited_to(self.random.randrange(20_000)))]
        codes = [ended(pid) for pid in pids]
        if not set(codes) <= allowed or codes == [5, 5]:
            yield f"{kind} {self.number}: exit {codes}"
        yield from self._left(absent=kind in ("rename", "late"))

    def _late(self) -> Callable[[], None]:
        """Return what has somebody publish a file, which must never be lost."""
        self.late += 1
        one, place = self.random.random() < 0.5, self.random.randrange(AFTER)
        return somebody_publishes(f"{self.late}.txt", in_one_call=one, place=place)

    def _left(self, *, absent: bool) -> Iterator[str]:
        """Yield what is wrong with the folder; it may be ``absent`` between two renames."""
        self.possible.append(self.whole[self.number])
        found = self.site.snapshot()
        if absent and not found:
            return
        if found not in self.possible:
            yield f"{self.number}: neither the old build nor the new one: {sorted(found)}"
        self.possible = [found]

    def mended(self) -> Iterator[str]:
        """Yield what is wrong after one build that nothing troubles."""
        if code := ended(child()):
            yield f"{self.number}: the last build ends with {code}"
        if (found := self.site.snapshot()) != self.whole[self.number]:
            yield f"{self.number}: the last build differs: {sorted(found)}"
        if lost := self.site.late("cache") - self.site.late("output"):
            yield f"{self.number}: files of others are lost: {sorted(lost)}"
        self.possible = [found]
        names = {path.name for path in self.site.folder.iterdir()} - {"cache"}
        if names != {"content", "output", "output-rapport"}:
            yield f"{self.number}: left beside the folder: {sorted(names)}"
        if notes := [path.name for path in self.site.state.glob("*/*")]:
            yield f"{self.number}: left noted: {notes}"


def trials(folder: Path, seed: int, kinds: Mapping[str, int]) -> Iterator[str]:
    """Yield what went wrong in the broken builds of each kind, so many of each."""
    one = Trial(folder, seed)
    for kind, times in kinds.items():
        for _ in range(times):
            yield from one.broken(kind)
        yield from one.mended()


if __name__ == "__main__":
    asked = (argument.split("=") for argument in sys.argv[3:])
    wrong = trials(Path(sys.argv[1]), int(sys.argv[2]), {k: int(n) for k, n in asked})
    sys.stdout.writelines(f"{line}\n" for line in wrong)

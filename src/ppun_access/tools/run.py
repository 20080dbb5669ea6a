"""Run external programs: the only place that does, without a shell, with time limits."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from threading import Thread
from typing import IO, TypeAlias
from weakref import WeakSet

from ppun_access.errors import MissingToolError, OutputError
from ppun_access.runtime.executor_child import AT_THE_END

TIMEOUT = 300.0
"""Seconds that a program may take, unless its caller knows better."""
Process: TypeAlias = subprocess.Popen[bytes]
"""A program that was started."""
_RUNNING: WeakSet[subprocess.Popen[bytes]] = WeakSet()
"""Programs that may still run; those that nobody holds have ended."""
MEMORY = 2 << 30
"""Bytes of its own that a program may take which draws what a stranger wrote."""
SAID = 1_000_000_000
"""Bytes that a program may write on its standard output, unless its caller knows better."""
LAST_WORDS = 1_000_000
"""Bytes that are kept of what it writes on the other: its end says what failed."""
_COLOURS = re.compile(r"\x1b\[[\d;]*m")
"""What tells a terminal to change the colour of letters."""
_PIECE = 1 << 16
_SHORTER = (
    "Relancez la commande ; si cela recommence, essayez sur un texte plus court et "
    "signalez le problème."
)
_CLOSING = 5.0
"""Seconds left to a program's pipes to close once it has ended."""


@dataclass(frozen=True, slots=True)
class ToolProbe:
    """A program that is here: where it is, and its version for the cache keys."""

    name: str
    path: Path
    version: str


def package_probe(
    module: str, missing: str, install: str, *, name: str = "", file: str = ""
) -> ToolProbe:
    """Return where a Python package that is a tool is, or a ``file`` beside its module.

    ``name`` is that of its distribution when it is another. Raises MissingToolError, with
    the message ``missing``, when it is not installed.
    """
    name = name or module
    with suppress(ValueError, PackageNotFoundError):
        spec = find_spec(module)
        if spec is not None and spec.origin:
            path = Path(spec.origin)
            path = path.with_name(file) if file else path
            if path.is_file():
                return ToolProbe(name, path, version(name))
    raise MissingToolError(missing, next_step=install)


def npm_probe(name: str, package: Path, file: str, missing: str, install: str) -> ToolProbe:
    """Return where a ``file`` of a ``package`` that npm installed is, and its version.

    Raises as ``package_probe``.
    """
    with suppress(OSError, ValueError, KeyError, TypeError):
        values = json.loads((package / "package.json").read_text("utf-8"))
        if (package / file).is_file():
            return ToolProbe(name, package / file, str(values["version"]))
    raise MissingToolError(missing, next_step=install)


@dataclass(frozen=True, slots=True)
class Completed:
    """The output of a program that has ended."""

    code: int
    stdout: bytes
    stderr: str


def run(
    arguments: Sequence[str | Path],
    *,
    name: str,
    install: str,
    stdin: bytes | Iterable[bytes] = b"",
    timeout: float = TIMEOUT,
    memory: int | None = None,
    most: int = SAID,
    accept: frozenset[int] = frozenset({0}),
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Completed:
    """Run a program to its end and return its output.

    ``stdin`` is fed in chunks, so it need not fit in memory; an exception of that
    iterable stops the program and comes out of here. ``environment`` is added to ours.
    ``accept`` lists the exit codes that are no failure. Raises MissingToolError, with
    ``install`` as the next step, when there is no such program, and OutputError when it
    fails, takes more than ``timeout`` seconds, says more than ``most`` bytes or wants more
    than ``memory`` (Linux).
    """
    process = start(
        arguments, name, install, environment=environment, folder=folder, memory=memory
    )
    feeder = _InputWriter(process, (stdin,) if isinstance(stdin, bytes) else stdin)
    said = _OutputReader(process, process.stdout, most)
    errors = _OutputReader(process, process.stderr)
    process.stdout = process.stderr = None  # theirs alone: they close them
    try:
        for thread in (feeder, said, errors):
            thread.start()
        _wait(process, (said, errors), timeout)
        feeder.join(_CLOSING)
    except subprocess.TimeoutExpired as error:
        raise timeout_error(name, timeout) from error
    finally:
        end(process)
    if feeder.error is not None:
        raise feeder.error
    if said.too_much:
        raise output_error(name, most)
    stderr = b"".join(errors.pieces).decode("utf-8", "replace")
    done = Completed(process.returncode, b"".join(said.pieces), stderr)
    if done.code not in accept:
        raise failure_error(name, done)
    return done


class TooLongError(OutputError):
    """A program took more time than it may: asked again, it would take as much."""


class _OutputReader(Thread):
    """Reads what a program says: one that says more than ``most`` bytes is stopped.

    Without ``most``, its last words are kept and the others forgotten.
    """

    def __init__(
        self, process: subprocess.Popen[bytes], pipe: IO[bytes] | None, most: int = 0
    ) -> None:
        super().__init__(daemon=True)
        self.too_much = False
        self._process, self._pipe, self._most = process, pipe, most
        self.pieces, self._size = deque[bytes](), 0

    def run(self) -> None:
        """Read to the end."""
        if self._pipe is None:
            return
        with self._pipe:
            while piece := os.read(self._pipe.fileno(), _PIECE):
                self.pieces.append(piece)
                self._size += len(piece)
                if self._most and self._size > self._most:
                    self.too_much = True
                    stop(self._process)
                    return
                while not self._most and self._size - len(self.pieces[0]) > LAST_WORDS:
                    self._size -= len(self.pieces.popleft())


def _wait(
    process: subprocess.Popen[bytes], threads: Iterable[Thread], timeout: float
) -> None:
    """Wait for the end of a program and of its output; TimeoutExpired if too long."""
    over = time.monotonic() + timeout
    for thread in threads:
        thread.join(max(0.0, over - time.monotonic()))
        if thread.is_alive():
            raise subprocess.TimeoutExpired(process.args, timeout)
    process.wait(max(0.0, over - time.monotonic()))


class _InputWriter(Thread):
    """Writes to a program's standard input while its output is read."""

    def __init__(self, process: subprocess.Popen[bytes], pieces: Iterable[bytes]) -> None:
        super().__init__(daemon=True)
        self.error: BaseException | None = None
        self._process, self._pieces = process, pieces
        self._pipe: IO[bytes] | None = process.stdin
        process.stdin = None  # ours alone: communicate() would write to it too

    def run(self) -> None:
        """Write every piece; a program may stop listening before the end."""
        if self._pipe is None:
            return
        try:
            for piece in self._pieces:
                self._pipe.write(piece)
        except (BrokenPipeError, ConnectionResetError):
            pass
        except BaseException as error:
            self.error = error
            stop(self._process)
        finally:
            with suppress(OSError):
                self._pipe.close()


def start(
    arguments: Sequence[str | Path], name: str, install: str, *,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    errors: IO[bytes] | None = None,
    memory: int | None = None,
) -> subprocess.Popen[bytes]:  # fmt: skip
    """Start the program in a process group of its own, so that its children end with it."""
    try:
        process = subprocess.Popen(
            [str(argument) for argument in arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors or subprocess.PIPE,
            env={**os.environ, **environment} if environment else None,
            cwd=folder,
            start_new_session=True,
        )
        _RUNNING.add(process)
        if memory:
            _bound(process, memory)
        return process
    except (FileNotFoundError, NotADirectoryError, PermissionError) as error:
        raise MissingToolError(
            f"{name} est introuvable ou ne peut pas être exécuté ({arguments[0]}).",
            next_step=install,
        ) from error
    except OSError as error:
        raise OutputError(
            f"{name} n’a pas pu démarrer : {error.strerror or error}.",
            next_step=f"Vérifiez que ce programme est fait pour cette machine. {install}",
        ) from error


def _bound(process: subprocess.Popen[bytes], memory: int) -> None:
    """Limit the memory of a program to ``memory`` bytes.

    Only Linux limits another process, and counts what it wrote rather than reserved.
    """
    if sys.platform == "linux":
        import resource

        with suppress(ProcessLookupError):  # it has ended: whoever asks it is told
            _, most = resource.prlimit(process.pid, resource.RLIMIT_DATA)
            if most in (resource.RLIM_INFINITY, -1) or most > memory:
                resource.prlimit(process.pid, resource.RLIMIT_DATA, (memory, memory))


def stop(process: subprocess.Popen[bytes]) -> None:
    """End the program, if it still runs, and its children where they can be found."""
    if process.poll() is not None:
        return
    with suppress(ProcessLookupError, PermissionError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)


def stop_programs() -> None:
    """End every program that still runs, before we exit."""
    for process in tuple(_RUNNING):
        stop(process)


AT_THE_END.append(stop_programs)


def end(process: subprocess.Popen[bytes]) -> None:
    """End the program if it still runs, and close its pipes."""
    stop(process)
    process.wait()
    for pipe in (process.stdout, process.stderr):
        if pipe is not None:
            with suppress(OSError, ValueError):
                pipe.close()


def timeout_error(name: str, timeout: float) -> TooLongError:
    """Return the error for a program that took too long."""
    return TooLongError(
        f"{name} n’a pas fini au bout de {timeout:g} s : il a été arrêté.",
        next_step=_SHORTER,
    )


def output_error(name: str, most: int) -> OutputError:
    """Return the error for a program that wrote too much."""
    return OutputError(
        f"{name} a écrit plus de {most // 1_000_000} Mo : il a été arrêté.",
        next_step=_SHORTER,
    )


def failure_error(name: str, done: Completed) -> OutputError:
    """Return the error for a program that failed, or was killed by a signal."""
    how = f"code {done.code}"
    with suppress(ValueError):  # no signal
        how = f"arrêté par le signal {signal.Signals(-done.code).name}"
    said = _COLOURS.sub("", done.stderr)
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    why = f" : {lines[-1][:300]}" if lines else ""
    return OutputError(
        f"{name} a échoué ({how}){why}",
        next_step="Relancez la commande ; si cela recommence, « ppun-access doctor » "
        "vérifie les outils installés.",
    )

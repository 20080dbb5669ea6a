"""The only place that starts another program: no shell, and never for ever."""

from __future__ import annotations

import atexit
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Lock, Thread, Timer
from typing import IO
from weakref import WeakSet

from ppun_access.errors import MissingToolError, OutputError

TIMEOUT = 300.0
"""Seconds that a program may take, unless its caller knows better."""
_RUNNING: WeakSet[subprocess.Popen[bytes]] = WeakSet()
"""Programs that may still run; those that nobody holds have ended."""
MEMORY = 2 << 30
"""Bytes of its own that a program may take which draws what a stranger wrote."""
SAID = 1_000_000_000
"""Bytes that a program may write on its standard output, unless its caller knows better."""
_LAST_WORDS = 1_000_000
"""Bytes that are kept of what it writes on the other: its end says what failed."""
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


@dataclass(frozen=True, slots=True)
class Completed:
    """What a program said before it ended."""

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
    """Run a program to its end and return what it said.

    ``stdin`` is fed piece by piece, so it need not fit in memory; an exception of that
    iterable stops the program and comes out of here. ``environment`` is added to ours.
    ``accept`` lists the exit codes that are no failure. Raises MissingToolError, with
    ``install`` as the next step, when there is no such program, and OutputError when it
    fails, takes more than ``timeout`` seconds, says more than ``most`` bytes or wants more
    than ``memory`` (Linux).
    """
    process = _start(arguments, name, install, environment, folder)
    if memory:
        _bound(process, memory)
    feeder = _Feeder(process, (stdin,) if isinstance(stdin, bytes) else stdin)
    said = _Listener(process, process.stdout, most)
    errors = _Listener(process, process.stderr)
    process.stdout = process.stderr = None  # theirs alone: they close them
    try:
        for thread in (feeder, said, errors):
            thread.start()
        _wait(process, (said, errors), timeout)
        feeder.join(_CLOSING)
    except subprocess.TimeoutExpired as error:
        raise _too_long(name, timeout) from error
    finally:
        _kill(process)
    if feeder.error is not None:
        raise feeder.error
    if said.too_much:
        raise _too_much(name, most)
    stderr = b"".join(errors.pieces).decode("utf-8", "replace")
    done = Completed(process.returncode, b"".join(said.pieces), stderr)
    if done.code not in accept:
        raise _failed(name, done)
    return done


@contextmanager
def conversation(
    arguments: Sequence[str | Path],
    *,
    name: str,
    install: str,
    timeout: float = TIMEOUT,
    memory: int | None = None,
) -> Iterator[Callable[..., bytes]]:
    """Start a program that answers each line it reads with one line; give a way to ask.

    It ends with the block. Raises MissingToolError as ``run`` does; asking raises
    OutputError when the program fails, wants more than ``memory`` bytes (Linux alone
    holds it to them), or takes more than ``timeout`` seconds to answer (TooLongError).
    One question may have a ``timeout`` of its own.
    """
    with tempfile.TemporaryFile() as errors:  # a pipe that nobody reads would fill
        process = _start(arguments, name, install, None, None, errors)
        if memory:
            _bound(process, memory)

        def ask(line: bytes, timeout: float = timeout) -> bytes:
            return _answer(process, line, name, timeout, errors)

        try:
            yield ask
        finally:
            _kill(process)


class TooLongError(OutputError):
    """A program took more time than it may: asked again, it would take as much."""


class Kept:
    """``conversation``s begun when something is first asked, kept for what comes next.

    Each has one question at a time: threads that ask at once have one each. When it fails
    it ends, and the question is put to a new one, once: what had run before may have been
    killed, or have filled its memory. They end with their caller too, for their standard
    input ends then.
    """

    def __init__(
        self, arguments: Sequence[str | Path], name: str, install: str,
        memory: int | None = None,
    ) -> None:  # fmt: skip
        self._open = partial(
            conversation, arguments, name=name, install=install, memory=memory
        )
        self._idle, self._lock = list[_Talk](), Lock()
        atexit.register(self.close)

    def __call__(self, line: bytes, timeout: float = TIMEOUT) -> bytes:
        """Return the line that a program answers to ``line``."""
        with self._lock:
            kept = self._idle.pop() if self._idle else None
        if kept:
            try:
                return self._asked(kept, line, timeout)
            except TooLongError:
                raise
            except OutputError:
                pass
        return self._asked(_Talk(self._open()), line, timeout)

    def _asked(self, talk: _Talk, line: bytes, timeout: float) -> bytes:
        try:
            answer = talk.ask(line, timeout)
        except BaseException:
            talk.close()
            raise
        with self._lock:
            self._idle.append(talk)
        return answer

    def close(self) -> None:
        """End the programs that nobody asks anything now."""
        with self._lock:
            idle, self._idle = self._idle, []
        for talk in idle:
            talk.close()


class _Talk:
    """One conversation that is open, until it is closed."""

    def __init__(self, opening: AbstractContextManager[Callable[..., bytes]]) -> None:
        self._stack = ExitStack()
        self.ask = self._stack.enter_context(opening)
        self.close = self._stack.close


def _answer(
    process: subprocess.Popen[bytes], line: bytes, name: str, timeout: float,
    errors: IO[bytes],
) -> bytes:  # fmt: skip
    """Return the line that the program answers to ``line``; the clock stops it."""
    assert process.stdin is not None
    assert process.stdout is not None
    clock = Timer(timeout, _stop, (process,))
    clock.start()
    try:
        with suppress(BrokenPipeError, ConnectionResetError):
            process.stdin.write(line)
            process.stdin.flush()
        answer = process.stdout.readline(SAID)
    finally:
        late = not clock.is_alive()
        clock.cancel()
    if answer.endswith(b"\n"):
        return answer
    if len(answer) == SAID:
        _stop(process)
        raise _too_much(name, SAID)
    if late:
        raise _too_long(name, timeout)
    errors.seek(max(0, errors.seek(0, os.SEEK_END) - _LAST_WORDS))
    said = errors.read().decode("utf-8", "replace")
    raise _failed(name, Completed(process.wait(), answer, said))


class _Listener(Thread):
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
                    _stop(self._process)
                    return
                while not self._most and self._size - len(self.pieces[0]) > _LAST_WORDS:
                    self._size -= len(self.pieces.popleft())


def _wait(
    process: subprocess.Popen[bytes], threads: Iterable[Thread], timeout: float
) -> None:
    """Wait for the end of a program and of what it says; TimeoutExpired if too long."""
    end = time.monotonic() + timeout
    for thread in threads:
        thread.join(max(0.0, end - time.monotonic()))
        if thread.is_alive():
            raise subprocess.TimeoutExpired(process.args, timeout)
    process.wait(max(0.0, end - time.monotonic()))


class _Feeder(Thread):
    """Writes to a program's standard input while we read what it says."""

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
            _stop(self._process)
        finally:
            with suppress(OSError):
                self._pipe.close()


def _start(
    arguments: Sequence[str | Path],
    name: str,
    install: str,
    environment: Mapping[str, str] | None,
    folder: Path | None,
    errors: IO[bytes] | None = None,
) -> subprocess.Popen[bytes]:
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
    """Let a program have ``memory`` bytes of its own, no more: it fails past them.

    Only Linux limits another process, and counts what it wrote rather than reserved.
    """
    if sys.platform == "linux":
        import resource

        with suppress(ProcessLookupError):  # it has ended: whoever asks it is told
            _, most = resource.prlimit(process.pid, resource.RLIMIT_DATA)
            if most in (resource.RLIM_INFINITY, -1) or most > memory:
                resource.prlimit(process.pid, resource.RLIMIT_DATA, (memory, memory))


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the program, if it still runs, and its children where they can be told."""
    if process.poll() is not None:
        return
    with suppress(ProcessLookupError, PermissionError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)


def stop_programs() -> None:
    """End every program that still runs: we are leaving, and nobody waits for them."""
    for process in tuple(_RUNNING):
        _stop(process)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End the program if it still runs, and let go of its pipes."""
    _stop(process)
    process.wait()
    for pipe in (process.stdout, process.stderr):
        if pipe is not None:
            with suppress(OSError, ValueError):
                pipe.close()


def _too_long(name: str, timeout: float) -> TooLongError:
    return TooLongError(
        f"{name} n’a pas fini au bout de {timeout:g} s : il a été arrêté.",
        next_step=_SHORTER,
    )


def _too_much(name: str, most: int) -> OutputError:
    return OutputError(
        f"{name} a écrit plus de {most // 1_000_000} Mo : il a été arrêté.",
        next_step=_SHORTER,
    )


def _failed(name: str, done: Completed) -> OutputError:
    how = f"code {done.code}"
    with suppress(ValueError):  # no signal
        how = f"arrêté par le signal {signal.Signals(-done.code).name}"
    lines = [line.strip() for line in done.stderr.splitlines() if line.strip()]
    said = f" : {lines[-1][:300]}" if lines else ""
    return OutputError(
        f"{name} a échoué ({how}){said}",
        next_step="Relancez la commande ; si cela recommence, « ppun-access doctor » "
        "vérifie les outils installés.",
    )
